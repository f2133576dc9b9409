"""Work in the background that one process of a machine does for all: grades go out, what is too old goes away.

Whoever holds the lock file does it. The lock ends with the process that holds it, however it ends, and another one
takes over within seconds.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from sqlalchemy import make_url

log = logging.getLogger("lti_app.steward")

#: Seconds between two tries to become the one.
_PATIENCE = 2.0


class Job(Protocol):
    """Something that runs in threads of its own."""

    def start(self) -> object:
        """Begin."""

    def stop(self) -> object:
        """End, and wait until it has ended."""


class Repeated:
    """A job that calls a function at once and then every so many seconds; an error is logged, and ends nothing."""

    def __init__(self, name: str, seconds: float, work: Callable[[], object]) -> None:
        self._name, self._seconds, self._work = name, seconds, work
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End after the call that is under way."""
        self._end.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._end.is_set():
            try:
                self._work()
            except Exception:  # the next call may succeed, and nothing else would ever call again
                log.exception("%s failed", self._name)
            self._end.wait(self._seconds)


def lock_path(database_url: str) -> Path:
    """Where the lock of a database lies: beside the file of SQLite, else among the temporary files."""
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite" and url.database and url.database != ":memory:":
        return Path(f"{url.database}.steward")
    name = hashlib.sha256(url.render_as_string(hide_password=True).encode()).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"hornbook-{os.getuid()}-{name}.steward"


class Steward:
    """Waits in a thread for the lock, and then runs the jobs until `stop`."""

    def __init__(self, lock: Path, make_jobs: Callable[[], list[Job]]) -> None:
        self._lock = lock
        self._make_jobs = make_jobs
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._run, name="steward", daemon=True)

    def start(self) -> Steward:
        """Begin to wait."""
        self._thread.start()
        return self

    def stop(self) -> None:
        """End the jobs, and let the lock go."""
        self._end.set()
        self._thread.join()

    def _run(self) -> None:
        import fcntl

        with self._lock.open("a") as file:
            while True:
                with contextlib.suppress(BlockingIOError):
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                if self._end.wait(_PATIENCE):
                    return
            log.info("this process does the work in the background")
            jobs = self._make_jobs()
            for job in jobs:
                job.start()
            self._end.wait()
            for job in reversed(jobs):
                job.stop()

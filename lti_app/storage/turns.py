"""Who writes next into a file of SQLite: writers stand in line, and the next one goes on as soon as the last is done.

SQLite alone lets a writer who finds another one at work sleep and look again, after 1, 2, 5, 10 and up to 100 ms: the
file lies idle meanwhile, and who is unlucky waits for long. Its own lock is still what keeps writers apart; programs
that know nothing of this line, such as a backup, only have to wait as ever.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy.exc import TimeoutError as WaitedTooLong


class Turns:
    """The line of the threads of this process and, by a lock on a file, of all processes of this machine.

    A process that dies lets go of its turn.
    """

    def __init__(self, file: Path | None, patience: float) -> None:
        """`file` is made when it is missing; None for a database that only this process can see."""
        self._file = file
        self._patience = patience
        self._ours = threading.Lock()

    @contextlib.contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for the turn and keep it; SQLAlchemy's `TimeoutError` for who waited for `patience` seconds."""
        if not self._ours.acquire(timeout=self._patience):
            raise WaitedTooLong("others were writing into the database all the time")
        descriptor = -1
        try:
            descriptor = self._lock_file()
            yield
        finally:
            if descriptor >= 0:
                os.close(descriptor)
            self._ours.release()

    def _lock_file(self) -> int:
        """Wait for the other processes; -1 where there is no line with them."""
        if self._file is None or sys.platform == "win32":
            return -1
        import fcntl

        try:
            descriptor = os.open(self._file, os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError:
            return -1
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        return descriptor

"""The tool as administrators run it: `hornbook-lti serve` in processes of its own, which tests may kill."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import requests

from lti_app.cli.settings import open_database
from lti_app.config import Config
from lti_app.demo.lms import StandInLms, Tool
from lti_app.storage.database import Database
from tests.lti_app.circle import register
from tests.lti_app.databases import new_database
from tests.ports import held_port

_PATIENCE = 60


@dataclass
class ServedTool:
    """A tool that serves; `kill` ends it as a power cut would, `start` brings it back."""

    config: Config
    registration: Tool
    database: Database
    workers: int = 2
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def url(self) -> str:
        """Its public address."""
        return self.config.public_url

    def start(self) -> None:
        """Serve, and wait until it answers."""
        port = self.config.public_url.rsplit(":", 1)[1]
        command = [
            sys.executable,
            "-c",
            "from lti_app.entry import main; main()",
            "serve",
            "--host",
            "127.0.0.1",
            "--port",
            port,
        ]
        command += ["--public-url", self.url, "--database", self.config.database, "--workers", str(self.workers)]
        command += ["--content", str(self.config.content)]
        for host in self.config.allowed_hosts:
            command += ["--allow-platform-host", host]
        # A group of its own: killing it reaches its workers, and nobody else.
        self._process = subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            try:
                if requests.get(f"{self.url}/readyz", timeout=2).status_code == 200:
                    return
            except requests.RequestException:
                time.sleep(0.05)
        raise TimeoutError("the tool does not answer")

    def kill(self) -> None:
        """End all its processes at once, in the middle of whatever they do."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def stop(self) -> None:
        """End it as an administrator does."""
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(30)
            except subprocess.TimeoutExpired:
                self.kill()
            self._process = None


@contextmanager
def served_tool(lms: StandInLms, folder: Path, *, content: Path, workers: int = 2) -> Iterator[ServedTool]:
    """The tool with a new database, connected to the LMS."""
    with held_port() as port:
        config = Config(
            public_url=f"http://127.0.0.1:{port}",
            database=new_database(folder),
            content=content,
            allowed_hosts=frozenset({lms.url.removeprefix("http://")}),
        )
        database = open_database(config)
        registration = lms.connect(config.public_url)
        with database.writing() as session:
            register(session, lms, registration)
        tool = ServedTool(config, registration, database, workers)
        try:
            tool.start()
            yield tool
        finally:
            tool.stop()
            database.engine.dispose()

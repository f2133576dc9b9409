"""Fixtures of the LTI tool: the stand-in LMS with the tool beside it, and for single requests the tool alone with a
sender of messages, right and wrong ones, that it knows."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from lti_app.app import create_app
from lti_app.config import Config
from lti_app.demo.lms import StandInLms
from lti_app.storage.database import Database
from lti_app.storage.migrate import upgrade
from lti_app.storage.models import ToolKey
from tests.lti_app.circle import RunningTool, running_lms, running_tool
from tests.lti_app.databases import new_database
from tests.lti_app.platforms import KeyServer, StrictPlatform, key_server, tool_key_pem


@pytest.fixture
def platform() -> Iterator[StandInLms]:
    """A stand-in LMS with the manners of Moodle; `platform.use("canvas")` changes them."""
    with running_lms() as lms:
        yield lms


@pytest.fixture
def tool(platform: StandInLms, tmp_path: Path) -> Iterator[RunningTool]:
    """The tool, connected to the platform; both answer on 127.0.0.1."""
    with running_tool(platform, tmp_path) as running:
        yield running


class MovableClock:
    """A clock that stands still until a test moves it."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment

    def move(self, **by: float) -> None:
        """Go on by `timedelta(**by)`."""
        self.moment += timedelta(**by)


@pytest.fixture
def clock() -> MovableClock:
    """The tool's clock, in the test's hand."""
    return MovableClock()


@pytest.fixture
def jwks() -> Iterator[KeyServer]:
    """The server with the platform's key set."""
    with key_server() as server:
        yield server


def _fill(address: str) -> None:
    """Make all tables, and one key of the tool."""
    database = Database(address)
    upgrade(database)
    with database.writing() as session:
        session.add(ToolKey(kid="tool-1", private_pem=tool_key_pem(), created_at=MovableClock().moment))
    database.engine.dispose()


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with all tables and one key of the tool."""
    path = tmp_path_factory.mktemp("database") / "empty.db"
    _fill(f"sqlite:///{path}")
    return path


@pytest.fixture
def empty_database(tmp_path: Path, empty_file: Path) -> str:
    """The address of a new database with all tables and one key of the tool."""
    address = new_database(tmp_path)
    if address.startswith("sqlite"):
        shutil.copy(empty_file, tmp_path / "hornbook.db")
    else:
        _fill(address)
    return address


@pytest.fixture
def app(empty_database: str, clock: MovableClock, jwks: KeyServer) -> Iterator[Flask]:
    """The tool at https://tool.example.org, with its tables and its first key."""
    host = jwks.url.split("/")[2]
    config = Config("https://tool.example.org", empty_database, allowed_hosts=frozenset({host}))
    app = create_app(config, clock=clock)
    yield app
    database: Database = app.extensions["hornbook.database"]
    database.engine.dispose()


@pytest.fixture
def database(app: Flask) -> Database:
    """The database of `app`."""
    found: Database = app.extensions["hornbook.database"]
    return found


@pytest.fixture
def sender(database: Database, clock: MovableClock, jwks: KeyServer) -> StrictPlatform:
    """A platform that `app` knows; it signs what it is told to."""
    found = StrictPlatform("https://lms.example.org", "client-1", "deployment-1", jwks.url)
    found.connect(database, clock())
    return found

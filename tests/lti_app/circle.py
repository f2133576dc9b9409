"""The whole circle in one process: the stand-in LMS and the tool, each on a port of its own, connected."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from lti_app.app import create_app
from lti_app.config import Config
from lti_app.demo.app import create_lms_app
from lti_app.demo.keys import new_key
from lti_app.demo.lms import StandInLms, Tool
from lti_app.demo.server import ThreadedServer
from lti_app.storage.database import Database
from lti_app.storage.models import Base, Deployment, Platform
from tests.lti_app.databases import new_database

#: Making a key costs a second: all tests of a process share one.
LMS_KEY = new_key("lms-1")


@dataclass(frozen=True)
class RunningTool:
    """The tool, and how the platform knows it."""

    app: Flask
    config: Config
    registration: Tool
    platform_id: int

    @property
    def url(self) -> str:
        """Its public address."""
        return self.config.public_url

    @property
    def database(self) -> Database:
        """Its database, for looking at what a request left there."""
        database: Database = self.app.extensions["hornbook.database"]
        return database


@contextmanager
def running_lms(manners: str = "moodle") -> Iterator[StandInLms]:
    """A stand-in LMS that answers on 127.0.0.1."""
    lms = StandInLms("", manners, key=LMS_KEY)
    with ThreadedServer(create_lms_app(lms)) as server:
        lms.url = server.url
        yield lms


def register(session: Session, lms: StandInLms, tool: Tool) -> Platform:
    """Make the LMS known to the tool, as `platform add` does."""
    platform = Platform(
        issuer=lms.issuer,
        client_id=tool.client_id,
        name=f"Stand-in {lms.manners.name}",
        family=lms.manners.family,
        auth_url=lms.url + "/mod/lti/auth.php",
        token_url=lms.url + "/mod/lti/token.php",
        jwks_url=lms.url + "/mod/lti/certs.php",
        created_at=datetime.now(UTC),
    )
    session.add(platform)
    session.flush()
    session.add(Deployment(platform_id=platform.id, deployment_id=tool.deployment_id))
    return platform


@contextmanager
def running_tool(lms: StandInLms, folder: Path, *, host: str = "127.0.0.1", **settings: Any) -> Iterator[RunningTool]:
    """The tool on `host`, with a new database, connected to the LMS.

    On the host `localhost` it is another site than the LMS, so that browsers treat its cookies as a third party's.
    """
    # The database is closed when the server has stopped: until then the pages of a browser may still ask for something.
    with ExitStack() as at_last, ThreadedServer(host=host) as server:
        config = Config(
            public_url=server.url,
            database=new_database(folder),
            allowed_hosts=frozenset({lms.url.removeprefix("http://")}),
            **settings,
        )
        app = create_app(config)
        tool = lms.connect(server.url)
        database: Database = app.extensions["hornbook.database"]
        at_last.callback(database.engine.dispose)
        Base.metadata.create_all(database.engine)
        with database.writing() as session:
            platform_id = register(session, lms, tool).id
        server.serve(app)
        yield RunningTool(app, config, tool, platform_id)

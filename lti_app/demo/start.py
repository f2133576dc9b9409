"""The whole circle on one machine: the stand-in LMS and the tool, connected, with something to open."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from sqlalchemy import update

from hornbook.blocks import Cards, Quiz
from lti_app.app import create_app
from lti_app.background import jobs
from lti_app.config import Config
from lti_app.demo.app import create_lms_app
from lti_app.demo.lms import StandInLms, Tool
from lti_app.demo.server import ThreadedServer
from lti_app.lti.clock import now
from lti_app.lti.guard import Guard
from lti_app.lti.keys import ensure_key
from lti_app.services.activities import Target
from lti_app.services.choices import choices
from lti_app.services.library import Library
from lti_app.services.platforms import PlatformDetails, connect
from lti_app.storage.database import Database
from lti_app.storage.migrate import upgrade
from lti_app.storage.models import Platform


@dataclass(frozen=True)
class Demo:
    """What runs, and where."""

    lms: StandInLms
    tool: Flask
    lms_url: str
    tool_url: str


@contextmanager
def running_demo(lms_port: int, tool_port: int, content: Path | None = None) -> Iterator[Demo]:
    """Both, until the context ends; what was done is then forgotten. OSError where a port is taken; 0 takes a free one.

    The LMS is at 127.0.0.1 and the tool at localhost: for browsers these are two sites, as in real life, so that the
    tool's cookies in the LMS's frame are a third party's.
    """
    with ExitStack() as stack:
        lms_server = stack.enter_context(ThreadedServer(port=lms_port))
        tool_server = stack.enter_context(ThreadedServer(host="localhost", port=tool_port))
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="hornbook-demo-", ignore_cleanup_errors=True))
        lms = StandInLms(lms_server.url)
        lms_server.serve(create_lms_app(lms))
        config = Config(
            public_url=tool_server.url,
            database=f"sqlite:///{Path(folder) / 'hornbook.db'}",
            content=content,
            allowed_hosts=frozenset({f"{lms_server.host}:{lms_server.port}"}),
            front_page=lms_server.url + "/",
        )
        database = Database(config.database)
        upgrade(database)
        tool = create_app(config)
        _connect(database, lms, lms.connect(config.public_url), config)
        _add_activities(lms, tool.extensions["hornbook.library"])
        tool_server.serve(tool)
        running = jobs(tool)
        for job in running:
            job.start()
        try:
            yield Demo(lms, tool, lms_server.url, tool_server.url)
        finally:
            for job in reversed(running):
                job.stop()
            for used in (database, tool.extensions["hornbook.database"]):
                used.engine.dispose()


def _connect(database: Database, lms: StandInLms, registration: Tool, config: Config) -> None:
    """What an administrator does once in both."""
    details = PlatformDetails(
        issuer=lms.issuer,
        client_id=registration.client_id,
        auth_url=lms.url + "/mod/lti/auth.php",
        token_url=lms.url + "/mod/lti/token.php",
        jwks_url=lms.url + "/mod/lti/certs.php",
        deployment_ids=(registration.deployment_id,),
        name="Stand-in LMS",
        family=lms.manners.family,
    )
    with database.writing() as session:
        ensure_key(session)
        connect(session, details, Guard(config.allowed_hosts), now())

    def follow(manners: str) -> None:
        with database.writing() as session:
            session.execute(update(Platform).values(family=manners))

    lms.on_manners = follow


def _add_activities(lms: StandInLms, library: Library) -> None:
    """The first exam and the first deck of a course, as if a teacher had chosen them."""
    for edition in library.courses():
        course = edition.folder.course
        blocks = [(lesson, block) for lesson in course.lessons for block in lesson.blocks]
        names = {choice.target: choice.name for choice in choices(edition)}
        exams = [found for found in blocks if isinstance(found[1], Quiz) and found[1].mode != "practice"]
        decks = [found for found in blocks if isinstance(found[1], Cards)]
        for lesson, block in (*exams[:1], *decks[:1]):
            lms.add_link(
                names[Target(course.id, lesson.id, block.id)],
                text=course.title,
                custom={
                    "hornbook_course": course.id,
                    "hornbook_lesson": lesson.id,
                    "hornbook_block": block.id,
                },
                tag="hornbook",
                resource_id=f"{course.id}/{lesson.id}/{block.id}",
            )
        if lms.school.links:
            return

"""A graded activity with learners, and the outbox that serves it, without a web page in between."""

from __future__ import annotations

import json
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from sqlalchemy import select

from lti_app.demo.keys import Key, Keys, new_key
from lti_app.demo.lms import NRPS, SCOPES, StandInLms, Tool
from lti_app.demo.school import Entry, Link
from lti_app.demo.server import ThreadedServer
from lti_app.lti.connector import Connector
from lti_app.lti.guard import Guard
from lti_app.lti.http import PlatformSession
from lti_app.lti.keys import SigningKey
from lti_app.services.grades import GradeState, grade_state, record_score
from lti_app.services.outbox import Outbox
from lti_app.storage.database import Database
from lti_app.storage.migrate import upgrade
from lti_app.storage.models import (
    Base,
    Context,
    Deployment,
    GradeDelivery,
    Person,
    Platform,
    ResourceLink,
    Score,
    ToolKey,
)
from tests.lti_app.databases import new_database

#: Making a key costs a second: all tests of a process share one.
TOOL_KEY = new_key("tool-1")


class MovedClock:
    """The present moment, which tests move."""

    def __init__(self) -> None:
        self.offset = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.offset

    def advance(self, **span: float) -> None:
        """Later by `timedelta(**span)`."""
        self.offset += timedelta(**span)


def publish_key(keys: Keys, tool: Tool) -> Generator[SigningKey, None, None]:
    """Serve the public half where the LMS looks for it, until the iterator is closed."""
    key: Key = keys.newest

    def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response("200 OK", [("Content-Type", "application/json")])
        return [json.dumps(keys.public_set()).encode()]

    with ThreadedServer(application) as server:
        tool.jwks_url = server.url
        yield SigningKey(key.kid, key.private)


@dataclass
class Graded:
    """One activity of one course of one platform."""

    lms: StandInLms
    database: Database
    clock: MovedClock
    outbox: Outbox
    connector: Connector
    activity: Link
    link_id: int
    platform_id: int
    waits: list[float] = field(default_factory=list)

    def score(
        self,
        learner: str,
        earned: Fraction | int | str | None,
        *,
        submissions: int = 1,
        comment: str = "",
        completed: bool = True,
    ) -> None:
        """The learner's work is worth `earned` of the points from now on."""
        now = self.clock()
        with self.database.writing() as session:
            link = session.get_one(ResourceLink, self.link_id)
            record_score(
                session,
                link,
                self._person(session, learner),
                earned=None if earned is None else Fraction(earned),
                completed=completed,
                submissions=submissions,
                started_at=now - timedelta(minutes=10),
                submitted_at=now,
                comment=comment,
                now=now,
            )

    def _person(self, session: Any, learner: str) -> Person:
        found = session.scalars(
            select(Person).where(Person.platform_id == self.platform_id, Person.sub == learner)
        ).first()
        if found is None:
            found = Person(platform_id=self.platform_id, sub=learner)
            session.add(found)
            session.flush()
        assert isinstance(found, Person)
        return found

    def state(self, learner: str) -> GradeState:
        """What the tool says about the grade."""
        with self.database.reading() as session:
            return grade_state(session, session.get_one(ResourceLink, self.link_id), self._person(session, learner))

    def delivery(self, learner: str) -> GradeDelivery:
        """The row of the outbox."""
        with self.database.reading() as session:
            query = select(GradeDelivery).join(Score).join(Person, Person.id == Score.person_id)
            return session.scalars(query.where(Person.sub == learner, Score.resource_link_id == self.link_id)).one()

    def entry(self, learner: str) -> Entry | None:
        """What the gradebook holds."""
        return self.lms.entry(self.activity, learner)

    def grade(self, learner: str) -> float | None:
        """The grade in the gradebook."""
        entry = self.entry(learner)
        return None if entry is None else entry.score


@contextmanager
def graded_activity(
    lms: StandInLms,
    folder: Path,
    *,
    url: str = "",
    with_line_item: bool = True,
    beside: StandInLms | None = None,
    migrated: bool = False,
) -> Iterator[Graded]:
    """An activity worth 100 points in the LMS's course, known to a new database in `folder`, or to the one at `url`.

    Its outbox may also speak to the LMS `beside` it. The tool's key is in the database, too, for other processes.
    """
    tool = lms.connect("http://tool.example")
    served = publish_key(Keys(TOOL_KEY), tool)
    key = next(served)
    database = Database(url or new_database(folder, "grades"))
    if migrated:
        upgrade(database)
    else:
        Base.metadata.create_all(database.engine)
    clock = MovedClock()
    lms.time = clock
    activity = lms.add_link("A quiz", points=100 if with_line_item else None)
    course = lms.school.courses[activity.course]
    pem = TOOL_KEY.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    with database.writing() as session:
        if session.get(ToolKey, TOOL_KEY.kid) is None:
            session.add(ToolKey(kid=TOOL_KEY.kid, private_pem=pem, created_at=clock()))
        platform = Platform(
            issuer=lms.issuer,
            client_id=tool.client_id,
            family=lms.manners.family,
            auth_url=lms.url + "/mod/lti/auth.php",
            token_url=lms.url + "/mod/lti/token.php",
            jwks_url=lms.url + "/mod/lti/certs.php",
            created_at=clock(),
        )
        session.add(platform)
        session.flush()
        deployment = Deployment(platform_id=platform.id, deployment_id=tool.deployment_id)
        session.add(deployment)
        session.flush()
        context = Context(
            deployment_id=deployment.id,
            lti_id=course.id,
            title=course.title,
            memberships_url=lms.url + lms.manners.memberships_path(course.id),
            lineitems_url=lms.url + lms.manners.lineitems_path(course.id),
            scopes=[scope for scope in SCOPES if scope != NRPS],
        )
        session.add(context)
        session.flush()
        line_item = lms.url + lms.manners.lineitem_path(course.id, activity.line_item) if with_line_item else ""
        link = ResourceLink(
            context_id=context.id, lti_id=activity.id, title="A quiz", course="course", line_item_url=line_item
        )
        session.add(link)
        session.flush()
        link_id, platform_id = link.id, platform.id
    hosts = {one.url.removeprefix("http://") for one in (lms, beside) if one is not None}
    guard = Guard(frozenset({*hosts, "127.0.0.1:9", "lms.invalid:80"}))
    connector = Connector(database, PlatformSession(guard), lambda: key, clock)
    outbox = Outbox(database, connector, clock, draw=lambda: 0.5)
    try:
        yield Graded(lms, database, clock, outbox, connector, activity, link_id, platform_id)
    finally:
        served.close()
        connector.close()
        database.engine.dispose()

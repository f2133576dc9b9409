"""A checked message becomes a launch: people, courses and placements are noted, and rights are given for this one."""

from __future__ import annotations

import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload

from lti_app.lti.claims import Message, MessageType
from lti_app.lti.launch import CheckedLaunch
from lti_app.lti.platforms import PlatformFacts
from lti_app.lti.refusals import Refused, loggable
from lti_app.lti.state import digest
from lti_app.services.activities import DUE
from lti_app.services.grades import try_after_launch
from lti_app.storage.database import Database
from lti_app.storage.models import (
    Base,
    Context,
    Deployment,
    GradeDelivery,
    Launch,
    Person,
    Platform,
    ResourceLink,
    Score,
)

#: How long a page that was opened may be worked on before it has to be opened again in the LMS.
LIFETIME = timedelta(hours=12)
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")
_NUMBER = re.compile(r"\d{1,6}(?:\.\d{1,4})?")
_COUNTS = ("best", "last", "first", "mean")


@dataclass(frozen=True)
class OpenedLaunch:
    """The handle stands in addresses; whoever has the secret, too, has the rights of the launch."""

    handle: str
    secret: str
    role: str


@dataclass(frozen=True)
class Placement:
    """What the custom parameters of a resource link say it shows."""

    course: str
    lesson: str
    block: str
    points: Fraction | None
    attempts: int | None
    counts: str
    due_at: datetime | None
    #: What the LMS says of this person; None = nothing.
    lms_due_at: datetime | None


def read_placement(custom: dict[str, str]) -> Placement | None:
    """The settings that deep linking put into a link; None where it names no course.

    They come back in every launch, so that a link works wherever the LMS copies it. Somebody may have edited them
    there: Refused names the one that cannot be read.
    """

    def value(name: str) -> str:
        found = custom.get(f"hornbook_{name}", "").strip()
        # A variable that this LMS does not know comes back as it was sent.
        return "" if found.startswith("$") else found

    def wrong(name: str) -> Refused:
        return Refused(
            "setting-wrong", detail=f"hornbook_{name}={loggable(value(name), 60)}", setting=f"hornbook_{name}"
        )

    course = value("course")
    if value("show"):
        # Of no course: the cards of the day, from all of them.
        if value("show") != DUE.block:
            raise wrong("show")
        return Placement(DUE.course, DUE.lesson, DUE.block, Fraction(0), None, "", None, None)
    if not course:
        return None
    names = {name: value(name) for name in ("course", "lesson", "block")}
    for name, text in names.items():
        if text and not _NAME.fullmatch(text):
            raise wrong(name)
    points = value("points")
    if points and not _NUMBER.fullmatch(points):
        raise wrong("points")
    attempts = value("attempts")
    if attempts and not (attempts.isascii() and attempts.isdigit() and 0 < int(attempts[:6]) <= 1000):
        raise wrong("attempts")
    counts = value("counts")
    if counts and counts not in _COUNTS:
        raise wrong("counts")

    def date(name: str) -> datetime | None:
        if not value(name):
            return None
        try:
            found = datetime.fromisoformat(value(name))
        except ValueError:
            raise wrong(name) from None
        if found.tzinfo is None or not 2000 <= found.year <= 9000:
            raise wrong(name)
        return found

    return Placement(
        course,
        names["lesson"],
        names["block"],
        Fraction(points) if points else None,
        int(attempts) if attempts else None,
        counts,
        date("due"),
        date("lms_due"),
    )


#: What a resource link keeps of that; the rest is of one person, and belongs to the launch.
_KEPT = ("course", "lesson", "block", "points", "attempts", "counts", "due_at")

# A launch is the most frequent of all messages, and most bring nothing new: one statement finds all that is known of
# what a message names, and only what differs is written.
_KNOWN = (
    select(
        Deployment.id.label("deployment"),
        Person.id.label("person"),
        Person.name,
        Person.email,
        Context.id.label("context"),
        Context.title.label("context_title"),
        Context.memberships_url,
        Context.lineitems_url,
        Context.scopes,
        ResourceLink.id.label("link"),
        ResourceLink.title.label("link_title"),
        ResourceLink.course,
        ResourceLink.lesson,
        ResourceLink.block,
        ResourceLink.points,
        ResourceLink.attempts,
        ResourceLink.counts,
        ResourceLink.due_at,
        ResourceLink.line_item_url,
        ResourceLink.line_item_problem,
        (GradeDelivery.sent_version < Score.version).label("unsent"),
    )
    .select_from(Platform)
    .outerjoin(
        Deployment,
        and_(Deployment.platform_id == Platform.id, Deployment.deployment_id == bindparam("deployment_name")),
    )
    .outerjoin(Person, and_(Person.platform_id == Platform.id, Person.sub == bindparam("subject")))
    .outerjoin(Context, and_(Context.deployment_id == Deployment.id, Context.lti_id == bindparam("context_name")))
    .outerjoin(ResourceLink, and_(ResourceLink.context_id == Context.id, ResourceLink.lti_id == bindparam("link_name")))
    .outerjoin(Score, and_(Score.resource_link_id == ResourceLink.id, Score.person_id == Person.id))
    .outerjoin(GradeDelivery, GradeDelivery.score_id == Score.id)
    .where(Platform.id == bindparam("platform"))
)
_STORE = insert(Launch)
#: Another writer was first with the same person or course; the second try finds what it wrote.
_TRIES = 3


def open_launch(database: Database, checked: CheckedLaunch, now: datetime) -> OpenedLaunch:
    """Store the launch, which uses up its login.

    Refused if the login was used before, or the deployment is not known and not taken in.
    """
    placement = read_placement(checked.message.custom)
    opened = OpenedLaunch(checked.state.handle, secrets.token_urlsafe(32), checked.message.role.value)
    for last in (False,) * (_TRIES - 1) + (True,):
        try:
            # A launch that is lost with the power is opened once more; its answers wait for the disk.
            if not _store_known(database, checked, placement, opened, now):
                with database.noting() as session:
                    _store_new(session, checked, placement, opened, now)
        except IntegrityError:
            if _is_stored(database, opened.handle):
                raise Refused("state-used") from None
            if last:
                raise
        else:
            return opened
    raise AssertionError("unreachable")


def _is_stored(database: Database, handle: str) -> bool:
    with database.reading() as session:
        return session.get(Launch, handle) is not None


def _store_known(
    database: Database, checked: CheckedLaunch, placement: Placement | None, opened: OpenedLaunch, now: datetime
) -> bool:
    """Store the launch if its message brings nothing new: one statement, for which nobody has to wait for long."""
    if checked.message.for_user is not None:
        return False
    message = checked.message
    known = database.look(_KNOWN, _names(checked))
    if (
        known.unsent
        or known.person is None
        or known.context is None
        or (known.link is None and message.resource_link is not None)
        or _person_news(known, message)
        or _context_news(known, message)
        or _link_news(known, message, placement)
    ):
        return False
    link = known.link if message.resource_link is not None else None
    values = _launch_values(checked, placement, opened, now, known.person, known.context, link)
    database.note(_STORE, values)
    return True


def _store_new(
    session: Session, checked: CheckedLaunch, placement: Placement | None, opened: OpenedLaunch, now: datetime
) -> None:
    """Store the launch with all that its message says of a person, a course and a placement."""
    message, platform = checked.message, checked.platform
    connection = session.connection()
    known = connection.execute(_KNOWN, _names(checked)).one()
    deployment = known.deployment or _new_deployment(connection, platform, message)
    person = _note(
        connection,
        Person,
        known.person,
        {"platform_id": platform.id, "sub": message.subject},
        _person_news(known, message),
    )
    context = _note(
        connection,
        Context,
        known.context,
        {"deployment_id": deployment, "lti_id": message.context.id if message.context else ""},
        _context_news(known, message),
    )
    link = None
    if message.resource_link is not None:
        name = {"context_id": context, "lti_id": message.resource_link.id}
        link = _note(connection, ResourceLink, known.link, name, _link_news(known, message, placement))
    for_person = None
    if message.for_user is not None:
        name = {"platform_id": platform.id, "sub": message.for_user.user_id}
        query = select(Person.id).where(Person.platform_id == platform.id, Person.sub == message.for_user.user_id)
        for_person = _note(connection, Person, connection.scalar(query), name, {})
    values = _launch_values(checked, placement, opened, now, person, context, link)
    connection.execute(_STORE, {**values, "for_person_id": for_person})
    if known.unsent and message.message_type == MessageType.RESOURCE_LINK:
        try_after_launch(session, session.get_one(ResourceLink, link), now, person)


def _names(checked: CheckedLaunch) -> dict[str, Any]:
    message = checked.message
    return {
        "platform": checked.platform.id,
        "deployment_name": message.deployment_id,
        "subject": message.subject,
        # A message need not name a course; its links then lie in the deployment itself.
        "context_name": message.context.id if message.context else "",
        "link_name": message.resource_link.id if message.resource_link else "",
    }


def _launch_values(
    checked: CheckedLaunch,
    placement: Placement | None,
    opened: OpenedLaunch,
    now: datetime,
    person: int,
    context: int,
    link: int | None,
) -> dict[str, Any]:
    message = checked.message
    return {
        "handle": opened.handle,
        "secret_hash": digest(opened.secret),
        "message_type": message.message_type,
        "person_id": person,
        "context_id": context,
        "resource_link_id": link,
        "role": opened.role,
        "test_user": message.is_test_user,
        "for_person_id": None,
        "locale": message.language,
        "return_url": checked.way_back,
        "deep_linking": message.deep_linking.model_dump(mode="json") if message.deep_linking else None,
        "created_at": now,
        "expires_at": now + LIFETIME,
        "due_at": placement.lms_due_at if placement else None,
    }


def _note(
    connection: Connection, table: type[Base], known: int | None, name: dict[str, Any], news: dict[str, Any]
) -> int:
    """The number of a row, made or changed where there are news."""
    if known is None:
        made = connection.execute(insert(table).values({**name, **news}))
        key = made.inserted_primary_key
        assert key is not None
        return int(key[0])
    if news:
        connection.execute(update(table).where(table.__table__.c.id == known).values(news))
    return known


def _new_deployment(connection: Connection, platform: PlatformFacts, message: Message) -> int:
    if not platform.adopts_deployments:
        shown = loggable(message.deployment_id, 60)
        raise Refused("deployment-unknown", status=403, detail=shown, deployment=shown)
    return _note(connection, Deployment, None, {"platform_id": platform.id, "deployment_id": message.deployment_id}, {})


def _different(known: Row[Any], said: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if value != getattr(known, name)}


def _person_news(known: Row[Any], message: Message) -> dict[str, Any]:
    """What changes of a person: a message that leaves something out says nothing of it."""
    said = {"name": message.person_name, "email": message.email}
    return _different(known, {name: value for name, value in said.items() if value})


def _context_news(known: Row[Any], message: Message) -> dict[str, Any]:
    """What changes of a course; a service that a launch no longer names is gone."""
    title = (message.context.title or message.context.label) if message.context else ""
    said: dict[str, Any] = {}
    if message.message_type != MessageType.DATA_PRIVACY:
        said["memberships_url"] = message.roster.context_memberships_url if message.roster else ""
    if message.grades:
        said["lineitems_url"] = message.grades.lineitems or ""
        said["scopes"] = list(message.grades.scope)
    elif message.message_type == MessageType.RESOURCE_LINK:
        said["lineitems_url"] = ""
    news = _different(known, said)
    if title and title != known.context_title:
        news["title"] = title
    return news


def _link_news(known: Row[Any], message: Message, placement: Placement | None) -> dict[str, Any]:
    """What changes of a placement: what it shows is what the message says, also where it says less than before."""
    if message.resource_link is None:
        return {}
    news: dict[str, Any] = {}
    if placement is not None:
        said = {name: getattr(placement, name) for name in _KEPT}
        if placement.points is None:
            del said["points"]
        news = _different(known, said)
    line_item = message.grades.lineitem if message.grades else None
    if line_item and line_item != known.line_item_url:
        news |= {"line_item_url": line_item, "line_item_problem": ""}
    title = message.resource_link.title
    if title and title != known.link_title:
        news["title"] = title
    return news


_FIND = (
    select(Launch)
    .where(Launch.handle == bindparam("handle"), Launch.expires_at > bindparam("now"))
    .options(
        joinedload(Launch.person),
        joinedload(Launch.context).joinedload(Context.deployment).joinedload(Deployment.platform),
        joinedload(Launch.resource_link),
    )
)


def find_launch(session: Session, handle: str, now: datetime) -> Launch | None:
    """A launch that has not ended, with its person, course and placement."""
    if not handle.isascii() or not handle.isprintable():
        # No handle of ours; PostgreSQL takes no null character at all.
        return None
    return session.scalars(_FIND, {"handle": handle, "now": now}).first()


def holds(launch: Launch, secret: str) -> bool:
    """Whether this is the launch's secret."""
    return hmac.compare_digest(launch.secret_hash, digest(secret))


def forget_old(session: Session, now: datetime) -> None:
    """Remove launches that ended."""
    session.execute(delete(Launch).where(Launch.expires_at < now - LIFETIME))

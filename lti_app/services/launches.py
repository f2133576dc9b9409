"""A checked message becomes a launch: people, courses and placements are noted, and rights are given for this one."""

from __future__ import annotations

import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload

from lti_app.lti.claims import Message, MessageType
from lti_app.lti.launch import CheckedLaunch
from lti_app.lti.refusals import Refused, loggable
from lti_app.lti.state import digest
from lti_app.services.grades import try_after_launch
from lti_app.storage.models import ConsumedState, Context, Deployment, Launch, Person, ResourceLink

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
    due_source: str


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
    # Where the LMS tells its own date, teachers change it there.
    source = "lms_due" if value("lms_due") else "due"
    due = value(source)
    due_at = None
    if due:
        try:
            due_at = datetime.fromisoformat(due)
        except ValueError:
            raise wrong(source) from None
        if due_at.tzinfo is None or not 2000 <= due_at.year <= 9000:
            raise wrong(source)
    return Placement(
        course,
        names["lesson"],
        names["block"],
        Fraction(points) if points else None,
        int(attempts) if attempts else None,
        counts,
        due_at,
        "" if due_at is None else "lms" if source == "lms_due" else "own",
    )


def open_launch(session: Session, checked: CheckedLaunch, now: datetime) -> OpenedLaunch:
    """Use up the state and store the launch, all in the caller's one transaction.

    Refused if the state was used before, or the deployment is not known and not taken in.
    """
    message = checked.message
    placement = read_placement(message.custom)
    _consume(session, checked)
    deployment = _deployment(session, checked)
    person = _person(session, checked.platform.id, message.subject)
    person.name = message.person_name or person.name
    person.email = message.email or person.email
    context = _context(session, deployment, message)
    link = _link(session, context, message, placement)
    for_person = _person(session, checked.platform.id, message.for_user.user_id) if message.for_user else None
    session.flush()
    secret = secrets.token_urlsafe(32)
    launch = Launch(
        handle=secrets.token_urlsafe(12),
        secret_hash=digest(secret),
        message_type=message.message_type,
        person_id=person.id,
        context_id=context.id,
        resource_link_id=link.id if link else None,
        role=message.role.value,
        test_user=message.is_test_user,
        for_person_id=for_person.id if for_person else None,
        locale=message.language,
        return_url=checked.way_back,
        deep_linking=message.deep_linking.model_dump(mode="json") if message.deep_linking else None,
        created_at=now,
        expires_at=now + LIFETIME,
    )
    session.add(launch)
    session.flush()
    if link is not None and message.message_type == MessageType.RESOURCE_LINK:
        try_after_launch(session, link, now, person.id)
    return OpenedLaunch(launch.handle, secret, launch.role)


def _consume(session: Session, checked: CheckedLaunch) -> None:
    # The nonce names the login: two spellings of one state are still the same one.
    row = {"state_hash": digest(checked.state.nonce_text), "expires_at": checked.state.expires_at}
    try:
        with session.begin_nested():
            session.execute(insert(ConsumedState).values(row))
    except IntegrityError:
        raise Refused("state-used") from None


def _deployment(session: Session, checked: CheckedLaunch) -> Deployment:
    platform, name = checked.platform, checked.message.deployment_id
    found = session.scalars(
        select(Deployment).where(Deployment.platform_id == platform.id, Deployment.deployment_id == name)
    ).first()
    if found is None:
        if not platform.adopts_deployments:
            raise Refused("deployment-unknown", status=403, detail=loggable(name), deployment=loggable(name, 60))
        found = Deployment(platform_id=platform.id, deployment_id=name)
        _add(session, found)
    return found


def _add(session: Session, row: Any) -> None:
    session.add(row)
    session.flush()


def _person(session: Session, platform_id: int, subject: str) -> Person:
    found = session.scalars(select(Person).where(Person.platform_id == platform_id, Person.sub == subject)).first()
    if found is None:
        found = Person(platform_id=platform_id, sub=subject)
        _add(session, found)
    return found


def _context(session: Session, deployment: Deployment, message: Message) -> Context:
    # A message need not name a course; its links then lie in the deployment itself.
    name = message.context.id if message.context else ""
    found = session.scalars(
        select(Context).where(Context.deployment_id == deployment.id, Context.lti_id == name)
    ).first()
    if found is None:
        found = Context(deployment_id=deployment.id, lti_id=name, scopes=[])
        _add(session, found)
    if message.context:
        found.title = message.context.title or message.context.label or found.title
    if message.message_type != MessageType.DATA_PRIVACY:
        found.memberships_url = message.roster.context_memberships_url if message.roster else ""
        if message.grades:
            found.lineitems_url = message.grades.lineitems or ""
            if found.scopes != message.grades.scope:
                found.scopes = list(message.grades.scope)
        elif message.message_type == MessageType.RESOURCE_LINK:
            found.lineitems_url = ""
    return found


def _link(session: Session, context: Context, message: Message, placement: Placement | None) -> ResourceLink | None:
    if message.resource_link is None:
        return None
    name = message.resource_link.id
    found = session.scalars(
        select(ResourceLink).where(ResourceLink.context_id == context.id, ResourceLink.lti_id == name)
    ).first()
    if found is None:
        found = ResourceLink(context_id=context.id, lti_id=name)
        _add(session, found)
    found.title = message.resource_link.title or found.title
    if placement is not None:
        found.course, found.lesson, found.block = placement.course, placement.lesson, placement.block
        found.attempts, found.counts = placement.attempts, placement.counts
        found.due_at, found.due_source = placement.due_at, placement.due_source
        if placement.points is not None:
            found.points = placement.points
    if message.grades and message.grades.lineitem and message.grades.lineitem != found.line_item_url:
        found.line_item_url, found.line_item_problem = message.grades.lineitem, ""
    return found


def find_launch(session: Session, handle: str, now: datetime) -> Launch | None:
    """A launch that has not ended, with its person, course and placement."""
    query = (
        select(Launch)
        .where(Launch.handle == handle, Launch.expires_at > now)
        .options(
            joinedload(Launch.person),
            joinedload(Launch.context).joinedload(Context.deployment).joinedload(Deployment.platform),
            joinedload(Launch.resource_link),
        )
    )
    return session.scalars(query).first()


def holds(launch: Launch, secret: str) -> bool:
    """Whether this is the launch's secret."""
    return hmac.compare_digest(launch.secret_hash, digest(secret))


def forget_old(session: Session, now: datetime) -> None:
    """Remove used states that are too old to matter, and launches that ended."""
    session.execute(delete(ConsumedState).where(ConsumedState.expires_at < now - LIFETIME))
    session.execute(delete(Launch).where(Launch.expires_at < now - LIFETIME))

"""Who is in a course: the LMS's roster, kept here so that it can be shown while the LMS is away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from lti_app.lti.connector import Connector, ServicePlatform
from lti_app.lti.nrps import Member, members
from lti_app.lti.service_errors import ServiceError
from lti_app.services.parcels import service_scopes
from lti_app.storage.database import Database
from lti_app.storage.models import Context, Membership, Person
from lti_app.storage.upsert import insert_missing

#: How long a roster that was read is good enough for a page.
FRESH = timedelta(seconds=60)
#: Values in one question to the database; SQLite takes no more than some thousands.
_MANY = 500


@dataclass(frozen=True)
class Roster:
    """When the roster was read last (None = never), and why it could not be read now (empty = it could)."""

    read_at: datetime | None
    problem: str


def refresh(database: Database, connector: Connector, context_id: int, now: datetime, *, force: bool = False) -> Roster:
    """Read the roster of a course if it is not fresh; what is stored stays where the LMS does not answer.

    A course whose LMS offers no roster has the problem `no-roster`.
    """
    with database.reading() as session:
        context = session.get_one(Context, context_id)
        if not context.memberships_url:
            return Roster(None, "no-roster")
        if not force and context.roster_read_at is not None and now - context.roster_read_at < FRESH:
            return Roster(context.roster_read_at, "")
        platform = ServicePlatform.of(context.deployment.platform)
        url, scopes = context.memberships_url, service_scopes(context)
    try:
        found = list(members(connector, platform, list(scopes), url))
    except ServiceError as error:
        with database.writing() as session:
            context = session.get_one(Context, context_id)
            context.roster_problem = error.problem
            return Roster(context.roster_read_at, error.problem)
    with database.writing() as session:
        _store(session, context_id, platform.id, found)
        context = session.get_one(Context, context_id)
        context.roster_read_at, context.roster_problem = now, ""
    return Roster(now, "")


def _store(session: Session, context_id: int, platform_id: int, found: list[Member]) -> None:
    people = _people(session, platform_id, [member.user_id for member in found])
    for member in found:
        if member.user_id not in people:
            insert_missing(session, Person, {"platform_id": platform_id, "sub": member.user_id})
            people |= _people(session, platform_id, [member.user_id])
        person = people[member.user_id]
        # A roster without names (an LMS that keeps them to itself) does not erase what a launch told.
        if member.name and person.name != member.name:
            person.name = member.name
        if member.email and person.email != member.email:
            person.email = member.email
    session.flush()
    roles = {people[member.user_id].id: member.role for member in found}
    session.execute(delete(Membership).where(Membership.context_id == context_id))
    if roles:
        session.execute(
            insert(Membership),
            [{"context_id": context_id, "person_id": person_id, "role": role} for person_id, role in roles.items()],
        )


def _people(session: Session, platform_id: int, subs: list[str]) -> dict[str, Person]:
    """Those of the platform that are known, by subject."""
    found: dict[str, Person] = {}
    for start in range(0, len(subs), _MANY):
        query = select(Person).where(Person.platform_id == platform_id, Person.sub.in_(subs[start : start + _MANY]))
        found |= {person.sub: person for person in session.scalars(query)}
    return found

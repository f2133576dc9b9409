"""How full the outbox is, and how old: for measurements, and for the list of the administrator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from lti_app.services.doorbell import ring_after_commit
from lti_app.services.grades import CHANGED, GIVEN_UP, REFUSED, WAITING
from lti_app.storage.models import Breaker, Context, GradeDelivery, Person, Platform, ResourceLink, Score

#: States of grades that the gradebook does not hold.
OUTSTANDING = (WAITING, REFUSED, GIVEN_UP)


@dataclass(frozen=True)
class Pile:
    """Grades of one platform in one state."""

    platform: str
    state: str
    count: int
    #: Since when the oldest of them waits.
    oldest: datetime | None


@dataclass(frozen=True)
class Outstanding:
    """One grade that the gradebook does not hold; without names, which logs and terminals should not show."""

    number: int
    platform: str
    context: str
    activity: str
    sub: str
    state: str
    problem: str
    problem_status: int | None
    detail: str
    tries: int
    waiting_since: datetime | None
    next_try_at: datetime | None


def piles(session: Session) -> list[Pile]:
    """All outstanding grades by platform and state."""
    rows = session.execute(
        select(Platform.issuer, GradeDelivery.state, func.count(), func.min(GradeDelivery.waiting_since))
        .join(Platform, Platform.id == GradeDelivery.platform_id)
        .where(GradeDelivery.state.in_(OUTSTANDING))
        .group_by(Platform.issuer, GradeDelivery.state)
        .order_by(Platform.issuer, GradeDelivery.state)
    )
    return [Pile(issuer, state, count, oldest) for issuer, state, count, oldest in rows]


def open_breakers(session: Session, now: datetime) -> list[str]:
    """Issuers of platforms that are left alone for a while."""
    return list(
        session.scalars(
            select(Platform.issuer)
            .join(Breaker, Breaker.platform_id == Platform.id)
            .where(Breaker.open_until > now)
            .order_by(Platform.issuer)
        )
    )


def outstanding(session: Session, states: Sequence[str] = OUTSTANDING, limit: int = 1000) -> list[Outstanding]:
    """Grades that the gradebook does not hold, those that wait longest first."""
    rows = session.execute(
        select(GradeDelivery, Score, ResourceLink, Context, Person, Platform)
        .join(Score, Score.id == GradeDelivery.score_id)
        .join(ResourceLink, ResourceLink.id == Score.resource_link_id)
        .join(Context, Context.id == ResourceLink.context_id)
        .join(Person, Person.id == Score.person_id)
        .join(Platform, Platform.id == GradeDelivery.platform_id)
        .where(GradeDelivery.state.in_(states))
        .order_by(GradeDelivery.waiting_since, GradeDelivery.score_id)
        .limit(limit)
    )
    return [
        Outstanding(
            number=delivery.score_id,
            platform=platform.name or platform.issuer,
            context=context.title or context.lti_id,
            activity=link.title or link.lti_id,
            sub=person.sub,
            state=delivery.state,
            problem=delivery.problem,
            problem_status=delivery.problem_status,
            detail=delivery.problem_detail,
            tries=delivery.tries,
            waiting_since=delivery.waiting_since,
            next_try_at=delivery.next_try_at,
        )
        for delivery, _, link, context, person, platform in rows
    ]


def retry(session: Session, now: datetime, numbers: Sequence[int] = ()) -> int:
    """Try outstanding grades at once, those with these numbers, or all that nobody has changed in the LMS; how many."""
    change = (
        update(GradeDelivery)
        .where(GradeDelivery.state.in_(OUTSTANDING))
        .values(state=WAITING, tries=0, waiting_since=now, next_try_at=now)
    )
    if numbers:
        change = change.where(GradeDelivery.score_id.in_(numbers))
    else:
        change = change.where(GradeDelivery.problem != CHANGED)
    ids = list(session.scalars(change.returning(GradeDelivery.score_id)))
    # An administrator who asks knows better than the breaker.
    session.execute(update(Breaker).values(open_until=None))
    ring_after_commit(session)
    return len(ids)

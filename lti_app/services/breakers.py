"""Breakers: a platform that does not answer is left alone, but for one probe at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from lti_app.lti.service_errors import Kind, ServiceError
from lti_app.services.grades import WAITING
from lti_app.services.parcels import Outcome
from lti_app.storage.models import Breaker, GradeDelivery
from lti_app.storage.upsert import insert_missing

#: A platform is left alone after this many failures in a row ...
FAILURES = 3
#: ... and asked again this often.
PROBE = timedelta(seconds=30)
#: Problems in which nothing was asked of the platform.
NOTHING_TRIED = ("lease-over", "column-in-the-making")


def is_probed(breaker: Breaker | None) -> bool:
    """Whether the platform gets one score at a time, until it answers."""
    return breaker is not None and breaker.failures >= FAILURES


def note_answers(session: Session, outcomes: Sequence[Outcome], now: datetime) -> None:
    """Count what says something about a platform as a whole; one that is back gets at once what waited for it."""
    for platform_id in sorted({outcome.parcel.platform.id for outcome in outcomes}):
        ours = [outcome for outcome in outcomes if outcome.parcel.platform.id == platform_id]
        errors = [outcome.error for outcome in ours if outcome.error and _is_about_platform(outcome.error)]
        answered = any(outcome.error is None or outcome.error.kind is Kind.REFUSED for outcome in ours)
        breaker = session.get(Breaker, platform_id, with_for_update=True)
        if answered:
            if breaker is not None and (breaker.failures or breaker.open_until):
                was_shut = breaker.failures >= FAILURES
                breaker.failures, breaker.open_until = 0, None
                if was_shut:
                    _wake(session, platform_id, now)
            continue
        if not errors:
            continue
        if breaker is None:
            insert_missing(session, Breaker, {"platform_id": platform_id})
            breaker = session.get_one(Breaker, platform_id, with_for_update=True)
        breaker.failures += len(errors)
        waits = [error.retry_after for error in errors if error.retry_after]
        if any(error.kind is Kind.KEY for error in errors):
            breaker.failures = max(breaker.failures, FAILURES)
        if breaker.failures >= FAILURES or waits:
            pause = max(PROBE, *(timedelta(seconds=wait) for wait in waits)) if waits else PROBE
            breaker.open_until = now + pause
            breaker.failures = max(breaker.failures, FAILURES)


def _is_about_platform(error: ServiceError) -> bool:
    return error.kind is Kind.KEY or (error.kind is Kind.LATER and error.problem not in NOTHING_TRIED)


def _wake(session: Session, platform_id: int, now: datetime) -> None:
    """The platform is back: what waited for it goes at once."""
    session.execute(
        update(GradeDelivery)
        .where(
            GradeDelivery.platform_id == platform_id,
            GradeDelivery.state == WAITING,
            GradeDelivery.next_try_at > now,
        )
        .values(next_try_at=now)
    )

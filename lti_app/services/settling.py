"""What becomes of a score after a send, by the answer of the LMS: sent, waiting, refused or given up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, case, select, update
from sqlalchemy.orm import Session

from lti_app.lti.service_errors import DAILY, Kind, ServiceError
from lti_app.services.breakers import NOTHING_TRIED
from lti_app.services.grades import GIVEN_UP, REFUSED, SENT, WAITING
from lti_app.services.parcels import Outcome
from lti_app.storage.models import GradeDelivery, ResourceLink, Score

FIRST_WAIT, LONGEST_WAIT = 5.0, 600.0
GIVE_UP = timedelta(days=30)
DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)


def back_off(tries: int, draw: Callable[[], float], retry_after: float | None) -> float:
    """Seconds until the next try after `tries` failures: full jitter, never sooner than the LMS asked for.

    `draw` gives a number from 0 up to 1.
    """
    longest = min(FIRST_WAIT * (1 << min(tries - 1, 20)), LONGEST_WAIT)
    return max(1.0, draw() * longest, retry_after or 0.0)


def write_down(session: Session, outcomes: Sequence[Outcome], now: datetime, draw: Callable[[], float]) -> None:
    """Keep what became of parcels, and let go of their leases; each only if its lease is still the same."""
    stored = [outcome for outcome in outcomes if outcome.error is None]
    if stored:
        session.connection().execute(_STORED, [_stored_values(outcome, now) for outcome in stored])
    for outcome in stored:
        parcel = outcome.parcel
        if outcome.line_item_url != parcel.line_item_url or parcel.line_item_problem:
            session.execute(
                update(ResourceLink)
                .where(ResourceLink.id == parcel.link_id)
                .values(line_item_url=outcome.line_item_url, line_item_problem="")
            )
    for outcome in outcomes:
        if outcome.error is not None:
            _write_failure(session, outcome, outcome.error, now, draw)


def _write_failure(
    session: Session, outcome: Outcome, error: ServiceError, now: datetime, draw: Callable[[], float]
) -> None:
    parcel = outcome.parcel
    tries = parcel.tries + 1
    values: dict[str, Any] = {
        "lease": "",
        "leased_until": None,
        "sent_timestamp": outcome.timestamp,
        "tries": tries,
        "problem": error.problem,
        "problem_status": error.status,
        "problem_detail": error.detail,
        "unsure": parcel.unsure or error.unsure,
        "state": WAITING,
    }
    old = now - max(parcel.waiting_since, parcel.score_updated_at) >= GIVE_UP
    if error.kind is Kind.REFUSED:
        values["state"] = REFUSED
        values["next_try_at"] = now + DAY if error.problem in DAILY and not old else None
        if error.problem in ("gone", "no-column"):
            session.execute(
                update(ResourceLink).where(ResourceLink.id == parcel.link_id).values(line_item_problem=error.problem)
            )
    elif old:
        values |= {"state": GIVEN_UP, "next_try_at": None}
    elif error.problem in NOTHING_TRIED:
        values |= {"tries": parcel.tries, "next_try_at": now + _SECOND, "problem": ""}
    else:
        wait = back_off(tries, draw, error.retry_after)
        values["next_try_at"] = now + timedelta(seconds=wait)
    session.execute(
        update(GradeDelivery)
        .where(GradeDelivery.score_id == parcel.score_id, GradeDelivery.lease == parcel.lease)
        .values(values)
    )


# Many rows in one statement: with thousands of grades after an outage, writing them down must not be what limits.
_IS_NEWER = select(Score.version).where(Score.id == GradeDelivery.score_id).scalar_subquery() > bindparam("version")
_STORED = (
    update(GradeDelivery)
    .where(GradeDelivery.score_id == bindparam("key"), GradeDelivery.lease == bindparam("old_lease"))
    .values(
        sent_version=bindparam("version"),
        sent_submissions=bindparam("submissions"),
        sent_comment=bindparam("comment"),
        sent_timestamp=bindparam("timestamp"),
        sent_at=bindparam("now"),
        state=case((_IS_NEWER, WAITING), else_=SENT),
        next_try_at=case((_IS_NEWER, bindparam("now")), else_=None),
        waiting_since=case((_IS_NEWER, bindparam("now")), else_=None),
        tries=0,
        lease="",
        leased_until=None,
        problem="",
        problem_status=None,
        problem_detail="",
        unsure=False,
    )
)


def _stored_values(outcome: Outcome, now: datetime) -> dict[str, Any]:
    parcel = outcome.parcel
    return {
        "key": parcel.score_id,
        "old_lease": parcel.lease,
        "version": parcel.version,
        "submissions": parcel.submissions,
        "comment": parcel.comment,
        "timestamp": outcome.timestamp,
        "now": now,
    }

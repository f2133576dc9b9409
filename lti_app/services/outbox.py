"""The outbox: every score reaches the gradebook, whatever the LMS does meanwhile.

One row of `GradeDelivery` for each score is the whole truth; what wakes the workers only makes them quicker. Rules:

- At most one send is in flight for a learner and line item: a lease of 60 seconds, kept in the row.
- The newest score goes; after success only the version that was sent is marked, and a newer one goes next.
- `timestamp` rises by whole seconds and is stored before it is sent, so that it rises after a kill, too.
- No limit of tries for 30 days; back-off with full jitter, or as long as the LMS asks for.
- A platform that does not answer is left alone but for one probe every 30 seconds, and delays no other platform.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Row as SqlRow
from sqlalchemy import Select, bindparam, func, or_, select, update

from lti_app.lti.clock import Clock
from lti_app.lti.connector import Connector
from lti_app.metrics import DELIVERY_FAILURES, DELIVERY_SECONDS
from lti_app.services.breakers import FAILURES, PROBE, is_probed, note_answers
from lti_app.services.delivery import Courier
from lti_app.services.grades import NONE, REFUSED, WAITING, wants_grade
from lti_app.services.parcels import Outcome, Parcel, parcel_of
from lti_app.services.settling import write_down
from lti_app.storage.database import Database
from lti_app.storage.models import Breaker, Context, GradeDelivery, Person, Platform, ResourceLink, Score

#: What is read of a score that is due.
Row = SqlRow[Score, GradeDelivery, ResourceLink, Context, Person, Platform]


class Outbox:
    """Claims, delivers and settles; keeps nothing that a second process would miss."""

    def __init__(
        self,
        database: Database,
        connector: Connector,
        clock: Clock,
        *,
        draw: Callable[[], float] = random.random,
    ) -> None:
        self.database = database
        self.connector = connector
        self.clock = clock
        self._courier = Courier(database, connector, clock)
        self._draw = draw

    def claim(self, limit: int, *, busy: Counter[int] | None = None, share: int | None = None) -> list[Parcel]:
        """Take up to `limit` scores that are due, for one send each.

        `busy` counts sends in flight by platform, and `share` bounds them, so that one platform that hangs cannot use
        up all senders.
        """
        now = self.clock()
        taken = Counter(busy or Counter())
        parcels: list[Parcel] = []
        with self.database.writing() as session:
            breakers = {breaker.platform_id: breaker for breaker in session.scalars(select(Breaker))}
            left_out = {
                platform_id
                for platform_id, breaker in breakers.items()
                if breaker.open_until is not None and breaker.open_until > now
            }
            while len(parcels) < limit:
                if share is not None:
                    left_out |= {platform_id for platform_id, count in taken.items() if count >= share}
                rows = list(session.execute(_due(now, limit - len(parcels), left_out=left_out)))
                # A platform that may be asked again is asked with whatever waits for it, due or not.
                present = left_out.union(row[5].id for row in rows)
                for platform_id, breaker in breakers.items():
                    if breaker.failures >= FAILURES and platform_id not in present:
                        rows += session.execute(_due(now, 1, only=platform_id))
                leases: list[dict[str, Any]] = []
                for row in rows:
                    platform_id = row[5].id
                    if platform_id in left_out or (share is not None and taken[platform_id] >= share):
                        continue
                    parcel = self._take(row, breakers.get(platform_id), now)
                    if parcel is None:
                        continue
                    taken[platform_id] += 1
                    parcels.append(parcel)
                    leases.append(_lease_values(parcel))
                    if is_probed(breakers.get(platform_id)):
                        left_out.add(platform_id)
                if leases:
                    session.connection().execute(_LEASE, leases)
                if not leases or share is None:
                    break
                # Rows of a platform with its share in flight may have hidden those of another.
                if all(count < share for count in taken.values()):
                    break
        return parcels

    def _take(self, row: Row, breaker: Breaker | None, now: datetime) -> Parcel | None:
        score, delivery, link, context, person, platform = row
        if not wants_grade(link, context):
            delivery.state = NONE
            return None
        if breaker is not None and is_probed(breaker):
            # Whoever comes next waits for what becomes of this one.
            breaker.open_until = now + PROBE
        return parcel_of(score, delivery, link, context, person, platform, now)

    def deliver(self, parcel: Parcel) -> Outcome:
        """One send; never raises for what a platform does."""
        return self._courier.deliver(parcel)

    def settle(self, outcomes: Iterable[Outcome]) -> None:
        """Write down what became of parcels, and let go of their leases."""
        outcomes = list(outcomes)
        if not outcomes:
            return
        now = self.clock()
        with self.database.writing() as session:
            note_answers(session, outcomes, now)
            write_down(session, outcomes, now, self._draw)
        for outcome in outcomes:
            if outcome.error is None:
                DELIVERY_SECONDS.observe(max((now - outcome.parcel.score_updated_at).total_seconds(), 0.0))
            else:
                DELIVERY_FAILURES.labels(outcome.error.problem).inc()

    def run_once(self, limit: int = 100) -> int:
        """Deliver what is due, one after the other; how many were tried. For tests and small hours."""
        parcels = self.claim(limit)
        for parcel in parcels:
            self.settle([self.deliver(parcel)])
        return len(parcels)

    def release(self, parcels: Iterable[Parcel]) -> None:
        """Give back what was not sent."""
        parcels = list(parcels)
        if not parcels:
            return
        with self.database.writing() as session:
            for parcel in parcels:
                session.execute(
                    update(GradeDelivery)
                    .where(GradeDelivery.score_id == parcel.score_id, GradeDelivery.lease == parcel.lease)
                    .values(lease="", leased_until=None)
                )

    def next_due(self) -> datetime | None:
        """When the next row is due, as far as rows tell; None = nothing waits."""
        with self.database.reading() as session:
            return session.scalar(
                select(func.min(GradeDelivery.next_try_at)).where(GradeDelivery.state.in_((WAITING, REFUSED)))
            )


def _due(
    now: datetime, limit: int, *, left_out: set[int] | None = None, only: int | None = None
) -> Select[Score, GradeDelivery, ResourceLink, Context, Person, Platform]:
    """Rows that nobody is sending: those that are due, or whatever waits for the platform `only`."""
    query = (
        select(Score, GradeDelivery, ResourceLink, Context, Person, Platform)
        .join(GradeDelivery, GradeDelivery.score_id == Score.id)
        .join(ResourceLink, ResourceLink.id == Score.resource_link_id)
        .join(Context, Context.id == ResourceLink.context_id)
        .join(Person, Person.id == Score.person_id)
        .join(Platform, Platform.id == GradeDelivery.platform_id)
        .where(
            or_(GradeDelivery.leased_until.is_(None), GradeDelivery.leased_until <= now),
            Platform.disabled_at.is_(None),
            Score.earned.is_not(None),
        )
        .order_by(GradeDelivery.next_try_at, GradeDelivery.score_id)
        .limit(limit)
        .with_for_update(skip_locked=True, of=GradeDelivery)
    )
    if only is not None:
        return query.where(GradeDelivery.state == WAITING, GradeDelivery.platform_id == only)
    query = query.where(GradeDelivery.state.in_((WAITING, REFUSED)), GradeDelivery.next_try_at <= now)
    return query.where(GradeDelivery.platform_id.not_in(left_out)) if left_out else query


# Many rows in one statement: with thousands of grades after an outage, claiming them must not be what limits.
_LEASE = (
    update(GradeDelivery)
    .where(GradeDelivery.score_id == bindparam("key"))
    .values(
        lease=bindparam("new_lease"),
        leased_until=bindparam("until"),
        sent_timestamp=bindparam("timestamp"),
    )
)


def _lease_values(parcel: Parcel) -> dict[str, Any]:
    return {
        "key": parcel.score_id,
        "new_lease": parcel.lease,
        "until": parcel.leased_until,
        "timestamp": parcel.message.timestamp,
    }

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
import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row as SqlRow
from sqlalchemy import Select, bindparam, case, func, or_, select, update
from sqlalchemy.orm import Session

from lti_app.lti.ags import (
    SCOPE,
    Result,
    ScoreMessage,
    WantedLineItem,
    create_line_item,
    find_line_item,
    later_than_theirs,
    post_score,
    read_result,
)
from lti_app.lti.clock import Clock
from lti_app.lti.connector import Connector, ServicePlatform
from lti_app.lti.nrps import SCOPE as ROSTER_SCOPE
from lti_app.lti.service_errors import DAILY, Kind, ServiceError
from lti_app.metrics import DELIVERY_FAILURES, DELIVERY_SECONDS
from lti_app.services.grades import CHANGED, GIVEN_UP, NONE, REFUSED, SENT, WAITING, percent, wants_grade
from lti_app.storage.database import Database
from lti_app.storage.models import (
    Breaker,
    Context,
    GradeDelivery,
    Person,
    Platform,
    ResourceLink,
    Score,
)
from lti_app.storage.upsert import insert_missing

LEASE = timedelta(seconds=60)
#: A send is begun only if this much of the lease is left: more than its limits of time.
NEEDED = timedelta(seconds=25)
FIRST_WAIT, LONGEST_WAIT = 5.0, 600.0
GIVE_UP = timedelta(days=30)
DAY = timedelta(days=1)
#: A platform is left alone after this many failures in a row ...
FAILURES = 3
#: ... and asked again this often.
PROBE = timedelta(seconds=30)
_SECOND = timedelta(seconds=1)

#: What is read of a score that is due.
Row = SqlRow[Score, GradeDelivery, ResourceLink, Context, Person, Platform]


@dataclass(frozen=True)
class Parcel:
    """A score that this worker holds the lease of."""

    score_id: int
    lease: str
    leased_until: datetime
    platform: ServicePlatform
    scopes: tuple[str, ...]
    link_id: int
    line_item_url: str
    lineitems_url: str
    wanted: WantedLineItem
    user_id: str
    version: int
    submissions: int
    comment: str
    message: ScoreMessage
    tries: int
    #: An earlier try may have been stored.
    unsure: bool
    score_updated_at: datetime
    waiting_since: datetime
    line_item_problem: str


@dataclass(frozen=True)
class Outcome:
    """What became of a parcel; `error` None = the gradebook holds it."""

    parcel: Parcel
    error: ServiceError | None
    #: Of the last message that went out.
    timestamp: datetime
    #: The column that the score is in.
    line_item_url: str = ""


def back_off(tries: int, draw: Callable[[], float], retry_after: float | None) -> float:
    """Seconds until the next try after `tries` failures: full jitter, never sooner than the LMS asked for.

    `draw` gives a number from 0 up to 1.
    """
    longest = min(FIRST_WAIT * (1 << min(tries - 1, 20)), LONGEST_WAIT)
    return max(1.0, draw() * longest, retry_after or 0.0)


def service_scopes(context: Context) -> tuple[str, ...]:
    """All scopes that the tool uses in a course: one token serves grades and roster."""
    grades = [str(scope) for scope in context.scopes if str(scope).startswith(SCOPE)]
    return tuple(sorted({*grades, *([ROSTER_SCOPE] if context.memberships_url else [])}))


def resource_id(link: ResourceLink) -> str:
    """Names the content of a column, so that it is found again."""
    return "/".join(part for part in (link.course, link.lesson, link.block) if part)[:255]


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
        self._draw = draw

    # --- claim -----------------------------------------------------------------------------------------------------

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
                    if _is_probed(breakers.get(platform_id)):
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
        if breaker is not None and _is_probed(breaker):
            # Whoever comes next waits for what becomes of this one.
            breaker.open_until = now + PROBE
        return _parcel(score, delivery, link, context, person, platform, now)

    # --- deliver ---------------------------------------------------------------------------------------------------

    def deliver(self, parcel: Parcel) -> Outcome:
        """One send, without the database but for the lease of a missing column; never raises for what a platform does.

        A refusal as too old gets one more try with a later timestamp; what may have been stored is looked up first
        where sending it twice would do harm (Canvas counts submissions and collects comments).
        """
        if parcel.leased_until - self.clock() < NEEDED:
            return Outcome(parcel, ServiceError(Kind.LATER, "lease-over"), parcel.message.timestamp)
        line_item, message = parcel.line_item_url, parcel.message
        try:
            if not line_item:
                line_item = self._line_item(parcel)
            harmful = parcel.platform.family == "canvas" and (message.new_submission or message.comment is not None)
            if parcel.unsure and harmful and self._holds(parcel, line_item):
                return Outcome(parcel, None, message.timestamp, line_item)
            try:
                post_score(self.connector, parcel.platform, parcel.scopes, line_item, message)
            except ServiceError as error:
                if error.problem == "gone":
                    line_item = self._other_line_item(parcel, error)
                elif error.kind is Kind.CONFLICT:
                    message = self._after_conflict(parcel, line_item, error)
                else:
                    raise
        except ServiceError as error:
            return Outcome(parcel, error, message.timestamp)
        return Outcome(parcel, None, message.timestamp, line_item)

    def _holds(self, parcel: Parcel, line_item: str) -> bool:
        """Whether the gradebook holds this very score already."""
        if SCOPE + "result.readonly" not in parcel.scopes:
            return False
        found: Result | None = read_result(self.connector, parcel.platform, parcel.scopes, line_item, parcel.user_id)
        return found is not None and found.equals(parcel.message.percent)

    def _after_conflict(self, parcel: Parcel, line_item: str, error: ServiceError) -> ScoreMessage:
        if self._holds(parcel, line_item):
            return parcel.message
        later = later_than_theirs(error, max(parcel.message.timestamp, self.clock()))
        message = _at(parcel.message, later)
        try:
            post_score(self.connector, parcel.platform, parcel.scopes, line_item, message)
        except ServiceError as second:
            if second.kind is not Kind.CONFLICT:
                raise
            raise ServiceError(
                Kind.REFUSED,
                CHANGED,
                status=second.status,
                detail=second.detail,
                platform_time=second.platform_time,
            ) from second
        return message

    def _other_line_item(self, parcel: Parcel, error: ServiceError) -> str:
        """The column that the activity has now, with the score in it; the same error where it has none.

        A column that a teacher removed is not made anew by itself.
        """
        if not parcel.lineitems_url or SCOPE + "lineitem" not in parcel.scopes:
            raise error
        found = find_line_item(self.connector, parcel.platform, parcel.scopes, parcel.lineitems_url, parcel.wanted)
        if found in ("", parcel.line_item_url):
            raise error
        post_score(self.connector, parcel.platform, parcel.scopes, found, parcel.message)
        return found

    def _line_item(self, parcel: Parcel) -> str:
        """The column of an activity that the LMS named none for: found, or made by one worker alone."""
        now = self.clock()
        with self.database.writing() as session:
            link = session.get_one(ResourceLink, parcel.link_id, with_for_update=True)
            if link.line_item_url:
                return link.line_item_url
            if link.line_item_leased_until is not None and link.line_item_leased_until > now:
                raise ServiceError(Kind.LATER, "column-in-the-making")
            link.line_item_leased_until = now + LEASE
        found = ""
        try:
            found = find_line_item(
                self.connector, parcel.platform, parcel.scopes, parcel.lineitems_url, parcel.wanted
            ) or create_line_item(self.connector, parcel.platform, parcel.scopes, parcel.lineitems_url, parcel.wanted)
        except ServiceError as error:
            if error.kind is Kind.REFUSED:
                raise ServiceError(Kind.REFUSED, "no-column", status=error.status, detail=error.detail) from error
            raise
        finally:
            with self.database.writing() as session:
                link = session.get_one(ResourceLink, parcel.link_id)
                link.line_item_leased_until = None
                if found:
                    link.line_item_url, link.line_item_problem = found, ""
        return found

    # --- settle ----------------------------------------------------------------------------------------------------

    def settle(self, outcomes: Iterable[Outcome]) -> None:
        """Write down what became of parcels, and let go of their leases."""
        outcomes = list(outcomes)
        if not outcomes:
            return
        now = self.clock()
        with self.database.writing() as session:
            self._settle_breakers(session, outcomes, now)
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
                    self._settle_failure(session, outcome, outcome.error, now)
        for outcome in outcomes:
            if outcome.error is None:
                DELIVERY_SECONDS.observe(max((now - outcome.parcel.score_updated_at).total_seconds(), 0.0))
            else:
                DELIVERY_FAILURES.labels(outcome.error.problem).inc()

    def _settle_failure(self, session: Session, outcome: Outcome, error: ServiceError, now: datetime) -> None:
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
                    update(ResourceLink)
                    .where(ResourceLink.id == parcel.link_id)
                    .values(line_item_problem=error.problem)
                )
        elif old:
            values |= {"state": GIVEN_UP, "next_try_at": None}
        elif error.problem in ("lease-over", "column-in-the-making"):
            # Nothing was tried.
            values |= {"tries": parcel.tries, "next_try_at": now + _SECOND, "problem": ""}
        else:
            wait = back_off(tries, self._draw, error.retry_after)
            values["next_try_at"] = now + timedelta(seconds=wait)
        session.execute(
            update(GradeDelivery)
            .where(GradeDelivery.score_id == parcel.score_id, GradeDelivery.lease == parcel.lease)
            .values(values)
        )

    def _settle_breakers(self, session: Session, outcomes: Sequence[Outcome], now: datetime) -> None:
        """Count what says something about a platform as a whole."""
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

    # --- both ------------------------------------------------------------------------------------------------------

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


def _is_probed(breaker: Breaker | None) -> bool:
    """Whether the platform gets one score at a time, until it answers."""
    return breaker is not None and breaker.failures >= FAILURES


def _lease_values(parcel: Parcel) -> dict[str, Any]:
    return {
        "key": parcel.score_id,
        "new_lease": parcel.lease,
        "until": parcel.leased_until,
        "timestamp": parcel.message.timestamp,
    }


def _is_about_platform(error: ServiceError) -> bool:
    return error.kind is Kind.KEY or (
        error.kind is Kind.LATER and error.problem not in ("lease-over", "column-in-the-making")
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


def _parcel(
    score: Score,
    delivery: GradeDelivery,
    link: ResourceLink,
    context: Context,
    person: Person,
    platform: Platform,
    now: datetime,
) -> Parcel:
    assert score.earned is not None
    timestamp = now.replace(microsecond=0)
    if delivery.sent_timestamp is not None:
        timestamp = max(timestamp, delivery.sent_timestamp.replace(microsecond=0) + _SECOND)
    message = ScoreMessage(
        user_id=person.sub,
        percent=percent(score.earned),
        points=link.points,
        completed=score.completed,
        timestamp=timestamp,
        started_at=score.started_at,
        submitted_at=score.submitted_at,
        comment=score.comment if score.comment != delivery.sent_comment else None,
        new_submission=score.submissions > delivery.sent_submissions,
    )
    return Parcel(
        score_id=score.id,
        lease=secrets.token_hex(16),
        leased_until=now + LEASE,
        platform=ServicePlatform.of(platform),
        scopes=service_scopes(context),
        link_id=link.id,
        line_item_url=link.line_item_url,
        lineitems_url=context.lineitems_url,
        wanted=WantedLineItem(link.lti_id, resource_id(link), link.title or context.title or "Hornbook", link.points),
        user_id=person.sub,
        version=score.version,
        submissions=score.submissions,
        comment=score.comment,
        message=message,
        tries=delivery.tries,
        # A lease that nobody has given back is of a process that died, perhaps after it had sent.
        unsure=delivery.unsure or delivery.lease != "",
        score_updated_at=score.updated_at,
        waiting_since=delivery.waiting_since or now,
        line_item_problem=link.line_item_problem,
    )


def _at(message: ScoreMessage, timestamp: datetime) -> ScoreMessage:
    return ScoreMessage(**{**message.__dict__, "timestamp": timestamp})


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


# Many rows in one statement each: with thousands of grades after an outage, writing them down must not be what limits.
_LEASE = (
    update(GradeDelivery)
    .where(GradeDelivery.score_id == bindparam("key"))
    .values(
        lease=bindparam("new_lease"),
        leased_until=bindparam("until"),
        sent_timestamp=bindparam("timestamp"),
    )
)

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

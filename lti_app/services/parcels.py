"""Parcels: scores on their way to a gradebook, as one worker takes them out of the outbox and brings them back."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from lti_app.lti.ags import SCOPE, ScoreMessage, WantedLineItem
from lti_app.lti.connector import ServicePlatform
from lti_app.lti.nrps import SCOPE as ROSTER_SCOPE
from lti_app.lti.service_errors import ServiceError
from lti_app.services.grades import percent
from lti_app.storage.models import Context, GradeDelivery, Person, Platform, ResourceLink, Score

#: How long a worker has a parcel for itself.
LEASE = timedelta(seconds=60)
_SECOND = timedelta(seconds=1)


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


def parcel_of(
    score: Score,
    delivery: GradeDelivery,
    link: ResourceLink,
    context: Context,
    person: Person,
    platform: Platform,
    now: datetime,
) -> Parcel:
    """A score that is due, for one send; its `timestamp` is a whole second later than any that was sent before."""
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


def service_scopes(context: Context) -> tuple[str, ...]:
    """All scopes that the tool uses in a course: one token serves grades and roster."""
    grades = [str(scope) for scope in context.scopes if str(scope).startswith(SCOPE)]
    return tuple(sorted({*grades, *([ROSTER_SCOPE] if context.memberships_url else [])}))


def resource_id(link: ResourceLink) -> str:
    """Names the content of a column, so that it is found again."""
    return "/".join(part for part in (link.course, link.lesson, link.block) if part)[:255]

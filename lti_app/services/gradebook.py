"""What the gradebook holds, beside what was sent: a grade that somebody changed in the LMS is told, and stays.

It is asked for when somebody who teaches looks at the class, at most once a minute.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from lti_app.lti.ags import SCOPE, Result, read_results
from lti_app.lti.connector import Connector, ServicePlatform
from lti_app.lti.service_errors import ServiceError
from lti_app.services.grades import CHANGED, HOLDS, REFUSED, SENT, percent
from lti_app.services.parcels import service_scopes
from lti_app.storage.database import Database
from lti_app.storage.models import GradeDelivery, Person, ResourceLink, Score

READS_RESULTS = SCOPE + "result.readonly"
#: How long a look into the gradebook is good enough for a page.
FRESH = timedelta(seconds=60)
#: An LMS may take this long to show what it has stored.
_SETTLED = timedelta(seconds=10)


def compare(database: Database, connector: Connector, link_id: int, now: datetime) -> None:
    """Look at what the gradebook holds for an activity, and mark what is not as it was sent.

    Nothing is changed where the LMS does not answer, or lets nobody look.
    """
    with database.reading() as session:
        link = session.get_one(ResourceLink, link_id)
        scopes = service_scopes(link.context)
        fresh = link.results_read_at is not None and now - link.results_read_at < FRESH
        if fresh or not link.line_item_url or READS_RESULTS not in scopes or not _arrived(session, link):
            return
        platform = ServicePlatform.of(link.context.deployment.platform)
        column = link.line_item_url
    try:
        found = read_results(connector, platform, scopes, column)
    except ServiceError:
        found = None
    with database.writing() as session:
        link = session.get_one(ResourceLink, link_id)
        link.results_read_at = now
        if found is None or link.line_item_url != column:
            return
        for score, delivery, sub in _arrived(session, link):
            _compare_one(score, delivery, found.get(sub), now)


def _arrived(session: Session, link: ResourceLink) -> list[tuple[Score, GradeDelivery, str]]:
    """The scores of an activity that the LMS has taken, also those that were changed there since."""
    rows = session.execute(
        select(Score, GradeDelivery, Person.sub)
        .join(GradeDelivery, GradeDelivery.score_id == Score.id)
        .join(Person, Person.id == Score.person_id)
        .where(Score.resource_link_id == link.id, GradeDelivery.sent_at.is_not(None), Score.earned.is_not(None))
        .order_by(Score.id)
    )
    return [
        (score, delivery, sub)
        for score, delivery, sub in rows
        if (delivery.state == SENT and delivery.sent_version >= score.version)
        or (delivery.state == REFUSED and delivery.problem == CHANGED)
    ]


def _compare_one(score: Score, delivery: GradeDelivery, held: Result | None, now: datetime) -> None:
    assert score.earned is not None
    assert delivery.sent_at is not None
    if held is None or held.percent is None:
        # Some gradebooks hide what is not published yet: that is no change.
        return
    same = held.equals(percent(score.earned))
    if delivery.state == SENT and (same or now - delivery.sent_at < _SETTLED):
        return
    if same:
        delivery.state, delivery.sent_version = SENT, score.version
        delivery.problem, delivery.problem_status, delivery.problem_detail = "", None, ""
        return
    delivery.state, delivery.problem, delivery.problem_status = REFUSED, CHANGED, None
    delivery.problem_detail = HOLDS + f"{float(held.percent):.2f}".rstrip("0").rstrip(".") + " %"
    # What was sent is not there any more; nothing is sent again before somebody says so, or there is a new score.
    delivery.sent_version = min(delivery.sent_version, score.version - 1)
    delivery.next_try_at = None

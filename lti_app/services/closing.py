"""Attempts whose time is over end by themselves, also when their learner never comes back."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select

from lti_app.services import activities, attempts, scores
from lti_app.services.activities import ActivityMissing
from lti_app.services.attempts import GRACE, Seat
from lti_app.services.library import Library
from lti_app.storage.database import Database
from lti_app.storage.models import Attempt, Person, ResourceLink

#: At most so many in one go: a class that ends together must not keep others from writing.
_MOST = 200
#: What somebody tried out and left open is forgotten after this long.
_PREVIEWS_KEPT = timedelta(days=1)


def close_overdue(database: Database, library: Library, now: datetime) -> int:
    """Hand in what is over, each in a transaction of its own; how many those were."""
    with database.reading() as session:
        over = list(
            session.scalars(
                select(Attempt.id)
                .where(Attempt.submitted_at.is_(None), Attempt.ends_at < now - GRACE, Attempt.preview.is_(False))
                .order_by(Attempt.ends_at)
                .limit(_MOST)
            )
        )
    for attempt_id in over:
        with database.writing() as session:
            attempt = session.get(Attempt, attempt_id, with_for_update=True)
            if attempt is None or not attempts.close_if_over(session, attempt, now):
                continue
            link = session.get_one(ResourceLink, attempt.resource_link_id)
            person = session.get_one(Person, attempt.person_id)
            try:
                activity = activities.of_link(library, link)
            except ActivityMissing:
                # Its marks are kept; the score follows when the course is back and the learner, too.
                continue
            scores.settle(session, Seat(link, person, activity), now)
    with database.reading() as session:
        stale = session.scalar(
            select(Attempt.id).where(Attempt.preview.is_(True), Attempt.started_at < now - _PREVIEWS_KEPT).limit(1)
        )
    if stale is not None:
        with database.writing() as session:
            session.execute(delete(Attempt).where(Attempt.preview.is_(True), Attempt.started_at < now - _PREVIEWS_KEPT))
    return len(over)

"""Marks by hand: whoever teaches gives points for an essay, and the score goes to the gradebook."""

from __future__ import annotations

import re
from fractions import Fraction

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from lti_app.lti.refusals import Refused
from lti_app.services import activities, attempts, papers, scores
from lti_app.services.activities import ActivityMissing
from lti_app.services.attempts import Seat
from lti_app.services.reports import TEACHES
from lti_app.storage.models import Attempt, Person, ResourceLink
from lti_app.web.fields import whole_number
from lti_app.web.session import clock, current_launch, launch_path, require
from lti_app.web.wiring import database, library

blueprint = Blueprint("marking", __name__)

_POINTS = re.compile(r"\d{1,5}(?:[.,]\d{1,2})?", re.ASCII)
_LONGEST_COMMENT = 2000


@blueprint.post("/l/<handle>/class/learner/<int:person_id>/mark")
def mark(handle: str, person_id: int) -> BaseResponse:
    """Give points for one answer of a learner of this activity; the newest mark counts."""
    launch = current_launch(handle)
    require(launch, *TEACHES)
    attempt_id, slot = whole_number("attempt"), whole_number("question")
    points = request.form.get("points", "").strip()
    comment = request.form.get("comment", "").replace("\r\n", "\n").strip()
    if attempt_id is None or slot is None or launch.resource_link is None:
        raise Refused("attempt-unknown", status=404)
    if not _POINTS.fullmatch(points) or len(comment) > _LONGEST_COMMENT or "\0" in comment:
        raise Refused("mark-wrong")
    now = clock()()
    with database().writing() as session:
        link = session.get_one(ResourceLink, launch.resource_link.id)
        attempt = session.get(Attempt, attempt_id, with_for_update=True)
        # Only the work of this learner in this very activity.
        if attempt is None or attempt.preview or (attempt.resource_link_id, attempt.person_id) != (link.id, person_id):
            raise Refused("attempt-unknown", status=404)
        question = papers.paper_of(session, attempt).question(slot)
        if question is None:
            raise Refused("attempt-unknown", status=404)
        earned = Fraction(points.replace(",", ".")) / question.points
        try:
            attempts.give_mark(session, attempt, slot, earned, comment, launch.person, now)
        except ValueError:
            raise Refused("mark-wrong") from None
        try:
            activity = activities.of_link(library(), link)
        except ActivityMissing:
            raise Refused("activity-missing", status=404) from None
        scores.settle(session, Seat(link, session.get_one(Person, person_id), activity), now)
    return redirect(f"{launch_path(handle)}class/learner/{person_id}", 303)

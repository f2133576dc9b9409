"""Scores and what has become of them: a score and its row in the outbox change in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from lti_app.services.doorbell import ring_after_commit
from lti_app.storage.models import Context, GradeDelivery, Person, ResourceLink, Score
from lti_app.storage.upsert import insert_missing

LINE_ITEM_SCOPE = "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem"
SCORE_SCOPE = "https://purl.imsglobal.org/spec/lti-ags/scope/score"

WAITING = "waiting"
SENT = "sent"
REFUSED = "refused"
GIVEN_UP = "given-up"
NONE = "none"
#: The problem of a grade that was changed in the LMS after our score.
CHANGED = "changed-in-lms"
#: What its detail begins with where the other grade is known.
HOLDS = "the gradebook holds "


@dataclass(frozen=True)
class GradeState:
    """What has become of a learner's grade, in words that the interface texts explain.

    `state` is `not-graded` (the LMS keeps no grade for this activity), `nothing` (no score yet), `unmarked` (a mark
    by hand is missing), `waiting` (kept here, on its way), `sent` (in the gradebook), `refused` (the LMS does not take
    it) or `given-up` (tried for 30 days). Texts for learners are `learner-grade-STATE` of the interface. Those for
    teachers stand in lti-en.json: `grade.state.STATE`, `grade.problem.PROBLEM` for the reason and
    `grade.advice.PROBLEM` for what to do.
    """

    state: str
    #: Part of the points, 0 to 1.
    earned: Fraction | None = None
    points: Fraction = Fraction(100)
    #: Why the last try failed; empty = it did not, or there was none.
    problem: str = ""
    problem_status: int | None = None
    #: When our score reached the gradebook.
    sent_at: datetime | None = None
    waiting_since: datetime | None = None
    #: When the tool tries again by itself.
    next_try_at: datetime | None = None
    #: What the LMS said to it, or holds instead.
    detail: str = ""

    @property
    def percent(self) -> Fraction | None:
        """Of 100, rounded half up to two decimals."""
        return None if self.earned is None else percent(self.earned)

    @property
    def held(self) -> str:
        """What the gradebook holds in place of our score, such as `80 %`; empty where that is not known."""
        return self.detail.removeprefix(HOLDS) if self.detail.startswith(HOLDS) else ""

    @property
    def can_be_sent(self) -> bool:
        """Whether there is a score that the gradebook does not hold yet."""
        return self.state in (WAITING, REFUSED, GIVEN_UP)


def percent(earned: Fraction) -> Fraction:
    """A part of the points as a part of 100, rounded half up to two decimals: once, here, and nowhere before."""
    return Fraction((earned * 10_000 + Fraction(1, 2)).__floor__(), 100)


def wants_grade(link: ResourceLink, context: Context) -> bool:
    """Whether the LMS has, or lets us make, a column for this activity, and takes scores for it."""
    if link.points <= 0 or SCORE_SCOPE not in context.scopes:
        return False
    return bool(link.line_item_url) or (bool(context.lineitems_url) and LINE_ITEM_SCOPE in context.scopes)


def record_score(
    session: Session,
    link: ResourceLink,
    person: Person,
    *,
    earned: Fraction | None,
    completed: bool,
    submissions: int,
    started_at: datetime | None,
    submitted_at: datetime | None,
    comment: str = "",
    now: datetime,
) -> Score:
    """Store what the gradebook should hold, and put it into the outbox; in the caller's transaction.

    `earned` is the part of the points, 0 to 1, in the attempt that counts, or None while there is nothing to tell.
    Once a score was told, None does not take it back: the LMS keeps the last one until there is a new one. Calling it
    again with the same values changes nothing.
    """
    insert_missing(
        session, Score, {"resource_link_id": link.id, "person_id": person.id, "updated_at": now, "version": 0}
    )
    score = session.scalars(
        select(Score).where(Score.resource_link_id == link.id, Score.person_id == person.id).with_for_update()
    ).one()
    told = (score.earned, score.completed, score.submissions, score.comment)
    tells = (earned, completed, submissions, comment)
    score.earned, score.completed, score.submissions, score.comment = tells
    score.started_at, score.submitted_at = started_at, submitted_at
    if earned is None or told == tells:
        return score
    score.version += 1
    score.updated_at = now
    _put_into_outbox(session, score, link, person, now)
    return score


def _put_into_outbox(session: Session, score: Score, link: ResourceLink, person: Person, now: datetime) -> None:
    session.flush()
    insert_missing(session, GradeDelivery, {"score_id": score.id, "platform_id": person.platform_id, "state": SENT})
    delivery = session.scalars(select(GradeDelivery).where(GradeDelivery.score_id == score.id).with_for_update()).one()
    if not wants_grade(link, link.context):
        delivery.state = NONE
        return
    if delivery.state == WAITING:
        # It goes with the next try: a new score does not make an LMS that is down come back.
        return
    _try_now(session, delivery, now)


def _try_now(session: Session, delivery: GradeDelivery, now: datetime) -> None:
    delivery.state = WAITING
    delivery.tries = 0
    delivery.waiting_since = now
    delivery.next_try_at = now
    ring_after_commit(session)


def send_again(
    session: Session,
    link: ResourceLink,
    now: datetime,
    person_ids: Sequence[int] | None = None,
    *,
    anew: bool = False,
) -> int:
    """Try the scores of an activity at once that the gradebook does not hold; how many those are.

    For the button of the instructor. `person_ids` None means all learners, but for those whose grade was changed in
    the LMS: it gives way only where somebody says so of that one. `anew` lets the tool make the column again that the
    LMS has lost.
    """
    deliveries = _unsent(session, link, person_ids)
    if person_ids is None:
        deliveries = [one for one in deliveries if one.problem != CHANGED]
    can_make = bool(link.context.lineitems_url) and LINE_ITEM_SCOPE in link.context.scopes
    if anew and deliveries and can_make and link.line_item_problem == "gone":
        link.line_item_url, link.line_item_problem = "", ""
    if not wants_grade(link, link.context):
        return 0
    for delivery in deliveries:
        _try_now(session, delivery, now)
    return len(deliveries)


def try_after_launch(session: Session, link: ResourceLink, now: datetime, person_id: int) -> None:
    """Try the score of whoever opens an activity again: a launch shows that things may have changed.

    The launch may also have brought the column that was missing; then the scores of all go. The refused scores of
    others keep their reason, for the teacher to read. A grade that was changed in the LMS stays as it is there.
    """
    mine = _unsent(session, link, [person_id])
    if not mine or not wants_grade(link, link.context):
        return
    for delivery in _unsent(session, link, None) if mine[0].state == NONE else mine:
        if delivery.state == NONE or (delivery.state in (REFUSED, GIVEN_UP) and delivery.problem != CHANGED):
            _try_now(session, delivery, now)


def _unsent(session: Session, link: ResourceLink, person_ids: Sequence[int] | None) -> list[GradeDelivery]:
    query = (
        select(GradeDelivery)
        .join(Score)
        .where(
            Score.resource_link_id == link.id,
            Score.earned.is_not(None),
            GradeDelivery.sent_version < Score.version,
        )
        .with_for_update(of=GradeDelivery)
    )
    if person_ids is not None:
        query = query.where(Score.person_id.in_(person_ids))
    return list(session.scalars(query))


def state_of(link: ResourceLink, score: Score | None, delivery: GradeDelivery | None) -> GradeState:
    """The state of a grade, from its rows."""
    graded = wants_grade(link, link.context)
    if score is None:
        return GradeState("nothing" if graded else "not-graded", points=link.points)
    if not graded and (delivery is None or delivery.state in (NONE, WAITING)):
        return GradeState("not-graded", score.earned, link.points, link.line_item_problem)
    if score.earned is None:
        state = "unmarked" if score.submitted_at is not None else "nothing"
        return GradeState(state, points=link.points, sent_at=delivery.sent_at if delivery else None)
    if delivery is None or delivery.state == NONE:
        return GradeState("not-graded", score.earned, link.points, link.line_item_problem)
    state = SENT if delivery.sent_version >= score.version else delivery.state
    failed = state in (WAITING, REFUSED, GIVEN_UP)
    return GradeState(
        state,
        score.earned,
        link.points,
        delivery.problem if failed else "",
        delivery.problem_status if failed else None,
        delivery.sent_at,
        delivery.waiting_since if failed else None,
        delivery.next_try_at if failed else None,
        delivery.problem_detail if failed else "",
    )


def grade_state(session: Session, link: ResourceLink, person: Person) -> GradeState:
    """What has become of one learner's grade."""
    score = session.scalars(
        select(Score).where(Score.resource_link_id == link.id, Score.person_id == person.id)
    ).first()
    return state_of(link, score, session.get(GradeDelivery, score.id) if score else None)

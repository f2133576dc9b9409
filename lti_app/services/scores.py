"""What the work of a learner at one resource link is worth, and how it reaches the gradebook."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from hornbook.blocks import Cards, Quiz
from hornbook.scoring import LearnerState, QuizState, measure
from hornbook.scoring import Score as CourseScore
from lti_app.services import attempts as attempts_
from lti_app.services import progress as progress_
from lti_app.services.attempts import Seat
from lti_app.services.grades import record_score
from lti_app.services.progress import Done
from lti_app.storage.models import Attempt


@dataclass(frozen=True)
class Worth:
    """An activity in numbers, as the gradebook will hear of it.

    `earned` is a part of the points from 0 to 1; nothing where there is nothing to tell yet. `waiting`: a mark by hand
    is missing, so that what was sent before stands.
    """

    earned: Fraction | None
    completed: bool
    waiting: bool
    submissions: int
    started_at: datetime | None
    submitted_at: datetime | None


def all_attempts(session: Session, seat: Seat) -> dict[int, list[Attempt]]:
    """The attempts of a seat at all quizzes of its activity, by the slot of the quiz, the first one first."""
    found: dict[int, list[Attempt]] = {}
    rows = session.scalars(
        select(Attempt)
        .where(
            Attempt.resource_link_id == seat.link.id,
            Attempt.person_id == seat.person.id,
            Attempt.preview == seat.preview,
        )
        .order_by(Attempt.quiz_slot, Attempt.number)
    )
    for row in rows:
        found.setdefault(row.quiz_slot, []).append(row)
    return found


def quiz_states(seat: Seat, attempts: dict[int, list[Attempt]]) -> dict[int, QuizState]:
    """The state of each quiz of the activity that was begun."""
    states: dict[int, QuizState] = {}
    for lesson in seat.activity.folder.course.lessons:
        for block in lesson.blocks:
            made = attempts.get(block.slot, [])
            if isinstance(block, Quiz) and made:
                states[block.slot] = QuizState(
                    handed_in=sum(attempt.submitted_at is not None for attempt in made),
                    score=attempts_.score_that_counts(block, made),
                    open=any(attempt.submitted_at is None for attempt in made),
                )
    return states


def is_done(score: CourseScore) -> bool:
    """Whether all that is required was done, however well.

    Unlike a package, which an LMS locks once it is completed: here further attempts stay open.
    """
    return score.completion == "completed" or 0 < score.required == score.done_required


def learner_state(session: Session, seat: Seat) -> LearnerState:
    """What the learner of a seat has done in the activity, as far as being done is concerned."""
    course = seat.activity.edition.folder.course
    done = progress_.read(session, seat.person.id, seat.link.context_id, course)
    states = quiz_states(seat, all_attempts(session, seat))
    return LearnerState(states, progress_.rated(done.cards), done.seen)


def worth_of(seat: Seat, done: Done, attempts: dict[int, list[Attempt]]) -> Worth:
    """What the work at an activity is worth now."""
    activity = seat.activity
    handed_in = [one for made in attempts.values() for one in made if one.submitted_at is not None]
    started = [one.started_at for made in attempts.values() for one in made]
    submitted = [one.submitted_at for one in handed_in if one.submitted_at is not None]
    states = quiz_states(seat, attempts)
    score = measure(activity.folder.course, LearnerState(states, progress_.rated(done.cards), done.seen))
    waiting = any(
        state.score is None and any(one.pending for one in attempts.get(slot, [])) for slot, state in states.items()
    )
    earned = score.score if score.scored else None
    if isinstance(activity.block, Cards):
        earned = _mastery(activity.block, done)
    return Worth(
        None if waiting else earned,
        is_done(score),
        waiting,
        len(handed_in),
        min(started, default=None),
        max(submitted, default=None),
    )


def settle(session: Session, seat: Seat, now: datetime) -> None:
    """Take what a learner has done over into the score and the outbox, in the transaction of what was done.

    The rows of the seat belong to this session. What is done in a preview counts nowhere. A practice quiz whose
    questions were all tried is done, like a text that was read to its end.
    """
    if seat.preview:
        return
    made = all_attempts(session, seat)
    course = seat.activity.edition.folder.course
    practised = {
        block.slot
        for lesson in seat.activity.folder.course.lessons
        for block in lesson.blocks
        if isinstance(block, Quiz)
        and block.mode == "practice"
        and any(one.earned is not None for one in made.get(block.slot, []))
    }
    done = progress_.read(session, seat.person.id, seat.link.context_id, course)
    if practised - done.seen:
        progress_.keep(
            session, seat.person.id, seat.link.context_id, course, progress_.Changes(seen=frozenset(practised)), now
        )
        done = progress_.read(session, seat.person.id, seat.link.context_id, course)
    worth = worth_of(seat, done, made)
    record_score(
        session,
        seat.link,
        seat.person,
        earned=worth.earned,
        completed=worth.completed,
        submissions=worth.submissions,
        started_at=worth.started_at,
        submitted_at=worth.submitted_at,
        now=now,
    )


def _mastery(deck: Cards, done: Done) -> Fraction | None:
    """A deck earns the part of its cards that were known when they were asked last; nothing before the first."""
    if not any(card.slot in done.cards for card in deck.siblings):
        return None
    return Fraction(progress_.mastered(deck, done.cards), len(deck.siblings))

"""Attempts at quizzes: begun, answered, handed in, marked.

An answer that was acknowledged is on the disk. Answers are only ever added, but for drafts of an essay, of which one a
minute stays; what came too late is kept and does not count. All functions work in the transaction of the caller.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from fractions import Fraction
from typing import Any, Literal

from sqlalchemy import Text, bindparam, cast, delete, func, select
from sqlalchemy.orm import Session

from hornbook.attempt import Shown, attempt_left, shown, that_counts, waits
from hornbook.blocks import Quiz
from hornbook.blocks.quiz import Counts
from hornbook.course import Lesson
from hornbook.questions import Answer, answer_json
from lti_app.services import papers, snapshots
from lti_app.services.activities import Activity
from lti_app.services.papers import Paper, Taken
from lti_app.storage.models import Attempt, HandMark, Person, ResourceLink, Response
from lti_app.storage.upsert import insert_missing

#: Answers that were sent in time may take this long to arrive.
GRACE = timedelta(seconds=30)

#: Answers that one attempt keeps; nobody who learns comes near it, and a script that does fills no disk.
MOST_KEPT = 10_000

#: Characters that all of them may have together: an essay as long as one can be, written for five hours.
MOST_WRITTEN = 32_000_000

#: What is shorter is not added up: `MOST_KEPT` of these come to less.
_SHORT = 2_000

#: Why no attempt can begin.
Reason = Literal["", "no-attempt-left", "past-due"]


class TooManyAnswers(Exception):
    """An attempt holds `MOST_KEPT` answers already, or `MOST_WRITTEN` characters."""


class Closed(Exception):
    """There is no attempt to begin: `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Seat:
    """A person at the activity of a resource link; in a preview nothing that is done counts or stays.

    `lms_due` is what the LMS said of this person when the activity was opened.
    """

    link: ResourceLink
    person: Person
    activity: Activity
    preview: bool = False
    lms_due: datetime | None = None


@dataclass(frozen=True)
class Given:
    """One answer as a page sends it; `sequence` counts up within the attempt, across all pages that show it."""

    question: int
    sequence: int
    answer: Answer | None
    certainty: int = 0
    flagged: bool = False
    note: bool = False
    """Kept without being marked, where answers are marked at once: the learner has only set a flag."""


@dataclass(frozen=True)
class Receipt:
    """An answer that is on the disk once the transaction ends; `late` ones do not count."""

    question: int
    sequence: int
    late: bool


@dataclass(frozen=True)
class Limits:
    """What holds for attempts of one quiz in one place: the author's rules and those of the link."""

    quiz: Quiz
    due: datetime | None
    closes: bool
    """Whether nothing can be begun after the due date; otherwise it only opens the review."""
    due_source: str = ""
    """Who set the due date: `lms`, or `own` where it was chosen here."""


def limits_of(seat: Seat, quiz: Quiz) -> Limits:
    """The quiz is that of the activity, which knows the settings of the link already; any link has a due date.

    The LMS decides, where teachers change dates: what it says of this person goes before what it says of the column,
    and both before what was chosen here.
    """
    theirs = seat.lms_due or seat.link.line_item_due_at
    if theirs is not None:
        return Limits(quiz, theirs, True, "lms")
    if seat.link.due_at is not None:
        return Limits(quiz, seat.link.due_at, True, "own")
    return Limits(quiz, _end_of(quiz), False)


def _end_of(quiz: Quiz) -> datetime | None:
    """The end of the author's last day, everywhere on Earth."""
    if quiz.due is None:
        return None
    return datetime.combine(quiz.due, time(0), UTC) + timedelta(days=1, hours=12)


def attempts_at(session: Session, seat: Seat, slot: int) -> list[Attempt]:
    """The attempts of a seat at one quiz, the first one first."""
    return list(
        session.scalars(
            select(Attempt)
            .where(
                Attempt.resource_link_id == seat.link.id,
                Attempt.person_id == seat.person.id,
                Attempt.quiz_slot == slot,
                Attempt.preview == seat.preview,
            )
            .order_by(Attempt.number)
        )
    )


def attempt_at(session: Session, seat: Seat, attempt_id: int) -> Attempt | None:
    """An attempt of this seat, locked for the transaction; nobody else's is ever found."""
    attempt = session.get(Attempt, attempt_id, with_for_update=True)
    if attempt is None:
        return None
    mine = (attempt.resource_link_id, attempt.person_id, attempt.preview)
    return attempt if mine == (seat.link.id, seat.person.id, seat.preview) else None


def why_closed(limits: Limits, handed_in: int, now: datetime) -> Reason:
    """Why no new attempt can begin; empty where one can."""
    if limits.closes and limits.due is not None and now > limits.due:
        return "past-due"
    return "" if attempt_left(limits.quiz, handed_in) else "no-attempt-left"


def begin(
    session: Session,
    seat: Seat,
    lesson: Lesson,
    quiz: Quiz,
    now: datetime,
    *,
    token: Callable[[int], str] = secrets.token_hex,
) -> Attempt:
    """The open attempt of a seat at a quiz, or a new one; `Closed` where there can be none."""
    # One beginner at a time: on SQLite the transaction itself sees to that.
    session.execute(select(Person.id).where(Person.id == seat.person.id).with_for_update())
    made = attempts_at(session, seat, quiz.slot)
    for attempt in made:
        close_if_over(session, attempt, now)
    running = next((attempt for attempt in made if attempt.submitted_at is None), None)
    if running is not None:
        return running
    limits = limits_of(seat, quiz)
    if reason := why_closed(limits, len(made), now):
        raise Closed(reason)
    edition = seat.activity.edition
    snapshots.keep(session, edition.folder, edition.hash, [lesson.id], now)
    last = session.scalar(
        select(func.max(Attempt.number)).where(
            Attempt.resource_link_id == seat.link.id,
            Attempt.person_id == seat.person.id,
            Attempt.quiz_slot == quiz.slot,
        )
    )
    attempt = Attempt(
        resource_link_id=seat.link.id,
        person_id=seat.person.id,
        snapshot_hash=edition.hash,
        quiz_slot=quiz.slot,
        number=(last or 0) + 1,
        seed=int(token(4), 16),
        secret=token(32),
        started_at=now,
        ends_at=_ends_at(limits, now),
        preview=seat.preview,
    )
    session.add(attempt)
    session.flush()
    return attempt


def _ends_at(limits: Limits, now: datetime) -> datetime | None:
    ends = now + timedelta(minutes=limits.quiz.time) if limits.quiz.time else None
    if limits.closes and limits.due is not None:
        ends = limits.due if ends is None else min(ends, limits.due)
    return ends


def is_late(attempt: Attempt, now: datetime) -> bool:
    """Whether what arrives now comes too late to count."""
    if attempt.submitted_at is not None:
        return True
    return attempt.ends_at is not None and now > attempt.ends_at + GRACE


_HOW_MANY = select(func.count()).select_from(
    select(Response.id).where(Response.attempt_id == bindparam("attempt")).limit(MOST_KEPT).subquery()
)


_HOW_LONG = select(func.sum(func.length(cast(Response.answer, Text)))).where(
    Response.attempt_id == bindparam("attempt")
)


def _is_full(session: Session, attempt: Attempt, rows: Sequence[dict[str, Any]]) -> bool:
    """Whether an attempt has no room for these rows. What others wrote is read only where one of these is long."""
    if (session.scalar(_HOW_MANY, {"attempt": attempt.id}) or 0) >= MOST_KEPT:
        return True
    longest = max(len(json.dumps(row["answer"])) for row in rows)
    return longest > _SHORT and (session.scalar(_HOW_LONG, {"attempt": attempt.id}) or 0) >= MOST_WRITTEN


def keep(
    session: Session, attempt: Attempt, paper: Paper, client: str, given: Sequence[Given], now: datetime
) -> list[Receipt]:
    """Keep answers. The same client and sequence again is the same answer and changes nothing.

    `KeyError` for a question that was not drawn in this attempt, `TooManyAnswers` where no more are kept.
    """
    for one in given:
        if paper.question(one.question) is None:
            raise KeyError(one.question)
    if not given:
        return []
    late = is_late(attempt, now)
    first_of_each = {one.sequence: one for one in reversed(given)}
    rows = [
        {
            "attempt_id": attempt.id,
            "question_slot": one.question,
            "client": client,
            "sequence": one.sequence,
            "answer": answer_json(one.answer),
            "certainty": one.certainty,
            "flagged": one.flagged,
            "tried": paper.quiz.mode != "exam" and not one.note,
            "received_at": now,
            "late": late,
        }
        for _, one in sorted(first_of_each.items())
    ]
    if _is_full(session, attempt, rows):
        raise TooManyAnswers
    added = insert_missing(session, Response, *rows)
    receipts = {one.sequence: Receipt(one.question, one.sequence, late) for one in given}
    if added < len(rows):
        receipts = _receipts(session, attempt, client, receipts)
    if paper.quiz.mode == "exam":
        _thin_out(session, attempt, paper, rows)
    return [receipts[one.sequence] for one in given]


def _receipts(session: Session, attempt: Attempt, client: str, sequences: Iterable[int]) -> dict[int, Receipt]:
    """What was said, or would have been, when each of these answers came for the first time."""
    known = session.execute(
        select(Response.sequence, Response.question_slot, Response.late).where(
            Response.attempt_id == attempt.id,
            Response.client == client,
            Response.sequence.in_(list(sequences)),
        )
    )
    return {sequence: Receipt(question, sequence, was_late) for sequence, question, was_late in known}


def _thin_out(session: Session, attempt: Attempt, paper: Paper, rows: Sequence[dict[str, Any]]) -> None:
    """Of an essay, which a page sends at every pause of typing, keep the last draft of each minute.

    An exam counts the newest one alone; a thousand drafts of a whole essay would help nobody who reads them.
    """
    newest = {row["question_slot"]: row for row in rows}
    for slot, row in newest.items():
        question = paper.question(slot)
        if question is not None and question.by_hand:
            session.execute(
                delete(Response).where(
                    Response.attempt_id == attempt.id,
                    Response.question_slot == slot,
                    Response.client == row["client"],
                    Response.sequence < row["sequence"],
                    Response.late == row["late"],
                    Response.received_at >= row["received_at"].replace(second=0, microsecond=0),
                )
            )


def note_marks(session: Session, attempt: Attempt, paper: Paper) -> Taken:
    """In modes that mark at once: what the answers so far have come to, kept with the attempt where it counts.

    A practice quiz is never handed in: it is worth its best, once every question was tried.
    """
    responses = papers.responses_to(session, attempt, paper.quiz)
    stands = papers.taken(paper, responses, handed_in=attempt.submitted_at is not None)
    if paper.quiz.mode == "practice" and all(stands.state(question.slot).tries for question in paper.questions):
        share = stands.result.share
        if share is not None and (attempt.earned is None or share > attempt.earned):
            attempt.earned = share
    return stands


def hand_in(session: Session, attempt: Attempt, now: datetime) -> Taken:
    """End an attempt and mark it; once ended, it stays as it is."""
    if attempt.submitted_at is None:
        attempt.submitted_at = now if attempt.ends_at is None else min(now, attempt.ends_at)
    return remark(session, attempt)


def remark(session: Session, attempt: Attempt) -> Taken:
    """Mark an attempt that was handed in (again), with the marks that were given by hand."""
    paper = papers.paper_of(session, attempt)
    stands = standing(session, attempt, paper)
    attempt.pending = any(waits(question, stands.state(question.slot)) for question in paper.questions)
    if paper.quiz.mode != "practice":
        attempt.earned = stands.result.share
    return stands


def standing(session: Session, attempt: Attempt, paper: Paper) -> Taken:
    """An attempt as it stands now."""
    marks = papers.hand_marks_of(session, attempt) if attempt.submitted_at is not None else {}
    return papers.taken(
        paper,
        papers.responses_to(session, attempt, paper.quiz),
        handed_in=attempt.submitted_at is not None,
        hand_marks={slot: mark.earned for slot, mark in marks.items()},
    )


def close_if_over(session: Session, attempt: Attempt, now: datetime) -> bool:
    """Hand in an attempt whose time is over, as of the end of its time; whether that was now."""
    if attempt.submitted_at is not None or attempt.ends_at is None or now <= attempt.ends_at + GRACE:
        return False
    hand_in(session, attempt, now)
    return True


def give_mark(
    session: Session, attempt: Attempt, slot: int, earned: Fraction, comment: str, by: Person, now: datetime
) -> Taken:
    """A mark by hand for the answer to one question, from 0 to 1; the newest counts.

    `KeyError` for a question of another attempt, `ValueError` for one that marks itself or an attempt still open.
    """
    paper = papers.paper_of(session, attempt)
    question = paper.question(slot)
    if question is None:
        raise KeyError(slot)
    if not question.by_hand or attempt.submitted_at is None or not 0 <= earned <= 1:
        raise ValueError("this cannot be marked by hand")
    session.add(
        HandMark(
            attempt_id=attempt.id,
            question_slot=slot,
            earned=earned,
            comment=comment,
            marked_by=by.id,
            marked_at=now,
        )
    )
    session.flush()
    return remark(session, attempt)


def score_that_counts(quiz: Quiz, attempts: Sequence[Attempt]) -> Fraction | None:
    """The score of a quiz from 0 to 1; None where none of it is handed in, or it waits for a mark by hand."""
    if quiz.mode == "practice":
        return max((attempt.earned for attempt in attempts if attempt.earned is not None), default=None)
    done = [attempt for attempt in attempts if attempt.submitted_at is not None]
    counts: Counts = quiz.counts
    deciding = {"best": [], "last": done[-1:], "first": done[:1], "mean": done}[counts]
    if any(attempt.pending for attempt in deciding):
        return None
    shares = [attempt.earned for attempt in done if attempt.earned is not None and not attempt.pending]
    return that_counts(counts, shares)


def review_of(limits: Limits, attempts: Sequence[Attempt], now: datetime) -> Shown:
    """What the learner sees now of the attempts that were handed in."""
    handed_in = sum(attempt.submitted_at is not None for attempt in attempts)
    return shown(
        limits.quiz.review,
        due_passed=limits.due is not None and now > limits.due,
        attempts_left=why_closed(limits, handed_in, now) == "",
    )


def remove_previews(session: Session, link: ResourceLink, person: Person) -> None:
    """Forget what somebody tried out as a student."""
    session.execute(
        delete(Attempt).where(
            Attempt.resource_link_id == link.id, Attempt.person_id == person.id, Attempt.preview.is_(True)
        )
    )

"""What a teacher sees of a class: everybody's progress, attempts, score and grade, and every answer of a learner."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from hornbook.blocks import Cards
from hornbook.cards import Phase, phase_of
from hornbook.questions import parse_answer
from hornbook.questions.answer import Typed
from hornbook.rendering.pages import block_title
from hornbook.scoring import LearnerState, measure
from lti_app.services import attempts as attempts_
from lti_app.services import papers, progress, scores
from lti_app.services.activities import Activity
from lti_app.services.attempts import Seat
from lti_app.services.grades import GradeState, percent, state_of
from lti_app.services.wording import answer_in_words, prompt_in_words
from lti_app.storage.models import (
    Attempt,
    CardState,
    GradeDelivery,
    Launch,
    Membership,
    Person,
    Progress,
    ResourceLink,
    Response,
    Score,
)

TEACHES = ("instructor", "assistant")


@dataclass(frozen=True)
class LearnerRow:
    """One learner in the overview."""

    person_id: int
    #: As the LMS says; empty where it does not.
    name: str
    email: str
    sub: str
    #: On the roster; None = there is no roster to tell.
    enrolled: bool | None
    begun: bool
    completed: bool
    #: Required blocks that are done, of how many.
    done: int
    required: int
    handed_in: int
    #: An attempt is under way.
    open: bool
    #: An essay waits for a mark.
    unmarked: bool
    #: Of 100; None = no score yet.
    percent: Fraction | None
    grade: GradeState
    last_active: datetime | None


@dataclass(frozen=True)
class ClassReport:
    """All learners of an activity, by name."""

    rows: tuple[LearnerRow, ...]

    @property
    def begun(self) -> int:
        """How many have done anything."""
        return sum(row.begun for row in self.rows)

    @property
    def completed(self) -> int:
        """How many are done."""
        return sum(row.completed for row in self.rows)

    @property
    def mean(self) -> Fraction | None:
        """Of those who have a score, of 100, rounded."""
        found = [row.percent for row in self.rows if row.percent is not None]
        return percent(sum(found, Fraction(0)) / len(found) / 100) if found else None

    def by_state(self, *states: str) -> list[LearnerRow]:
        """The rows whose grade is in one of these states."""
        return [row for row in self.rows if row.grade.state in states]

    def row(self, person_id: int) -> LearnerRow | None:
        """The row of a learner of this class."""
        return next((row for row in self.rows if row.person_id == person_id), None)


def class_report(session: Session, link: ResourceLink, activity: Activity) -> ClassReport:
    """Everybody who should do this activity or has done something in it; previews are in no report."""
    attempts = _attempts(session, link)
    graded = {
        score.person_id: (score, delivery)
        for score, delivery in session.execute(
            select(Score, GradeDelivery)
            .outerjoin(GradeDelivery, GradeDelivery.score_id == Score.id)
            .where(Score.resource_link_id == link.id)
        )
    }
    course = activity.edition.folder.course
    progressed = {
        row.person_id: row
        for row in session.scalars(
            select(Progress).where(Progress.context_id == link.context_id, Progress.course == course.id)
        )
    }
    roster = {
        member.person_id: member.role
        for member in session.scalars(select(Membership).where(Membership.context_id == link.context_id))
    }
    came = set(
        session.scalars(
            select(Launch.person_id).where(
                Launch.resource_link_id == link.id, Launch.role == "learner", Launch.test_user.is_(False)
            )
        )
    )
    enrolled = {person_id for person_id, role in roster.items() if role not in TEACHES}
    worked = attempts.keys() | graded.keys()
    teach = {person_id for person_id, role in roster.items() if role in TEACHES}
    ids = enrolled | worked | (came - teach)
    cards = _cards(session, course.id, ids)
    people = {person.id: person for person in session.scalars(select(Person).where(Person.id.in_(ids)))}
    blocks = {block.slot for lesson in activity.folder.course.lessons for block in lesson.blocks}
    asked = progress.card_slots(activity.folder.course)
    rows = []
    for person_id in ids:
        person = people[person_id]
        seen = frozenset(progressed[person_id].data.get("seen", ())) if person_id in progressed else frozenset()
        words = {card.slot: card.word for card in cards.get(person_id, ())}
        made = attempts.get(person_id, {})
        score, delivery = graded.get(person_id, (None, None))
        seat = Seat(link, person, activity)
        measured = measure(
            activity.folder.course, LearnerState(scores.quiz_states(seat, made), progress.rated(words), seen)
        )
        every = [attempt for several in made.values() for attempt in several]
        grade = state_of(link, score, delivery)
        moments = [attempt.submitted_at or attempt.started_at for attempt in every]
        if person_id in progressed and (seen & blocks):
            moments.append(progressed[person_id].updated_at)
        moments += [card.updated_at for card in cards.get(person_id, ()) if card.slot in asked]
        rows.append(
            LearnerRow(
                person_id=person_id,
                name=person.name,
                email=person.email,
                sub=person.sub,
                enrolled=(person_id in enrolled) if roster else None,
                begun=bool(every or (seen & blocks) or score is not None),
                completed=scores.is_done(measured),
                done=measured.done_required,
                required=measured.required,
                handed_in=sum(attempt.submitted_at is not None for attempt in every),
                open=any(attempt.submitted_at is None for attempt in every),
                unmarked=any(attempt.pending for attempt in every),
                percent=grade.percent,
                grade=grade,
                last_active=max(moments, default=None),
            )
        )
    rows.sort(key=lambda row: (row.name == "", row.name.casefold(), row.sub))
    return ClassReport(tuple(rows))


def _attempts(session: Session, link: ResourceLink) -> dict[int, dict[int, list[Attempt]]]:
    """By person and slot of the quiz, the first one first."""
    found: dict[int, dict[int, list[Attempt]]] = {}
    query = select(Attempt).where(Attempt.resource_link_id == link.id, Attempt.preview.is_(False))
    for attempt in session.scalars(query.order_by(Attempt.person_id, Attempt.quiz_slot, Attempt.number)):
        found.setdefault(attempt.person_id, {}).setdefault(attempt.quiz_slot, []).append(attempt)
    return found


def _cards(session: Session, course: str, person_ids: Iterable[int]) -> dict[int, list[CardState]]:
    found: dict[int, list[CardState]] = {}
    query = select(CardState).where(CardState.course == course, CardState.person_id.in_(set(person_ids)))
    for card in session.scalars(query):
        found.setdefault(card.person_id, []).append(card)
    return found


# --- one learner ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class GivenAnswer:
    """One answer as it arrived."""

    words: str
    received_at: datetime
    #: Came after the time was up or the attempt handed in: kept, not counted.
    late: bool
    certainty: int


@dataclass(frozen=True)
class QuestionReport:
    """What a learner did with one question of an attempt."""

    number: int
    prompt: str
    #: The answer that counts; empty = none.
    words: str
    #: `right`, `partly`, `wrong`, `none`, `unmarked` (by hand, not yet) or `open` (not handed in).
    verdict: str
    #: Points earned, of how many.
    earned: Fraction
    points: int
    tries: int
    #: All answers to it, oldest first.
    answers: tuple[GivenAnswer, ...]
    slot: int = 0
    #: What somebody has to mark, as it was typed; empty for all that marks itself.
    essay: str = ""
    #: What was said to it when it was marked.
    comment: str = ""


@dataclass(frozen=True)
class AttemptReport:
    """One attempt."""

    id: int
    quiz: str
    number: int
    started_at: datetime
    submitted_at: datetime | None
    percent: Fraction | None
    pending: bool
    questions: tuple[QuestionReport, ...]


@dataclass(frozen=True)
class DeckReport:
    """How far a learner is with a deck of cards."""

    title: str
    rated: int
    known: int
    cards: int


@dataclass(frozen=True)
class LearnerReport:
    """Everything that one learner did in an activity."""

    attempts: tuple[AttemptReport, ...]
    decks: tuple[DeckReport, ...]


def learner_report(session: Session, link: ResourceLink, activity: Activity, person: Person) -> LearnerReport:
    """All attempts with every answer, and the decks."""
    made = scores.all_attempts(session, Seat(link, person, activity))
    course = activity.edition.folder.course
    words = progress.card_words(session, person.id, course)
    decks = [
        DeckReport(
            block_title(block, course),
            sum(phase_of(words.get(card.slot, 0)) != Phase.NEW for card in block.siblings),
            progress.mastered(block, words),
            len(block.siblings),
        )
        for lesson in activity.folder.course.lessons
        for block in lesson.blocks
        if isinstance(block, Cards)
    ]
    reports = [_attempt_report(session, attempt) for several in made.values() for attempt in several]
    return LearnerReport(tuple(sorted(reports, key=lambda one: one.started_at)), tuple(decks))


def _attempt_report(session: Session, attempt: Attempt) -> AttemptReport:
    paper = papers.paper_of(session, attempt)
    stands = attempts_.standing(session, attempt, paper)
    given: dict[int, list[Response]] = {}
    for response in papers.responses_to(session, attempt, paper.quiz):
        given.setdefault(response.question_slot, []).append(response)
    marks = papers.hand_marks_of(session, attempt)
    questions = []
    for number, question in enumerate(paper.questions, 1):
        state = stands.state(question.slot)
        earned = state.earned * question.points
        handed_in = attempt.submitted_at is not None
        if state.answer is None:
            verdict = "none"
        elif question.by_hand and not state.marked:
            verdict = "unmarked"
        elif not (state.marked or handed_in):
            verdict = "open"
        else:
            verdict = "right" if state.earned == 1 else "wrong" if state.earned == 0 else "partly"
        questions.append(
            QuestionReport(
                number,
                prompt_in_words(question),
                answer_in_words(question, state.answer),
                verdict,
                earned,
                question.points,
                state.tries,
                tuple(
                    GivenAnswer(
                        answer_in_words(question, parse_answer(response.answer)),
                        response.received_at,
                        response.late,
                        response.certainty,
                    )
                    for response in given.get(question.slot, ())
                ),
                question.slot,
                state.answer.text if question.by_hand and handed_in and isinstance(state.answer, Typed) else "",
                marks[question.slot].comment if question.slot in marks else "",
            )
        )
    return AttemptReport(
        attempt.id,
        block_title(paper.quiz, paper.folder.course),
        attempt.number,
        attempt.started_at,
        attempt.submitted_at,
        None if attempt.earned is None else percent(attempt.earned),
        attempt.pending,
        tuple(questions),
    )


# --- tables for spreadsheets ---------------------------------------------------------------------------------------


def spreadsheet(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """CSV as spreadsheets read it: UTF-8 with its mark, and no cell that they would take for a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([_harmless(head) for head in heads])
    writer.writerows([[_harmless(cell) for cell in row] for row in rows])
    return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8")


def _harmless(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Fraction):
        return f"{float(cell):g}"
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M:%S")
    text = str(cell).replace("\0", "")
    # Full-width forms, too: some spreadsheets take them for the plain ones.
    return "'" + text if text.lstrip(" ")[:1] in tuple("=+-@\t\r\n|\uff1d\uff0b\uff0d\uff20") and text.strip() else text


def class_rows(report: ClassReport, words: Mapping[str, str]) -> Iterable[Sequence[object]]:
    """The overview as rows; `words` are the names of the states of a grade."""
    for row in report.rows:
        yield (
            row.name,
            row.email,
            row.sub,
            f"{row.done}/{row.required}",
            row.handed_in,
            row.percent,
            words[row.grade.state],
            row.grade.problem,
            row.grade.sent_at,
            row.last_active,
        )


def answer_rows(name: str, sub: str, report: LearnerReport) -> Iterable[Sequence[object]]:
    """Every answer of a learner as rows."""
    for attempt in report.attempts:
        for question in attempt.questions:
            for given in question.answers:
                yield (
                    name,
                    sub,
                    attempt.quiz,
                    attempt.number,
                    question.number,
                    question.prompt,
                    given.words,
                    given.received_at,
                    "late" if given.late else "",
                    question.verdict,
                    question.earned,
                    question.points,
                )

"""What one attempt asks: the questions drawn for it, with keys that were made for it, and the state they are in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from hornbook.attempt import UNTOUCHED, QuestionState, Result, hand_in, mark_by_hand, respond, result
from hornbook.blocks import Quiz
from hornbook.course import Lesson
from hornbook.draw import draw, tells_its_order
from hornbook.media import CourseFolder
from hornbook.questions import KEYS, Answer, Order, Outcome, Question, parse_answer
from hornbook.questions.answer import MOST_PARTS
from lti_app.services import snapshots
from lti_app.storage.database import Database
from lti_app.storage.models import Attempt, HandMark, Person, Response


@dataclass(frozen=True)
class Paper:
    """The questions of an attempt in the order in which they are shown, as the course was when it began."""

    folder: CourseFolder
    lesson: Lesson
    quiz: Quiz
    questions: tuple[Question, ...]

    @property
    def lang(self) -> str:
        """The language in which numbers are read."""
        return self.quiz.lang or self.lesson.lang or self.folder.course.lang

    def question(self, slot: int) -> Question | None:
        """The question with this slot, if it was drawn."""
        return next((question for question in self.questions if question.slot == slot), None)


@dataclass(frozen=True)
class Taken:
    """An attempt as it stands: the state of each question by its slot, and how its last answer was marked."""

    states: Mapping[int, QuestionState]
    outcomes: Mapping[int, Outcome]
    result: Result
    again: Mapping[int, tuple[Answer | None, Outcome]]
    """Of an attempt that marks at once: last answers that cost no try and must be looked at again."""

    def state(self, slot: int) -> QuestionState:
        """The state of a question, touched or not."""
        return self.states.get(slot, UNTOUCHED)


def paper_of(session: Session, attempt: Attempt) -> Paper:
    """The paper of an attempt; LookupError where its snapshot has no such quiz, which never happens."""
    known = _papers.get(attempt.id)
    # Ids come again where an attempt was removed: the secret tells whose paper this is.
    if known is not None and known[0] == attempt.secret:
        return known[1]
    folder = snapshots.load(session, attempt.snapshot_hash)
    lesson, quiz = quiz_in(folder, attempt.quiz_slot)
    paper = make_paper(folder, lesson, quiz, attempt.seed, attempt.secret)
    while len(_papers) >= _MOST_PAPERS:
        _papers.pop(next(iter(_papers)), None)
    _papers[attempt.id] = (attempt.secret, paper)
    return paper


def make_ready(database: Database, attempt_id: int, person: Person) -> None:
    """Make the paper of somebody's attempt: the transaction of an answer, which keeps others waiting, then need not."""
    if attempt_id in _papers:
        return
    with database.reading() as session:
        attempt = session.get(Attempt, attempt_id)
        if attempt is not None and attempt.person_id == person.id:
            paper_of(session, attempt)


_MOST_PAPERS = 512
_papers: dict[int, tuple[str, Paper]] = {}


def make_paper(folder: CourseFolder, lesson: Lesson, quiz: Quiz, seed: int, secret: str) -> Paper:
    """Draw the questions of an attempt and give their parts keys from its `secret`."""
    by_slot: dict[int, Question] = {question.slot: question for question in quiz.questions}
    drawn = draw(quiz.questions, quiz.groups, shuffle=quiz.shuffle, seed=seed)
    return Paper(folder, lesson, quiz, tuple(_with_keys(by_slot[one.slot], secret) for one in drawn))


def _with_keys(question: Question, secret: str) -> Question:
    """The question with keys from a secret; another time where they would show steps in their right order."""
    keyed = question.with_keys(_KeysOf(secret, question.slot))
    if isinstance(keyed, Order) and tells_its_order([step.key for step in keyed.steps], question.slot):
        return _with_keys(question, f"{secret}+")
    return keyed


def quiz_in(folder: CourseFolder, slot: int) -> tuple[Lesson, Quiz]:
    """The quiz with this slot and its lesson; LookupError where the course has none."""
    for lesson in folder.course.lessons:
        for block in lesson.blocks:
            if isinstance(block, Quiz) and block.slot == slot:
                return lesson, block
    raise LookupError(slot)


@dataclass(frozen=True)
class _KeysOf:
    """Keys in an order that only the secret of the attempt tells (the `GiveKeys` of a question)."""

    secret: str
    slot: int

    def __call__(self, group: str, texts: Sequence[str], most: int = MOST_PARTS) -> Sequence[str]:
        stream = hashlib.shake_256(f"{self.secret}/{self.slot}/{group}".encode()).digest(8 * most)
        rank = {key: stream[8 * place : 8 * place + 8] for place, key in enumerate(KEYS[:most])}
        return sorted(KEYS[:most], key=rank.__getitem__)[: len(texts)]


def responses_to(session: Session, attempt: Attempt, quiz: Quiz) -> list[Response]:
    """All answers of an attempt in the order in which they count.

    An exam tells nothing before it is handed in, and the number that the page gave decides which answer is the newest.
    The other modes answer each try: there the order of arrival counts, or what a try showed could be used before it.
    """
    order = (Response.sequence, Response.id) if quiz.mode == "exam" else (Response.id,)
    return list(session.scalars(select(Response).where(Response.attempt_id == attempt.id).order_by(*order)))


def hand_marks_of(session: Session, attempt: Attempt) -> dict[int, HandMark]:
    """The newest mark by hand of each question, by slot."""
    rows = session.scalars(select(HandMark).where(HandMark.attempt_id == attempt.id).order_by(HandMark.id))
    return {row.question_slot: row for row in rows}


def taken(
    paper: Paper,
    responses: Iterable[Response],
    *,
    handed_in: bool,
    hand_marks: Mapping[int, Fraction] | None = None,
) -> Taken:
    """Go through the answers that count, one by one, by the rules of the quiz."""
    states: dict[int, QuestionState] = {}
    outcomes: dict[int, Outcome] = {}
    again: dict[int, tuple[Answer | None, Outcome]] = {}
    for response in responses:
        question = paper.question(response.question_slot)
        if response.late or question is None:
            continue
        if paper.quiz.mode != "exam" and not response.tried:
            states[question.slot] = replace(states.get(question.slot, UNTOUCHED), flagged=response.flagged)
            continue
        answer = parse_answer(response.answer)
        state, outcome = respond(
            paper.quiz,
            question,
            states.get(question.slot, UNTOUCHED),
            answer,
            certainty=response.certainty,
            lang=paper.lang,
        )
        states[question.slot] = replace(state, flagged=response.flagged)
        outcomes[question.slot] = outcome
        again.pop(question.slot, None)
        if paper.quiz.mode != "exam" and not outcome.costs_a_try:
            again[question.slot] = (answer, outcome)
    if handed_in:
        states = hand_in(paper.quiz, paper.questions, states, lang=paper.lang)
        for slot, earned in (hand_marks or {}).items():
            if slot in states:
                states[slot] = mark_by_hand(states[slot], earned)
    for slot, state in states.items():
        question = paper.question(slot)
        if question is not None and state.marked:
            # What stays is the answer that was marked, which a later one that costs no try does not replace.
            outcomes[slot] = question.mark(state.answer, lang=paper.lang)
    return Taken(states, outcomes, result(paper.quiz, paper.questions, states), {} if handed_in else again)

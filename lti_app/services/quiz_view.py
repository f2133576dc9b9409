"""What a learner is shown of a quiz, as data for the page: never more of the answers than the rules release now.

Before release a question comes without anything that tells its answer (`learner_view`). After a try it comes with the
verdict and the feedback of what was chosen. Once it is over, or its attempt was handed in and the review is open, it
comes whole; the page then shows it as a page of a package does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from typing import Any, TypeVar

from pydantic import BaseModel
from sqlalchemy.orm import Session

from hornbook.attempt import QuestionState, Shown, is_over
from hornbook.blocks import Quiz
from hornbook.questions import Outcome, Question, answer_json
from hornbook.rendering.data import question_data, question_rules
from hornbook.rendering.pages import question_html
from lti_app.services import attempts as attempts_
from lti_app.services import papers
from lti_app.services.attempts import Limits
from lti_app.services.papers import Paper, Taken
from lti_app.storage.models import Attempt, HandMark

#: Everything, for those who teach.
EVERYTHING = Shown(own=True, right=True, feedback=True)


def fraction(value: Fraction | None) -> str | None:
    """An exact number for the page: `numerator/denominator`."""
    return None if value is None else f"{value.numerator}/{value.denominator}"


def moment(value: datetime | None) -> str | None:
    """A moment for the page, in ISO 8601."""
    return None if value is None else value.isoformat(timespec="seconds").replace("+00:00", "Z")


def overview(
    session: Session,
    limits: Limits,
    made: Sequence[Attempt],
    now: datetime,
    *,
    shown_attempt: Attempt | None = None,
) -> dict[str, Any]:
    """A quiz with all attempts at it, and one of them whole: the open one, else `shown_attempt`, else the last."""
    quiz = limits.quiz
    running = next((attempt for attempt in made if attempt.submitted_at is None), None)
    handed_in = [attempt for attempt in made if attempt.submitted_at is not None]
    reason = attempts_.why_closed(limits, len(handed_in), now)
    review = attempts_.review_of(limits, made, now)
    current = running or shown_attempt or (handed_in[-1] if handed_in else None)
    return {
        "slot": quiz.slot,
        "mode": quiz.mode,
        "asked": quiz.asked,
        "minutes": quiz.time,
        "counts": quiz.counts,
        "limit": quiz.attempts,
        "left": max(0, quiz.attempts - len(handed_in)) if quiz.attempts else None,
        "closed": reason,
        "due": moment(limits.due) if limits.closes else None,
        "dueSource": limits.due_source,
        "score": fraction(attempts_.score_that_counts(quiz, made)),
        "attempts": [_summary(attempt, review) for attempt in made],
        "attempt": None if current is None else view(session, current, review, now),
    }


def _summary(attempt: Attempt, review: Shown) -> dict[str, Any]:
    return {
        "id": attempt.id,
        "number": attempt.number,
        "submitted": moment(attempt.submitted_at),
        "pending": attempt.pending,
        "earned": fraction(attempt.earned) if attempt.submitted_at is not None and review.own else None,
    }


def view(session: Session, attempt: Attempt, review: Shown, now: datetime) -> dict[str, Any]:
    """An attempt with its questions; `review` says what is open of one that was handed in."""
    paper = papers.paper_of(session, attempt)
    responses = papers.responses_to(session, attempt, paper.quiz)
    marks = papers.hand_marks_of(session, attempt) if attempt.submitted_at is not None else {}
    stands = papers.taken(
        paper,
        responses,
        handed_in=attempt.submitted_at is not None,
        hand_marks={slot: mark.earned for slot, mark in marks.items()},
    )
    is_open = attempt.submitted_at is None
    data: dict[str, Any] = {
        "id": attempt.id,
        "number": attempt.number,
        "open": is_open,
        "mode": paper.quiz.mode,
        "certainty": paper.quiz.certainty,
        "started": moment(attempt.started_at),
        "submitted": moment(attempt.submitted_at),
        "secondsLeft": None if attempt.ends_at is None else max(0, int((attempt.ends_at - now).total_seconds())),
        # Pages go on counting where the last answer stood, whichever page sent it.
        "sequence": max((response.sequence for response in responses), default=0),
        "pending": attempt.pending,
        "reviewed": not is_open and review.own,
        "result": None,
        "questions": [],
    }
    if not is_open:
        if review.own:
            total = stands.result
            data["result"] = {
                "earned": fraction(total.earned),
                "total": total.total,
                "waiting": total.waiting,
                "share": fraction(total.share),
            }
            data["questions"] = [
                _reviewed(paper, question, number, stands, review, marks.get(question.slot))
                for number, question in enumerate(paper.questions, 1)
            ]
        return data
    data["questions"] = [
        running_question(paper, question, number, stands) for number, question in enumerate(paper.questions, 1)
    ]
    return data


def running_question(paper: Paper, question: Question, number: int, stands: Taken) -> dict[str, Any]:
    """A question of an open attempt."""
    quiz, state = paper.quiz, stands.state(question.slot)
    outcome = stands.outcomes.get(question.slot)
    if is_over(quiz, question, state, lang=paper.lang):
        return _shown(paper, question, question, number, state, outcome, reveal=True, over=True)
    tried = quiz.mode != "exam" and state.tries > 0
    bare = question.learner_view(shuffled=quiz.shuffle, answer=state.answer if tried else None, lang=paper.lang)
    bare = bare.model_copy(update={"hints": _hints(quiz, question, state)})
    data = _shown(paper, question, bare, number, state, outcome if tried else None, keys=tried)
    if question.slot in stands.again:
        answer, again = stands.again[question.slot]
        data |= {"answer": answer_json(answer), "again": outcome_data(again)}
    return data


def revealed_question(paper: Paper, question: Question, number: int, stands: Taken) -> dict[str, Any]:
    """A practice question of which the learner asked to see the answer."""
    state = stands.state(question.slot)
    outcome = stands.outcomes.get(question.slot)
    return _shown(paper, question, question, number, state, outcome, reveal=True, over=True)


def _hints(quiz: Quiz, question: Question, state: QuestionState) -> tuple[str, ...]:
    """Practice offers all hints, one after another; interactive mode gives one after each wrong try; an exam none."""
    if quiz.mode == "practice":
        return question.hints
    return question.hints[: state.tries] if quiz.mode in ("interactive", "adaptive") else ()


def _reviewed(
    paper: Paper, question: Question, number: int, stands: Taken, review: Shown, mark: HandMark | None
) -> dict[str, Any]:
    """A question of an attempt that was handed in, as far as the review is open."""
    state = stands.state(question.slot)
    outcome = stands.outcomes.get(question.slot)
    view: Question = question
    if not review.right:
        view = question.learner_view(shuffled=paper.quiz.shuffle, answer=state.answer, lang=paper.lang)
    if not review.feedback:
        view = _without_feedback(view)
    data = _shown(paper, question, view, number, state, outcome, reveal=review.right, over=True)
    if mark is not None and mark.comment:
        data["comment"] = mark.comment
    return data


def _shown(
    paper: Paper,
    question: Question,
    view: Question,
    number: int,
    state: QuestionState,
    outcome: Outcome | None,
    *,
    keys: bool = True,
    reveal: bool = False,
    over: bool = False,
) -> dict[str, Any]:
    return {
        "slot": view.slot,
        "html": question_html(paper.folder, paper.lesson.id, view, number),
        "data": question_data(view, paper.lang, keys=keys) | question_rules(paper.quiz, question),
        "shuffled": paper.quiz.shuffle,
        "answer": answer_json(state.answer),
        "tries": state.tries,
        "earned": fraction(state.earned),
        "marked": state.marked,
        "certainty": state.certainty,
        "flagged": state.flagged,
        "outcome": None if outcome is None else outcome_data(_placed(outcome, question, view)),
        "again": None,
        "reveal": reveal,
        "over": over,
    }


def _placed(outcome: Outcome, question: Question, view: Question) -> Outcome:
    """The outcome with its parts in the order in which the page knows them, which may not be the author's."""
    written, shown = _part_keys(question), _part_keys(view)
    if len(outcome.parts) != len(written) or written == shown:
        return outcome
    verdicts = dict(zip(written, outcome.parts, strict=True))
    return replace(outcome, parts=tuple(verdicts[key] for key in shown))


def _part_keys(question: Question) -> list[str]:
    """The keys of the parts that are marked one by one, in the order of the question's data."""
    data = question.marking_data()
    parts: list[Any] = data.get("pairs") or data.get("rows") or data.get("steps") or []
    return [part["key"] if isinstance(part, dict) else part for part in parts]


def outcome_data(outcome: Outcome) -> dict[str, Any]:
    """How an answer was marked, as the player's `Outcome`."""
    return {
        "fraction": fraction(outcome.fraction),
        "empty": outcome.empty,
        "matched": outcome.matched,
        "parts": list(outcome.parts),
        "notice": outcome.notice,
        "rejects": list(outcome.rejects),
    }


Part = TypeVar("Part", bound=BaseModel)


def _without_feedback(model: Part) -> Part:
    """A copy of a model in which no field of feedback says anything."""
    update: dict[str, Any] = {}
    for name in type(model).model_fields:
        value = getattr(model, name)
        if name.startswith("feedback"):
            update[name] = ""
        elif isinstance(value, BaseModel):
            update[name] = _without_feedback(value)
        elif isinstance(value, tuple):
            update[name] = tuple(_without_feedback(one) if isinstance(one, BaseModel) else one for one in value)
    return model.model_copy(update=update)

"""The rules of an attempt at a quiz: what an answer changes, what an attempt is worth, what is shown afterwards.

Pure: no clock, no chance, nothing kept. The player has the same rules (`player/src/attempt.ts`); both run
`tests/vectors/attempt.json` and the random quizzes of `tests/hornbook/test_two_graders.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from hornbook.blocks.quiz import Counts, Quiz, Review, When
from hornbook.questions import Answer, Outcome, Question, mark
from hornbook.questions.answer import Filled, Typed

_ZERO = Fraction(0)
_ONE = Fraction(1)
#: Marks of a right and of a wrong answer by certainty 1 to 3 (Gardner-Medwin); none chosen counts as the lowest.
_CERTAIN = {0: (1, 0), 1: (1, 0), 2: (2, -2), 3: (3, -6)}
_HIGHEST_MARK = 3


@dataclass(frozen=True)
class QuestionState:
    """What is kept of one question in the current attempt of its quiz."""

    tries: int = 0
    """How many answers were marked."""
    earned: Fraction = _ZERO
    """Part of the points, 0 to 1."""
    marked: bool = False
    """False while the answer is only noted: before an exam is handed in, and until somebody marks an essay."""
    answer: Answer | None = None
    certainty: int = 0
    """How sure the learner was: 1 not sure, 2 fairly, 3 very; 0 = not said."""
    flagged: bool = False
    """The learner wants to come back to it."""


#: A question that the learner has not touched.
UNTOUCHED = QuestionState()


def tries_allowed(quiz: Quiz, question: Question) -> int | None:
    """How many tries a question has; None = no limit.

    In interactive mode as many as the question or the quiz says, else one more than it has hints; in an exam one.
    """
    if quiz.mode == "exam":
        return 1
    if quiz.mode == "interactive":
        return question.tries or quiz.tries or len(question.hints) + 1
    return None


def penalty(quiz: Quiz, question: Question) -> Fraction:
    """What each wrong try costs of the question's points, 0 to 1."""
    if quiz.mode not in ("interactive", "adaptive"):
        return _ZERO
    return Fraction(quiz.penalty if question.penalty is None else question.penalty, 100)


def asks_certainty(quiz: Quiz, question: Question) -> bool:
    """Whether the learner says how sure the answer is."""
    return quiz.certainty != "off" if question.certainty is None else question.certainty


def is_over(quiz: Quiz, question: Question, state: QuestionState, *, lang: str = "en") -> bool:
    """Whether the question takes no more answers before the attempt ends: answered right, or no try is left.

    An exam takes answers until it is handed in. An essay does until it is marked.
    """
    if quiz.mode == "exam" or not state.marked:
        return False
    if question.by_hand:
        return True
    allowed = tries_allowed(quiz, question)
    return (allowed is not None and state.tries >= allowed) or _is_right(quiz, question, state, lang)


def _is_right(quiz: Quiz, question: Question, state: QuestionState, lang: str) -> bool:
    if _is_cut(state.answer):
        # Of words that were not kept whole, the mark is what is left.
        return state.earned > 0 and state.earned >= _ONE - penalty(quiz, question) * (state.tries - 1)
    return mark(question, state.answer, lang=lang).fraction == 1


def answered_right(quiz: Quiz, question: Question, state: QuestionState, *, lang: str = "en") -> Fraction:
    """How right the answer itself is, 0 to 1, whatever the tries before it have cost."""
    if quiz.mode in ("exam", "practice") or question.by_hand or _is_cut(state.answer):
        return state.earned
    return mark(question, state.answer, lang=lang).fraction


def _is_cut(answer: Answer | None) -> bool:
    return isinstance(answer, Typed | Filled) and answer.cut


def respond(
    quiz: Quiz,
    question: Question,
    before: QuestionState,
    answer: Answer | None,
    *,
    certainty: int = 0,
    lang: str = "en",
) -> tuple[QuestionState, Outcome]:
    """The question's state after an answer in an attempt that is still open, and how the answer was marked.

    An exam only notes it: its outcome is not for the learner yet. In the other modes it is marked at once. What is
    empty, unreadable, ambiguous or nearly right costs no try, nor does the answer that was marked last, given again;
    a question that is over stays as it is. In interactive and adaptive mode each wrong try before this one costs
    the penalty, and what an earlier try has earned is never lost. Practice keeps the mark of the last answer.
    """
    outcome = mark(question, answer, lang=lang)
    if is_over(quiz, question, before, lang=lang):
        return before, outcome
    noted = replace(before, answer=answer, certainty=certainty)
    if quiz.mode == "exam":
        return replace(noted, earned=_ZERO, marked=False), outcome
    if not outcome.costs_a_try or (before.marked and answer == before.answer):
        return (before if before.marked else noted), outcome
    if question.by_hand:
        return replace(noted, tries=1), outcome
    earned = outcome.fraction
    if quiz.mode != "practice":
        earned = max(before.earned, earned - penalty(quiz, question) * before.tries)
    return replace(noted, tries=before.tries + 1, earned=earned, marked=True), outcome


def hand_in(
    quiz: Quiz, questions: Iterable[Question], states: Mapping[int, QuestionState], *, lang: str = "en"
) -> dict[int, QuestionState]:
    """The states, by slot, of the questions drawn for an attempt when it is handed in or its time is over.

    What was only noted is marked; nothing earns nothing. An essay with an answer waits for somebody to mark it.
    """
    return {
        question.slot: _handed_in(quiz, question, states.get(question.slot, UNTOUCHED), lang) for question in questions
    }


def _handed_in(quiz: Quiz, question: Question, state: QuestionState, lang: str) -> QuestionState:
    if state.marked and (quiz.mode != "exam" or question.by_hand):
        return state
    outcome = mark(question, state.answer, lang=lang)
    if outcome.empty:
        return replace(state, earned=_ZERO, marked=True)
    if question.by_hand:
        return replace(state, tries=1, earned=_ZERO, marked=False)
    return replace(state, tries=state.tries + 1, earned=outcome.fraction, marked=True)


def mark_by_hand(state: QuestionState, earned: Fraction) -> QuestionState:
    """The state of an essay that somebody has marked, `earned` from 0 to 1; it can be marked again."""
    if not 0 <= earned <= 1:
        raise ValueError("a mark is a part of the points, from 0 to 1")
    return replace(state, earned=earned, marked=True)


def waits(question: Question, state: QuestionState) -> bool:
    """Whether an answer is there that somebody has yet to mark."""
    return question.by_hand and state.tries > 0 and not state.marked


def remarked(quiz: Quiz, question: Question, state: QuestionState, *, lang: str = "en") -> QuestionState:
    """The state after the author has changed the key of a question and said `remark`; without it, as it was.

    Only the last answer is known: its mark is what the tries before it leave of it. Words that were not kept whole
    keep their mark. Doing it twice changes nothing more.
    """
    if not question.remark or question.by_hand or not state.marked or _is_cut(state.answer):
        return state
    outcome = mark(question, state.answer, lang=lang)
    earned = outcome.fraction - penalty(quiz, question) * max(0, state.tries - 1)
    return replace(state, earned=max(_ZERO, earned))


@dataclass(frozen=True)
class Result:
    """What an attempt is worth, in points."""

    earned: Fraction
    total: int
    """Points to be had, without those of essays that wait to be marked."""
    waiting: int = 0
    """Points of those essays."""

    @property
    def share(self) -> Fraction | None:
        """The score from 0 to 1; None where there is nothing to score yet."""
        return self.earned / self.total if self.total else None


def result(quiz: Quiz, questions: Iterable[Question], states: Mapping[int, QuestionState]) -> Result:
    """The worth of the questions drawn for an attempt, as they stand.

    Where certainty is graded, each is worth its certainty mark in thirds: right 1, 2, 3 and wrong 0, -2, -6; the
    sum is never below 0.
    """
    earned, total, waiting = _ZERO, 0, 0
    for question in questions:
        state = states.get(question.slot, UNTOUCHED)
        if waits(question, state):
            waiting += question.points
            continue
        total += question.points
        if quiz.certainty == "graded" and asks_certainty(quiz, question):
            earned += question.points * certainty_mark(state.earned, state.certainty) / _HIGHEST_MARK
        else:
            earned += question.points * state.earned
    return Result(max(_ZERO, earned), total, waiting)


def certainty_mark(earned: Fraction, certainty: int) -> Fraction:
    """1, 2 or 3 for an answer that is right, its part for one that is partly right, 0, -2 or -6 for a wrong one."""
    right, wrong = _CERTAIN[certainty]
    return earned * right if earned > 0 else Fraction(wrong)


@dataclass(frozen=True)
class Calibration:
    """How well a learner knew what they knew."""

    answers: tuple[int, int, int]
    """How many answers were given with certainty 1, 2 and 3."""
    right: tuple[int, int, int]
    """How many of them were right."""
    marks: Fraction
    """The sum of their certainty marks, which may be below 0: for the learner alone, never for an LMS."""
    sure_but_wrong: tuple[int, ...]
    """Slots of questions answered wrong with the highest certainty, to be looked at first."""


def calibration(
    quiz: Quiz, questions: Iterable[Question], states: Mapping[int, QuestionState], *, lang: str = "en"
) -> Calibration:
    """Certainty and truth of the marked answers in which the learner said how sure they were.

    It is about the last answer alone: what tries before it cost makes it no less right.
    """
    answers, right = [0, 0, 0], [0, 0, 0]
    marks = _ZERO
    sure_but_wrong: list[int] = []
    for question in questions:
        state = states.get(question.slot, UNTOUCHED)
        if not (state.marked and state.tries and 1 <= state.certainty <= 3):
            continue
        answers[state.certainty - 1] += 1
        truth = answered_right(quiz, question, state, lang=lang)
        right[state.certainty - 1] += truth == 1
        marks += certainty_mark(truth, state.certainty)
        if state.certainty == 3 and truth == 0:
            sure_but_wrong.append(question.slot)
    return Calibration(
        (answers[0], answers[1], answers[2]), (right[0], right[1], right[2]), marks, tuple(sure_but_wrong)
    )


def that_counts(counts: Counts, shares: Sequence[Fraction]) -> Fraction | None:
    """The score of a quiz from those of its attempts, in the order of handing in; None before the first."""
    choose: dict[Counts, Callable[[Sequence[Fraction]], Fraction]] = {
        "best": max,
        "last": lambda all_: all_[-1],
        "first": lambda all_: all_[0],
        "mean": lambda all_: sum(all_, _ZERO) / len(all_),
    }
    return choose[counts](shares) if shares else None


def counted(counts: Counts, before: Fraction | None, handed_in: int, share: Fraction) -> Fraction:
    """The score after one more attempt: `before` is the score after the `handed_in` attempts before it.

    The same as `that_counts` of all of them, for a state that has no room for each.
    """
    if before is None or handed_in == 0 or counts == "last":
        return share
    if counts == "first":
        return before
    if counts == "best":
        return max(before, share)
    return (before * handed_in + share) / (handed_in + 1)


def recounted(counts: Counts, before: Fraction, handed_in: int, old: Fraction, new: Fraction) -> Fraction:
    """The score after the last of `handed_in` attempts was marked anew, worth `old` before and `new` now.

    Where the best counts, other attempts are no longer known: the score then never goes down.
    """
    if handed_in <= 1 or counts == "last":
        return new
    if counts == "first":
        return before
    if counts == "best":
        return max(before, new)
    return before + (new - old) / handed_in


def attempt_left(quiz: Quiz, handed_in: int) -> bool:
    """Whether the quiz may be begun again after so many attempts."""
    return quiz.attempts == 0 or handed_in < quiz.attempts


def seconds_left(quiz: Quiz, spent: int) -> int | None:
    """Seconds that remain of an attempt after `spent`; None without a limit."""
    return max(0, quiz.time * 60 - spent) if quiz.time else None


@dataclass(frozen=True)
class Shown:
    """What a learner sees of a handed-in attempt now."""

    own: bool
    right: bool
    feedback: bool


def shown(review: Review, *, due_passed: bool, attempts_left: bool) -> Shown:
    """What the rules of the review open now; without the own answers nothing, as the rest belongs to them."""
    opened: dict[When, bool] = {
        "now": True,
        "after-due": due_passed,
        "after-attempts": not attempts_left,
        "never": False,
    }
    own = opened[review.own]
    return Shown(own, own and opened[review.right], own and opened[review.feedback])

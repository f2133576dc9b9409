"""Short: a word or a few, typed."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from pydantic import model_validator

from hornbook.folding import fold
from hornbook.model import Flag, Line, Model, Prose, wrong
from hornbook.questions.base import BaseQuestion
from hornbook.questions.outcome import Outcome


class Reject(Model):
    """An expected wrong answer in its variants, and what to say to it."""

    variants: tuple[Line, ...]
    feedback: Prose = ""


class Short(BaseQuestion):
    """The learner types an answer; it counts when it folds to the same text as an accepted one."""

    type: Literal["short"] = "short"
    accept: tuple[Line, ...]
    reject: tuple[Reject, ...] = ()
    case: Flag = False

    @model_validator(mode="after")
    def _something_is_accepted(self) -> Short:
        if not any(self.accept):
            raise wrong("no-accepted-answer", 'A short question needs an accepted answer: a line "= answer".')
        return self


def mark(question: Short, text: str) -> Outcome:
    """Mark the typed text: right when it folds as an accepted answer does; a blank text is empty.

    `matched` is the position in `reject` of the expected wrong answer that was given.
    """
    given = fold(text, case=question.case)
    if not given:
        return Outcome(Fraction(0), empty=True)
    if any(given == fold(accepted, case=question.case) for accepted in question.accept):
        return Outcome(Fraction(1))
    for position, reject in enumerate(question.reject):
        if any(given == fold(variant, case=question.case) for variant in reject.variants):
            return Outcome(Fraction(0), matched=position)
    return Outcome(Fraction(0))

"""Short: a word or a few, typed."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Literal, Self

from pydantic import model_validator

from hornbook.folding import fold
from hornbook.model import Flag, Line, Model, Prose, wrong
from hornbook.questions.answer import Answer, Typed
from hornbook.questions.base import AnswerSize, BaseQuestion
from hornbook.questions.outcome import EMPTY, Outcome


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
    def _something_is_accepted(self) -> Self:
        if not any(self.accept):
            raise wrong("no-accepted-answer", 'A short question needs an accepted answer: a line "= answer".')
        return self

    def mark(self, answer: Answer | None, *, lang: str = "en") -> Outcome:
        """Right when it folds as an accepted answer does; a blank text is empty.

        `matched` is the position in `reject` of the expected wrong answer that was given.
        """
        given = fold(answer.text, case=self.case) if isinstance(answer, Typed) else ""
        if not given:
            return EMPTY
        if any(given == fold(accepted, case=self.case) for accepted in self.accept):
            return Outcome(Fraction(1))
        for position, reject in enumerate(self.reject):
            if any(given == fold(variant, case=self.case) for variant in reject.variants):
                return Outcome(Fraction(0), matched=position)
        return Outcome(Fraction(0))

    def marking_data(self) -> dict[str, Any]:
        """Accepted and expected wrong answers."""
        return {
            "accept": list(self.accept),
            "reject": [list(reject.variants) for reject in self.reject],
            "case": self.case,
        }

    def learner_view(self, *, shuffled: bool = False, answer: Answer | None = None) -> Self:
        """No wording at all; of the expected wrong answers the one that was given keeps its feedback."""
        matched = self.mark(answer).matched
        reject = tuple(
            Reject(variants=(), feedback=reject.feedback if position == matched else "")
            for position, reject in enumerate(self.reject)
        )
        return self.without_help(accept=(), reject=reject)

    @property
    def size(self) -> AnswerSize:
        """A text."""
        return AnswerSize("text")

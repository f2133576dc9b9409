"""Essay: a text in the learner's own words, marked by a person or by nobody."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field

from hornbook.model import Whole
from hornbook.questions.answer import Answer, Typed
from hornbook.questions.base import AnswerSize, BaseQuestion
from hornbook.questions.outcome import EMPTY, Outcome

#: Something other than spaces of all kinds and characters without a width; the player has the same (`essay.ts`).
_WRITTEN = re.compile(
    "[^\\t\\n\\v\\f\\r \\x85\\xa0\\xad\\u1680\\u180e\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u2064\\u3000\\ufeff]"
)


class Essay(BaseQuestion):
    """The learner writes; `words` is about how many, 0 where that is left open. The explanation is the rubric.

    No program marks it. Until a person has, its points are left out of the score.
    """

    by_hand: ClassVar[bool] = True

    type: Literal["essay"] = "essay"
    words: Annotated[Whole, Field(ge=0, le=10_000)] = 0
    """About how many words are wanted; 0 leaves it open."""

    def mark(self, answer: Answer | None, *, lang: str = "en") -> Outcome:
        """Only whether something was written."""
        written = isinstance(answer, Typed) and _WRITTEN.search(answer.text)
        return Outcome(Fraction(0)) if written else EMPTY

    def marking_data(self) -> dict[str, Any]:
        """About how many words are wanted."""
        return {"words": self.words} if self.words else {}

    def learner_view(self, *, shuffled: bool = False, answer: Answer | None = None, lang: str = "en") -> Self:
        """Without the rubric."""
        return self.without_help()

    @property
    def size(self) -> AnswerSize:
        """A text."""
        return AnswerSize("text")

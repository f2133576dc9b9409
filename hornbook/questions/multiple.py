"""Multiple: several answers, any number of them right."""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import Any, Literal, Self

from pydantic import model_validator

from hornbook.questions.answer import Answer
from hornbook.questions.base import AnswerSize, BaseQuestion, GiveKeys, Option, keyed, room
from hornbook.questions.choice import check_options, chosen, options_data, veiled
from hornbook.questions.outcome import EMPTY, Outcome


class Multiple(BaseQuestion):
    """The learner picks every right option; a wrong one costs as much as its share."""

    type: Literal["multiple"] = "multiple"
    options: tuple[Option, ...]

    @model_validator(mode="after")
    def _some_are_right(self) -> Self:
        check_options(self.options)
        return self

    def mark(self, answer: Answer | None, *, lang: str = "en") -> Outcome:
        """Right chosen / right - wrong chosen / wrong, and never below 0; with no wrong option the first share alone.

        Keys that the question does not have are not read.
        """
        positions = chosen(self.options, answer)
        if not positions:
            return EMPTY
        right, wrong_options = self._counts()
        hits = sum(self.options[position].right for position in positions)
        earned = Fraction(hits, right)
        if wrong_options:
            earned -= Fraction(len(positions) - hits, wrong_options)
        return Outcome(max(Fraction(0), earned))

    def marking_data(self) -> dict[str, Any]:
        """The options with their keys."""
        return {"options": options_data(self.options)}

    def learner_view(self, *, shuffled: bool = False, answer: Answer | None = None) -> Self:
        """Options without the key."""
        return self.without_help(options=veiled(self.options, shuffled, answer))

    @property
    def size(self) -> AnswerSize:
        """One bit for each key."""
        right, wrong_options = self._counts()
        return AnswerSize("keys", room(self.options), shares=lcm(right, max(1, wrong_options)))

    def with_keys(self, give: GiveKeys) -> Self:
        """Keys for the options."""
        return self.model_copy(update={"options": keyed(self.options, give("", [one.text for one in self.options]))})

    def _counts(self) -> tuple[int, int]:
        right = sum(option.right for option in self.options)
        return right, len(self.options) - right

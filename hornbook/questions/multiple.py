"""Multiple: several answers, any number of them right."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction
from typing import Literal

from pydantic import model_validator

from hornbook.questions.base import BaseQuestion, Option
from hornbook.questions.choice import check_options
from hornbook.questions.outcome import Outcome


class Multiple(BaseQuestion):
    """The learner picks every right option; a wrong one costs as much as its share."""

    type: Literal["multiple"] = "multiple"
    options: tuple[Option, ...]

    @model_validator(mode="after")
    def _some_are_right(self) -> Multiple:
        check_options(self.options)
        return self


def mark(question: Multiple, keys: Collection[str]) -> Outcome:
    """Mark the keys of the chosen options: right chosen / right - wrong chosen / wrong, and never below 0.

    With no wrong option only the first share counts. Keys that the question does not have are not read.
    """
    chosen = [option.right for option in question.options if option.key in keys]
    if not chosen:
        return Outcome(Fraction(0), empty=True)
    right = sum(option.right for option in question.options)
    wrong_options = len(question.options) - right
    earned = Fraction(sum(chosen), right)
    if wrong_options:
        earned -= Fraction(len(chosen) - sum(chosen), wrong_options)
    return Outcome(max(Fraction(0), earned))

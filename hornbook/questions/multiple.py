"""Multiple: several answers, any number of them right."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm
from typing import Any, Literal, Self

from pydantic import model_validator

from hornbook.model import wrong
from hornbook.questions.answer import Answer
from hornbook.questions.base import AnswerSize, BaseQuestion, GiveKeys, Option, Scoring, keyed, room, scoring_data
from hornbook.questions.choice import check_options, chosen, options_data, veiled
from hornbook.questions.outcome import EMPTY, Outcome


class Multiple(BaseQuestion):
    """The learner picks every right option; a wrong one costs as much as its share."""

    type: Literal["multiple"] = "multiple"
    options: tuple[Option, ...]
    """The answers, any number of them right."""
    scoring: Scoring = "parts"
    """parts: right ones earn, wrong ones cost; all: nothing unless exactly the right ones are chosen."""

    @model_validator(mode="after")
    def _some_are_right(self) -> Self:
        check_options(self.options)
        check_weights(self.options)
        return self

    def mark(self, answer: Answer | None, *, lang: str = "en") -> Outcome:
        """Right chosen / right - wrong chosen / wrong, by weight, and never below 0."""
        return mark_several(self.options, answer, self.scoring)

    def marking_data(self) -> dict[str, Any]:
        """The options with their keys."""
        return {"options": options_data(self.options), **scoring_data(self.scoring)}

    def learner_view(self, *, shuffled: bool = False, answer: Answer | None = None, lang: str = "en") -> Self:
        """Options without the key."""
        return self.without_help(options=veiled(self.options, shuffled, answer))

    @property
    def size(self) -> AnswerSize:
        """One bit for each key."""
        return AnswerSize("keys", room(self.options), shares=shares_of(self.options, self.scoring))

    def with_keys(self, give: GiveKeys) -> Self:
        """Keys for the options."""
        return self.model_copy(update={"options": keyed(self.options, give("", [one.text for one in self.options]))})


def check_weights(options: Sequence[Option]) -> None:
    """Refuse right options that earn nothing, all of them together."""
    if not weight_of(options, right=True):
        raise wrong("weights-zero", "All right answers have the weight 0, so nothing could be earned.")


def weight_of(options: Sequence[Option], *, right: bool) -> int:
    """The weight of all right, or of all wrong options."""
    return sum(option.weight for option in options if option.right is right)


def mark_several(options: Sequence[Option], answer: Answer | None, scoring: Scoring) -> Outcome:
    """Mark an answer that picks any number of options; keys that the question does not have are not read.

    Weight of the right chosen / weight of the right - weight of the wrong chosen / weight of the wrong, and never below
    0; where the wrong weigh nothing, the first part alone. With scoring `all` exactly the right ones earn everything.
    """
    picked = [options[position] for position in chosen(options, answer)]
    if not picked:
        return EMPTY
    if scoring == "all":
        return Outcome(Fraction(int(picked == [option for option in options if option.right])))
    earned = Fraction(weight_of(picked, right=True), weight_of(options, right=True))
    cost = weight_of(options, right=False)
    if cost:
        earned -= Fraction(weight_of(picked, right=False), cost)
    return Outcome(max(Fraction(0), earned))


def shares_of(options: Sequence[Option], scoring: Scoring) -> int:
    """The greatest denominator of what `mark_several` gives."""
    if scoring == "all":
        return 1
    return lcm(weight_of(options, right=True), max(1, weight_of(options, right=False)))

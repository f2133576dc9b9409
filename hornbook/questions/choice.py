"""Choice: several answers, exactly one of them right."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction
from typing import Literal

from pydantic import model_validator

from hornbook.model import wrong
from hornbook.questions.base import KEYS, BaseQuestion, Option
from hornbook.questions.outcome import Outcome


class Choice(BaseQuestion):
    """The learner picks one option."""

    type: Literal["choice"] = "choice"
    options: tuple[Option, ...]

    @model_validator(mode="after")
    def _one_is_right(self) -> Choice:
        check_options(self.options)
        if sum(option.right for option in self.options) != 1:
            raise wrong("choice-not-one-right", "A choice question has exactly one right answer.")
        return self


def check_options(options: tuple[Option, ...]) -> None:
    """Refuse a list of options that nobody could choose from."""
    if len(options) < 2:
        raise wrong("too-few-options", "A question to choose from needs at least two answers.")
    if len(options) > len(KEYS):
        raise wrong("too-many-options", f"A question has at most {len(KEYS)} answers, this one has {len(options)}.")
    if not any(option.right for option in options):
        raise wrong("no-right-answer", "No answer is marked right. Mark one with [x].")


def mark(question: Choice, keys: Collection[str]) -> Outcome:
    """Mark the keys of the chosen options, all or nothing; keys that it does not have are not read."""
    return mark_one(question.options, keys)


def mark_one(options: tuple[Option, ...], keys: Collection[str]) -> Outcome:
    """Mark a response that picks one of the options; two picks are none of them."""
    chosen = [position for position, option in enumerate(options) if option.key in keys]
    if len(chosen) != 1:
        return Outcome(Fraction(0), empty=not chosen)
    return Outcome(Fraction(int(options[chosen[0]].right)), matched=chosen[0])

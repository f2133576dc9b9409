"""Choice: several answers, exactly one of them right."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Literal, Self, TypeVar

from pydantic import model_validator

from hornbook.model import wrong
from hornbook.questions.answer import Answer, Chosen
from hornbook.questions.base import KEYS, AnswerSize, BaseQuestion, GiveKeys, Option, keyed, room
from hornbook.questions.outcome import EMPTY, Outcome

AnyOption = TypeVar("AnyOption", bound=Option)


class Choice(BaseQuestion):
    """The learner picks one option."""

    type: Literal["choice"] = "choice"
    options: tuple[Option, ...]
    """The answers, exactly one of them right."""

    @model_validator(mode="after")
    def _one_is_right(self) -> Self:
        check_options(self.options)
        if sum(option.right for option in self.options) != 1:
            raise wrong("choice-not-one-right", "A choice question has exactly one right answer.")
        refuse_weights(self.options)
        return self

    def mark(self, answer: Answer | None, *, lang: str = "en") -> Outcome:
        """All or nothing; keys that the question does not have are not read."""
        return mark_one(self.options, answer)

    def marking_data(self) -> dict[str, Any]:
        """The options with their keys."""
        return {"options": options_data(self.options)}

    def learner_view(self, *, shuffled: bool = False, answer: Answer | None = None, lang: str = "en") -> Self:
        """Options without the key."""
        return self.without_help(options=veiled(self.options, shuffled, answer))

    @property
    def size(self) -> AnswerSize:
        """One bit for each key."""
        return AnswerSize("keys", room(self.options))

    def with_keys(self, give: GiveKeys) -> Self:
        """Keys for the options."""
        return self.model_copy(update={"options": keyed(self.options, give("", [one.text for one in self.options]))})


def refuse_weights(options: Sequence[Option]) -> None:
    """Refuse weights where one answer is chosen and earns everything."""
    if any(option.weight != 1 for option in options):
        raise wrong("weight-place", "Where one answer is right, it earns all points: answers have no weights here.")


def check_options(options: Sequence[Option]) -> None:
    """Refuse a list of options that nobody could choose from."""
    if len(options) < 2:
        raise wrong("too-few-options", "A question to choose from needs at least two answers.")
    if len(options) > len(KEYS):
        raise wrong("too-many-options", f"A question has at most {len(KEYS)} answers, this one has {len(options)}.")
    if not any(option.right for option in options):
        raise wrong("no-right-answer", "No answer is marked right. Mark one with [x].")


def chosen(options: Sequence[Option], answer: Answer | None) -> list[int]:
    """Positions of the options that the answer chose."""
    keys = answer.keys if isinstance(answer, Chosen) else ()
    return [position for position, option in enumerate(options) if option.number in keys]


def veiled(options: tuple[AnyOption, ...], shuffled: bool, answer: Answer | None) -> tuple[AnyOption, ...]:
    """Options without verdict and feedback, but for those that the answer chose; `shuffled` puts them in key order."""
    shown = set(chosen(options, answer))
    bare = [
        option if position in shown else option.model_copy(update={"right": False, "weight": 1, "feedback": ""})
        for position, option in enumerate(options)
    ]
    return tuple(sorted(bare, key=lambda option: option.number) if shuffled else bare)


def mark_one(options: Sequence[Option], answer: Answer | None) -> Outcome:
    """Mark an answer that picks one of the options; two picks are none of them."""
    positions = chosen(options, answer)
    if len(positions) != 1:
        return Outcome(Fraction(0)) if positions else EMPTY
    return Outcome(Fraction(int(options[positions[0]].right)), matched=positions[0])


def options_data(options: Sequence[Option]) -> list[dict[str, Any]]:
    """Options as the player marks them."""
    return [
        {"key": option.key, "right": option.right} | ({"weight": option.weight} if option.weight != 1 else {})
        for option in options
    ]

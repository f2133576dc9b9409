"""Match: each left side has its right side, to be found among all of them."""

from __future__ import annotations

from typing import Any, Literal, Self

from pydantic import model_validator

from hornbook.model import Model, Prose, wrong
from hornbook.questions.answer import Answer, Listed
from hornbook.questions.base import KEYS, AnswerSize, BaseQuestion, GiveKeys, Keyed, Scoring, room, scoring_data
from hornbook.questions.outcome import EMPTY, Outcome, by_parts


class Pair(Keyed):
    """A left side with its right one; `key` names the left side, `right_key` the right one among all right sides.

    `feedback` is for those who matched the left side wrong.
    """

    left: Prose
    """The left side."""
    right: Prose
    """The right side that belongs to it."""
    right_key: str = ""
    """The lasting key of the right side."""
    feedback: Prose = ""
    """What is said to those who have it wrong."""


class Extra(Keyed):
    """A right side that belongs to no left one."""

    text: Prose
    """A right side that belongs to nothing."""


class Side(Model):
    """A right side as it is offered: once, even where several left sides have it."""

    key: str
    text: Prose
    """The right side."""

    @property
    def number(self) -> int:
        """The key as a number."""
        return KEYS.find(self.key) if self.key else -1


class Match(BaseQuestion):
    """The learner finds the right side of each left side; each left side earns its share."""

    type: Literal["match"] = "match"
    pairs: tuple[Pair, ...]
    """The pairs."""
    extra: tuple[Extra, ...] = ()
    """Right sides that belong to nothing."""
    scoring: Scoring = "parts"
    """parts: each pair earns its share; all: nothing unless all are right."""

    @model_validator(mode="after")
    def _there_is_something_to_match(self) -> Self:
        if len(self.pairs) < 2:
            raise wrong("too-few-pairs", "A match has at least two pairs.")
        for what, count in (("pairs", len(self.pairs)), ("right sides", len(self.sides))):
            if count > len(KEYS):
                raise wrong("too-many-pairs", f"A match has at most {len(KEYS)} {what}, this one has {count}.")
        if len(self.sides) < 2:
            raise wrong("one-right-side", "All left sides have the same right side: there is nothing to choose from.")
        return self

    @property
    def sides(self) -> tuple[Side, ...]:
        """All right sides, each once."""
        found = {pair.right: pair.right_key for pair in self.pairs} | {extra.text: extra.key for extra in self.extra}
        return tuple(Side(key=key, text=text) for text, key in found.items() if text)

    def mark(self, answer: Answer | None, *, lang: str = "en") -> Outcome:
        """The share of the left sides that have their right one; sides that the question lacks are not read."""
        if not isinstance(answer, Listed):
            return EMPTY
        given = [_key(answer.at(pair.number)) for pair in self.pairs]
        if not {side.key for side in self.sides}.intersection(filter(None, given)):
            return EMPTY
        right = [key == pair.right_key for key, pair in zip(given, self.pairs, strict=True)]
        return by_parts(right, self.scoring)

    def marking_data(self) -> dict[str, Any]:
        """Left sides with the right side of each, and right sides that belong to none."""
        return {
            "pairs": [{"key": pair.key, "right": pair.right_key} for pair in self.pairs],
            "sides": [side.key for side in self.sides],
            **scoring_data(self.scoring),
        }

    def learner_view(self, *, shuffled: bool = False, answer: Answer | None = None, lang: str = "en") -> Self:
        """Left sides without their right ones, which stand as extra ones in the order of their keys."""
        parts = self.mark(answer, lang=lang).parts or (None,) * len(self.pairs)
        bare = [
            pair.model_copy(update={"right": "", "right_key": "", "feedback": pair.feedback if part is False else ""})
            for pair, part in zip(self.pairs, parts, strict=True)
        ]
        extra = (Extra(key=side.key, text=side.text) for side in sorted(self.sides, key=lambda side: side.number))
        return self.without_help(
            pairs=tuple(sorted(bare, key=lambda pair: pair.number) if shuffled else bare), extra=tuple(extra)
        )

    @property
    def size(self) -> AnswerSize:
        """A right side's key number for each left side."""
        highest = max((side.number for side in self.sides), default=0)
        shares = len(self.pairs) if self.scoring == "parts" else 1
        return AnswerSize("list", room(self.pairs), highest, shares)

    def with_keys(self, give: GiveKeys) -> Self:
        """Keys for left and right sides, in a group for each."""
        lefts = give("", [pair.left for pair in self.pairs])
        texts = [side.text for side in self.sides]
        sides = dict(zip(texts, give("right", texts), strict=True))
        pairs = (
            pair.model_copy(update={"key": key, "right_key": sides[pair.right]})
            for pair, key in zip(self.pairs, lefts, strict=True)
        )
        extra = (one.model_copy(update={"key": sides[one.text]}) for one in self.extra)
        return self.model_copy(update={"pairs": tuple(pairs), "extra": tuple(extra)})


def _key(number: int | None) -> str | None:
    return KEYS[number] if number is not None and 0 <= number < len(KEYS) else None

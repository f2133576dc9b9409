"""Answers: what a learner gave to a question, in the one form that page, state, LMS and database share.

As JSON (and as the TypeScript type in `player/src/questions/answer.ts`) an answer is one of

- `{"keys": [3, 11]}`: the key numbers (0 to 35) of what was chosen;
- `{"text": "..."}`: what was typed; with `"cut": true` only its beginning was kept;
- `{"list": [...]}`: a number for each place: of an order the key numbers in the learner's order; of a match for
  each left side's key number the right side's, or -1; of a matrix for each row's key number the chosen columns as a
  bit mask of their key numbers;
- `{"gaps": ["...", null]}`: for each gap's key number what was filled in, or null; with `"cut": true` some of it is
  lost.

Nothing answered is null.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

#: Parts of a question have keys of one character, 0-9 a-z.
MOST_PARTS = 36
#: A list holds key numbers, -1 for none, or masks of at most this many bits.
MOST_COLUMNS = 16
#: Characters of all that is typed into one question.
MOST_CHARACTERS = 100_000

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class AnswerError(ValueError):
    """Something was sent that is no answer."""


@dataclass(frozen=True)
class Chosen:
    """The key numbers of what was chosen, ascending, each once."""

    keys: tuple[int, ...]


@dataclass(frozen=True)
class Typed:
    """What was typed; `cut` where only its beginning, or nothing, was kept."""

    text: str
    cut: bool = False


@dataclass(frozen=True)
class Listed:
    """A number for each place; what it means depends on the type of question."""

    list: tuple[int, ...]

    def at(self, place: int) -> int | None:
        """The number at a place; None where the answer has no such place."""
        return self.list[place] if place < len(self.list) else None


@dataclass(frozen=True)
class Filled:
    """What was filled into each gap; `cut` where the wording of some was not kept whole."""

    gaps: tuple[str | None, ...]
    cut: bool = False

    def at(self, place: int) -> str | None:
        """What stands in a gap; None where nothing does."""
        return self.gaps[place] if place < len(self.gaps) else None


Answer = Chosen | Typed | Listed | Filled


def parse_answer(raw: object) -> Answer | None:
    """The answer in JSON that was read already; None for null.

    Raises AnswerError for anything else than the four forms: wrong types, more than 36 parts, numbers out of
    range, more than 100,000 characters. Lone surrogates, which no database takes, become U+FFFD.
    """
    if raw is None:
        return None
    if not isinstance(raw, Mapping):
        raise AnswerError("an answer is an object or null")
    forms = {"keys", "text", "list", "gaps"} & raw.keys()
    if len(forms) != 1 or raw.keys() - forms - {"cut"}:
        raise AnswerError("an answer has one of keys, text, list and gaps")
    (form,) = forms
    cut = raw.get("cut", False)
    if not isinstance(cut, bool) or (cut and form in ("keys", "list")):
        raise AnswerError("only what is typed can be cut")
    if form == "text":
        return Typed(_text(raw["text"], MOST_CHARACTERS), cut)
    values = raw[form]
    if not isinstance(values, list | tuple) or len(values) > MOST_PARTS:
        raise AnswerError(f"{form} is a list of at most {MOST_PARTS}")
    if form == "keys":
        return Chosen(tuple(sorted({_whole(value, 0, MOST_PARTS - 1) for value in values})))
    if form == "list":
        return Listed(tuple(_whole(value, -1, 2**MOST_COLUMNS - 1) for value in values))
    left = MOST_CHARACTERS
    gaps: list[str | None] = []
    for value in values:
        gaps.append(None if value is None else _text(value, left))
        left -= len(gaps[-1] or "")
    return Filled(tuple(gaps), cut)


def answer_json(answer: Answer | None) -> dict[str, Any] | None:
    """The answer as it is written in JSON; `parse_answer` reads it back."""
    match answer:
        case None:
            return None
        case Chosen():
            return {"keys": list(answer.keys)}
        case Listed():
            return {"list": list(answer.list)}
        case Typed():
            return {"text": answer.text} | ({"cut": True} if answer.cut else {})
        case Filled():
            return {"gaps": list(answer.gaps)} | ({"cut": True} if answer.cut else {})


def _whole(value: object, lowest: int, highest: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not lowest <= value <= highest:
        raise AnswerError(f"expected a whole number from {lowest} to {highest}")
    return value


def _text(value: object, most: int) -> str:
    if not isinstance(value, str):
        raise AnswerError("expected a text")
    if len(value) > most:
        raise AnswerError(f"more than {MOST_CHARACTERS} characters")
    return _LONE_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", value)

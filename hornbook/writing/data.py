"""A lesson as plain data, and that data as YAML and JSON: the form that importers and scripts write."""

from __future__ import annotations

import datetime
import json
from typing import TypeAlias

import yaml

from hornbook.blocks import Cards, Game, Quiz
from hornbook.course import Held, Lesson
from hornbook.model import GIVEN, Model

#: What YAML and JSON can hold, as far as a lesson needs it.
Plain: TypeAlias = "str | int | float | bool | list[Plain] | dict[str, Plain]"

#: Fields that name what a block or question is: they are written though they say what the model says by itself.
_NAMES = frozenset({"kind", "type"})


def lesson_data(lesson: Lesson) -> dict[str, Plain]:
    """The lesson without what its model would say by itself, and without what only the reader fills in.

    Equal data means equal lessons, but for slots and keys.
    """
    data = _model(lesson)
    blocks = data.get("blocks")
    if isinstance(blocks, list):
        data["blocks"] = _nested(lesson, blocks)
    return data


def _nested(lesson: Lesson, written: list[Plain]) -> list[Plain]:
    """Blocks inside the gates that hold them."""
    nested: list[Plain] = []
    for part in lesson.parts:
        block = written.pop(0)
        if isinstance(part, Held) and isinstance(block, dict):
            block.pop("holds", None)
            block["blocks"] = [written.pop(0) for _ in part.blocks]
        nested.append(block)
    return nested


def model_data(model: Model) -> dict[str, Plain]:
    """Any part of a lesson in the same way."""
    return _model(model)


def _model(model: Model) -> dict[str, Plain]:
    data: dict[str, Plain] = {}
    for name, field in type(model).model_fields.items():
        value: object = getattr(model, name)
        if name in GIVEN or (isinstance(model, Game) and name == "items"):
            continue
        if value == field.get_default(call_default_factory=True) and name not in _NAMES:
            continue
        if value is not None:
            data[field.alias or name.replace("_", "-")] = _value(value)
    if isinstance(model, Quiz):
        _quiz(model, data)
    elif isinstance(model, Cards):
        _deck(model, data)
    return data


def _quiz(quiz: Quiz, data: dict[str, Plain]) -> None:
    """Its own questions only: the others stand in the pools. Its weight follows from its mode."""
    own = quiz.questions[: len(quiz.questions) - sum(quiz.pooled)]
    data.pop("questions", None)
    if own:
        data["questions"] = _value(own)
    data.pop("weight", None)
    if quiz.weight != (0 if quiz.mode == "practice" else 1):
        data["weight"] = quiz.weight


def _deck(deck: Cards, data: dict[str, Plain]) -> None:
    """Cards are as their deck is, unless they say otherwise."""
    cards: list[Plain] = []
    for card in deck.cards:
        written = _model(card)
        for name, own, shared in (("typed", card.typed, deck.typed), ("both-ways", card.both_ways, deck.both_ways)):
            written.pop(name, None)
            if own != shared:
                written[name] = own
        cards.append(written)
    data["cards"] = cards


def _value(value: object) -> Plain:
    if isinstance(value, Model):
        return _model(value)
    if isinstance(value, tuple):
        return [_value(item) for item in value]
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, bool | int | str):
        return value
    raise TypeError(f"No plain form of {type(value).__name__}.")


class _Dumper(yaml.SafeDumper):
    """Texts of several lines stand as they are, and nothing is abbreviated by anchors."""

    def ignore_aliases(self, data: object) -> bool:
        """Write everything out."""
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _text)


def to_yaml(data: Plain) -> str:
    """Plain data as YAML."""
    return yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10**9)


def to_json(data: Plain) -> str:
    """Plain data as JSON."""
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"

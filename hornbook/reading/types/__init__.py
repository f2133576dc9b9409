"""The answers of questions: one module a type, each turning marked lines into the fields of its model."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from hornbook.reading.placed import PlacedMap
from hornbook.reading.question_parts import Parts
from hornbook.reading.report import Report
from hornbook.reading.types import choice, cloze, essay, hotspot, match, matrix, order, true_false, typed


@dataclass(frozen=True)
class TypeReader:
    """`read` fills in the answers; `forms` are the forms of lines that it takes (`Parts.forms`); `body_fields` are the
    fields that it fills, so they are no options in braces."""

    read: Callable[[PlacedMap, Parts, Report], None]
    forms: frozenset[str]
    body_fields: frozenset[str]


TYPE_READERS: dict[str, TypeReader] = {
    "choice": TypeReader(choice.read, frozenset({"options"}), frozenset({"options"})),
    "multiple": TypeReader(choice.read, frozenset({"options"}), frozenset({"options"})),
    "true-false": TypeReader(
        true_false.read, frozenset({"options"}), frozenset({"answer", "feedback_true", "feedback_false"})
    ),
    "short": TypeReader(typed.read, frozenset({"accept", "reject"}), frozenset({"accept", "reject"})),
    "cloze": TypeReader(cloze.read, frozenset({"reject"}), frozenset({"reject", "gap_keys", "choice_keys"})),
    "essay": TypeReader(essay.read, frozenset(), frozenset()),
    "number": TypeReader(typed.read, frozenset({"accept", "reject"}), frozenset({"accept", "reject"})),
    "match": TypeReader(match.read, frozenset({"pairs"}), frozenset({"pairs", "extra"})),
    "order": TypeReader(order.read, frozenset({"steps"}), frozenset({"steps"})),
    "matrix": TypeReader(matrix.read, frozenset({"table"}), frozenset({"columns", "rows"})),
    "hotspot": TypeReader(hotspot.read, frozenset({"regions"}), frozenset({"image", "alt", "regions"})),
}

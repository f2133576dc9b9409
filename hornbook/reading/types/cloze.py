"""Gaps of a cloze: they stand in the text of the question, and were looked at when its type was told."""

from __future__ import annotations

from hornbook.reading.placed import PlacedMap
from hornbook.reading.question_parts import Parts
from hornbook.reading.report import Report


def read(question: PlacedMap, parts: Parts, report: Report) -> None:
    """Nothing below the text belongs to it."""

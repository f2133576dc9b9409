"""Gaps of a cloze stand in the text of the question, and were looked at when its type was told; `~ expected wrong`."""

from __future__ import annotations

from hornbook.reading.placed import PlacedList, PlacedMap
from hornbook.reading.question_parts import Parts
from hornbook.reading.report import Report


def read(question: PlacedMap, parts: Parts, report: Report) -> None:
    """Expected wrong answers."""
    question.put("reject", PlacedList(question.span, parts.reject))

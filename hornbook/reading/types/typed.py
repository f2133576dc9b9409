"""Words and numbers to type, of short and number: `= accepted`, `~ expected wrong`."""

from __future__ import annotations

from hornbook.reading.placed import PlacedList, PlacedMap
from hornbook.reading.question_parts import Parts
from hornbook.reading.report import Report


def read(question: PlacedMap, parts: Parts, report: Report) -> None:
    """Accepted and expected wrong answers."""
    question.put("accept", PlacedList(question.span, parts.accept))
    question.put("reject", PlacedList(question.span, parts.reject))

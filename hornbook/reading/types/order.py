"""Steps: `1. first`, `2. second`, in their right order."""

from __future__ import annotations

from hornbook.reading.placed import PlacedList, PlacedMap
from hornbook.reading.question_parts import Parts
from hornbook.reading.report import Report
from hornbook.reading.types.choice import refuse_same


def read(question: PlacedMap, parts: Parts, report: Report) -> None:
    """The steps, no two alike."""
    refuse_same(parts.steps, "text", report)
    question.put("steps", PlacedList(question.span, parts.steps))

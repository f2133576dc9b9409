"""Answers to choose, of choice and multiple: `- [x] right`, `- [ ] wrong`."""

from __future__ import annotations

from collections.abc import Iterable

from hornbook.reading.placed import PlacedList, PlacedMap
from hornbook.reading.question_parts import Parts
from hornbook.reading.report import Report


def read(question: PlacedMap, parts: Parts, report: Report) -> None:
    """The options, no two alike."""
    refuse_same(parts.options, "text", report)
    question.put("options", PlacedList(question.span, parts.options))


def refuse_same(items: Iterable[PlacedMap], field: str, report: Report) -> None:
    """Report each item that says what an earlier one says: nobody could tell them apart."""
    seen: dict[str, int] = {}
    for item in items:
        first = seen.setdefault(str(item[field]), item.span.line)
        if first != item.span.line:
            report.error(
                "same-option-twice", f"This answer stands in line {first} too.", item.span, "Change one of them."
            )

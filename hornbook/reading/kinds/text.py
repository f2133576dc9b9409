"""The body of a text block: prose."""

from __future__ import annotations

from hornbook.reading.body import check_prose_lines, join_prose
from hornbook.reading.fences import Line
from hornbook.reading.placed import PlacedMap
from hornbook.reading.report import Report


def read(block: PlacedMap, lines: list[Line], report: Report) -> None:
    """Everything is the text."""
    check_prose_lines(lines, report)
    block.put("body", join_prose(lines))

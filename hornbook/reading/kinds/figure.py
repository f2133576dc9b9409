"""The body of a figure: the long description."""

from __future__ import annotations

from hornbook.reading.body import check_prose_lines, join_prose
from hornbook.reading.fences import Line
from hornbook.reading.placed import PlacedMap
from hornbook.reading.report import Report


def read(block: PlacedMap, lines: list[Line], report: Report) -> None:
    """Everything after the options is the description."""
    check_prose_lines(lines, report, minimum=3)
    if any(not line.blank for line in lines):
        block.put("description", join_prose(lines))

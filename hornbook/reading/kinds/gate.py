"""The body of a gate above the blocks that it holds: what is shown of it in any case."""

from __future__ import annotations

from hornbook.reading.body import check_prose_lines, join_prose
from hornbook.reading.fences import Line
from hornbook.reading.placed import PlacedMap
from hornbook.reading.report import Report


def read(block: PlacedMap, lines: list[Line], report: Report) -> None:
    """Everything is the teaser."""
    check_prose_lines(lines, report, minimum=3)
    if any(not line.blank for line in lines):
        block.put("teaser", join_prose(lines))

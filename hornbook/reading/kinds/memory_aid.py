"""The body of a memory aid: the words to remember."""

from __future__ import annotations

from hornbook.reading.body import check_prose_lines, join_prose
from hornbook.reading.fences import Line
from hornbook.reading.placed import PlacedMap
from hornbook.reading.report import Report


def read(block: PlacedMap, lines: list[Line], report: Report) -> None:
    """Everything is the text; an empty aid is an error."""
    check_prose_lines(lines, report, minimum=3)
    if any(not line.blank for line in lines):
        block.put("text", join_prose(lines))

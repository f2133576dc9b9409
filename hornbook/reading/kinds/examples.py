"""The body of examples: one list item each."""

from __future__ import annotations

from hornbook.reading.body import item_text, list_items
from hornbook.reading.fences import Line
from hornbook.reading.placed import PlacedList, PlacedMap
from hornbook.reading.report import Report


def read(block: PlacedMap, lines: list[Line], report: Report) -> None:
    """`- an example`, going on in lines indented by two spaces."""
    items = list_items(lines, report, 'an example: "- text"')
    block.put("items", PlacedList(block.span, (item_text(first, more) for first, more in items)))

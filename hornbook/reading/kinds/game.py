"""The body of a game: nothing but its options."""

from __future__ import annotations

from hornbook.reading.fences import Line
from hornbook.reading.placed import PlacedMap
from hornbook.reading.report import Report


def read(block: PlacedMap, lines: list[Line], report: Report) -> None:
    """What a game plays with stands in other blocks, so text here is out of place."""
    for line in lines:
        if not line.blank:
            report.error(
                "text-out-of-place",
                "A game holds only options.",
                line.start,
                'Name the blocks that it plays with: "from: glossary".',
            )
            return

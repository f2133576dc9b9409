"""The body of an overview: three headings with fixed words."""

from __future__ import annotations

from hornbook.blocks.overview import LEVELS
from hornbook.problems import nearest
from hornbook.reading.body import check_prose_lines, join_prose, split_sections
from hornbook.reading.fences import Line
from hornbook.reading.placed import PlacedMap
from hornbook.reading.report import Report


def read(block: PlacedMap, lines: list[Line], report: Report) -> None:
    """`### quick`, `### standard`, `### detailed`, in any order, each with prose."""
    for section in split_sections(lines, 3, report, "quick"):
        level = section.title
        if level not in LEVELS:
            report.error(
                "level-unknown",
                f'"{level}" is not a level of an overview.',
                level.span,
                nearest(level, LEVELS),
            )
        elif level in block:
            report.error("level-twice", f'The level "{level}" is given twice.', level.span, "Keep one of them.")
        else:
            check_prose_lines(section.body, report, minimum=4)
            text = join_prose(section.body)
            if not text:
                report.error("level-empty", f'The level "{level}" has no text.', section.line.start)
            block.put(str(level), text, section.line.start)

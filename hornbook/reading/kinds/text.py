"""The body of a text block: prose."""

from __future__ import annotations

import re

from hornbook.reading.body import check_prose_lines, join_prose
from hornbook.reading.fences import Line
from hornbook.reading.placed import PlacedMap
from hornbook.reading.report import Report

#: Code and formulas inside a line, in which signs mean something else.
_VERBATIM = re.compile(r"`+[^`]*`+|\$[^$]*\$")
#: Lines that mean something in a block of that kind alone, and what they seem to be.
_OF_BLOCKS = (
    ("quiz", "an answer to choose", re.compile(r"[ \t]*[-*] \[[ xX]\] \S")),
    ("quiz", "an answer to type", re.compile(r"[ \t]{2,}[=~] \S")),
    ("quiz", "a gap to fill in", re.compile(r".*?(?<!\\)\{\{[^{}]+\}\}")),
    ("cards", "a side of a card", re.compile(r"[QAC]: \S")),
    ("glossary", "a definition", re.compile(r": \S")),
)


def read(block: PlacedMap, lines: list[Line], report: Report) -> None:
    """Everything is the text."""
    check_prose_lines(lines, report)
    _warn_of_blocks(lines, report)
    block.put("body", join_prose(lines))


def _warn_of_blocks(lines: list[Line], report: Report) -> None:
    """What was meant to stand in a block would be shown as it is typed. Told once of each kind of block."""
    told = set()
    for line in (line for line in lines if not line.code):
        text = _VERBATIM.sub("", line.text)
        for kind, what, pattern in _OF_BLOCKS:
            if kind not in told and pattern.match(text):
                told.add(kind)
                report.warn(
                    "block-as-text",
                    f"This looks like {what}, but stands in a text: learners will see it as it is typed.",
                    line.start,
                    f'Put a line "::: {kind}" above what belongs together, and ":::" below it.',
                )

"""The body of an audio book: sections of passage, explanation and analogy."""

from __future__ import annotations

from hornbook.problems import nearest
from hornbook.reading.body import (
    Section,
    check_fixed_words,
    check_prose_lines,
    join_prose,
    split_sections,
    take_options,
)
from hornbook.reading.fences import Line
from hornbook.reading.placed import PlacedList, PlacedMap
from hornbook.reading.report import Report

_PARTS = ("explanation", "analogy")


def read(block: PlacedMap, lines: list[Line], report: Report) -> None:
    """`### Title`, options `audio:` and `captions:`, the passage, then `#### explanation` and `#### analogy`."""
    check_fixed_words(lines, _PARTS, 4, report)
    sections = PlacedList(block.span)
    for section in split_sections(lines, 3, report, "Title of the section"):
        sections.append(_section(section, report))
    block.put("sections", sections)


def _section(section: Section, report: Report) -> PlacedMap:
    options, rest = take_options(section.body, ("audio", "captions"), report, strict=False)
    result = PlacedMap(section.line.start)
    result.put("title", section.title)
    if options is not None:
        for name, value in options.items():
            result.put(name, value, options.keys_at[name])
    first = next((at for at, line in enumerate(rest) if not line.code and line.text.startswith("#### ")), len(rest))
    passage = rest[:first]
    check_prose_lines(passage, report, minimum=5)
    text = join_prose(passage)
    if not text and not report.tells_of(section.line.path, section.line.number):
        report.error(
            "passage-missing", "This section has no passage.", section.line.start, "Write its text under the heading."
        )
    result.put("passage", text)
    for part in split_sections(rest[first:], 4, report, "explanation"):
        if part.title not in _PARTS:
            report.error(
                "book-part-unknown",
                f'"{part.title}" is not a part of a section.',
                part.title.span,
                nearest(part.title, _PARTS),
            )
        elif part.title in result:
            report.error("book-part-twice", f'"{part.title}" is given twice.', part.title.span, "Keep one of them.")
        else:
            check_prose_lines(part.body, report, minimum=5)
            result.put(str(part.title), join_prose(part.body), part.line.start)
    return result

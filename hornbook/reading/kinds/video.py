"""The body of a video: why to watch it, and what is said in it."""

from __future__ import annotations

from hornbook.problems import nearest
from hornbook.reading.body import check_fixed_words, check_prose_lines, join_prose, split_sections
from hornbook.reading.fences import Line
from hornbook.reading.placed import PlacedMap
from hornbook.reading.report import Report


def read(block: PlacedMap, lines: list[Line], report: Report) -> None:
    """Prose at the top is what to watch for; `### transcript` holds what is said."""
    check_fixed_words(lines, ("transcript",), 3, report)
    first = next((at for at, line in enumerate(lines) if not line.code and line.text.startswith("### ")), len(lines))
    why = lines[:first]
    check_prose_lines(why, report, minimum=4)
    if any(not line.blank for line in why):
        block.put("why", join_prose(why))
    for section in split_sections(lines[first:], 3, report, "transcript"):
        if section.title != "transcript":
            report.error(
                "video-part-unknown",
                f'"{section.title}" is not a part of a video.',
                section.title.span,
                nearest(section.title, ["transcript"]),
            )
        elif "transcript" in block:
            report.error("video-part-twice", "The transcript is given twice.", section.title.span, "Keep one of them.")
        else:
            check_prose_lines(section.body, report, minimum=4)
            block.put("transcript", join_prose(section.body), section.line.start)
    if not block.get("captions") and not block.get("transcript"):
        report.warn(
            "captions-missing",
            "This video has neither captions nor a transcript.",
            block.span,
            'Who cannot hear it is left out. Write what is said under "### transcript", or name a "captions:" file.',
        )

"""Regions of a picture: `- [x] what is there @ x y width height`, or `@ x y radius` for a circle."""

from __future__ import annotations

import re

from hornbook.reading.placed import PlacedList, PlacedMap, PlacedText
from hornbook.reading.question_parts import Parts
from hornbook.reading.report import Report
from hornbook.reading.types.choice import refuse_same

_PICTURE = re.compile(r"!\[(?P<alt>(?:[^\]\\]|\\.)*)\]\((?:<(?P<angled>[^<>]+)>|(?P<path>[^\s()]+))\)")


def read(question: PlacedMap, parts: Parts, report: Report) -> None:
    """The picture, which stands on a line of its own in the prompt, and its regions."""
    prompt = question["prompt"]
    assert isinstance(prompt, PlacedText)
    lines = str(prompt).split("\n")
    pictures = [(number, match) for number, line in enumerate(lines) if (match := _PICTURE.fullmatch(line.strip()))]
    if len(pictures) != 1:
        report.error(
            "hotspot-picture",
            "A question about regions has one picture, on a line of its own."
            if not pictures
            else "A question about regions has one picture; this one has more.",
            question.span,
            "Write ![what it shows](media/file.svg) under the question.",
        )
        return
    number, picture = pictures[0]
    span = next((line.start for line in parts.prompt if line.text.strip() == lines[number].strip()), prompt.span)
    question.put("image", PlacedText(picture["angled"] or picture["path"], span), span)
    question.put("alt", PlacedText(picture["alt"].strip(), span), span)
    if not picture["alt"].strip():
        report.warn(
            "alt-missing",
            "This picture has no text for those who cannot see it.",
            span,
            "Write it between the square brackets: ![what it shows](file).",
        )
    rest = PlacedText("\n".join(lines[:number] + lines[number + 1 :]).strip(), prompt.span)
    if not rest:
        report.error("prompt-missing", "The question has no text.", question.span)
    question.put("prompt", rest)
    refuse_same(parts.regions, "text", report)
    question.put("regions", PlacedList(question.span, parts.regions))

"""The body of a worked example: the problem, then numbered steps."""

from __future__ import annotations

import re

from hornbook.reading.body import check_prose_lines, join_prose, warn_repeated
from hornbook.reading.fences import Line
from hornbook.reading.placed import PlacedList, PlacedMap
from hornbook.reading.report import Report

_STEP = re.compile(r"[0-9]{1,3}\.[ \t]+(?=\S)")
_STEP_LIKE = re.compile(r"[ \t]*[0-9]{1,3}(?:[.)](?=\S)|\)[ \t]| [.)])|[ \t]+[0-9]{1,3}\.[ \t]")
_PROMPT = re.compile(r"\?[ \t]+(?=\S)")
_PROMPT_LIKE = re.compile(r"\?(?=[^\s?])|\?{2,3}[ \t]")


def read(block: PlacedMap, lines: list[Line], report: Report) -> None:
    """Prose before the first number is the problem; `1. step` begins a step, an indented `? prompt` asks for it."""
    problem: list[Line] = []
    steps: list[tuple[Line, list[Line]]] = []
    for line in lines:
        if not line.code and (match := _STEP.match(line.text)):
            steps.append((Line(line.path, line.number, " " * match.end() + line.text[match.end() :]), []))
        elif not line.code and line.indent < 2 and _STEP_LIKE.match(line.text):
            report.error(
                "step-shape",
                "This looks like a step, but is not one.",
                line.start,
                'A step begins with a number, a point and a space at the start of the line: "1. text".',
            )
        elif not steps:
            problem.append(line)
        elif line.blank or line.code or line.indent >= 2:
            steps[-1][1].append(line)
        else:
            report.error(
                "text-out-of-place",
                "Expected a step.",
                line.start,
                'A step begins with "1. "; a line that goes on is indented by three spaces.',
            )
    check_prose_lines(problem, report, minimum=3)
    warn_repeated([first for first, _ in steps], report)
    if any(not line.blank for line in problem):
        block.put("problem", join_prose(problem))
    block.put("steps", PlacedList(block.span, (_step(first, more, report) for first, more in steps)))


def _step(first: Line, more: list[Line], report: Report) -> PlacedMap:
    step = PlacedMap(first.start)
    text = [first]
    for line in more:
        written = line.text.strip()
        if not line.code and (match := _PROMPT.match(written)):
            if "prompt" in step:
                report.error("prompt-twice", "A step has one prompt.", line.start, "Keep one of them.")
            shift = line.indent + match.end()
            step.put("prompt", join_prose([Line(line.path, line.number, " " * shift + written[match.end() :])], shift))
        elif not line.code and _PROMPT_LIKE.match(written):
            report.error(
                "marker-shape", "A prompt is a question mark, a space and a text.", line.start, 'Write "? text".'
            )
        else:
            text.append(line)
    step.put("text", join_prose(text, indent=3))
    return step

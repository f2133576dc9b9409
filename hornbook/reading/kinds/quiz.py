"""The body of a quiz: numbered questions."""

from __future__ import annotations

import re

from hornbook.reading.fences import Line
from hornbook.reading.placed import PlacedList, PlacedMap, PlacedText
from hornbook.reading.questions import read_question
from hornbook.reading.report import Report

_NUMBER = re.compile(r"\d{1,4}\.[ \t]+(?=\S)")
_BELONGS = re.compile(r"- |[=~>?!] ?\S|\| ")
#: Such a line that surely begins a question, of which the rest is read.
_MEANT_AS_NUMBER = re.compile(r"\d{1,4}[.)][ \t]*(?=\S)")
_LOOKS_LIKE_NUMBER = re.compile(r"\d{1,4}(?:\)|\.(?=\S)|[ \t]|\.$)")


def read(block: PlacedMap, lines: list[Line], report: Report) -> None:
    """A question begins with `N. ` at the start of a line; the number is not read; the rest is indented."""
    questions: list[list[Line]] = []
    told = 0  # the last question of which a line is not indented
    unread = False  # after a question's first line that could not be read, the lines that belong to it
    for line in lines:
        match = None if line.code and not line.text[:1].isdigit() else _NUMBER.match(line.text)
        if match:
            questions.append([Line(line.path, line.number, " " * match.end() + line.text[match.end() :])])
            unread = False
        elif line.blank or line.indent >= 2 or (line.code and questions):
            if unread:
                continue
            if questions:
                questions[-1].append(line)
            elif not line.blank:
                unread = True  # told once for all that follows
                hint = "A question begins at the start of its line." if _NUMBER.match(line.text.lstrip()) else ""
                report.error("question-missing", 'Expected a question: "1. " and its text.', line.start, hint)
        elif _LOOKS_LIKE_NUMBER.match(line.text):
            meant = _MEANT_AS_NUMBER.match(line.text)
            unread = meant is None
            if meant is not None:
                rest = " " * meant.end() + line.text[meant.end() :]
                questions.append([Line(line.path, line.number, rest)])
            report.error(
                "question-shape",
                "This looks like a question but is not one.",
                line.start,
                'A question begins with a number, a full stop and a space: "1. ".',
            )
        elif questions and _BELONGS.match(line.text):
            # Read on as if it were indented, and told once for each question.
            if told != len(questions):
                report.error(
                    "indent",
                    "This line belongs to the question above, but is not indented.",
                    line.start,
                    "Put three spaces before it, and before all lines that belong to the question.",
                )
            told = len(questions)
            questions[-1].append(Line(line.path, line.number, f"   {line.text}"))
        else:
            unread = not questions
            hint = "What belongs to a question is indented by two or more spaces."
            if unread:
                hint = f'Write "1. {line.text.strip()[:60]}" if it is one. A text for the whole quiz stands above it.'
            report.error("text-out-of-place", 'Expected a question: "1. " and its text.', line.start, hint)
    read_ones = (read_question(question, report) for question in questions)
    review = block.get("review")
    if isinstance(review, PlacedText) and "after-due" in review and "due" not in block:
        report.warn(
            "due-missing",
            "The review waits for a due date, and the quiz has none: in a package it never opens.",
            review.span,
            "Write one beside it: due=2027-03-31. In the LTI tool the date of the activity counts.",
        )
    block.put("questions", PlacedList(block.span, (question for question in read_ones if question is not None)))

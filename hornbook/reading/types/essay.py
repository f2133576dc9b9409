"""An essay: nothing below its text is an answer; its explanation is the rubric."""

from __future__ import annotations

from hornbook.reading.placed import PlacedMap
from hornbook.reading.question_parts import Parts
from hornbook.reading.report import Report


def read(question: PlacedMap, parts: Parts, report: Report) -> None:
    """Nothing more to read; without a rubric neither learners nor teachers know what counts."""
    if parts.explanation is None:
        report.warn(
            "rubric-missing",
            "The essay has no rubric.",
            question.span,
            'Write "! " and what a good answer has: learners read it when they have handed in.',
        )

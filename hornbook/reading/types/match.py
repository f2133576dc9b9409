"""Pairs: `- left -> right`, and `- -> right` for a right side that belongs to nothing."""

from __future__ import annotations

from hornbook.reading.placed import PlacedList, PlacedMap
from hornbook.reading.question_parts import Parts
from hornbook.reading.report import Report
from hornbook.reading.types.choice import refuse_same


def read(question: PlacedMap, parts: Parts, report: Report) -> None:
    """The pairs: no left side twice, and no extra right side that belongs to a left one after all."""
    refuse_same(parts.pairs, "left", report)
    refuse_same(parts.extra, "text", report)
    lines = {str(pair["right"]): pair.span.line for pair in parts.pairs}
    for extra in parts.extra:
        line = lines.get(str(extra["text"]))
        if line is not None:
            report.error(
                "same-option-twice",
                f"This right side belongs to the pair in line {line}.",
                extra.span,
                "An extra right side belongs to no left side; delete it or change it.",
            )
    question.put("pairs", PlacedList(question.span, parts.pairs))
    for extra in parts.extra:
        if extra.pop("feedback", None) is not None:
            report.error(
                "feedback-place",
                "An extra right side has no feedback of its own.",
                extra.span,
                "Write the feedback under the pair whose left side might be taken for it.",
            )
    question.put("extra", PlacedList(question.span, parts.extra))

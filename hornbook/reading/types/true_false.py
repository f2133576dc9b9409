"""True or false: the two answers `True` and `False`, one of them marked right."""

from __future__ import annotations

from hornbook.reading.placed import PlacedMap
from hornbook.reading.question_parts import Parts
from hornbook.reading.report import Report


def read(question: PlacedMap, parts: Parts, report: Report) -> None:
    """Which of the two is right, and the feedback to each."""
    for option in parts.options:
        word = str(option["text"]).casefold()
        if word not in ("true", "false"):
            report.error(
                "true-false-words",
                f'"{option["text"]}" is neither True nor False.',
                option.span,
                "Write the two answers True and False, whatever the course's language: learners read their own.",
            )
            continue
        if "right" in option:
            question.put("answer", word == "true", option.span)
        if "feedback" in option:
            question.put(f"feedback-{word}", option["feedback"])

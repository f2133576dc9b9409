"""Every answer to a question is right."""

from __future__ import annotations

from collections.abc import Iterator

from hornbook.checks.words import blocks, own_questions
from hornbook.course import Course
from hornbook.problems import Finding
from hornbook.questions import Hotspot, Multiple


def check(course: Course) -> Iterator[Finding]:
    """Questions to choose several answers from, and places in a picture."""
    for lesson, position, block in blocks(course):
        for number, question in enumerate(own_questions(block)):
            if isinstance(question, Multiple):
                answers, what = question.options, 'a wrong answer, "- [ ] ..."'
            elif isinstance(question, Hotspot):
                answers, what = question.regions, 'a place that is wrong, "- [ ] ... @ ..."'
            else:
                continue
            if all(answer.right for answer in answers):
                yield Finding(
                    "all-right",
                    "All answers to this question are right: who ticks everything need not know anything.",
                    lesson.id,
                    ("blocks", position, "questions", number),
                    f"Add {what}, or ask for one of them.",
                )

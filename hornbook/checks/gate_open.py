"""A gate for enrolled learners is open in a package."""

from __future__ import annotations

from collections.abc import Iterator

from hornbook.blocks import Gate
from hornbook.checks.words import blocks
from hornbook.course import Course
from hornbook.problems import Finding


def check(course: Course) -> Iterator[Finding]:
    """Gates that the LMS alone can keep."""
    for lesson, position, block in blocks(course):
        if isinstance(block, Gate) and block.rule == "enrolled":
            yield Finding(
                "gate-open",
                "A package does not know who is enrolled, so this gate is open in it.",
                lesson.id,
                ("blocks", position, "rule"),
                "That is fine where the LMS lets nobody else in.",
            )

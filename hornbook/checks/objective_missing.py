"""A block serves an objective that its lesson does not have."""

from __future__ import annotations

from collections.abc import Iterator

from hornbook.course import Course
from hornbook.problems import Finding


def check(course: Course) -> Iterator[Finding]:
    """Numbers of objectives beyond the list of the lesson."""
    for lesson in course.lessons:
        there = len(lesson.objectives)
        for position, block in enumerate(lesson.blocks):
            for number in block.objective:
                if number > there:
                    yield Finding(
                        "objective-missing",
                        f"There is no objective {number}: the lesson has {there or 'none'}.",
                        lesson.id,
                        ("blocks", position, "objective"),
                        "Count the lines under objectives: the first is 1.",
                    )

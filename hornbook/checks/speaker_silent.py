"""Somebody of the cast says nothing."""

from __future__ import annotations

from collections.abc import Iterator

from hornbook.blocks import AudioLesson
from hornbook.checks.words import blocks
from hornbook.course import Course
from hornbook.problems import Finding


def check(course: Course) -> Iterator[Finding]:
    """Names in the cast of a conversation that begin no line of it."""
    for lesson, position, block in blocks(course):
        if not isinstance(block, AudioLesson):
            continue
        heard = {line.speaker for part in block.parts for line in part.lines}
        for number, name in enumerate(block.cast):
            if name not in heard:
                yield Finding(
                    "speaker-silent",
                    f'"{name}" is in the cast and says nothing.',
                    lesson.id,
                    ("blocks", position, "cast", number),
                    "Give them a line, or take the name out of the cast.",
                    misses=True,
                )

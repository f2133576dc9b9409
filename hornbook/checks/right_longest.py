"""The right answer is always the longest."""

from __future__ import annotations

from collections.abc import Iterator

from hornbook.checks.words import blocks, own_questions
from hornbook.course import Course
from hornbook.markdown import plain_text
from hornbook.problems import Finding
from hornbook.questions import Choice

#: With fewer questions it may be chance.
FEWEST = 4
#: Only a difference that is seen counts.
_LONGER = 1.15


def check(course: Course) -> Iterator[Finding]:
    """Quizzes and pools with several choices, all of which can be told by their length."""
    for lesson, position, block in blocks(course):
        choices = [question for question in own_questions(block) if isinstance(question, Choice)]
        if len(choices) >= FEWEST and all(map(_tells, choices)):
            yield Finding(
                "right-longest",
                f"In all {len(choices)} questions with answers to choose from, the longest is right.",
                lesson.id,
                ("blocks", position),
                "Shorten some right answers, or give wrong ones as much to say.",
            )


def _tells(choice: Choice) -> bool:
    right = max(len(plain_text(option.text)) for option in choice.options if option.right)
    return right > _LONGER * max(len(plain_text(option.text)) for option in choice.options if not option.right)

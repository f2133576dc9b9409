"""The right answer always stands first."""

from __future__ import annotations

from collections.abc import Iterator

from hornbook.blocks import Pool, Quiz
from hornbook.checks.words import blocks, own_questions
from hornbook.course import Course
from hornbook.problems import Finding
from hornbook.questions import Choice

#: With fewer questions it may be chance.
FEWEST = 4


def check(course: Course) -> Iterator[Finding]:
    """Quizzes and pools with several choices."""
    for lesson, position, block in blocks(course):
        choices = [question for question in own_questions(block) if isinstance(question, Choice)]
        if len(choices) < FEWEST or not all(choice.options[0].right for choice in choices):
            continue
        drawing = [other for other in lesson.blocks if isinstance(other, Quiz) and _draws(other, block.id)]
        users = drawing if isinstance(block, Pool) else [other for other in (block,) if isinstance(other, Quiz)]
        if not all(quiz.shuffle for quiz in users):
            yield Finding(
                "right-first",
                f"In all {len(choices)} questions with answers to choose from, the first is right.",
                lesson.id,
                ("blocks", position),
                "Move some, or add shuffle to the quiz: it then mixes questions and answers.",
            )


def _draws(quiz: Quiz, pool: str) -> bool:
    return any(source.partition("#")[0] == pool for source in quiz.from_)

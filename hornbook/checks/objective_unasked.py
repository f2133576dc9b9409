"""Neither a question nor a card asks for an objective."""

from __future__ import annotations

from collections.abc import Iterator

from hornbook.blocks import Cards, Quiz
from hornbook.checks.words import own_questions, stems, texts
from hornbook.course import Course, Lesson
from hornbook.markdown import plain_text
from hornbook.problems import Finding

_SHOWN = 60


def check(course: Course) -> Iterator[Finding]:
    """Objectives that share no word with a question or card; those of a lesson without either at once."""
    for lesson in course.lessons:
        if not lesson.objectives:
            continue
        items = [
            item
            for block in lesson.blocks
            for item in (block.cards if isinstance(block, Cards) else own_questions(block))
        ]
        asked = [text for item in items for text in texts(item)]
        if not items:
            yield _finding(lesson, "The lesson has objectives, but neither questions nor cards.", ("objectives",))
            continue
        words = stems("\n".join(asked))
        served = {own for block in lesson.blocks if isinstance(block, Cards | Quiz) for own in block.objective}
        for number, objective in enumerate(lesson.objectives):
            wanted = stems(objective)
            if wanted and number + 1 not in served and wanted.isdisjoint(words):
                shown = plain_text(objective)[:_SHOWN]
                yield _finding(lesson, f'Nothing asks for the objective "{shown}".', ("objectives", number))


def _finding(lesson: Lesson, message: str, path: tuple[str | int, ...]) -> Finding:
    return Finding(
        "objective-unasked", message, lesson.id, path, "Add a question on it, or take the objective away.", misses=True
    )

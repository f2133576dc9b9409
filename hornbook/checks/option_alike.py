"""Two answers of a question differ in capitals, accents or full stops alone."""

from __future__ import annotations

from collections.abc import Iterator

from hornbook.checks.words import blocks, own_questions
from hornbook.course import Course
from hornbook.folding import fold
from hornbook.markdown import plain_text
from hornbook.problems import Finding
from hornbook.questions import Choice, Hotspot, Multiple, Order, Question


def check(course: Course) -> Iterator[Finding]:
    """Answers to choose, regions and steps of one question."""
    for lesson, position, block in blocks(course):
        for number, question in enumerate(own_questions(block)):
            field, answers = _answers(question)
            seen: dict[str, str] = {}
            for place, text in enumerate(answers):
                folded = fold(plain_text(text)).strip(" .,;:!?") or text
                if folded in seen:
                    yield Finding(
                        "option-alike",
                        f'"{plain_text(text)[:60]}" is nearly the same as "{seen[folded][:60]}".',
                        lesson.id,
                        ("blocks", position, "questions", number, field, place),
                        "Change one of them, or take it away.",
                    )
                seen.setdefault(folded, plain_text(text))


def _answers(question: Question) -> tuple[str, list[str]]:
    if isinstance(question, Choice | Multiple):
        return "options", [option.text for option in question.options]
    if isinstance(question, Hotspot):
        return "regions", [region.text for region in question.regions]
    return "steps", [step.text for step in question.steps] if isinstance(question, Order) else []

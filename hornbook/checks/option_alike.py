"""Two answers of a question differ in capitals, accents or full stops alone, or one is right and wrong."""

from __future__ import annotations

from collections.abc import Iterator

from hornbook.checks.words import blocks, own_questions
from hornbook.course import Course
from hornbook.folding import fold
from hornbook.markdown import plain_text
from hornbook.problems import Finding
from hornbook.questions import Choice, Hotspot, Multiple, Order, Question, Short


def check(course: Course) -> Iterator[Finding]:
    """Answers to choose, regions and steps of one question; answers to type that are accepted and expected as wrong."""
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
            if isinstance(question, Short):
                yield from _right_and_wrong(question, lesson.id, ("blocks", position, "questions", number))


def _right_and_wrong(question: Short, lesson: str, path: tuple[str | int, ...]) -> Iterator[Finding]:
    accepted = {fold(text, case=question.case) for text in question.accept}
    for place, reject in enumerate(question.reject):
        for text in (text for text in reject.variants if fold(text, case=question.case) in accepted):
            message = f'"{text[:60]}" is accepted, so nobody is told that it is wrong.'
            yield Finding("option-alike", message, lesson, (*path, "reject", place), "Take it away here or there.")


def _answers(question: Question) -> tuple[str, list[str]]:
    if isinstance(question, Choice | Multiple):
        return "options", [option.text for option in question.options]
    if isinstance(question, Hotspot):
        return "regions", [region.text for region in question.regions]
    return "steps", [step.text for step in question.steps] if isinstance(question, Order) else []

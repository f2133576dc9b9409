"""What the rules ask of a course: its texts, its questions, and the words that matter in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hornbook.blocks import Block, Pool, Quiz
from hornbook.course import Course, Lesson
from hornbook.model import Model
from hornbook.questions import Question

#: Names and paths, which nobody reads as words.
_NO_WORDS = frozenset({"id", "kind", "type", "lang", "image", "audio", "captions", "file", "poster", "from_", "source"})
_WORD = re.compile(r"[^\W\d_]{4,}")
#: So much of a word stands for all of its forms.
_STEM = 5
#: So many characters are compared in about a second; a rule that would need more is left out.
MOST_COMPARED = 200_000_000
Path = tuple[str | int, ...]


def texts(part: object, without: frozenset[str] = frozenset()) -> Iterator[str]:
    """Every text of a part of a course, as the author wrote it, but for the fields `without`."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, tuple):
        for item in part:
            yield from texts(item, without)
    elif isinstance(part, Model):
        for name in part.model_fields_set:
            if name not in _NO_WORDS and name not in without:
                yield from texts(getattr(part, name), without)


def small(part: object) -> str:
    """All words of a part in small letters."""
    return "\n".join(texts(part)).lower()


def stems(text: str) -> set[str]:
    """The beginnings of the words that matter in a text: those of four letters or more."""
    return {word[:_STEM] for word in _WORD.findall(text.lower())}


def blocks(course: Course) -> Iterator[tuple[Lesson, int, Block]]:
    """All blocks with their lessons and their places there."""
    for lesson in course.lessons:
        for position, block in enumerate(lesson.blocks):
            yield lesson, position, block


def own_questions(block: Block) -> tuple[Question, ...]:
    """The questions that stand in a quiz or pool itself, not those that are drawn from elsewhere."""
    if isinstance(block, Quiz):
        return block.questions[: len(block.questions) - sum(block.pooled)]
    return block.questions if isinstance(block, Pool) else ()

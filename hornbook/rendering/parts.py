"""The parts of the player that only some blocks need: they come after the page, when such a block comes near."""

from __future__ import annotations

from hornbook.blocks import AudioBook, AudioLesson, Cards, Game, Glossary, Quiz, Video
from hornbook.blocks.base import BaseBlock
from hornbook.course import Course

#: The name of the script that holds all parts which the blocks of a course need.
BUNDLE = "blocks"

#: What is asked for by a button, in each course: a script of its own.
ON_DEMAND = ("print", "search")

_OF_TYPES = {
    "number": "numbers",
    "cloze": "numbers",
    "match": "arranging",
    "order": "arranging",
    "matrix": "arranging",
    "hotspot": "arranging",
}


def parts_of(block: BaseBlock) -> set[str]:
    """The parts that bring a block to life; a part is the file `player-NAME.js`, made from player/src/parts."""
    match block:
        case AudioBook() | AudioLesson() | Video():
            return {"media"}
        case Cards():
            return {"cards"}
        case Game():
            return {"games"}
        case Glossary():
            # Each glossary can be drilled, which is a game.
            return {"games", "glossary"}
        case Quiz():
            return {_OF_TYPES[question.type] for question in block.questions if question.type in _OF_TYPES}
        case _:
            return set()


def parts_of_course(course: Course) -> list[str]:
    """The parts that the blocks of a course need, by name: what its bundle is made of."""
    blocks = (block for lesson in course.lessons for block in lesson.blocks)
    return sorted(set[str]().union(*map(parts_of, blocks)))

"""The parts of the player that only some blocks need: they come after the page, when such a block comes near."""

from __future__ import annotations

from hornbook.blocks import Cards, Game, Glossary, Quiz
from hornbook.blocks.base import BaseBlock
from hornbook.course import Course

#: The types of questions that the part `numbers` marks.
_NUMBERS = {"number", "cloze"}


def parts_of(block: BaseBlock) -> list[str]:
    """The parts that bring a block to life; a part is the file `player-NAME.js`, made from player/src/parts."""
    if isinstance(block, Cards):
        return ["cards"]
    if isinstance(block, Game):
        return ["games"]
    if isinstance(block, Glossary):
        return ["glossary"]
    if isinstance(block, Quiz) and any(question.type in _NUMBERS for question in block.questions):
        return ["numbers"]
    return []


def parts_of_course(course: Course) -> list[str]:
    """All parts that a course needs, by name: search and print in each, and the games for the drill of a glossary."""
    blocks = [block for lesson in course.lessons for block in lesson.blocks]
    asked = {"games"} if any(isinstance(block, Glossary) for block in blocks) else set[str]()
    return sorted({"print", "search"} | asked.union(*map(parts_of, blocks)))

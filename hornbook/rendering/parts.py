"""The parts of the player that only some blocks need: they come after the page, when such a block comes near, or when
a learner asks for what they do."""

from __future__ import annotations

from collections.abc import Iterator

from hornbook.attempt import asks_certainty
from hornbook.blocks import AudioBook, AudioLesson, Cards, Game, Glossary, Quiz, Video
from hornbook.blocks.base import BaseBlock
from hornbook.course import Course
from hornbook.questions import Cloze, Number, Question, Short
from hornbook.rendering.cards import accepted

#: The name of the script that holds all parts which the blocks of a course need.
BUNDLE = "blocks"

#: What comes in any course when a learner asks for it, or reads it from disk: scripts of their own.
ALWAYS_ASKED = ("disk", "display", "search")

#: What a player that speaks to an LMS asks for where its browser holds work of earlier attempts.
ASKED_WITH_LMS = "earlier"

_OF_TYPES = {
    "cloze": "gaps",
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


def parts_asked(block: BaseBlock) -> set[str]:
    """The parts that come when a learner turns to what a block offers: a field to type into, cards, games, terms."""
    match block:
        case AudioLesson() if block.recalls:
            return {"words"}
        case Cards():
            return {"study", "words"} if any(map(accepted, block.siblings)) else {"study"}
        case Game():
            return {"play", "words"} if block.game in ("typing", "words") else {"play"}
        case Glossary():
            # Each glossary can be drilled.
            return {"play", "terms", "words"}
        case Quiz():
            certain = any(asks_certainty(block, question) for question in block.questions)
            return set[str]().union(*map(readers_of, block.questions), {"calibration"} if certain else ())
        case _:
            return set()


def readers_of(question: Question) -> set[str]:
    """The parts that mark what is typed as an answer; `readersOf` of the player says the same."""
    match question:
        case Short():
            return {"words"}
        case Number():
            return {"words", "numbers"}
        case Cloze():
            typed = [gap for gap in question.gaps if not gap.choices]
            return ({"words"} if typed else set()) | ({"numbers"} if any(gap.is_number for gap in typed) else set())
        case _:
            return set()


def parts_of_course(course: Course) -> list[str]:
    """The parts that the blocks of a course need, by name: what its bundle is made of."""
    return sorted(set[str]().union(*map(parts_of, _blocks(course))))


def parts_asked_in_course(course: Course) -> list[str]:
    """The parts of a course that are scripts of their own, by name."""
    return sorted(set(ALWAYS_ASKED).union(*map(parts_asked, _blocks(course))))


def _blocks(course: Course) -> Iterator[BaseBlock]:
    return (block for lesson in course.lessons for block in lesson.blocks)

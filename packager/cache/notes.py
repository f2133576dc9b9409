"""What is noted of a lesson that was built: enough to tell what it is to the rest of its course, without reading it.

A `stub` stands for the lesson in a course: it has the title, the ids and the weights of the lesson, and those blocks
whole that pages of other lessons show (glossaries) or that rules compare with the words of all (decks of cards with a
card of which the lesson itself does not speak).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from functools import cache
from typing import Any

from hornbook.blocks import Block, Cards, Glossary, Pool, Quiz, TextBlock
from hornbook.checks import card_unreferenced
from hornbook.checks.words import small
from hornbook.course import Lesson
from hornbook.problems import Problem, Severity, Span
from hornbook.reading import ReadCourse
from hornbook.reading.lesson_file import BLOCK
from hornbook.rendering.data import lesson_entry
from hornbook.rendering.pages import frame_origins
from hornbook.rendering.parts import parts_asked, parts_of
from hornbook.slots import slots_of
from packager.state_budget import Room, worst_case_of
from packager.targets.base import graded_quizzes

Json = dict[str, Any]


@dataclass(frozen=True)
class Notes:
    """One lesson. All fields are plain data.

    `file` is its path in the course, `digest` the hash of its bytes; `outline` are its fields without the blocks.
    `face` is what else others show of it or count on; where it changed, more than this lesson must be built. `asked`
    are the media that its texts name: as written, the path for each kind, the name in the package and the hash. `links`
    are those into the course. `state` is the longest state of the lesson by itself; `homeless`: whether it has a card
    of which only others may speak.
    """

    id: str
    file: str
    digest: str
    outline: Json
    face: Json
    blocks: list[Json]
    slots: list[int]
    asked: list[list[Any]]
    links: dict[str, str]
    problems: list[list[Any]]
    state: int
    homeless: bool

    @property
    def block_ids(self) -> set[str]:
        """The ids to which links can lead."""
        return {block["id"] for block in self.blocks}


@dataclass(frozen=True)
class Details:
    """More of a lesson, which few builds need: all plain data.

    `ids` are those of its items, `room` is what it brings into a state of several lessons, `entry` what the shell knows
    of it.
    """

    ids: list[str]
    room: list[Any]
    entry: Json


@dataclass(frozen=True)
class Words:
    """All words of a lesson but those of glossaries: those that teach, and those of cards and pools."""

    teaching: str
    asking: str


def details_of(lesson: Lesson) -> Details:
    """The details of a lesson."""
    return Details(
        ids=[item for block in lesson.blocks for item in _ids(block)],
        room=list(astuple(Room.of(lesson))),
        entry=lesson_entry(lesson),
    )


def words_of(lesson: Lesson) -> Words:
    """The words of a lesson."""
    teaching = "\n".join(small(block) for block in lesson.blocks if not isinstance(block, Cards | Glossary | Pool))
    return Words(teaching, "\n".join(small(block) for block in lesson.blocks if isinstance(block, Cards | Pool)))


def notes_on(lesson: Lesson, read: ReadCourse, digest: str, problems: Sequence[Problem]) -> Notes:
    """What is to be noted of a lesson as it was read; `problems` are all that were found in its file."""
    asked = asked_by(lesson.id, read)
    links = {written: inside for (owner, written), inside in read.folder.links.items() if owner == lesson.id}
    glossaries = [_dumped(block) for block in lesson.blocks if isinstance(block, Glossary)]
    homeless = card_unreferenced.homeless(lesson)
    return Notes(
        id=lesson.id,
        file=read.lesson_files[lesson.id],
        digest=digest,
        outline=lesson.model_dump(mode="json", by_alias=False, exclude={"blocks"}),
        face={
            "graded": lesson.graded,
            "secrets": graded_quizzes(lesson),
            "parts": sorted(set[str]().union(*map(parts_of, lesson.blocks))),
            "asked-parts": sorted(set[str]().union(*map(parts_asked, lesson.blocks))),
            "origins": frame_origins([lesson]),
            # Other pages repeat definitions, with what these show and lead to.
            "glossaries": [glossaries, asked, links] if glossaries else [],
        },
        blocks=[
            _dumped(block) if isinstance(block, Glossary) or block in homeless else _shadow(block)
            for block in lesson.blocks
        ],
        slots=sorted(slots_of(lesson)),
        asked=asked,
        links=links,
        problems=[problem_data(problem) for problem in problems],
        state=worst_case_of([Room.of(lesson)]),
        homeless=bool(homeless),
    )


def asked_by(lesson_id: str, read: ReadCourse) -> list[list[Any]]:
    """The media that the texts of a lesson name, or with "" those of the course itself."""
    media, hashes = read.folder.media, read.traces.media
    return [
        [written, kinds, media[owner, written].name, hashes[media[owner, written].name]]
        for (owner, written), kinds in read.traces.asked.items()
        if owner == lesson_id
    ]


def room_of(details: Details) -> Room:
    """What the lesson brings into the state."""
    lesson, last_block, questions, quizzes, cards = details.room
    return Room(lesson, last_block, tuple(map(tuple, questions)), tuple(map(tuple, quizzes)), tuple(cards))


def stub(notes: Notes) -> Lesson:
    """The lesson as the rest of the course needs it."""
    outline = notes.outline | {"objectives": tuple(notes.outline["objectives"])}
    return Lesson.model_construct(**outline, blocks=tuple(map(_block, notes.blocks)))


def with_words(lesson: Lesson, words: Words) -> Lesson:
    """The stub with all words of its lesson, for rules that look for words."""
    taught = TextBlock.model_construct({"body"}, body=words.teaching)
    asked = Pool.model_construct({"title"}, title=words.asking, questions=())
    return lesson.model_copy(update={"blocks": (*lesson.blocks, taught, asked)})


def _shadow(block: Block) -> Json:
    return {"id": block.id, "weight": 0 if isinstance(block, Pool) else block.weight}


def _dumped(block: Block) -> Json:
    return block.model_dump(mode="json", exclude_unset=True)


def _block(data: Json) -> Block:
    if "kind" in data:
        return BLOCK.validate_python(data)
    return _blank(data["id"], data["weight"])


@cache
def _blank(block_id: str, weight: int) -> TextBlock:
    return TextBlock.model_construct(set(), body="", id=block_id, weight=weight)


def _ids(block: Block) -> list[str]:
    items = block.questions if isinstance(block, Quiz) else block.cards if isinstance(block, Cards) else ()
    return [block.id, *(item.id for item in items)]


def problem_data(problem: Problem) -> list[Any]:
    """A problem as plain data."""
    span = problem.span
    place = [span.path, span.line, span.column]
    return [problem.code, problem.message, *place, problem.hint, problem.severity.value, problem.excerpt]


def problem_of(data: Sequence[Any]) -> Problem:
    """The problem that such data tell of."""
    code, message, path, line, column, hint, severity, excerpt = data
    return Problem(code, message, Span(path, line, column), hint, Severity(severity), excerpt)

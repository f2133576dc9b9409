"""The course: chapters, lessons, blocks."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated

from pydantic import BeforeValidator, Field, StringConstraints

from hornbook.blocks import Block, Gate, Pool
from hornbook.interface import languages
from hornbook.model import Asset, Flag, Id, Language, Line, Model, Prose, Title, Whole, listed, wrong
from hornbook.theme import CourseTheme, Theme

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]


def _spoken(value: object) -> object:
    if isinstance(value, str) and value not in languages():
        known = ", ".join(languages())
        raise wrong("interface", f'The interface does not speak "{value}". It speaks: {known}.')
    return value


InterfaceLanguage = Annotated[str, BeforeValidator(_spoken)]


@dataclass(frozen=True)
class Held:
    """A gate and the blocks that it holds."""

    gate: Gate
    blocks: tuple[Block, ...]


class Lesson(Model):
    """One page: `minutes` is how long it takes, `weight` its share of the course's score."""

    id: Id = ""
    """The lasting name of the lesson; without it, the name of the file."""
    slot: int = 0
    title: Name
    """The title."""
    number: Line = ""
    """A number before the title, such as 1.1."""
    lang: Language | None = None
    """The language of this lesson, if it is not that of the course."""
    minutes: Annotated[Whole, Field(ge=1, le=10_000)] | None = None
    """How many minutes it takes."""
    objectives: tuple[Prose, ...] = ()
    """What the learner will be able to do."""
    weight: Annotated[Whole, Field(ge=0, le=1000)] = 1
    """Its share in the score of the course."""
    blocks: tuple[Block, ...] = ()
    """What the lesson consists of, in order."""

    @property
    def graded(self) -> bool:
        """Whether the lesson counts in the score of the course."""
        return self.weight > 0 and any(block.weight > 0 for block in self.shown)

    @property
    def parts(self) -> tuple[Block | Held, ...]:
        """The blocks, with those behind a gate together."""
        parts: list[Block | Held] = []
        at = 0
        while at < len(self.blocks):
            block = self.blocks[at]
            behind = block.holds if isinstance(block, Gate) else 0
            held = self.blocks[at + 1 : at + 1 + behind]
            parts.append(Held(block, held) if isinstance(block, Gate) else block)
            at += 1 + len(held)
        return tuple(parts)

    @property
    def gates(self) -> dict[str, str]:
        """The id of the gate that holds a block, by the id of the block."""
        held = [part for part in self.parts if isinstance(part, Held)]
        return {block.id: part.gate.id for part in held for block in part.blocks}

    @property
    def shown(self) -> tuple[Block, ...]:
        """The blocks that learners meet: all but the pools, whose questions are in the quizzes that draw from them."""
        return tuple(block for block in self.blocks if not isinstance(block, Pool))


class Chapter(Model):
    """Lessons that belong together."""

    title: Title = ""
    """The title of the chapter."""
    number: Line = ""
    """A number before the title."""
    lessons: tuple[Lesson, ...]
    """Its lessons, in order."""


class ScormOptions(Model):
    """Choices that only SCORM packages have.

    `mastery_in_manifest` writes the pass mark into the manifest too, so that the LMS may decide on passed and failed;
    some then turn an early leave into "failed", which is why it is off. With `in_order` a lesson that is a SCO of its
    own opens when the one before it is done; `after` says so of some lessons alone, and which they wait for.
    """

    mastery_in_manifest: Flag = False
    """Whether the pass mark stands in the package for the LMS to decide on; some LMSs then count an early leave as
    failed."""
    in_order: Flag = False
    """Whether a lesson that is a SCO of its own opens only when the one before it is done."""
    after: dict[
        str, Annotated[tuple[Line, ...], BeforeValidator(listed, json_schema_input_type=str | tuple[str, ...])]
    ] = Field(default_factory=dict)
    """For the ids of lessons that are SCOs of their own, the ids of those that must be done before."""


class Course(Model):
    """What a folder of text says; `id` never changes with the title, `pass_mark` is in percent."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,64}$")]
    """The lasting name of the course; never change it once learners have begun."""
    title: Name
    """The title."""
    lang: Language = "en"
    """The language of the texts: en, pt-BR, ar."""
    interface: InterfaceLanguage | None = None
    """The language of the words of the page itself, where it is not that of the texts."""
    description: Line = ""
    """One paragraph for the cover and the LMS."""
    version: Line = "1.0"
    """Your own version."""
    licence: Line = ""
    """Shown on the cover."""
    theme: CourseTheme = Theme()
    """Colours and shapes: the name of a theme, or settings of your own."""
    authors: tuple[Line, ...] = ()
    """Names, shown on the cover."""
    keywords: tuple[Line, ...] = ()
    """Words for search in the LMS."""
    cover: Asset = ""
    """The path of a picture for the cover."""
    cover_alt: Line = ""
    """What the cover shows, in a sentence."""
    pass_mark: Annotated[Whole, Field(ge=0, le=100, alias="pass")] = 60
    """The pass mark in percent."""
    silenced: dict[str, Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]] = Field(
        default_factory=dict
    )
    """Checks that do not fit the course: the code of the warning, and the reason."""
    scorm: ScormOptions = ScormOptions()
    """Settings for SCORM packages only."""
    chapters: Annotated[tuple[Chapter, ...], Field(min_length=1)]
    """The chapters, in order."""

    @property
    def interface_language(self) -> str:
        """The language tag by which the interface is chosen."""
        return self.interface or self.lang

    @property
    def lessons(self) -> tuple[Lesson, ...]:
        """All lessons in the order in which they are taught."""
        return tuple(lesson for chapter in self.chapters for lesson in chapter.lessons)

    @property
    def waits(self) -> dict[str, tuple[Lesson, ...]]:
        """By its id, the lessons that each lesson waits for where every lesson is a SCO of its own."""
        lessons = {lesson.id: lesson for lesson in self.lessons}
        if self.scorm.in_order:
            return {after.id: (before,) for before, after in pairwise(lessons.values())}
        return {
            name: tuple(lessons[other] for other in others if other in lessons)
            for name, others in self.scorm.after.items()
        }

    def alone(self, lesson: Lesson) -> Course:
        """The course as if it held nothing but this lesson, in its chapter."""
        chapter = next(chapter for chapter in self.chapters if any(other is lesson for other in chapter.lessons))
        return self.model_copy(update={"chapters": (chapter.model_copy(update={"lessons": (lesson,)}),)})

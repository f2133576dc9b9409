"""The course: chapters, lessons, blocks."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from hornbook.blocks import Block, Pool
from hornbook.model import Asset, Flag, Id, Language, Line, Model, Prose, Title, Whole

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]


class Lesson(Model):
    """One page: `minutes` is how long it takes, `weight` its share of the course's score."""

    id: Id = ""
    slot: int = 0
    title: Name
    number: Line = ""
    lang: Language | None = None
    minutes: Annotated[Whole, Field(ge=1, le=10_000)] | None = None
    objectives: tuple[Prose, ...] = ()
    weight: Annotated[Whole, Field(ge=0, le=1000)] = 1
    blocks: tuple[Block, ...] = ()

    @property
    def shown(self) -> tuple[Block, ...]:
        """The blocks that learners meet: all but the pools, whose questions are in the quizzes that draw from them."""
        return tuple(block for block in self.blocks if not isinstance(block, Pool))


class Chapter(Model):
    """Lessons that belong together."""

    title: Title = ""
    number: Line = ""
    lessons: tuple[Lesson, ...]


class ScormOptions(Model):
    """Choices that only SCORM packages have.

    `mastery_in_manifest` writes the pass mark into the manifest too, so that the LMS may decide on passed and failed;
    some then turn an early leave into "failed", which is why it is off.
    """

    mastery_in_manifest: Flag = False


class Course(Model):
    """What a folder of text says; `id` never changes with the title, `pass_mark` is in percent."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,64}$")]
    title: Name
    lang: Language = "en"
    description: Line = ""
    version: Line = "1.0"
    licence: Line = ""
    authors: tuple[Line, ...] = ()
    keywords: tuple[Line, ...] = ()
    cover: Asset = ""
    cover_alt: Line = ""
    pass_mark: Annotated[Whole, Field(ge=0, le=100, alias="pass")] = 60
    scorm: ScormOptions = ScormOptions()
    chapters: Annotated[tuple[Chapter, ...], Field(min_length=1)]

    @property
    def lessons(self) -> tuple[Lesson, ...]:
        """All lessons in the order in which they are taught."""
        return tuple(lesson for chapter in self.chapters for lesson in chapter.lessons)

"""What a resource link shows: a whole course, a lesson, or one block of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

from hornbook.blocks import Block, Quiz
from hornbook.course import Chapter, Lesson
from hornbook.media import CourseFolder
from hornbook.rendering.pages import block_title
from lti_app.services.library import Edition, Library
from lti_app.storage.models import ResourceLink


@dataclass(frozen=True)
class Target:
    """Ids of what is shown; an empty block is the whole lesson, an empty lesson the whole course."""

    course: str
    lesson: str = ""
    block: str = ""


#: The one activity that is of no course: the cards that come back today, from all decks of a course of the LMS.
DUE = Target("", "", "due")


def shows_due(link: ResourceLink) -> bool:
    """Whether a resource link shows the cards that are due, whatever they are of."""
    return Target(link.course, link.lesson, link.block) == DUE


@dataclass(frozen=True)
class Settings:
    """What the link to a single quiz says in place of the author: how often it is taken, which attempt counts."""

    attempts: int | None = None
    counts: str = ""

    def apply(self, block: Block) -> Block:
        """The block by these settings; practice is never handed in and knows none."""
        if not isinstance(block, Quiz) or block.mode == "practice":
            return block
        update: dict[str, object] = {}
        if self.attempts is not None:
            update["attempts"] = self.attempts
        if self.counts:
            update["counts"] = self.counts
        return block.model_copy(update=update)


class ActivityMissing(LookupError):
    """There is no such activity in the content folder (any more)."""


@dataclass(frozen=True)
class Activity:
    """A target together with the course it stands in."""

    target: Target
    edition: Edition
    lesson: Lesson | None = None
    block: Block | None = None
    settings: Settings = field(default_factory=lambda: Settings())

    @property
    def kind(self) -> str:
        """`course`, `lesson`, or the kind of the block."""
        if self.block is not None:
            return self.block.kind
        return "lesson" if self.lesson is not None else "course"

    @property
    def title(self) -> str:
        """What a person calls it."""
        if self.block is not None:
            return block_title(self.block, self.edition.folder.course)
        return self.lesson.title if self.lesson is not None else self.edition.folder.course.title

    @cached_property
    def folder(self) -> CourseFolder:
        """The course as if it held nothing but this activity."""
        return narrowed(self.edition.folder, self.target, self.settings)

    def quiz(self, slot: int) -> tuple[Lesson, Quiz] | None:
        """The quiz of the activity with this slot, and its lesson."""
        for lesson in self.folder.course.lessons:
            for block in lesson.blocks:
                if isinstance(block, Quiz) and block.slot == slot:
                    return lesson, block
        return None


def find(library: Library, target: Target, settings: Settings | None = None) -> Activity:
    """The activity as it is now; ActivityMissing where there is none."""
    edition = library.course(target.course)
    if edition is None:
        raise ActivityMissing(target.course)
    if not target.lesson:
        return Activity(Target(target.course), edition)
    for lesson in edition.folder.course.lessons:
        if lesson.id == target.lesson:
            if not target.block:
                return Activity(target, edition, lesson)
            for block in lesson.blocks:
                if block.id == target.block:
                    return Activity(target, edition, lesson, block, settings or Settings())
    raise ActivityMissing(f"{target.course}/{target.lesson}/{target.block}")


def of_link(library: Library, link: ResourceLink) -> Activity:
    """What a resource link shows, by its settings; ActivityMissing where that is gone."""
    return find(library, Target(link.course, link.lesson, link.block), Settings(link.attempts, link.counts))


def narrowed(folder: CourseFolder, target: Target, settings: Settings) -> CourseFolder:
    """The course with nothing in it but the target.

    A block that is an activity of its own is what its activity is graded by, whatever it weighs in its lesson.
    """
    if not target.lesson:
        return folder
    chapters: list[Chapter] = []
    for chapter in folder.course.chapters:
        for lesson in chapter.lessons:
            if lesson.id != target.lesson:
                continue
            if target.block:
                blocks = tuple(
                    settings.apply(block).model_copy(update={"weight": block.weight or 1, "required": True})
                    for block in lesson.blocks
                    if block.id == target.block
                )
                # The block is the page: it is called what the block is called, and the lesson is where it stands.
                named = {"title": block_title(blocks[0], folder.course), "number": "", "minutes": None}
                chapter = chapter.model_copy(update={"title": lesson.title, "number": lesson.number})
                lesson = lesson.model_copy(update={"blocks": blocks, "weight": 1, "objectives": (), **named})
            chapters.append(chapter.model_copy(update={"lessons": (lesson,)}))
    course = folder.course.model_copy(update={"chapters": tuple(chapters)})
    return replace(folder, course=course)

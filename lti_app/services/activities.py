"""What a resource link shows: a whole course, a lesson, or one block of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
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


class ActivityMissing(LookupError):
    """There is no such activity in the content folder (any more)."""


@dataclass(frozen=True)
class Activity:
    """A target together with the course it stands in."""

    target: Target
    edition: Edition
    lesson: Lesson | None = None
    block: Block | None = None

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
            return block_title(self.block, self.edition.folder.course.lang)
        return self.lesson.title if self.lesson is not None else self.edition.folder.course.title

    @cached_property
    def folder(self) -> CourseFolder:
        """The course as if it held nothing but this activity."""
        return narrowed(self.edition.folder, self.target)

    def quiz(self, slot: int) -> tuple[Lesson, Quiz] | None:
        """The quiz of the activity with this slot, and its lesson."""
        for lesson in self.folder.course.lessons:
            for block in lesson.blocks:
                if isinstance(block, Quiz) and block.slot == slot:
                    return lesson, block
        return None


def find(library: Library, target: Target) -> Activity:
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
                    return Activity(target, edition, lesson, block)
    raise ActivityMissing(f"{target.course}/{target.lesson}/{target.block}")


def target_of(link: ResourceLink) -> Target:
    """What a resource link shows."""
    return Target(link.course, link.lesson, link.block)


def narrowed(folder: CourseFolder, target: Target) -> CourseFolder:
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
                    block.model_copy(update={"weight": block.weight or 1, "required": True})
                    for block in lesson.blocks
                    if block.id == target.block
                )
                lesson = lesson.model_copy(update={"blocks": blocks, "weight": 1, "objectives": ()})
            chapters.append(chapter.model_copy(update={"lessons": (lesson,)}))
    course = folder.course.model_copy(update={"chapters": tuple(chapters)})
    return replace(folder, course=course)

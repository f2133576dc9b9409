"""A course together with the files and links that its texts name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from hornbook.course import Course, Lesson
from hornbook.files import File
from hornbook.picture_size import HEAD_BYTES, PictureSize
from hornbook.terms import Terms

#: Endings of what may stand in a package: pictures, and sounds, which a text names like pictures.
PICTURES = frozenset({".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif"})
SOUNDS = frozenset({".mp3", ".m4a", ".aac", ".ogg", ".opus", ".oga", ".wav", ".flac"})

#: An id has 64 characters; the largest slot and a hyphen take six.
_LONGEST_OWN_ID = 58


@dataclass(frozen=True)
class CourseFolder:
    """A course as read from its folder.

    `media` and `links` are keyed by (id of the lesson, path or address as written there), with "" for the course
    itself: `media` gives the file of the package, `links` the address inside it, such as `lesson-two.html#quiz`.
    """

    course: Course
    media: Mapping[tuple[str, str], File] = field(default_factory=dict)
    links: Mapping[tuple[str, str], str] = field(default_factory=dict)
    sizes: Mapping[str, PictureSize] = field(default_factory=dict)

    @property
    def media_files(self) -> tuple[File, ...]:
        """Every media file once, by name."""
        return tuple(self._by_name[name] for name in sorted(self._by_name))

    @cached_property
    def terms(self) -> Terms:
        """The terms of the course's glossaries, to be found in its texts."""
        return Terms(self.course)

    def alone(self, lesson: Lesson) -> CourseFolder:
        """One lesson as a course of its own with what belongs to it; its id stays when the lesson is renamed."""
        course = self.course.alone(lesson).model_copy(
            update={
                "id": f"{self.course.id[:_LONGEST_OWN_ID]}-{lesson.slot}",
                "title": f"{self.course.title} · {lesson.title}",
                "cover": "",
            }
        )
        media = {key: file for key, file in self.media.items() if key[0] == lesson.id}
        links = {key: address for key, address in self.links.items() if key[0] == lesson.id}
        return CourseFolder(course, media, links)

    def picture_size(self, name: str) -> PictureSize | None:
        """The size of a picture of the package; None where it tells none."""
        if name not in self._picture_sizes:
            file = self._by_name.get(name) if is_picture(name) else None
            self._picture_sizes[name] = PictureSize.read(file.head(HEAD_BYTES)) if file else None
        return self._picture_sizes[name]

    @cached_property
    def _picture_sizes(self) -> dict[str, PictureSize | None]:
        """What is known, and what was asked for."""
        return dict(self.sizes)

    @cached_property
    def _by_name(self) -> dict[str, File]:
        return {file.name: file for file in self.media.values()}


def is_picture(name: str) -> bool:
    """Whether a file's name ends as a picture's."""
    return name.endswith(tuple(PICTURES))

"""A course of which some files changed: these are read, and all other lessons stay as they are known."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from hornbook.course import Course, Lesson
from hornbook.problems import Finding, Problem
from hornbook.reading.again import with_lessons
from hornbook.reading.assets import Assets
from hornbook.reading.folder import CourseReader, ReadCourse, Traces
from hornbook.reading.placed import PlacedText
from hornbook.reading.places import COURSE_FILE
from hornbook.slots import Lock, identity, numbered


@dataclass(frozen=True)
class Changed:
    """What came of it: the course as it is now, none where there is an error in what was read; and its problems.

    `files` are those that were read: course.yaml, the files that were asked for, and lessons that are new.
    """

    read: ReadCourse | None
    problems: tuple[Problem, ...]
    files: frozenset[str]


def read_changed(
    root: Path,
    known: ReadCourse,
    files: Collection[str],
    check: Callable[[Course, Course], Iterable[Finding]],
) -> Changed:
    """The course `known` with the lessons in `files` as they are now, and with what course.yaml says now.

    What hangs on other lessons is not looked for: items that moved between them, and links of others to these. `check`
    is given the course, and the same with the lessons alone that were read.
    """
    reader = _ChangeReader(root, known, files)
    read = reader.changed(check)
    problems = reader.problems()
    failed = any(problem.is_error for problem in problems)
    return Changed(None if failed else read, problems, frozenset((COURSE_FILE, *files, *reader.sources)))


class _ChangeReader(CourseReader):
    def __init__(self, root: Path, known: ReadCourse, files: Collection[str]) -> None:
        super().__init__(root)
        self._before = known
        self._is_listed_anew = COURSE_FILE in files
        lessons = {lesson.id: lesson for lesson in known.folder.course.lessons}
        self._known = {path: lessons[lesson_id] for lesson_id, path in known.lesson_files.items() if path not in files}

    def lesson(self, path: str, name: PlacedText) -> Lesson | None:
        """The lesson as it is known, else as its file has it now."""
        known = self._known.get(path)
        if known is None:
            return super().lesson(path, name)
        return known if self.takes(known.id, path, name.span) else None

    def changed(self, check: Callable[[Course, Course], Iterable[Finding]]) -> ReadCourse | None:
        """The course as it is now."""
        data = self.settings()
        if data is None:
            return None
        before, lock = self._before, self._before.lock_before
        if "id" not in data:
            data.put("id", lock.course if lock else identity(str(data.get("title", ""))))
        course = self.course(data)
        if course is None:
            return None
        course, alone, lock_after = self._numbered(course)
        assets = Assets(self.root, course, self.places.files, self.report)
        assets.collect(course.model_copy(update={"chapters": ()}), data, "", "")
        for lesson in alone.lessons:
            assets.collect_lesson(lesson, self.places.lessons[lesson.id], self.places.blocks[lesson.id])
        self.note(check(course, alone), beside=self._is_listed_anew)
        others = self.places.files.keys() - self.places.lessons.keys()
        return replace(
            before,
            folder=replace(
                before.folder,
                course=course,
                media=_of(others, before.folder.media) | assets.media,
                links=_of(others, before.folder.links) | assets.links,
            ),
            lock_after=lock_after,
            lesson_files=self.places.files,
            traces=Traces(
                {path: source.digest for path, source in self.sources.items()},
                {**before.traces.media, **assets.digests},
                _of(others, before.traces.asked) | assets.asked,
            ),
        )

    def _numbered(self, course: Course) -> tuple[Course, Course, Lock]:
        """The course with ids and slots, the same with the lessons alone that were read, and the lock."""
        read = [lesson for lesson in course.lessons if lesson.id in self.places.lessons]
        chapter = course.chapters[0].model_copy(update={"lessons": tuple(read)})
        alone = course.model_copy(update={"chapters": (chapter,)})
        known, built = self._before.lock_after, self._before.lock_before
        numbers = numbered(alone, known)
        # What no build has numbered may become something else under the same id.
        reused = {problem.span.path for problem in numbers[2] if problem.code == "id-reused"}
        if built is not None:
            reused -= built.items.keys()
        if reused:
            items = {key: item for key, item in known.items.items() if key not in reused}
            numbers = numbered(alone, known.model_copy(update={"items": items}))
        alone, lock, problems = numbers
        for problem in problems:
            self.report.problems.append(replace(problem, span=self.places.of_item(problem.span.path, alone)))
        return with_lessons(course, {lesson.id: lesson for lesson in alone.lessons}), alone, lock


_Value = TypeVar("_Value")


def _of(lessons: Collection[str], values: Mapping[tuple[str, str], _Value]) -> dict[tuple[str, str], _Value]:
    """What is known of some lessons; the first part of a key is the lesson's id."""
    return {key: value for key, value in values.items() if key[0] in lessons}

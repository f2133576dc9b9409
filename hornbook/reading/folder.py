"""A folder of text to a course: everything is read, every problem reported, nothing written."""

from __future__ import annotations

import errno
import posixpath
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from hornbook.course import Course, Lesson
from hornbook.media import CourseFolder
from hornbook.problems import Finding, Loaded, Problem, Span, nearest
from hornbook.reading.assets import Assets
from hornbook.reading.lesson_file import (
    LESSON_ENDINGS,
    check_ids,
    lesson_model,
    read_lesson_file,
    validated,
    written_ids,
)
from hornbook.reading.lock_file import read_lock
from hornbook.reading.moves import moved
from hornbook.reading.placed import PlacedList, PlacedMap, PlacedText, place
from hornbook.reading.regions import check_regions
from hornbook.reading.report import Report
from hornbook.reading.source import Source, read_source
from hornbook.reading.yaml_tree import read_yaml
from hornbook.slots import Lock, digest, identity, numbered

COURSE_FILE = "course.yaml"


@dataclass(frozen=True)
class ReadCourse:
    """What a folder holds: the course with its files, and its lock as it was and as it must become."""

    folder: CourseFolder
    lock_before: Lock | None
    lock_after: Lock
    lesson_files: Mapping[str, str] = field(default_factory=dict)
    """The file of each lesson by the lesson's id, as a path in the folder."""

    @property
    def lock_changed(self) -> bool:
        """Whether items came that the lock did not know, or known ones changed."""
        return self.lock_before != self.lock_after


def load_course(root: Path, check: Callable[[Course], Iterable[Finding]] | None = None) -> Loaded[ReadCourse]:
    """The course in `root`; a value only where no error was found.

    What `check` finds in the course is told at its line, among the other problems.
    """
    reader = _Reader(root)
    value = reader.read()
    if value is not None and check is not None:
        reader.report.problems.extend(map(reader.placed, check(value.folder.course)))
    problems = [_with_excerpt(problem, reader.sources) for problem in reader.report.problems]
    unique = tuple(dict.fromkeys(sorted(problems, key=lambda problem: problem.span)))
    failed = any(problem.is_error for problem in unique)
    return Loaded(None if failed else value, unique)


def _with_excerpt(problem: Problem, sources: dict[str, Source]) -> Problem:
    source = sources.get(problem.span.path)
    return problem.with_excerpt(source.line(problem.span.line)) if source and problem.span.line else problem


class _Reader:
    def __init__(self, root: Path) -> None:
        self.root = root
        self.report = Report()
        self.sources: dict[str, Source] = {}
        self._settings = PlacedMap(Span(COURSE_FILE))
        self._lesson_files: dict[str, str] = {}
        self._lesson_data: dict[str, PlacedMap] = {}
        #: For each lesson, where the blocks of its model were read from.
        self._block_data: dict[str, list[PlacedMap]] = {}

    def read(self) -> ReadCourse | None:
        data = self._course_data()
        if data is None:
            return None
        self._settings = data
        lock = read_lock(self.root)
        if isinstance(lock, Problem):
            self.report.problems.append(lock)
            lock = None
        if "id" not in data:
            data.put("id", lock.course if lock else identity(str(data.get("title", ""))))
        course = self._course(data)
        if course is None or any(problem.code == "id-twice" for problem in self.report.problems):
            return None
        known, moves = moved(course, lock or Lock(course=course.id))
        course, after, problems = numbered(course, known)
        for problem in (*moves, *problems):
            self.report.problems.append(replace(problem, span=self._item_span(problem.span, course)))
        assets = Assets(self.root, course, self._lesson_files, self.report)
        assets.collect(course.model_copy(update={"chapters": ()}), data, "", "")
        for lesson in course.lessons:
            base = posixpath.dirname(self._lesson_files[lesson.id])
            assets.collect(lesson.model_copy(update={"blocks": ()}), self._lesson_data[lesson.id], lesson.id, base)
            for block, block_data in zip(lesson.blocks, self._block_data[lesson.id], strict=True):
                assets.collect(block, block_data, lesson.id, base)
            check_regions(lesson, self._block_data[lesson.id], assets.media, self.report)
        return ReadCourse(CourseFolder(course, assets.media, assets.links), lock, after, self._lesson_files)

    def placed(self, finding: Finding) -> Problem:
        """What was found in the model, at its line."""
        if not finding.lesson:
            return finding.at(place(self._settings, finding.path))
        match finding.path:
            case ("blocks", int(position), *more):
                return finding.at(place(self._block_data[finding.lesson][position], more))
        return finding.at(place(self._lesson_data[finding.lesson], finding.path))

    def _course_data(self) -> PlacedMap | None:
        try:
            is_folder, is_there = self.root.is_dir(), self.root.exists()
        except OSError as error:
            is_folder, is_there = False, False
            if error.errno in (errno.EACCES, errno.EPERM):
                self.report.error("folder-unreadable", f"You may not look into {self.root}.", Span(str(self.root)))
                return None
        if not is_there:
            self.report.error(
                "folder-missing",
                f"There is no folder {self.root}.",
                Span(str(self.root)),
                'Write the path of a course, or begin one with "hornbook new".',
            )
            return None
        if not is_folder:
            self.report.error(
                "folder-missing",
                f"{self.root} is a file.",
                Span(str(self.root)),
                "Write the path of the folder that holds course.yaml.",
            )
            return None
        source = read_source(self.root, COURSE_FILE)
        if isinstance(source, Problem):
            hint = 'A course is a folder with a file course.yaml in it; "hornbook new" makes one.'
            self.report.problems.append(
                Problem("course-missing", f'There is no course.yaml in "{self.root}".', Span(COURSE_FILE), hint)
                if source.code == "file-missing"
                else source
            )
            return None
        self.sources[COURSE_FILE] = source
        data, problems = read_yaml(source.text, COURSE_FILE)
        self.report.problems.extend(problems)
        return None if problems and not data else data

    def _course(self, data: PlacedMap) -> Course | None:
        """The model; parts that cannot be used are reported and left out, so that the rest is looked at too."""
        written = data.get("chapters")
        if isinstance(written, PlacedList):
            data.put("chapters", PlacedList(written.span, filter(None, map(self._chapter, written))))
        return validated(data, Course, self.report)

    def _chapter(self, written: object) -> PlacedMap | None:
        """A chapter with its lessons in place of the names of their files."""
        if not isinstance(written, PlacedMap):
            span = getattr(written, "span", Span(COURSE_FILE))
            hint = 'Write "- title: ..." and under it "lessons: [file.md]".'
            self.report.error("type", "A chapter is written as title and lessons.", span, hint)
            return None
        names = written.get("lessons")
        if isinstance(names, PlacedList):
            lessons = PlacedList(names.span, filter(None, map(self._lesson, names)))
            written.put("lessons", lessons)
        return written

    def _lesson(self, name: object) -> Lesson | None:
        if not isinstance(name, PlacedText):
            self.report.error(
                "type",
                "A lesson is written as the name of its file.",
                getattr(name, "span", Span(COURSE_FILE)),
            )
            return None
        path = posixpath.normpath(str(name))
        if "\\" in name or path.startswith(("/", "../")) or path == ".." or not path.endswith(LESSON_ENDINGS):
            self.report.error(
                "lesson-path",
                f'"{name}" is no lesson file of this course.',
                name.span,
                "Write the name of a .md file in the course's folder, with forward slashes.",
            )
            return None
        if path in self.sources:
            self.report.error("lesson-twice", f'"{name}" is already in the course.', name.span, "Keep one of them.")
            return None
        source = read_source(self.root, path)
        if isinstance(source, Problem):
            if source.code == "file-missing":
                known = (entry.name for entry in self.root.iterdir() if entry.name.endswith(LESSON_ENDINGS))
                self.report.error("lesson-missing", f'There is no file "{name}".', name.span, nearest(name, known))
            else:
                self.report.problems.append(replace(source, span=name.span) if not source.span.line else source)
            return None
        self.sources[path] = source
        data, problems = read_lesson_file(source)
        self.report.problems.extend(problems)
        if "id" not in data:
            data.put("id", _lesson_id(path))
        lesson_id = str(data["id"])
        if lesson_id in self._lesson_files:
            self.report.error(
                "id-twice",
                f'The lesson {self._lesson_files[lesson_id]} has the id "{lesson_id}" too.',
                place(data, ("id",)),
                "Give one of them another id.",
            )
            return None
        self._lesson_files[lesson_id] = path
        self._lesson_data[lesson_id] = data
        check_ids(data, self.report)
        lesson, self._block_data[lesson_id] = lesson_model(data, self.report)
        return lesson

    def _item_span(self, span: Span, course: Course) -> Span:
        """Where the item stands that a span names as `lesson/id`, be the id written or given."""
        lesson_id, _, name = span.path.partition("/")
        file = self._lesson_files.get(lesson_id)
        if file is None:
            return Span(COURSE_FILE)
        ids = dict(written_ids(self._lesson_data[lesson_id]))
        if name in ids:
            return ids[name]
        lesson = next(each for each in course.lessons if each.id == lesson_id)
        for block, data in zip(lesson.blocks, self._block_data[lesson_id], strict=True):
            if block.id == name:
                return data.span
            for parts in ("questions", "cards"):
                for position, item in enumerate(getattr(block, parts, ())):
                    if item.id == name:
                        return place(data, (parts, position))
        return Span(file, 1, 1)


def _lesson_id(path: str) -> str:
    """An id from the name of a lesson's file; from a hash of it where nothing of the name can stand in an id."""
    plain = unicodedata.normalize("NFKD", posixpath.splitext(path)[0].lower().replace("ß", "ss"))
    stem = re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode()).strip("-")
    return stem[:64].strip("-") or f"lesson-{digest(path)[:8]}"

"""A folder of text to a course: everything is read, every problem reported, nothing written."""

from __future__ import annotations

import errno
import os
import posixpath
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
    id_of,
    lesson_model,
    read_lesson_file,
    validated,
)
from hornbook.reading.lock_file import read_lock
from hornbook.reading.moves import moved
from hornbook.reading.placed import PlacedList, PlacedMap, PlacedText, place
from hornbook.reading.places import COURSE_FILE, Places
from hornbook.reading.report import Report, told_once
from hornbook.reading.source import Source, on_disk, read_source
from hornbook.reading.unlisted import unlisted
from hornbook.reading.yaml_tree import read_yaml
from hornbook.slots import Lock, identity, numbered

#: How files end that word processors and browsers write.
_DOCUMENTS = (".doc", ".docx", ".htm", ".html", ".odt", ".pdf", ".pptx", ".rtf", ".txt")


@dataclass(frozen=True)
class Traces:
    """What a reading came upon that tells whether the next would find the same.

    `files` are the hashes of the bytes of course.yaml and the lessons, by path; `media` those of media, by their names
    in the package. `asked` holds the kinds of media as which a lesson's texts name a file, and for each its path in the
    course, by (id of the lesson, path as written there).
    """

    files: Mapping[str, str] = field(default_factory=dict)
    media: Mapping[str, str] = field(default_factory=dict)
    asked: Mapping[tuple[str, str], Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class ReadCourse:
    """What a folder holds: the course with its files, and its lock as it was and as it must become."""

    folder: CourseFolder
    lock_before: Lock | None
    lock_after: Lock
    lesson_files: Mapping[str, str] = field(default_factory=dict)
    """The file of each lesson by the lesson's id, as a path in the folder."""
    traces: Traces = field(default_factory=Traces)
    lock_text: str = ""
    """The text of `lock_before`, where it is known that Hornbook wrote it."""

    @property
    def lock_changed(self) -> bool:
        """Whether items came that the lock did not know, or known ones changed."""
        return self.lock_before != self.lock_after


def load_course(
    root: Path,
    check: Callable[[Course], Iterable[Finding]] | None = None,
    before_each: Callable[[str], None] | None = None,
) -> Loaded[ReadCourse]:
    """The course in `root`; a value only where no error was found.

    What `check` finds in the course is told at its line, among the other problems, and so are lessons in its folder
    that are no part of it. `before_each` is called with the file of each lesson before it is read, and again before its
    media are looked for; what it raises ends the reading.
    """
    reader = CourseReader(root, before_each)
    value = reader.read()
    if value is not None and check is not None:
        reader.note(check(value.folder.course), beside=True)
    unique = reader.problems()
    failed = any(problem.is_error for problem in unique)
    return Loaded(None if failed else value, unique)


def load_outline(root: Path, lessons: Mapping[str, Lesson], course_id: str) -> tuple[Course, str] | None:
    """The course that `course.yaml` makes of lessons that are known, by their files; and the hash of that file.

    None where it does not make one of just these. `course_id` is that of a course whose author gave it none.
    """
    reader = _OutlineReader(root, lessons)
    course = reader.outline(course_id)
    if course is None or reader.report.problems or len(course.lessons) != len(lessons):
        return None
    return course, reader.sources[COURSE_FILE].digest


class CourseReader:
    """Reads a folder; what it finds stays in its fields."""

    def __init__(self, root: Path, before_each: Callable[[str], None] | None = None) -> None:
        self.root = root
        self._before_each = before_each
        self.report = Report()
        self.sources: dict[str, Source] = {}
        self.places = Places()
        self._paths: set[str] = set()

    def read(self) -> ReadCourse | None:
        """The course with its media; None where not even course.yaml makes one."""
        data = self.settings()
        if data is None:
            return None
        lock = read_lock(self.root)
        if isinstance(lock, Problem):
            self.report.problems.append(lock)
            lock = None
        if "id" not in data:
            data.put("id", lock.course if lock else identity(str(data.get("title", ""))))
        course = self.course(data)
        if course is None:
            return None
        known, moves = moved(course, lock or Lock(course=course.id))
        course, after, problems = numbered(course, known)
        for problem in (*moves, *problems):
            self.report.problems.append(replace(problem, span=self.places.of_item(problem.span.path, course)))
        places = self.places
        assets = Assets(self.root, course, places.files, self.report)
        assets.collect(course.model_copy(update={"chapters": ()}), data, "", "")
        for lesson in course.lessons:
            if self._before_each is not None:
                self._before_each(places.files[lesson.id])
            assets.collect_lesson(lesson, places.lessons[lesson.id], places.blocks[lesson.id])
        return ReadCourse(
            CourseFolder(course, assets.media, assets.links),
            lock,
            after,
            places.files,
            Traces(
                {path: source.digest for path, source in self.sources.items()},
                assets.digests,
                assets.asked,
            ),
        )

    def note(self, findings: Iterable[Finding], *, beside: bool) -> None:
        """Report what was found in the course, and lessons `beside` it that it does not name.

        Where there is an error, what may be missing for its sake alone is not told.
        """
        whole = not any(problem.is_error for problem in self.report.problems)
        self.report.problems.extend(
            self.places.of_finding(finding) for finding in findings if whole or not finding.misses
        )
        if whole and beside:
            self.report.problems.extend(unlisted(self.root, self._paths))

    def problems(self) -> tuple[Problem, ...]:
        """What is wrong, each once, in the order of places, with the lines that are spoken of."""
        problems = []
        for problem in told_once(self.report.problems):
            source = self.sources.get(problem.span.path)
            problems.append(
                problem.with_excerpt(source.line(problem.span.line)) if source and problem.span.line else problem
            )
        return tuple(dict.fromkeys(sorted(problems, key=lambda problem: problem.span)))

    def settings(self) -> PlacedMap | None:
        """What course.yaml says, as it is written there."""
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
        if problems and not data:
            return None
        self.places.settings = data
        return data

    def course(self, data: PlacedMap) -> Course | None:
        """The model; parts that cannot be used are reported and left out, so that the rest is looked at too."""
        written = data.get("chapters")
        if isinstance(written, PlacedList):
            chapters = PlacedList(written.span, filter(None, map(self._chapter, written)))
            chapters.broken = len(chapters) < len(written)
            data.put("chapters", chapters)
        course = validated(data, Course, self.report)
        # Ids that are there twice cannot be told apart in what follows.
        return None if any(problem.code == "id-twice" for problem in self.report.problems) else course

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
            message = f'"{name}" is no lesson file of this course.'
            self.report.error("lesson-path", message, name.span, self._meant_path(str(name)))
            return None
        if path in self._paths:
            self.report.error("lesson-twice", f'"{name}" is already in the course.', name.span, "Keep one of them.")
            return None
        return self.lesson(path, name)

    def lesson(self, path: str, name: PlacedText) -> Lesson | None:
        """The lesson in the file `path`, which course.yaml names."""
        if self._before_each is not None:
            self._before_each(path)
        source = read_source(self.root, path)
        if isinstance(source, Problem):
            if source.code == "file-missing":
                several = all(word.endswith(LESSON_ENDINGS) for word in name.split()) and " " in name.strip()
                hint = nearest(name, self._unnamed()) or "Write this lesson, or take its name out."
                hint = "Put commas between the names of lessons." if several else hint
                self.report.error("lesson-missing", f'There is no file "{name}".', name.span, hint)
            else:
                self.report.problems.append(replace(source, span=name.span) if not source.span.line else source)
            return None
        self.sources[path] = source
        data, problems = read_lesson_file(source)
        self.report.problems.extend(problems)
        if "id" not in data:
            data.put("id", id_of(path))
        lesson_id = str(data["id"])
        if not self.takes(lesson_id, path, place(data, ("id",))):
            return None
        self.places.lessons[lesson_id] = data
        check_ids(data, self.report)
        lesson, self.places.blocks[lesson_id] = lesson_model(data, self.report)
        return lesson

    def takes(self, lesson_id: str, path: str, span: Span) -> bool:
        """Note whose file `path` is; False where another lesson has the id too, which is reported at `span`."""
        self._paths.add(path)
        if lesson_id in self.places.files:
            self.report.error(
                "id-twice",
                f'The lesson {self.places.files[lesson_id]} has the id "{lesson_id}" too.',
                span,
                "Give one of them another id.",
            )
            return False
        self.places.files[lesson_id] = path
        return True

    def _meant_path(self, name: str) -> str:
        """What to write instead of a name that can be none of a lesson."""
        straight = name.replace("\\", "/")
        if straight != name and on_disk(self.root, straight).is_file():
            return f'Write / between folders: "{straight}".'
        if os.path.lexists(self.root / f"{name}.md"):
            return f'Write "{name}.md".'
        if posixpath.splitext(name.lower())[1] in _DOCUMENTS:
            return "A lesson is a file of plain text, and its name ends in .md."
        return "Write the name of a file that ends in .md, in the folder of the course."

    def _unnamed(self) -> list[str]:
        """Files beside course.yaml that end as lessons do, and that it does not name."""
        chapters = self.places.settings.get("chapters")
        written = chapters if isinstance(chapters, PlacedList) else ()
        lists = (chapter.get("lessons") for chapter in written if isinstance(chapter, PlacedMap))
        named = {str(name) for names in lists if isinstance(names, PlacedList) for name in names}
        endings = (entry.name for entry in self.root.iterdir() if entry.name.endswith(LESSON_ENDINGS))
        return [name for name in endings if name not in named and name not in (*self._paths, COURSE_FILE)]


class _OutlineReader(CourseReader):
    """Reads course.yaml alone."""

    def __init__(self, root: Path, lessons: Mapping[str, Lesson]) -> None:
        super().__init__(root)
        self._lessons = lessons

    def outline(self, course_id: str) -> Course | None:
        """The course with the lessons that are known."""
        data = self.settings()
        if data is None:
            return None
        if "id" not in data:
            data.put("id", course_id)
        return self.course(data)

    def _lesson(self, name: object) -> Lesson | None:
        return self._lessons.get(posixpath.normpath(str(name)))

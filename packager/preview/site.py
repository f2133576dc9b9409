"""The course as it is served: the last version without errors, for every target, and the problems of the newest."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from math import inf
from pathlib import Path
from typing import Any

from jinja2 import TemplateError

from hornbook import checks
from hornbook.course import Course, Lesson
from hornbook.files import File
from hornbook.media import CourseFolder
from hornbook.problems import Problem
from hornbook.reading import ReadCourse
from hornbook.reading.changed import Changed, read_changed
from hornbook.reading.lesson_file import LESSON_ENDINGS
from hornbook.reading.lock_file import LOCK_NAME
from hornbook.reading.places import COURSE_FILE
from hornbook.rendering.data import lesson_entry, page_name
from hornbook.rendering.pages import inert_json
from hornbook.rendering.parts import parts_asked, parts_of
from packager.preview.apart import Apart
from packager.preview.difference import Spot, first_difference
from packager.preview.whole import SHELL, Edition, Rendering, Step, Whole, frame_of, read_whole
from packager.targets import TARGETS

#: Seconds for which a reading of everything may keep the preview waiting; what takes longer is done apart.
PATIENCE = 0.3

#: So many files are read again at once when they are saved together; of more, everything is read.
MOST_AT_ONCE = 100


class Ended(Exception):
    """The preview ends, so nothing is read to its end any more."""


@dataclass(frozen=True)
class View:
    """What the preview's page must know.

    `build` names the version that is served, "" while there never was one without errors; `before` the version
    before it, and `changed` the files in which they differ; `at` is where a changed page begins to differ, by the name
    of the page. `renamed` holds the new ids of lessons whose old ones are gone. `course` is none or its id, title and
    what its manifest says of passing. `held`: the newest version has an error, so it is not what is served.
    """

    build: str = ""
    before: str = ""
    changed: tuple[str, ...] = ()
    course: Mapping[str, Any] | None = None
    problems: tuple[Problem, ...] = ()
    at: Mapping[str, Spot] = field(default_factory=dict)
    renamed: Mapping[str, str] = field(default_factory=dict)
    held: bool = False

    def as_json(self) -> dict[str, Any]:
        """The same as plain data."""
        return {
            "build": self.build,
            "before": self.before,
            "changed": list(self.changed),
            "at": {name: asdict(spot) for name, spot in self.at.items()},
            "renamed": dict(self.renamed),
            "course": self.course,
            "held": self.held,
            "targets": [
                {"name": name, "title": target.title, "home": target.profile.home, "limit": target.profile.state_limit}
                for name, target in TARGETS.items()
            ],
            "problems": [
                {
                    "path": problem.span.path,
                    "line": problem.span.line,
                    "column": problem.span.column,
                    "severity": problem.severity.value,
                    "code": problem.code,
                    "message": problem.message,
                    "hint": problem.hint,
                    "excerpt": problem.excerpt,
                }
                for problem in self.problems
            ],
        }


@dataclass(frozen=True)
class _Version:
    """What was read last without errors, and made of it; and the problems of what was read last.

    `waiting` are the files that changed since then and could not be shown.
    """

    read: ReadCourse | None = None
    editions: Mapping[str, Edition] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    fits: tuple[Problem, ...] = ()
    waiting: frozenset[str] = frozenset()

    def after(self, whole: Whole) -> _Version:
        """The version after everything was read."""
        if not whole.editions:
            return replace(self, problems=whole.problems, fits=whole.fits)
        return _Version(whole.read, whole.editions, whole.problems, whole.fits)


class Site:
    """Reads and renders a course folder; safe to use from many threads."""

    def __init__(self, root: Path, target: str, rendering: Rendering | None = None, apart: Apart | None = None) -> None:
        """Where reading takes long, it is done in `apart`."""
        self._root = root
        self._rendering = rendering or Rendering()
        self._apart = apart
        # A template of the author's own may never end, or ask for more memory than there is.
        self._is_long = bool(self._rendering.templates)
        self._lock = threading.RLock()
        self._refreshing = threading.Lock()
        self._ended = threading.Event()
        self._main = target
        self._wanted = {target}
        self._version = _Version()
        #: What was glanced at since a reading of everything began.
        self._since: dict[str, None] = {}
        self.view = View()
        #: Whether all pages were made by the last reading of everything; else another is due.
        self.is_complete = True

    def refresh(self, on_step: Callable[[Step], None] = lambda step: None) -> View:
        """Read everything again. With an error the files stay as they are; the view tells what changed.

        `on_step` is told how far it is.

        Raises `Ended` after `end`.
        """
        with self._refreshing:
            with self._lock:
                self._since.clear()
                editions = {name: self._version.editions.get(name, Edition()) for name in sorted(self._wanted)}
            whole = self._whole(editions, on_step)
            with self._lock:
                self.is_complete = whole.is_complete
                version = self._version.after(whole)
                # What was saved meanwhile is newer than what was read.
                if self._since:
                    version = self._with_changes(version, self._since) or version
                # What is found behind the back of an author moves no page.
                self.view = replace(self._show(version), at={})
                return self.view

    def _whole(self, editions: Mapping[str, Edition], on_step: Callable[[Step], None]) -> Whole:
        def go_on(step: Step) -> None:
            if self._ended.is_set():
                raise Ended
            on_step(step)

        # While nothing is shown, the course is shown before all its pages are made.
        patience = PATIENCE if self._version.read is None and self._apart is not None else inf
        whole = self._apart.read(editions, patience, go_on) if self._apart is not None and self._is_long else None
        if whole is not None:
            return whole
        started = time.monotonic()
        whole = read_whole(self._root, self._rendering, list(editions), patience, go_on)
        if time.monotonic() - started > PATIENCE:
            self._is_long = True
            if self._apart is not None:
                self._apart.start()
        return whole

    def end(self) -> None:
        """Read nothing more; a reading of everything ends at its next lesson."""
        self._ended.set()

    def glance(self, changed: Collection[str]) -> View | None:
        """The view after some files have changed, at once; None where everything must be read to know it.

        `changed` are paths in the course. What hangs on other lessons is found by the `refresh` that must follow.
        """
        with self._lock:
            self._since.update(dict.fromkeys(changed))
            version = self._with_changes(self._version, changed)
            return None if version is None else self._show(version)

    def _with_changes(self, version: _Version, changed: Collection[str]) -> _Version | None:
        """The version after files have changed; None where more must be read to know it."""
        before = version.read
        if before is None:
            return None
        files = self._concerned(before, version, changed)
        if not files or len(files) > MOST_AT_ONCE:
            return None
        try:
            found = read_changed(self._root, before, files, checks.run_alone)
            problems, wrong = found.problems, {each.span.path for each in found.problems if each.is_error}
            # A lesson with an error stays as it was, and keeps no other waiting.
            if found.read is None and wrong < files and COURSE_FILE not in wrong:
                found = read_changed(self._root, before, files - wrong, checks.run_alone)
            others = [
                problem
                for problem in version.problems
                if (problem.span.path not in found.files | files or problem.code in checks.TOGETHER)
                and not (problem.code == "lesson-unlisted" and COURSE_FILE in files)
            ]
            problems = tuple(sorted(dict.fromkeys((*others, *problems)), key=lambda problem: problem.span))
            if found.read is None:
                return replace(version, problems=problems, waiting=files)
            problems = tuple(checks.heard(problems, found.read.folder.course))
            editions = {
                name: self._renewed(edition, name, before.folder, found) for name, edition in version.editions.items()
            }
        except (OSError, TemplateError):
            return None
        return _Version(found.read, editions, problems, version.fits, frozenset(wrong & files))

    def _concerned(self, read: ReadCourse, version: _Version, changed: Collection[str]) -> frozenset[str]:
        """The files of the course that must be read after some have changed; none where it cannot be told."""
        lessons = set(read.lesson_files.values())
        files = set(version.waiting)
        wrong = {problem.span.path for problem in version.problems if problem.is_error}
        for path in changed:
            if path == COURSE_FILE or path in lessons:
                files.add(path)
                continue
            if path.endswith(LESSON_ENDINGS) and path != LOCK_NAME:
                # Perhaps a lesson that course.yaml names, or forgets.
                files.add(COURSE_FILE)
                continue
            naming = {
                read.lesson_files.get(lesson_id, COURSE_FILE)
                for (lesson_id, _), asked in read.traces.asked.items()
                if path in asked.values()
            }
            # A file that somebody waits for is named in a lesson that could not be shown, or in course.yaml.
            if not naming and not files and COURSE_FILE not in wrong:
                return frozenset()
            files |= naming or {COURSE_FILE}
        return frozenset(files)

    def _renewed(self, edition: Edition, target: str, before: CourseFolder, found: Changed) -> Edition:
        """The edition after some lessons were read again, or course.yaml was."""
        assert found.read is not None
        folder, profile = found.read.folder, TARGETS[target].profile
        old = {lesson.id: lesson for lesson in before.course.lessons}
        new = [lesson for lesson in folder.course.lessons if found.read.lesson_files[lesson.id] in found.files]
        if not _are_same_but_blocks(before.course, folder.course):
            return frame_of(self._rendering, folder, target, edition)
        made = [self._rendering.page(folder, profile, lesson) for lesson in new]
        pairs = [(old[lesson.id], lesson) for lesson in new]
        if any(_parts(one) != _parts(other) for one, other in pairs):
            made.extend(self._rendering.frame(folder, profile))
        else:
            shell = _with_entries(edition.files[SHELL], pairs)
            made.extend([shell] if shell is not None else self._rendering.frame(folder, profile))
        ids = {lesson.id for lesson in new}
        media = (file for key, file in folder.media.items() if key[0] in ids)
        return edition.with_files([*made, *media])

    def file(self, target: str, name: str) -> File | None:
        """A file of the version that is served; a page that was not made yet is made now, and so is a target."""
        if target not in TARGETS:
            return None
        with self._lock:
            if self._version.read is None:
                return None
            try:
                edition = self._made(self._version.read.folder, target, name)
            except (OSError, TemplateError):
                # The reading of everything will tell.
                return None
            self._version = replace(self._version, editions={**self._version.editions, target: edition})
            return edition.files.get(name)

    def _made(self, folder: CourseFolder, target: str, name: str) -> Edition:
        """The edition for a target, in which a file is made."""
        edition = self._version.editions.get(target)
        if edition is None:
            edition = frame_of(self._rendering, folder, target, self._version.editions[self._main])
            self._wanted.add(target)
        if name not in edition.stale:
            return edition
        lesson = next(lesson for lesson in folder.course.lessons if page_name(lesson) == name)
        return edition.with_files([self._rendering.page(folder, TARGETS[target].profile, lesson)])

    def _show(self, version: _Version) -> View:
        """Serve a version from now on; the view of it."""
        before, self._version = self._version, version
        told, held = (*version.problems, *version.fits), any(problem.is_error for problem in version.problems)
        if version.editions is before.editions:
            self.view = replace(
                self.view, before=self.view.build, changed=(), problems=told, at={}, renamed={}, held=held
            )
            return self.view
        changed = {
            name
            for target, edition in version.editions.items()
            for old in [before.editions.get(target, Edition())]
            for name in old.hashes.keys() | edition.hashes.keys()
            # Of a page that was not made yet nobody can tell, and nobody saw it.
            if old.hashes.get(name) != edition.hashes.get(name) and name not in old.stale
        }
        assert version.read is not None
        course = version.read.folder.course
        facts = {
            "id": course.id,
            "title": course.title,
            "lang": course.lang,
            "mastery": course.pass_mark if course.scorm.mastery_in_manifest else None,
        }
        old, new = (each.editions.get(self._main, Edition()) for each in (before, version))
        at = {
            name: spot
            for name in changed
            for before_file, file in [(old.files.get(name), new.files.get(name))]
            if before_file is not None and file is not None and name.endswith(".html")
            if (spot := first_difference(before_file.read().decode(), file.read().decode()))
        }
        renamed = _renamed(before.read.folder.course, course) if before.read is not None else {}
        self.view = View(_name(new), self.view.build, tuple(sorted(changed)), facts, told, at, renamed, held)
        return self.view


def _renamed(before: Course, now: Course) -> dict[str, str]:
    """The new ids of lessons whose old ones are gone: as many came as went, and they stand in the same order."""
    old, new = ({lesson.id: None for lesson in course.lessons} for course in (before, now))
    gone, came = [name for name in old if name not in new], [name for name in new if name not in old]
    return dict(zip(gone, came, strict=True)) if len(gone) == len(came) else {}


def _are_same_but_blocks(before: Course, now: Course) -> bool:
    """Whether two courses differ in nothing but in what is in their lessons."""
    old = {lesson.id: lesson for lesson in before.lessons}
    plan, new_plan = (
        [(chapter.title, [lesson.id for lesson in chapter.lessons]) for chapter in course.chapters]
        for course in (before, now)
    )
    return (
        plan == new_plan
        and before.model_copy(update={"chapters": ()}) == now.model_copy(update={"chapters": ()})
        and all(
            lesson is old[lesson.id]
            or lesson.model_copy(update={"blocks": ()}) == old[lesson.id].model_copy(update={"blocks": ()})
            for lesson in now.lessons
        )
    )


def _parts(lesson: Lesson) -> set[str]:
    """The parts of the player that a lesson needs."""
    return {part for block in lesson.blocks for part in (*parts_of(block), *parts_asked(block))}


def _with_entries(shell: File, lessons: Iterable[tuple[Lesson, Lesson]]) -> File | None:
    """The shell with what it knows of some lessons anew, as they were and as they are; none where that is not found."""
    page = shell.read()
    for old, new in lessons:
        before, now = (str(inert_json(lesson_entry(lesson))).encode() for lesson in (old, new))
        if page.count(before) != 1:
            return None
        page = page.replace(before, now)
    return File(shell.name, page)


def _name(edition: Edition) -> str:
    whole = sha256()
    for name, digest in sorted(edition.hashes.items()):
        whole.update(f"{name} {digest}\n".encode())
    return whole.hexdigest()[:16]

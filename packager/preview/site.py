"""The course as it is served: the last version without errors, for every target, and the problems of the newest."""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from jinja2 import TemplateError, TemplateSyntaxError

from hornbook import checks
from hornbook.course import Lesson
from hornbook.files import File
from hornbook.media import CourseFolder
from hornbook.problems import Problem, Span
from hornbook.profile import Profile
from hornbook.reading import ReadCourse, load_course
from hornbook.reading.again import read_again
from hornbook.rendering.data import page_name
from hornbook.rendering.pages import render
from hornbook.rendering.templates import TemplateFault
from packager.own_templates import problem_of
from packager.targets import TARGETS

Renderer = Callable[[CourseFolder, Profile], Sequence[File]]
#: Makes the page of one lesson.
PageRenderer = Callable[[CourseFolder, Profile, Lesson], str]
_SECTION = re.compile(rb'<section [^>]*\bid="([a-z0-9-]+)"')


@dataclass(frozen=True)
class Edition:
    """One version of the course made for one target: files and their hashes, by name."""

    files: Mapping[str, File]
    hashes: Mapping[str, str]


@dataclass(frozen=True)
class View:
    """What the preview's page must know.

    `build` names the version that is served, "" while there never was one without errors; `before` the version
    before it, and `changed` the files in which they differ; `at` is the first block of a changed page that differs, by
    the page's name. `course` is none or its id, title and what its manifest says of passing.
    """

    build: str = ""
    before: str = ""
    changed: tuple[str, ...] = ()
    course: Mapping[str, Any] | None = None
    problems: tuple[Problem, ...] = ()
    at: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The same as plain data."""
        return {
            "build": self.build,
            "before": self.before,
            "changed": list(self.changed),
            "at": dict(self.at),
            "course": self.course,
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


class Site:
    """Reads and renders a course folder; safe to use from many threads."""

    def __init__(
        self, root: Path, target: str, renderer: Renderer = render, page_renderer: PageRenderer | None = None
    ) -> None:
        self._root = root
        self._renderer = renderer
        self._page_renderer = page_renderer
        self._read: ReadCourse | None = None
        self._lock = threading.RLock()
        self._refreshing = threading.Lock()
        self._glances = 0
        self._folder: CourseFolder | None = None
        self._editions: dict[str, Edition] = {}
        self._main = target
        self._wanted = {target}
        self.view = View()

    def refresh(self) -> View:
        """Read everything again. With an error the files stay as they are; the view tells what changed.

        Where a glance came in between, what was read is old, and is read once more.
        """
        with self._refreshing:
            while True:
                glances = self._glances
                try:
                    loaded = load_course(self._root, checks.run)
                    problems, read = list(loaded.problems), loaded.value
                except OSError as error:
                    problems, read = [_failure(error)], None
                folder = read.folder if read is not None else None
                editions = self._editions_of(folder, problems) if folder is not None else {}
                with self._lock:
                    if glances != self._glances:
                        continue
                    if folder is None or not editions:
                        self.view = replace(
                            self.view, before=self.view.build, changed=(), problems=tuple(problems), at={}
                        )
                    else:
                        self.view = self._next_view(folder, editions, tuple(problems))
                        self._folder, self._editions, self._read = folder, editions, read
                    return self.view

    def _editions_of(self, folder: CourseFolder, problems: list[Problem]) -> dict[str, Edition]:
        """The course for each target that was asked for; none where a template fails. Adds to the problems."""
        try:
            editions = {name: self._edition(folder, name) for name in sorted(self._wanted)}
        except (OSError, TemplateError) as error:
            problems.append(_failure(error))
            return {}
        for target in TARGETS.values():
            problems += [found for found in target.fit(folder.course) if found not in problems]
        problems[:] = checks.heard(problems, folder.course)
        return editions

    def glance(self, changed: Collection[str]) -> View | None:
        """The view after one lesson alone has changed, at once; None where everything must be read to know it.

        `changed` are paths in the course. What hangs on other lessons is found by the `refresh` that must follow.
        """
        with self._lock:
            if self._read is None or self._page_renderer is None or len(changed) != 1:
                return None
            (path,) = changed
            self._glances += 1
            try:
                found = read_again(self._root, self._read, path)
                if found is None:
                    return None
                others = (problem for problem in self.view.problems if problem.span.path != path)
                problems = tuple(sorted((*others, *found.problems), key=lambda problem: problem.span))
                if found.value is None:
                    self.view = replace(self.view, before=self.view.build, changed=(), problems=problems, at={})
                    return self.view
                lesson_id = next(each for each, file in found.value.lesson_files.items() if file == path)
                folder = found.value.folder
                editions = {name: self._with_page(folder, name, lesson_id) for name in self._editions}
            except (OSError, TemplateError):
                return None
            self.view = self._next_view(folder, editions, problems)
            self._folder, self._editions = folder, editions
            return self.view

    def _with_page(self, folder: CourseFolder, target: str, lesson_id: str) -> Edition:
        """The edition with the page of one lesson made anew."""
        assert self._page_renderer is not None
        lesson = next(lesson for lesson in folder.course.lessons if lesson.id == lesson_id)
        page = File(page_name(lesson), self._page_renderer(folder, TARGETS[target].profile, lesson).encode())
        media = {file.name: file for key, file in folder.media.items() if key[0] == lesson_id}
        new = {page.name: page} | media
        old = self._editions[target]
        return Edition({**old.files, **new}, {**old.hashes, **{name: _hash(file) for name, file in new.items()}})

    def file(self, target: str, name: str) -> File | None:
        """A file of the version that is served; what a target is asked for the first time is rendered now."""
        if target not in TARGETS:
            return None
        with self._lock:
            if self._folder is None:
                return None
            if target not in self._editions:
                self._editions[target] = self._edition(self._folder, target)
                self._wanted.add(target)
            return self._editions[target].files.get(name)

    def _edition(self, folder: CourseFolder, target: str) -> Edition:
        files = {file.name: file for file in self._renderer(folder, TARGETS[target].profile)}
        return Edition(files, {name: _hash(file) for name, file in files.items()})

    def _next_view(self, folder: CourseFolder, editions: dict[str, Edition], problems: tuple[Problem, ...]) -> View:
        changed = {
            name
            for target, edition in editions.items()
            for before in [self._editions[target].hashes if target in self._editions else {}]
            for name in before.keys() | edition.hashes.keys()
            if before.get(name) != edition.hashes.get(name)
        }
        course = folder.course
        facts = {
            "id": course.id,
            "title": course.title,
            "lang": course.lang,
            "mastery": course.pass_mark if course.scorm.mastery_in_manifest else None,
        }
        at = {name: block for name in changed if (block := self._first_difference(editions[self._main], name))}
        return View(_name(editions[self._main]), self.view.build, tuple(sorted(changed)), facts, problems, at)

    def _first_difference(self, edition: Edition, name: str) -> str:
        """The id of the first block in which a page differs from what is served; none where it has none."""
        before = self._editions[self._main].files.get(name) if self._main in self._editions else None
        now = edition.files.get(name)
        if before is None or now is None or not name.endswith(".html"):
            return ""
        one, other = (_blocks(file.read()) for file in (before, now))
        return next(
            (block for place, (block, html) in enumerate(other) if one[place : place + 1] != [(block, html)]), ""
        )


def _blocks(page: bytes) -> list[tuple[str, bytes]]:
    """The id and the HTML of each block of a page, without what stands behind the last."""
    parts = _SECTION.split(page)
    return [
        (name.decode(), html.rpartition(b"</section>")[0]) for name, html in zip(parts[1::2], parts[2::2], strict=True)
    ]


def _hash(file: File) -> str:
    # The name of a media file holds the hash of its content already; it need not be read for this.
    content = file.content if isinstance(file.content, bytes) else str(file.content).encode()
    return hashlib.sha256(content).hexdigest()


def _name(edition: Edition) -> str:
    whole = hashlib.sha256()
    for name, digest in sorted(edition.hashes.items()):
        whole.update(f"{name} {digest}\n".encode())
    return whole.hexdigest()[:16]


def _failure(error: OSError | TemplateError) -> Problem:
    """A file that went while it was read, or a template with a mistake: shown like any other problem."""
    if isinstance(error, OSError):
        name = Path(error.filename).name if isinstance(error.filename, str) else ""
        return Problem("file-unreadable", f"It cannot be read: {error.strerror or error}.", Span(name or "course.yaml"),
                       "The preview tries again when a file changes.")  # fmt: skip
    if isinstance(error, TemplateFault):
        return problem_of(error)
    if isinstance(error, TemplateSyntaxError):
        place = Span(error.filename or error.name or "template", error.lineno, 1)
        return Problem("template", error.message or "The template cannot be read.", place, "Mend the template.")
    return Problem("template", f"A template failed: {error.message or error}.", Span("templates"), "Mend the template.")

"""The course as it is served: the last version without errors, for every target, and the problems of the newest."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from jinja2 import TemplateError, TemplateSyntaxError

from hornbook import checks
from hornbook.files import File
from hornbook.media import CourseFolder
from hornbook.problems import Problem, Span
from hornbook.profile import Profile
from hornbook.reading import load_course
from hornbook.rendering.pages import render
from hornbook.rendering.templates import TemplateFault
from packager.own_templates import problem_of
from packager.targets import TARGETS

Renderer = Callable[[CourseFolder, Profile], Sequence[File]]


@dataclass(frozen=True)
class Edition:
    """One version of the course made for one target: files and their hashes, by name."""

    files: Mapping[str, File]
    hashes: Mapping[str, str]


@dataclass(frozen=True)
class View:
    """What the preview's page must know.

    `build` names the version that is served, "" while there never was one without errors; `before` the version
    before it, and `changed` the files in which they differ. `course` is none or its id, title and what its manifest
    says of passing.
    """

    build: str = ""
    before: str = ""
    changed: tuple[str, ...] = ()
    course: Mapping[str, Any] | None = None
    problems: tuple[Problem, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The same as plain data."""
        return {
            "build": self.build,
            "before": self.before,
            "changed": list(self.changed),
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

    def __init__(self, root: Path, target: str, renderer: Renderer = render) -> None:
        self._root = root
        self._renderer = renderer
        self._lock = threading.RLock()
        self._folder: CourseFolder | None = None
        self._editions: dict[str, Edition] = {}
        self._main = target
        self._wanted = {target}
        self.view = View()

    def refresh(self) -> View:
        """Read everything again. With an error the files stay as they are; the view tells what changed."""
        try:
            loaded = load_course(self._root, checks.run)
            problems = list(loaded.problems)
            folder = loaded.value.folder if loaded.value is not None else None
        except OSError as error:
            problems, folder = [_failure(error)], None
        editions: dict[str, Edition] = {}
        with self._lock:
            if folder is not None:
                try:
                    editions = {name: self._edition(folder, name) for name in sorted(self._wanted)}
                except (OSError, TemplateError) as error:
                    problems.append(_failure(error))
                else:
                    for target in TARGETS.values():
                        problems += [found for found in target.fit(folder.course) if found not in problems]
                    problems = checks.heard(problems, folder.course)
            if folder is None or not editions:
                self.view = replace(self.view, before=self.view.build, changed=(), problems=tuple(problems))
            else:
                self.view = self._next_view(folder, editions, tuple(problems))
                self._folder, self._editions = folder, editions
            return self.view

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
        return View(_name(editions[self._main]), self.view.build, tuple(sorted(changed)), facts, problems)


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

"""The course as it is served: the last version without errors, for every target, and the problems of the newest."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import TemplateError

from hornbook.files import File
from hornbook.media import CourseFolder
from hornbook.problems import Problem
from hornbook.reading import ReadCourse
from hornbook.reading.again import read_again
from packager.preview.apart import Apart
from packager.preview.whole import Edition, Rendering, Whole, read_whole
from packager.targets import TARGETS

_SECTION = re.compile(rb'<section [^>]*\bid="([a-z0-9-]+)"')

#: Seconds for which a reading of everything may keep the preview waiting; what takes longer is done apart.
PATIENCE = 0.3


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


@dataclass(frozen=True)
class _Version:
    """What was read last without errors, and made of it; and the problems of what was read last."""

    read: ReadCourse | None = None
    editions: Mapping[str, Edition] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def after(self, whole: Whole) -> _Version:
        """The version after everything was read."""
        if not whole.editions:
            return replace(self, problems=whole.problems)
        return _Version(whole.read, whole.editions, whole.problems)


class Site:
    """Reads and renders a course folder; safe to use from many threads."""

    def __init__(self, root: Path, target: str, rendering: Rendering | None = None, apart: Apart | None = None) -> None:
        """Where reading takes long, it is done in `apart`."""
        self._root = root
        self._rendering = rendering or Rendering()
        self._apart = apart
        self._is_long = False
        self._lock = threading.RLock()
        self._refreshing = threading.Lock()
        self._main = target
        self._wanted = {target}
        self._version = _Version()
        #: What was glanced at since a reading of everything began.
        self._since: dict[str, None] = {}
        self.view = View()

    def refresh(self) -> View:
        """Read everything again. With an error the files stay as they are; the view tells what changed."""
        with self._refreshing:
            with self._lock:
                self._since.clear()
                editions = {name: self._version.editions.get(name, Edition()) for name in sorted(self._wanted)}
            whole = self._whole(editions)
            with self._lock:
                version = self._version.after(whole)
                # What was saved meanwhile is newer than what was read.
                for path in self._since:
                    version = self._with_file(version, path) or version
                return self._show(version)

    def _whole(self, editions: Mapping[str, Edition]) -> Whole:
        whole = self._apart.read(editions) if self._apart is not None and self._is_long else None
        if whole is not None:
            return whole
        started = time.monotonic()
        whole = read_whole(self._root, self._rendering, list(editions))
        if time.monotonic() - started > PATIENCE:
            self._is_long = True
            if self._apart is not None:
                self._apart.start()
        return whole

    def glance(self, changed: Collection[str]) -> View | None:
        """The view after one lesson alone has changed, at once; None where everything must be read to know it.

        `changed` are paths in the course. What hangs on other lessons is found by the `refresh` that must follow.
        """
        with self._lock:
            self._since.update(dict.fromkeys(changed))
            version = self._with_file(self._version, *changed) if len(changed) == 1 else None
            return None if version is None else self._show(version)

    def _with_file(self, version: _Version, path: str) -> _Version | None:
        """The version after the file `path` alone has changed; None where more must be read to know it."""
        if version.read is None:
            return None
        try:
            found = read_again(self._root, version.read, path)
            if found is None:
                return None
            others = (problem for problem in version.problems if problem.span.path != path)
            problems = tuple(sorted((*others, *found.problems), key=lambda problem: problem.span))
            if found.value is None:
                return replace(version, problems=problems)
            lesson_id = next(each for each, file in found.value.lesson_files.items() if file == path)
            folder = found.value.folder
            editions = {
                name: edition.with_files(self._lesson_files(folder, name, lesson_id))
                for name, edition in version.editions.items()
            }
        except (OSError, TemplateError):
            return None
        return _Version(found.value, editions, problems)

    def _lesson_files(self, folder: CourseFolder, target: str, lesson_id: str) -> list[File]:
        """The page of one lesson, and its media."""
        lesson = next(lesson for lesson in folder.course.lessons if lesson.id == lesson_id)
        page = self._rendering.page(folder, TARGETS[target].profile, lesson)
        return [page, *(file for key, file in folder.media.items() if key[0] == lesson_id)]

    def file(self, target: str, name: str) -> File | None:
        """A file of the version that is served; what a target is asked for the first time is rendered now."""
        if target not in TARGETS:
            return None
        with self._lock:
            version = self._version
            if version.read is None:
                return None
            if target not in version.editions:
                files = self._rendering.files(version.read.folder, TARGETS[target].profile)
                self._version = version = replace(version, editions={**version.editions, target: Edition.of(files)})
                self._wanted.add(target)
            return version.editions[target].files.get(name)

    def _show(self, version: _Version) -> View:
        """Serve a version from now on; the view of it."""
        before, self._version = self._version, version
        if version.editions is before.editions:
            self.view = replace(self.view, before=self.view.build, changed=(), problems=version.problems, at={})
            return self.view
        changed = {
            name
            for target, edition in version.editions.items()
            for old in [before.editions.get(target, Edition()).hashes]
            for name in old.keys() | edition.hashes.keys()
            if old.get(name) != edition.hashes.get(name)
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
        at = {name: block for name in changed if (block := _first_difference(old.files.get(name), new.files.get(name)))}
        self.view = View(_name(new), self.view.build, tuple(sorted(changed)), facts, version.problems, at)
        return self.view


def _first_difference(before: File | None, now: File | None) -> str:
    """The id of the first block in which a page differs from what it was; none where it has none."""
    if before is None or now is None or not now.name.endswith(".html"):
        return ""
    one, other = (_blocks(file.read()) for file in (before, now))
    return next((block for place, (block, html) in enumerate(other) if one[place : place + 1] != [(block, html)]), "")


def _blocks(page: bytes) -> list[tuple[str, bytes]]:
    """The id and the HTML of each block of a page, without what stands behind the last."""
    parts = _SECTION.split(page)
    return [
        (name.decode(), html.rpartition(b"</section>")[0]) for name, html in zip(parts[1::2], parts[2::2], strict=True)
    ]


def _name(edition: Edition) -> str:
    whole = sha256()
    for name, digest in sorted(edition.hashes.items()):
        whole.update(f"{name} {digest}\n".encode())
    return whole.hexdigest()[:16]

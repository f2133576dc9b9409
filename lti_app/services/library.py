"""The courses of the content folder, as they are now: a changed file is served without a restart.

Each process keeps the courses that it has read. Whether a folder has changed is asked at most once a second, by the
times and sizes of its files. A course that has errors now is served as it was before them, and says so to teachers.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from hornbook import resources
from hornbook.media import CourseFolder
from hornbook.problems import Problem, Span, warning
from hornbook.reading import load_course, write_lock
from lti_app.services import snapshots

#: Seconds for which a course is taken to be as it was looked at last.
FRESH = 1.0
#: What makes a folder a course.
_COURSE_FILE = "course.yaml"
_LOCK_FILE = "course.lock.json"
#: A folder with more files is no course; looking at it must not take for ever.
_MOST_FILES = 50_000


@dataclass(frozen=True)
class Edition:
    """A course as it is served: `hash` names its content, `problems` are those of the folder as it is now.

    `outdated`: the folder has errors now, so this is the last version that had none.
    """

    folder: CourseFolder
    hash: str
    problems: tuple[Problem, ...] = ()
    outdated: bool = False

    @property
    def id(self) -> str:
        """The id of the course."""
        return self.folder.course.id


@dataclass(frozen=True)
class Unread:
    """A folder that never held a course without errors since this process began."""

    name: str
    problems: tuple[Problem, ...]


class _Shelf:
    """One folder."""

    def __init__(self, root: Path, clock: Callable[[], float]) -> None:
        self.root = root
        self.edition: Edition | None = None
        self.problems: tuple[Problem, ...] = ()
        self._clock = clock
        self._looked_at = float("-inf")
        self._signature: tuple[tuple[str, int, int], ...] | None = None
        self._lock = threading.Lock()

    def look(self) -> Edition | None:
        """The course as it is now."""
        with self._lock:
            if self._clock() - self._looked_at >= FRESH:
                signature = _signature(self.root)
                if signature != self._signature:
                    self._read()
                    # The lock file may have been written just now: that is no change.
                    self._signature = signature if self.edition is None else _without_lock(signature, self.root)
                self._looked_at = self._clock()
            return self.edition

    def _read(self) -> None:
        loaded = load_course(self.root)
        problems = loaded.problems
        if loaded.value is None:
            self.problems = problems
            if self.edition is not None:
                self.edition = replace(self.edition, problems=problems, outdated=True)
            return
        read = loaded.value
        if read.lock_changed:
            try:
                write_lock(self.root, read.lock_after)
            except OSError as error:
                problems = (
                    *problems,
                    warning(
                        "lock-not-written",
                        f"{_LOCK_FILE} cannot be written: {error.strerror or error}.",
                        Span(_LOCK_FILE),
                        "Let the tool write it, or build the course once and keep the file beside it: it ties "
                        "learners' work to the items of the course.",
                    ),
                )
        self.problems = problems
        if self.edition is None or self.edition.folder != read.folder or self.edition.outdated:
            self.edition = Edition(read.folder, snapshots.name_of(read.folder), problems)
        else:
            self.edition = replace(self.edition, problems=problems)


class Library:
    """All courses below a folder; a folder that is itself a course is the only one."""

    def __init__(self, root: Path | None = None, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.root = resources.content() if root is None else root
        self._clock = clock
        self._shelves: dict[Path, _Shelf] = {}
        self._by_id: dict[str, _Shelf] = {}
        self._listed_at = float("-inf")
        self._lock = threading.Lock()

    def course(self, course_id: str) -> Edition | None:
        """The course with this id; where two folders claim one id, the first by name has it."""
        known = self._by_id.get(course_id)
        if known is not None:
            edition = known.look()
            if edition is not None and edition.id == course_id:
                return edition
        for shelf in self._all(course_id):
            edition = shelf.look()
            if edition is not None:
                self._by_id.setdefault(edition.id, shelf)
                if edition.id == course_id:
                    self._by_id[course_id] = shelf
                    return edition
        return None

    def courses(self) -> list[Edition]:
        """All courses that can be served, by title."""
        found: dict[str, Edition] = {}
        for shelf in self._all():
            edition = shelf.look()
            if edition is not None:
                found.setdefault(edition.id, edition)
        return sorted(found.values(), key=lambda edition: (edition.folder.course.title.casefold(), edition.id))

    def unread(self) -> list[Unread]:
        """The folders whose course has errors and was never served."""
        return [
            Unread(shelf.root.name, shelf.problems) for shelf in self._all() if shelf.look() is None and shelf.problems
        ]

    def _all(self, likely: str = "") -> list[_Shelf]:
        """A shelf for each folder, by name; the one that is named like the course before the others."""
        with self._lock:
            if self._clock() - self._listed_at >= FRESH:
                self._shelves = {
                    root: self._shelves.get(root) or _Shelf(root, self._clock) for root in _course_folders(self.root)
                }
                self._listed_at = self._clock()
            return sorted(self._shelves.values(), key=lambda shelf: (shelf.root.name != likely, shelf.root.name))


def _course_folders(root: Path) -> Iterator[Path]:
    if (root / _COURSE_FILE).is_file():
        yield root
        return
    try:
        names = sorted(entry.name for entry in root.iterdir() if not entry.name.startswith("."))
    except OSError:
        return
    for name in names:
        if (root / name / _COURSE_FILE).is_file():
            yield root / name


def _signature(root: Path) -> tuple[tuple[str, int, int], ...]:
    """Path, time and size of every file; files that go while one looks are passed over."""
    found: list[tuple[str, int, int]] = []
    for folder, names, files in os.walk(root):
        names[:] = sorted(name for name in names if not name.startswith("."))
        for name in sorted(files):
            if name.startswith("."):
                continue
            path = Path(folder, name)
            try:
                status = path.stat()
            except OSError:
                continue
            found.append((str(path), status.st_mtime_ns, status.st_size))
            if len(found) >= _MOST_FILES:
                return tuple(found)
    return tuple(found)


def _without_lock(signature: tuple[tuple[str, int, int], ...], root: Path) -> tuple[tuple[str, int, int], ...]:
    """The signature with the lock file as it is on the disk now."""
    path = root / _LOCK_FILE
    others = [entry for entry in signature if entry[0] != str(path)]
    try:
        status = path.stat()
    except OSError:
        return tuple(others)
    return tuple(sorted([*others, (str(path), status.st_mtime_ns, status.st_size)]))

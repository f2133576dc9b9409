"""A full build that went well, noted for the next."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence, Set
from pathlib import Path

from hornbook.checks import ACROSS
from hornbook.problems import Finding, Problem
from hornbook.reading import ReadCourse
from hornbook.reading.assets import OF_FILES
from hornbook.reading.lock_file import lock_bytes, lock_text
from hornbook.reading.moves import OF_CHANGES
from hornbook.reading.places import COURSE_FILE
from hornbook.rendering.data import page_name
from hornbook.rendering.search import SEARCH_FILE
from hornbook.slots import Lock
from packager.cache.notes import asked_by, details_of, notes_on, problem_data, words_of
from packager.cache.record import Course, Kept, Noted, Record, finding_data, pressed_files
from packager.delivery import Planned
from packager.package import MANIFEST, START, Package


def record_of(
    root: Path,
    read: ReadCourse,
    problems: Sequence[Problem],
    fits: Sequence[Sequence[Problem]],
    findings: Iterable[Finding],
    packages: Sequence[Planned],
) -> Record | None:
    """What is noted of a build; nothing where the next one of the same course would tell something else.

    `problems` are those of reading, `fits` those of each target, `findings` those of the rules for the whole course.
    """
    lock = _hash_of_lock(root, read.lock_after)
    if lock is None or any(problem.code in OF_CHANGES | OF_FILES for problem in problems):
        return None
    by_file: dict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        by_file[problem.span.path].append(problem)
    files = read.traces.files
    lessons = tuple(
        Noted.of(notes_on(lesson, read, files[path], by_file.pop(path, [])), details_of(lesson), words_of(lesson))
        for lesson in read.folder.course.lessons
        for path in [read.lesson_files[lesson.id]]
    )
    course = Course(
        id=read.folder.course.id,
        settings=files[COURSE_FILE],
        lock=lock,
        asked=asked_by("", read),
        problems=[problem_data(problem) for group in by_file.values() for problem in group],
        fits=[[problem_data(problem) for problem in found] for found in fits],
        across=finding_data(found for found in findings if found.code in ACROSS),
    )
    pages = {page_name(lesson) for lesson in read.folder.course.lessons}
    return Record(course, lessons, tuple(kept_of(planned, pages) for planned in packages))


def _hash_of_lock(root: Path, lock: Lock) -> str | None:
    """The hash of the lock's file, if it is as Hornbook writes this lock."""
    data = lock_bytes(root)
    return hashlib.sha256(data).hexdigest() if data == lock_text(lock).encode() else None


def kept_of(planned: Planned, pages: Set[str]) -> Kept:
    """What is kept of a finished package; `pages` are the names of the lessons' pages."""
    pressed = pressed_files(planned.package.files)
    decided = pages | {START, SEARCH_FILE, MANIFEST}
    hashes = {name: hashlib.sha256(one.read()).hexdigest() for name, one in pressed.items() if name not in decided}
    if MANIFEST in pressed:
        hashes[MANIFEST] = hash_of_names(planned.package)
    return Kept(pressed, hashes, planned.sights.seen)


def hash_of_names(package: Package) -> str:
    """A hash of the names in a package: in a rebuild the manifest hangs on nothing else."""
    return hashlib.sha256("\n".join(package.names).encode()).hexdigest()

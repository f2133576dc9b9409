"""From a folder of text to finished, verified packages: the whole way, step by step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from hornbook import checks
from hornbook.problems import Problem, Span, warning
from hornbook.reading import ReadCourse, load_course, write_lock
from hornbook.reading.lock_file import LOCK_NAME, read_lock
from hornbook.rendering.pages import render
from hornbook.slots import retired
from packager import archive
from packager.state_budget import worst_case
from packager.targets import Target
from packager.targets.base import fit_retired


@dataclass(frozen=True)
class Built:
    """One finished package: where it lies, its size in bytes, and what the target said of it."""

    target: Target
    path: Path
    size: int
    state: int


@dataclass(frozen=True)
class BuildReport:
    """What a build came to; `built` is empty where an error stopped it."""

    built: tuple[Built, ...]
    problems: tuple[Problem, ...]

    @property
    def failed(self) -> bool:
        """Whether an error was met."""
        return any(problem.is_error for problem in self.problems)


def build(
    folder: Path,
    outputs: Sequence[tuple[Target, Path]],
    *,
    locked: bool = False,
    strict: bool = False,
    progress: Callable[[str], None] = lambda step: None,
) -> BuildReport:
    """Read `folder` and write one zip for each (target, path).

    Raises `archive.WriteError` where a zip cannot be written.

    Nothing is written before everything is read, checked and rendered; a course with an error leaves all files as
    they are. With `locked`, a course whose lock file would change is an error; with `strict`, a warning about the
    course stops the build as an error does.
    """
    progress("Reading")
    loaded = load_course(folder, checks.run)
    problems = list(loaded.problems)
    if loaded.value is None:
        return BuildReport((), tuple(problems))
    read = loaded.value
    course = read.folder.course
    if locked and read.lock_changed:
        problems.append(
            Problem(
                "lock-changed",
                f"{LOCK_NAME} does not know all items of the course.",
                Span(LOCK_NAME),
                "Build once without --locked and keep the file with the course.",
            )
        )
    gone = retired(course, read.lock_after)
    for target, _ in outputs:
        problems.extend(problem for problem in target.fit(course) if problem not in problems)
        problems.extend(fit_retired(course, gone, target.profile, target.title))
    problems = checks.heard(problems, course)
    if any(problem.is_error or strict for problem in problems):
        return BuildReport((), tuple(problems))
    packages = []
    for target, path in outputs:
        progress(f"Rendering for {target.title}")
        packages.append((target, path, target.package(course, render(read.folder, target.profile))))
    problems.extend(_keep_lock(folder, read))
    if any(problem.is_error for problem in problems):
        return BuildReport((), tuple(problems))
    built = []
    for target, path, package in packages:
        progress(f"Writing and verifying {path.name}")
        found = archive.write(package, path, target.verify)
        problems.extend(found)
        if any(problem.is_error for problem in found):
            break
        built.append(Built(target, path, path.stat().st_size, worst_case(course)))
    return BuildReport(tuple(built), tuple(problems))


def _keep_lock(folder: Path, read: ReadCourse) -> list[Problem]:
    """Write the lock beside the course; where that is not allowed, the package is right all the same."""
    if not read.lock_changed:
        return []
    if read_lock(folder) not in (read.lock_before, read.lock_after):
        return [
            Problem(
                "lock-raced",
                f"{LOCK_NAME} was changed while the course was read.",
                Span(LOCK_NAME),
                "Another build may be running: build again when it is done.",
            )
        ]
    try:
        write_lock(folder, read.lock_after)
    except OSError as error:
        return [
            warning(
                "lock-not-written",
                f"{LOCK_NAME} cannot be written: {error.strerror or error}.",
                Span(LOCK_NAME),
                "Make the folder writable: the file ties learners' work to your items when you edit them.",
            )
        ]
    return []

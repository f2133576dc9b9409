"""From a folder of text to finished, verified packages: the whole way, step by step."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from hornbook import checks
from hornbook.media import CourseFolder
from hornbook.problems import Problem, Span, warning
from hornbook.profile import Profile
from hornbook.reading import ReadCourse, load_course, write_lock
from hornbook.reading.lock_file import LOCK_NAME, read_lock
from hornbook.rendering.pages import render
from hornbook.rendering.templates import TemplateFault
from hornbook.slots import retired
from packager import archive
from packager.own_templates import look_over, problem_of
from packager.package import Package
from packager.targets import Target
from packager.targets.base import fit_retired, longest_state


@dataclass(frozen=True)
class Built:
    """One finished package: where it lies, its size in bytes, and the characters of the longest state in it."""

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
    split: bool = False,
    templates: tuple[Path, ...] = (),
    progress: Callable[[str], None] = lambda step: None,
) -> BuildReport:
    """Read `folder` and write one zip for each (target, path).

    Raises `archive.WriteError` where a zip cannot be written.

    Nothing is written before everything is read, checked and rendered; a course with an error leaves all files as
    they are. With `locked`, a course whose lock file would change is an error; with `strict`, a warning about the
    course stops the build as an error does. With `split` each lesson becomes a package of its own, beside `path` and
    with the lesson's id in its name. Templates in the folders `templates` come before the shipped ones.
    """
    progress("Reading")
    loaded = load_course(folder, checks.run)
    problems = [*loaded.problems, *look_over(folder, templates)]
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
    for target in [target.by_lesson() if split else target for target, _ in outputs]:
        problems.extend(problem for problem in target.fit(course) if problem not in problems)
        problems.extend(fit_retired(course, gone, target.profile, target.title))
    problems = checks.heard(problems, course)
    if any(problem.is_error or strict for problem in problems):
        return BuildReport((), tuple(problems))
    packages: list[_Planned] = []
    try:
        for target, path in outputs:
            progress(f"Rendering for {target.title}")
            made = target.with_templates(templates)
            packages.extend(_lesson_packages(read.folder, made, path) if split else [_package(read.folder, made, path)])
    except TemplateFault as fault:
        return BuildReport((), (*problems, problem_of(fault)))
    problems.extend(_keep_lock(folder, read))
    if any(problem.is_error for problem in problems):
        return BuildReport((), tuple(problems))
    built = []
    for planned in packages:
        progress(f"Writing and verifying {planned.path.name}")
        found = archive.write(planned.package, planned.path, planned.target.verify)
        problems.extend(found)
        if any(problem.is_error for problem in found):
            break
        built.append(Built(planned.target, planned.path, planned.path.stat().st_size, planned.state))
    return BuildReport(tuple(built), tuple(problems))


@dataclass(frozen=True)
class _Planned:
    """A package that is to be written."""

    target: Target
    path: Path
    package: Package
    state: int


def _package(folder: CourseFolder, target: Target, path: Path, profile: Profile | None = None) -> _Planned:
    profile = profile or target.profile
    package = target.package(folder.course, render(folder, profile))
    return _Planned(target, path, package, longest_state(folder.course, profile))


def _lesson_packages(folder: CourseFolder, target: Target, path: Path) -> Iterator[_Planned]:
    profile = replace(target.profile, scope="lesson")
    for lesson in folder.course.lessons:
        beside = path.with_name(f"{path.stem}-{lesson.id}{path.suffix}")
        yield _package(folder.alone(lesson), target, beside, profile)


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

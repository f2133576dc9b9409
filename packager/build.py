"""From a folder of text to finished, verified packages: the whole way, step by step."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from hornbook import checks
from hornbook.course import Course
from hornbook.media import CourseFolder
from hornbook.problems import Finding, Problem, Span
from hornbook.profile import Profile
from hornbook.reading import load_course
from hornbook.reading.lock_file import LOCK_NAME
from hornbook.rendering.pages import render
from hornbook.rendering.templates import TemplateFault
from hornbook.slots import retired
from packager import moodle
from packager.archive import press
from packager.cache.memory import Memory
from packager.cache.rebuild import rebuild
from packager.cache.remember import record_of
from packager.delivery import BuildReport, Planned, deliver
from packager.own_templates import look_over, problem_of
from packager.targets import Target
from packager.targets.base import fit_retired, longest_state


def build(
    folder: Path,
    outputs: Sequence[tuple[Target, Path]],
    *,
    locked: bool = False,
    strict: bool = False,
    split: bool = False,
    templates: tuple[Path, ...] = (),
    cache: Path | None = None,
    progress: Callable[[str], None] = lambda step: None,
) -> BuildReport:
    """Read `folder` and write one zip for each (target, path).

    Raises `archive.WriteError` where a zip cannot be written.

    Nothing is written before everything is read, checked and rendered; a course with an error leaves all files as
    they are. With `locked`, a course whose lock file would change is an error; with `strict`, a warning about the
    course stops the build as an error does. With `split` each lesson becomes a package of its own, beside `path` and
    with the lesson's id in its name. Templates in the folders `templates` come before the shipped ones. In the folder
    `cache` a build leaves what spares the next one of the same course most of its work.
    """
    progress("Reading")
    # What a user's templates make of other lessons cannot be known.
    memory = Memory(cache, folder, [target for target, _ in outputs]) if cache and not (split or templates) else None
    if memory and (record := memory.recall()):
        rebuilt = rebuild(folder, outputs, record, locked=locked, strict=strict, progress=progress)
        if rebuilt is not None:
            if rebuilt.record is not record:
                memory.keep(rebuilt.record)
            return rebuilt.report
    findings: list[Finding] = []

    def check(course: Course) -> list[Finding]:
        findings.extend(checks.run(course))
        return findings

    loaded = load_course(folder, check)
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
    fits: list[list[Problem]] = []
    for target in [target.by_lesson() if split else target for target, _ in outputs]:
        # With --split no zip has several SCOs.
        foreign = moodle.OF_SEVERAL_SCOS if split else ()
        fits.append([found for found in target.fit(course) if found not in problems and found.code not in foreign])
        problems.extend(fits[-1])
        problems.extend(fit_retired(longest_state(course, target.profile), gone, target.profile, target.title))
    problems = checks.heard(problems, course)
    if any(problem.is_error or strict for problem in problems):
        return BuildReport((), tuple(problems))
    packages: list[Planned] = []
    try:
        for target, path in outputs:
            progress(f"Rendering for {target.title}")
            made = target.with_templates(templates)
            packages.extend(_lesson_packages(read.folder, made, path) if split else [_package(read.folder, made, path)])
    except TemplateFault as fault:
        return BuildReport((), (*problems, problem_of(fault)))
    report = deliver(folder, read, packages, problems, progress)
    if memory and len(report.built) == len(packages):
        memory.keep(record_of(folder, read, loaded.problems, fits, findings, packages))
    return report


def _package(folder: CourseFolder, target: Target, path: Path, profile: Profile | None = None) -> Planned:
    profile = profile or target.profile
    package = target.package(folder.course, map(press, render(folder, profile)))
    return Planned(target, path, package, longest_state(folder.course, profile))


def _lesson_packages(folder: CourseFolder, target: Target, path: Path) -> Iterator[Planned]:
    profile = replace(target.profile, scope="lesson")
    for lesson in folder.course.lessons:
        beside = path.with_name(f"{path.stem}-{lesson.id}{path.suffix}")
        yield _package(folder.alone(lesson), target, beside, profile)

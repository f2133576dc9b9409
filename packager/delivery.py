"""The last steps of a build: the lock beside the course, the zips, and a report of what was built."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from hornbook.problems import Problem, Span, warning
from hornbook.reading import ReadCourse, write_lock
from hornbook.reading.lock_file import LOCK_NAME, lock_bytes, read_lock, text_after
from packager import archive, moodle
from packager.inspection import Sights
from packager.package import Package
from packager.targets import Target


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


@dataclass(frozen=True)
class Planned:
    """A package that is to be written, and what was seen in its files before."""

    target: Target
    path: Path
    package: Package
    state: int
    sights: Sights = field(default_factory=Sights)

    def verify(self, path: Path) -> list[Problem]:
        """Everything that is wrong with the zip at `path`."""
        return self.target.verify(path, self.sights)


def deliver(
    folder: Path,
    read: ReadCourse,
    packages: Sequence[Planned],
    problems: Sequence[Problem],
    progress: Callable[[str], None],
) -> BuildReport:
    """Keep the lock, write each package and look into it; `problems` are those that are known already."""
    found = [*problems, *_keep_lock(folder, read)]
    if any(problem.is_error for problem in found):
        return BuildReport((), tuple(found))
    built = []
    for planned in packages:
        progress(f"Writing and verifying {planned.path.name}")
        # What Moodle makes of several SCOs was told of the course, unless its author silenced it.
        seen = archive.write(planned.package, planned.path, planned.verify)
        amiss = [problem for problem in seen if problem.code not in moodle.OF_SEVERAL_SCOS]
        found.extend(amiss)
        if any(problem.is_error for problem in amiss):
            break
        built.append(Built(planned.target, planned.path, planned.path.stat().st_size, planned.state))
    return BuildReport(tuple(built), tuple(found))


def _keep_lock(folder: Path, read: ReadCourse) -> list[Problem]:
    """Write the lock beside the course; where that is not allowed, the package is right all the same."""
    if not read.lock_changed:
        return []
    text = ""
    if read.lock_text and read.lock_before is not None:
        same = lock_bytes(folder) == read.lock_text.encode()
        text = text_after(read.lock_text, read.lock_before, read.lock_after)
    else:
        same = read_lock(folder) in (read.lock_before, read.lock_after)
    if not same:
        return [
            Problem(
                "lock-raced",
                f"{LOCK_NAME} was changed while the course was read.",
                Span(LOCK_NAME),
                "Another build may be running: build again when it is done.",
            )
        ]
    try:
        write_lock(folder, read.lock_after, text)
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

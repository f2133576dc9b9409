"""What all targets have in common: the few names they offer, and the limits that every home has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from hornbook.blocks import Quiz
from hornbook.course import Course, Lesson
from hornbook.files import File
from hornbook.problems import Problem, Span, warning
from hornbook.profile import Profile
from packager.inspection import Sights
from packager.manifest import Dialect
from packager.package import Package
from packager.state_budget import retired_room, worst_case
from packager.xsd import SchemaSet

#: Where the problems of the whole course are shown.
COURSE = Span("course.yaml")


class Target(Protocol):
    """A standard that a course can be packed for; all targets are interchangeable.

    `name` is what an author types, `title` what a person reads; `profile` goes to the renderer; `dialect` is
    how its manifest is known, and `schema_set` how its schemas are called, if it has one.
    """

    @property
    def name(self) -> str: ...

    @property
    def title(self) -> str: ...

    @property
    def profile(self) -> Profile: ...

    @property
    def dialect(self) -> Dialect | None: ...

    @property
    def schema_set(self) -> SchemaSet | None: ...

    def by_lesson(self) -> Target:
        """The same standard for lessons that are kept and told apart: with a SCO, or a package, for each."""
        ...

    def with_schemas(self, folder: Path) -> Target:
        """The same standard with its published schemas, found in `folder`, in the package. Raises `SchemasError`."""
        ...

    def with_templates(self, folders: tuple[Path, ...]) -> Target:
        """The same standard, its pages made from the templates in `folders` where there are some."""
        ...

    def fit(self, course: Course) -> list[Problem]:
        """The limits of the standard that this course meets or breaks, before anything is rendered."""
        ...

    def package(self, course: Course, files: Iterable[File], manifest: File | None = None) -> Package:
        """The rendered files with what the standard adds; ValueError for a name that is not safe.

        `manifest` is taken for the course's where it is known to be.
        """
        ...

    def verify(self, path: Path, sights: Sights | None = None) -> list[Problem]:
        """Everything that is wrong with a finished zip of this target. Raises nothing for a bad file.

        Files that are among the `sights` are not taken apart again; what is seen in the others is added.
        """
        ...


def sessions(course: Course, profile: Profile) -> Iterator[Course]:
    """What the home keeps a state of: the whole course, or each lesson by itself."""
    if profile.scope == "page":
        yield from map(course.alone, course.lessons)
    else:
        yield course


def longest_state(course: Course, profile: Profile) -> int:
    """Characters of the longest state that the home must keep."""
    return max(map(worst_case, sessions(course, profile)))


def fit_state(course: Course, *targets: Target) -> list[Problem]:
    """Whether all that a learner can do fits into the characters that each home keeps; all have one scope."""
    return [
        _too_big(needed, part, small)
        for part in sessions(course, targets[0].profile)
        for needed in [worst_case(part)]
        if (small := [target for target in targets if needed > target.profile.state_limit])
    ]


def _too_big(needed: int, part: Course, small: Sequence[Target]) -> Problem:
    several = small[0].profile.scope == "page"
    where = f' in the lesson "{part.lessons[0].title}"' if several else ""
    kept = ", and ".join(f"{target.title} keeps {target.profile.state_limit:,}" for target in small)
    way = (
        "Make two lessons of it, or let its quizzes and cards hold fewer items"
        if len(part.lessons) == 1
        else "Build it with a SCO for each lesson (--sco lesson) or a package for each (--split), or let its quizzes "
        "and cards hold fewer items"
    )
    more = "; SCORM 2004 keeps more than SCORM 1.2" if all(one.profile.home == "scorm12" for one in small) else ""
    return Problem(
        "state-too-big",
        f"A learner who does everything{where} needs {needed:,} characters of state, and {kept}.",
        COURSE,
        f"{way}{more}.",
    )


def fit_retired(needed: int, retired: Mapping[str, int], profile: Profile, title: str) -> list[Problem]:
    """Whether that still holds for learners who did the items that are gone too; `retired` counts them by kind.

    `needed` is the longest state without them.
    """
    # Where each lesson has a state of its own, what is gone was in one of them or went with its lesson.
    together = needed + retired_room(retired)
    if needed > profile.state_limit or together <= profile.state_limit:
        return []
    return [
        warning(
            "state-retired",
            f"A learner who also did all that was taken out of the course may need {together:,} characters of state, "
            f"and {title} keeps {profile.state_limit:,}: then parts of that learner's work are not kept.",
            COURSE,
            "New learners are not touched. Let those who began long ago begin anew, in a fresh activity or with a new "
            "id for the course, or take more questions and cards out.",
        )
    ]


def graded_quizzes(lesson: Lesson) -> list[str]:
    """What the quizzes of a lesson are called that count in its score."""
    return [block.title or block.id for block in lesson.blocks if isinstance(block, Quiz) and block.weight > 0]


def fit_secrecy(course: Course) -> list[Problem]:
    """A zip can keep no secret: who opens it finds the answers."""
    several = len(course.lessons) > 1
    graded = [
        f'"{name}" in "{lesson.title}"' if several else f'"{name}"'
        for lesson in course.lessons
        for name in graded_quizzes(lesson)
    ]
    if not graded:
        return []
    named = ", ".join(graded[:3]) + (" and others" if len(graded) > 3 else "")
    return [
        warning(
            "answers-in-package",
            f"The package holds the answers to what is graded ({named}): who looks into it can read them.",
            COURSE,
            "That is fine for learning; an exam that counts belongs on a server that marks it.",
        )
    ]

"""Rules for a course as a whole: what a reader of text cannot see is wrong, told as warnings.

One module a rule; its page for authors stands in the manual of problems. A rule that does not fit a course is silenced
in course.yaml, with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from hornbook.checks import (
    acronym_letters,
    all_right,
    card_unreferenced,
    gate_open,
    lesson_after,
    objective_missing,
    objective_unasked,
    option_alike,
    right_first,
    right_longest,
    speaker_silent,
    term_spelling,
    term_unreferenced,
)
from hornbook.course import Course
from hornbook.problems import Finding, Problem, Severity, nearest

Check = Callable[[Course], Iterator[Finding]]

#: Each rule by the code of its warnings, which is the name of its module, too.
CHECKS: dict[str, Check] = {
    "acronym-letters": acronym_letters.check,
    "all-right": all_right.check,
    "card-unreferenced": card_unreferenced.check,
    "objective-missing": objective_missing.check,
    "gate-open": gate_open.check,
    "objective-unasked": objective_unasked.check,
    "option-alike": option_alike.check,
    "right-first": right_first.check,
    "right-longest": right_longest.check,
    "speaker-silent": speaker_silent.check,
    "term-spelling": term_spelling.check,
    "term-unreferenced": term_unreferenced.check,
}
#: Warnings of the reader and of the targets that may be silenced as well.
OTHER_WARNINGS = frozenset(
    {
        "alt-missing",
        "answers-in-package",
        "block-as-text",
        "captions-differ",
        "captions-missing",
        "code-language",
        "emphasis-shape",
        "html-as-text",
        "lesson-unlisted",
        "link-shape",
        "media-cut-off",
        "number-as-text",
        "objectives-shared",
        "pool-unused",
        "rubric-missing",
        "several-scos",
        "state-retired",
        "state-too-big",
        "svg-cleaned",
        "table-shape",
        "variants-in-one",
    }
)


#: Rules that look for words in all lessons: what they find in one may hang on another.
ACROSS = frozenset({"card-unreferenced", "term-unreferenced"})

#: These, and the rule that looks in all lessons for the terms of all glossaries.
TOGETHER = ACROSS | {"term-spelling"}


def run(course: Course, worded: Course | None = None) -> Iterator[Finding]:
    """What all rules find, and names in the course's settings that are none; what is silenced is still among it.

    Where some lessons of `course` are stubs, `worded` has their words too, for the rules `ACROSS` lessons.
    """
    for code, check in CHECKS.items():
        yield from check(worded if worded is not None and code in ACROSS else course)
    yield from _of_settings(course)


def run_alone(course: Course, alone: Course) -> Iterator[Finding]:
    """What the rules find in some lessons, which are those of `alone`, and in the settings of the course.

    What is found by a look at all lessons (`TOGETHER`) is not.
    """
    for code, check in CHECKS.items():
        if code not in TOGETHER:
            yield from check(alone)
    yield from _of_settings(course)


def _of_settings(course: Course) -> Iterator[Finding]:
    yield from lesson_after.check(course)
    known = CHECKS.keys() | OTHER_WARNINGS
    for name in course.silenced:
        if name not in known:
            hint = nearest(name, known) or "The format's page has the list of checks."
            yield Finding(
                "check-unknown", f'"{name}" is no check to be silenced.', "", ("silenced", name), hint, Severity.ERROR
            )


def heard(problems: Iterable[Problem], course: Course) -> list[Problem]:
    """The problems without the warnings that the course silences."""
    return [problem for problem in problems if problem.is_error or problem.code not in course.silenced]

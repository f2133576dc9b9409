"""A lesson waits for one that is not there, or does not come before it."""

from __future__ import annotations

from collections.abc import Iterator

from hornbook.course import Course
from hornbook.problems import Finding, Severity, nearest


def check(course: Course) -> Iterator[Finding]:
    """What under `after` would keep a lesson closed for good. Errors: nobody would get past it."""
    ids = [lesson.id for lesson in course.lessons]
    if course.scorm.after and course.scorm.in_order:
        hint = "Take one of the two away."
        yield _finding("With in-order every lesson waits for the one before it already.", (), hint)
        return
    for name, others in course.scorm.after.items():
        if name not in ids:
            yield _finding(f'There is no lesson "{name}".', (name,), nearest(name, ids))
            continue
        before = ids[: ids.index(name)]
        for other in others:
            if other not in ids:
                hint = nearest(other, before) or "Name a lesson above it."
                yield _finding(f'There is no lesson "{other}".', (name,), hint)
            elif other not in before:
                hint = "Name lessons above it, or change their order."
                yield _finding(f'"{name}" cannot wait for "{other}", which does not come before it.', (name,), hint)


def _finding(message: str, path: tuple[str, ...], hint: str) -> Finding:
    return Finding("lesson-after", message, "", ("scorm", "after", *path), hint, Severity.ERROR)

"""Errors are values with a place: what is wrong, where, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from difflib import get_close_matches
from enum import StrEnum
from pathlib import PurePath
from typing import Generic, TypeVar

T = TypeVar("T")

#: Comparing a word with every name takes time for each of their characters; beyond this nobody is helped by a guess.
_MOST_NAMES = 2_000
_LONGEST_WORD = 200


class Severity(StrEnum):
    """How bad a problem is: an error stops a build, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, order=True)
class Span:
    """A place in a course: `path` relative to its folder; `line` and `column` count from 1, 0 means the whole file."""

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        if not self.line:
            return self.path
        return f"{self.path}:{self.line}:{self.column or 1}"


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, for a person and for a program.

    `code` is stable and names the rule; `message` says what is wrong in a sentence; `hint` says what to do;
    `excerpt` is the line itself, where there is one.
    """

    code: str
    message: str
    span: Span
    hint: str = ""
    severity: Severity = Severity.ERROR
    excerpt: str = ""

    @property
    def is_error(self) -> bool:
        """Whether this problem stops a build."""
        return self.severity is Severity.ERROR

    def within(self, folder: PurePath) -> Problem:
        """The same problem, its file named as one does who stands outside the course in `folder`."""
        return replace(self, span=replace(self.span, path=(folder / self.span.path).as_posix()))

    def with_excerpt(self, excerpt: str) -> Problem:
        """The same problem, carrying the line that it speaks of."""
        return replace(self, excerpt=excerpt)


@dataclass(frozen=True)
class Finding:
    """Something in a course as a model, which knows no lines: `path` leads to it, by names and positions.

    It begins at the lesson with the id `lesson` (`("blocks", 2, "questions", 0)`), or at the course where that is
    empty. Where it is about some `words` in a longer text, they are looked for there, in small letters.
    """

    code: str
    message: str
    lesson: str
    path: tuple[str | int, ...]
    hint: str = ""
    severity: Severity = Severity.WARNING
    words: str = ""
    #: Whether something is missed in the course, which may stand in what an error kept from being read.
    misses: bool = False

    def at(self, span: Span) -> Problem:
        """The finding as a problem at the place where the path leads."""
        return Problem(self.code, self.message, span, self.hint, self.severity)


@dataclass(frozen=True)
class Loaded(Generic[T]):
    """A value and the problems met on the way to it; errors and a value can stand side by side."""

    value: T | None
    problems: tuple[Problem, ...] = ()

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that stop a build."""
        return tuple(problem for problem in self.problems if problem.is_error)


def warning(code: str, message: str, span: Span, hint: str = "") -> Problem:
    """A problem that does not stop a build."""
    return Problem(code, message, span, hint, Severity.WARNING)


def nearest(word: str, known: Iterable[str]) -> str:
    """`Did you mean "quiz"?` for a misspelt word, else the known words, else nothing."""
    names = sorted(set(known))
    if len(names) > _MOST_NAMES or len(word) > _LONGEST_WORD:
        return ""
    if found := get_close_matches(word.lower(), names, n=1, cutoff=0.6) or get_close_matches(word, names, n=1):
        return f'Did you mean "{found[0]}"?'
    if not names:
        return ""
    if len(names) > 20:
        return ""
    return "Known here: " + ", ".join(names) + "."

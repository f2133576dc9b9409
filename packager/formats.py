"""What a command found, for the reader it is meant for: a person, a program, or the pages of GitHub."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from hornbook.problems import Problem
from packager.report import count, printable, show


class Printout:
    """The problems of one run of a command, shown in one `form`: `text`, `json` or `github`.

    In `json` nothing is printed before `end`, which writes one object to standard output. In `github` each problem is
    an annotation of a workflow. With `strict`, warnings fail the run too.
    """

    def __init__(self, form: str, *, strict: bool) -> None:
        self._form = form
        self._strict = strict
        self._problems: list[tuple[Path, Problem]] = []
        self._facts: dict[str, Any] = {}

    def show(self, problems: Sequence[Problem], base: Path) -> None:
        """Take in the problems of the course or package at `base`, and print them where that is due."""
        self._problems.extend((base, problem) for problem in problems)
        if self._form == "text":
            show([replace(problem, span=replace(problem.span, path=_file(problem, base))) for problem in problems])
        elif self._form == "github":
            for problem in problems:
                click.echo(_annotation(problem, base))

    def say(self, line: str) -> None:
        """A line for a person; the other readers are spared it."""
        if self._form == "text":
            click.echo(line)

    def add(self, name: str, fact: Mapping[str, Any]) -> None:
        """A fact for a program, kept under `name` in a list."""
        self._facts.setdefault(name, []).append(dict(fact))

    @property
    def failed(self) -> bool:
        """Whether what was found fails the run."""
        return self.fails(problem for _, problem in self._problems)

    def fails(self, problems: Iterable[Problem]) -> bool:
        """Whether these problems fail a run."""
        return any(problem.is_error or self._strict for problem in problems)

    @property
    def counted(self) -> str:
        """`2 errors and 1 warning`."""
        return count([problem for _, problem in self._problems])

    def end(self, reason: str = "") -> int:
        """Print what is still due and return the exit code; `reason` says what a failure meant."""
        if self._form == "json":
            problems = [_plain(problem, base) for base, problem in self._problems]
            click.echo(json.dumps({"ok": not self.failed, "problems": problems, **self._facts}, ensure_ascii=False))
        elif self._form == "text":
            if self._problems and sys.stderr.isatty():
                click.echo(f"For more about a code in brackets: hornbook explain {self._problems[0][1].code}", err=True)
            if self.failed and reason:
                click.echo(f"Error: {reason}", err=True)
        return 1 if self.failed else 0


def _file(problem: Problem, base: Path) -> str:
    """The path as one would type it here: a problem speaks of a file inside a course, or of the package itself."""
    inside = Path(problem.span.path)
    is_named = inside.is_absolute() or inside == base or not base.is_dir()
    return problem.span.path if is_named else (base / inside).as_posix()


def _plain(problem: Problem, base: Path) -> dict[str, Any]:
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "message": problem.message,
        "hint": problem.hint,
        "file": _file(problem, base),
        "line": problem.span.line,
        "column": problem.span.column,
        "excerpt": problem.excerpt,
    }


def _annotation(problem: Problem, base: Path) -> str:
    """A command of a GitHub workflow; percent signs, ends of lines and separators are escaped as its toolkit does."""
    place = {"file": _file(problem, base), "title": problem.code}
    if problem.span.line:
        place |= {"line": str(problem.span.line), "col": str(problem.span.column or 1)}
    fields = ",".join(f"{name}={_escaped(value, ':,')}" for name, value in place.items())
    text = " ".join(filter(None, (printable(problem.message), printable(problem.hint))))
    return f"::{problem.severity.value} {fields}::{_escaped(text, '')}"


def _escaped(text: str, more: str) -> str:
    for letter in f"%\r\n{more}":
        text = text.replace(letter, f"%{ord(letter):02X}")
    return text

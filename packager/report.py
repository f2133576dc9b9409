"""Problems on the screen: `file:line:column: message`, the line with a caret, and what to do."""

from __future__ import annotations

from collections.abc import Sequence

import click

from hornbook.problems import Problem

_WIDEST = 160


def show(problems: Sequence[Problem]) -> None:
    """Print every problem to standard error; colours only where a person reads it."""
    for problem in problems:
        colour = "red" if problem.is_error else "yellow"
        head = f"{problem.span}: {click.style(problem.severity.value, fg=colour, bold=True)}: {problem.message}"
        click.echo(f"{head} {click.style(f'[{problem.code}]', dim=True)}", err=True)
        if problem.excerpt:
            for line in _excerpt(problem):
                click.echo(f"    {line}", err=True)
        if problem.hint:
            click.echo(f"    {problem.hint}", err=True)


def _excerpt(problem: Problem) -> list[str]:
    """The line and a caret under the place; a long line is cut around it."""
    line = problem.excerpt.replace("\t", " ")
    column = max(problem.span.column, 1) - 1
    start = max(0, column - _WIDEST // 2) if len(line) > _WIDEST else 0
    shown = line[start : start + _WIDEST]
    caret = " " * (column - start) + "^" if column - start <= len(shown) else ""
    return [shown.rstrip(), caret] if caret else [shown.rstrip()]


def count(problems: Sequence[Problem]) -> str:
    """`2 errors and 1 warning`."""
    errors = sum(problem.is_error for problem in problems)
    warnings = len(problems) - errors
    words = [_plural(errors, "error")] if errors else []
    words += [_plural(warnings, "warning")] if warnings else []
    return " and ".join(words) or "no problems"


def _plural(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"

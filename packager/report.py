"""Problems on the screen: `file:line:column: message`, the line with a caret, and what to do."""

from __future__ import annotations

from collections.abc import Sequence

import click

from hornbook.problems import Problem

_WIDEST = 160
_MOST = 100
_LONGEST = 400


def show(problems: Sequence[Problem]) -> None:
    """Print the problems to standard error, errors of a runaway file cut short; colours only where a person reads."""
    shown = sorted(problems, key=lambda problem: not problem.is_error)[:_MOST] if len(problems) > _MOST else problems
    for problem in shown:
        colour = "red" if problem.is_error else "yellow"
        severity = click.style(problem.severity.value, fg=colour, bold=True)
        head = f"{printable(str(problem.span))}: {severity}: {printable(problem.message)}"
        click.echo(f"{head} {click.style(f'[{problem.code}]', dim=True)}", err=True)
        if problem.excerpt:
            for line in _excerpt(problem):
                click.echo(f"    {line}", err=True)
        if problem.hint:
            click.echo(f"    {printable(problem.hint)}", err=True)
    if len(shown) < len(problems):
        click.echo(f"... and {len(problems) - len(shown):,} more.", err=True)


def printable(text: str) -> str:
    """One line that no terminal takes for a command, cut in its middle where it is very long."""
    line = "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text)
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST // 2]} ... {line[-_LONGEST // 4 :]}"


def _excerpt(problem: Problem) -> list[str]:
    """The line and a caret under the place; a long line is cut around it."""
    line = problem.excerpt.replace("\t", " ")
    column = max(problem.span.column, 1) - 1
    start = max(0, column - _WIDEST // 2) if len(line) > _WIDEST else 0
    shown = line[start : start + _WIDEST]
    caret = " " * (column - start) + "^" if column - start <= len(shown) else ""
    shown = printable(shown.rstrip())
    return [shown, caret] if caret else [shown]


def count(problems: Sequence[Problem]) -> str:
    """`2 errors and 1 warning`."""
    errors = sum(problem.is_error for problem in problems)
    warnings = len(problems) - errors
    words = [plural(errors, "error")] if errors else []
    words += [plural(warnings, "warning")] if warnings else []
    return " and ".join(words) or "no problems"


def plural(number: int, word: str) -> str:
    """`1 lesson`, `2 lessons`."""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"

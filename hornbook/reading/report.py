"""Where the readers of a file write down what is wrong."""

from __future__ import annotations

from collections.abc import Sequence

from hornbook.problems import Problem, Span, warning


class Report:
    """Collects problems in the order in which they are met."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def tells_of(self, path: str, line: int) -> bool:
        """Whether a problem was found in this line: what only follows from it need not be told."""
        return any(found.span.line == line and found.span.path == path for found in self.problems)

    def error(self, code: str, message: str, span: Span, hint: str = "") -> None:
        """Something that stops the build."""
        self.problems.append(Problem(code, message, span, hint))

    def warn(self, code: str, message: str, span: Span, hint: str = "") -> None:
        """Something that the author should look at."""
        self.problems.append(warning(code, message, span, hint))


#: Warnings of two lines or answers that are alike; where that is an error, too, they say nothing more.
_ALIKE = frozenset({"repeated-line", "option-alike"})


def told_once(problems: Sequence[Problem]) -> list[Problem]:
    """The problems without warnings of what an error on the same line says already."""
    errors = {(found.span.path, found.span.line) for found in problems if found.is_error}
    return [found for found in problems if found.code not in _ALIKE or (found.span.path, found.span.line) not in errors]

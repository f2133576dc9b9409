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


#: Of what is alike, and of signs out of place: where another error tells of that line, they say nothing more.
_FOLLOWS = frozenset({"block-as-text", "maths-shape", "option-alike", "option-quoted", "repeated-line"})


def told_once(problems: Sequence[Problem]) -> list[Problem]:
    """The problems without those that say what another error on the same line says already."""
    errors = {(found.span.path, found.span.line) for found in problems if found.is_error and found.code not in _FOLLOWS}
    lines = ((found, (found.span.path, found.span.line)) for found in problems)
    return [found for found, line in lines if found.code not in _FOLLOWS or line not in errors]

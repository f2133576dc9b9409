"""Problems found in a zip that anybody may have made: safe to print, and never more than a person reads."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace

from hornbook.problems import Problem, Span, warning

_MOST_OF_A_KIND = 20
_LONGEST = 400


@dataclass
class Findings:
    """The problems of one zip; of each code the first are kept and the rest are counted."""

    _kept: list[Problem] = field(default_factory=list)
    _count: Counter[str] = field(default_factory=Counter)
    _place: dict[str, str] = field(default_factory=dict)

    def add(self, problem: Problem) -> None:
        """Keep a problem, or count it."""
        self._count[problem.code] += 1
        if self._count[problem.code] <= _MOST_OF_A_KIND:
            place = self._place[problem.code] = printable(problem.span.path)
            self._kept.append(
                replace(problem, message=printable(problem.message), span=replace(problem.span, path=place))
            )

    def shown(self) -> list[Problem]:
        """The problems that were kept, and for each code how many more there are."""
        more = [
            warning(
                code, f"{count - _MOST_OF_A_KIND:,} more problems of this kind are not shown.", Span(self._place[code])
            )
            for code, count in self._count.items()
            if count > _MOST_OF_A_KIND
        ]
        return [*self._kept, *more]


def printable(text: str) -> str:
    """`text` without what would move the cursor of a terminal, cut to a length that a person reads."""
    text = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
    return "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in text)

"""What marking one answer gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

#: What the learner is told beyond right and wrong: nothing; check the spelling; the wrong unit; the unit is missing;
#: the number can be read in two ways; it cannot be read.
Notice = Literal["", "near", "unit", "unit-missing", "ambiguous", "unreadable"]

#: With these the learner is asked again, and no try is used up.
_ASKS_AGAIN: frozenset[Notice] = frozenset({"near", "unit-missing", "ambiguous", "unreadable"})


@dataclass(frozen=True)
class Outcome:
    """The mark of one answer; the twin of `player/src/questions/outcome.ts`."""

    fraction: Fraction
    """How much of the question is earned, from 0 to 1, exact."""
    empty: bool = False
    """Whether nothing was answered."""
    matched: int | None = None
    """Position of what was matched, for its feedback: the chosen option or region, or the expected wrong answer."""
    parts: tuple[bool, ...] = ()
    """Whether each part is right, in the author's order: gaps, left sides, rows, steps. Nothing for other types."""
    notice: Notice = ""
    rejects: tuple[int, ...] = ()
    """Of a text with gaps: the positions of all expected wrong answers that stand in it, each once, ascending."""

    @property
    def costs_a_try(self) -> bool:
        """Whether the answer was one: what is empty or must be asked again costs nothing."""
        return not self.empty and self.notice not in _ASKS_AGAIN


EMPTY = Outcome(Fraction(0), empty=True)


def by_parts(parts: Sequence[bool], scoring: Literal["parts", "all"]) -> Outcome:
    """A mark by parts: the share of those that are right; with scoring `all` nothing unless all of them are."""
    right = Fraction(sum(parts), len(parts))
    return Outcome(right if scoring == "parts" else Fraction(int(right)), parts=tuple(parts))

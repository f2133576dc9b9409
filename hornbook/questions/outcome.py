"""What marking one response gives."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Outcome:
    """The mark of one response."""

    fraction: Fraction
    """How much of the question is earned, from 0 to 1, exact."""
    empty: bool = False
    """Whether nothing was answered; an empty response costs no try."""
    matched: int | None = None
    """Position of what was matched, for its feedback: the chosen option or the expected wrong answer."""

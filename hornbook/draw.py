"""Which questions of a quiz a learner meets, and in what order, from a stored seed.

Every question has its own stream of PCG32, numbered by its slot: the first number ranks the question among
the others, the following 36 rank its options by their keys. So an order once seen stays as it is when the
author adds, removes or moves a question or an option in the middle of somebody's attempt. The player draws in
the same way (`player/src/draw.ts`).

What must be mixed in any case (steps to be ordered, right sides of pairs) has a stream of its own, `mixed`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from hornbook.blocks.quiz import Group
from hornbook.pcg32 import Pcg32
from hornbook.questions.base import KEYS


class Drawable(Protocol):
    """The part of a question that a draw looks at."""

    @property
    def slot(self) -> int:
        """Its lasting number, unique in the quiz."""


@dataclass(frozen=True)
class Drawn:
    """A question as it is shown."""

    slot: int
    keys: str
    """All 36 keys in the order in which options are shown; those that the question lacks are passed over."""


def draw(
    questions: Sequence[Drawable], groups: Sequence[Group], *, shuffle: bool, seed: int, kept: Collection[int] = ()
) -> tuple[Drawn, ...]:
    """Draw from `questions`, in the author's order, with a seed of 32 bits.

    `groups` parts them in this order: from each so many are picked, 0 takes all. Without `shuffle` questions and
    options keep the author's order, also among the picked (`keys` is empty then); with it all that were picked are
    mixed. The slots in `kept` are picked before the others: what was answered in an attempt stays in it when the
    author adds questions. The two answers of a true-false question are never mixed by the page.
    """
    ranked = [_rank(question.slot, seed) for question in questions]
    by_rank = sorted(range(len(ranked)), key=lambda position: ranked[position][0])
    kept_first = sorted(by_rank, key=lambda position: questions[position].slot not in kept)
    picked: set[int] = set()
    start = 0
    for group in groups:
        inside = [position for position in kept_first if start <= position < start + group.size]
        picked.update(inside[: group.pick] if group.pick else inside)
        start += group.size
    chosen = [position for position in by_rank if position in picked]
    if not shuffle:
        return tuple(Drawn(questions[position].slot, "") for position in sorted(chosen))
    return tuple(Drawn(questions[position].slot, ranked[position][1]) for position in chosen)


#: Slots have 16 bits: this one makes another stream of each.
_MIXED_STREAM = 1 << 31


def mixed(slot: int, seed: int) -> str:
    """All 36 keys in the order in which a question shows what is never shown as written.

    Another order than that of `draw`, so that left sides mixed by that one and right sides by this do not agree.
    """
    numbers = Pcg32(seed, slot | _MIXED_STREAM)
    ranks = {key: numbers.next() for key in KEYS}
    return "".join(sorted(KEYS, key=ranks.__getitem__))


def mixed_steps(steps: Sequence[str], slot: int, seed: int) -> list[str]:
    """The keys of steps, given in their right order, as `mixed` shows them: never in that order.

    Where chance would have it so the first goes to the end.
    """
    order = mixed(slot, seed)
    shown = sorted(steps, key=order.index)
    return shown if shown != list(steps) else [*shown[1:], *shown[:1]]


def tells_its_order(steps: Sequence[str], slot: int) -> bool:
    """Whether a page that knows no right order would show these keys, given in their right one, in that order.

    Such a page has the steps in the order of their keys and mixes them as `mixed_steps` does; the keys are chance's.
    """
    return mixed_steps(sorted(steps), slot, 0) == list(steps)


def _rank(slot: int, seed: int) -> tuple[int, str]:
    """The rank of a question, and the keys in the order of theirs; equal ranks keep the author's order."""
    numbers = Pcg32(seed, slot)
    rank = numbers.next()
    ranks = {key: numbers.next() for key in KEYS}
    return rank, "".join(sorted(KEYS, key=ranks.__getitem__))

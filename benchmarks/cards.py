"""How well 32 bits remember a card, and whether Python and the player agree: `python -m benchmarks.cards [COUNT]`.

Simulated learners review cards when they are due, earlier or later, and rate them as FSRS expects. Each card is
followed twice, in full and through its word; printed is how far the next intervals lie apart, and how often the mark
for cards that are missed again and again is right. Then COUNT random histories are followed in both languages.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Sequence

from hornbook.cards import RETENTION, Memory, Rating, due_day, is_often_missed, next_memory, review
from tests.hornbook.card_histories import agreement

CARDS = 1_500
REVIEWS = 12
YEARS = 30
"""After so long a card is followed no further."""
HISTORIES = 10_000
SEED = 5
P95_LIMIT = 0.05
"""The part of an interval by which 19 of 20 may differ from those of a card that is remembered in full."""
SAME_DAY = 0.98
MEMORY_LIMIT = 1e-6
OFTEN = 6
"""Misses after which a card counts as often missed."""


def main() -> int:
    """Measure both."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else HISTORIES
    differences, marks = simulate(random.Random(SEED))
    relative = sorted(abs(kept - full) / full for full, kept in differences)
    days = sorted(abs(kept - full) for full, kept in differences)
    print(f"{len(relative):,} intervals of {CARDS:,} cards: difference of the kept from the full memory")
    for name, part in (("median", 0.5), ("p95", 0.95), ("p99", 0.99), ("most", 1.0)):
        print(f"  {name:8}{at(relative, part):8.2%}  {at(days, part):6.0f} days")
    print(f"  on the same day {days.count(0) / len(days):.1%}, one day off {days.count(1) / len(days):.1%}")
    print("cards by misses, and how many of them carry the mark:")
    for misses in range(REVIEWS + 1):
        marked, all_of_them = marks[misses, True], marks[misses, True] + marks[misses, False]
        if all_of_them:
            print(f"  {misses:2} {all_of_them:5,}  {marked / all_of_them:6.1%}")
    both = agreement(count, SEED)
    same = 1 - both.other_due_day / both.reviews
    print(f"{count:,} histories, {both.reviews:,} reviews, in Python and in the player:")
    print(f"  memories differ by at most {both.farthest_memory:.1e}")
    print(f"  due on the same day {same:.3%}, at most {both.farthest_due_day} days apart")
    print(f"  words or what follows from them differ in {both.otherwise}, promises broken {both.broken_promises}")
    right = (
        at(relative, 0.95) <= P95_LIMIT
        and both.farthest_memory <= MEMORY_LIMIT
        and same >= SAME_DAY
        and both.farthest_due_day <= 1
        and not both.broken_promises
    )
    return int(not right)


def at(ordered: Sequence[float], part: float) -> float:
    """The value below which `part` of them lie."""
    return ordered[round(part * (len(ordered) - 1))]


def simulate(chance: random.Random) -> tuple[list[tuple[int, int]], Counter[tuple[int, bool]]]:
    """Pairs of intervals (full, kept), and cards counted by how often they were missed and whether they are marked."""
    differences: list[tuple[int, int]] = []
    marks: Counter[tuple[int, bool]] = Counter()
    for _ in range(CARDS):
        memory: Memory | None = None
        word = day = last = misses = 0
        # Some cards are harder than FSRS believes.
        knows = chance.choice((0.6, 0.85, 0.95, 1.0, 1.0, 1.0))
        for _ in range(REVIEWS):
            rating = rated(memory, day - last, knows, chance)
            misses += rating == Rating.AGAIN
            memory = next_memory(memory, day - last, rating)
            word = review(word, rating, day)
            full = days_of(memory)
            differences.append((full, due_day(word) - day))
            last = day
            if day > YEARS * 365:
                break
            if rating != Rating.AGAIN or chance.random() < 0.3:
                day += max(1, round(full * chance.choice((0.9, 1, 1, 1, 1.1, 1.5))))
        marks[misses, is_often_missed(word)] += 1
    return differences, marks


def rated(memory: Memory | None, elapsed: int, knows: float, chance: random.Random) -> Rating:
    """What a learner says, whose memory is as FSRS believes, or worse by the factor `knows`."""
    if memory is None:
        return chance.choices(list(Rating), (25, 15, 50, 10))[0]
    remembered = (1 + (0.9 ** (-1 / DECAY) - 1) * elapsed / memory.stability) ** -DECAY
    if chance.random() > remembered * knows:
        return Rating.AGAIN
    return chance.choices((Rating.HARD, Rating.GOOD, Rating.EASY), (15, 70, 15))[0]


DECAY = 0.1542
"""How fast FSRS-6 forgets."""


def days_of(memory: Memory) -> int:
    """The interval that the full memory gives; with the default of 90 % it is the stability."""
    assert RETENTION == 90
    return min(max(1, round(memory.stability)), 3650)


if __name__ == "__main__":
    sys.exit(main())

"""Random histories of cards, followed by Python and by the player, and how far the two agree."""

from __future__ import annotations

import json
import os
import random
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hornbook.cards import (
    LEAST_RETENTION,
    MOST_RETENTION,
    Memory,
    Rating,
    due_day,
    intervals,
    is_due,
    is_often_missed,
    next_memory,
    review,
)
from tests.node import NODE

PLAYER = Path(__file__).resolve().parents[2] / "player"


@dataclass(frozen=True)
class History:
    """The reviews of one card, each a day's number and a rating; days may go back, as clocks do."""

    retention: int
    reviews: tuple[tuple[int, Rating], ...]


@dataclass(frozen=True)
class Followed:
    """What came of one review: the memory in full, and the word that the state keeps with what follows from it."""

    stability: float
    difficulty: float
    word: int
    promised: list[int]
    due: int
    dueTomorrow: bool
    oftenMissed: bool


def histories(count: int, seed: int) -> list[History]:
    """Cards rated 1 to 20 times: again on the same day, when due, late, years late, and before the last time."""
    chance = random.Random(seed)
    return [_history(chance) for _ in range(count)]


def _history(chance: random.Random) -> History:
    day = chance.randrange(0, 9000)
    reviews: list[tuple[int, Rating]] = []
    weights = chance.choice(([1, 1, 1, 1], [1, 2, 6, 1], [5, 1, 2, 0], [0, 0, 3, 1]))
    for _ in range(chance.randint(1, 20)):
        reviews.append((day, chance.choices(list(Rating), weights)[0]))
        gap = chance.choice(
            (0, 0, 1, 2, chance.randint(1, 10), chance.randint(1, 60), chance.randint(1, 700), -1, -400)
        )
        day = min(max(0, day + gap), 16_383)
    return History(chance.randint(LEAST_RETENTION, MOST_RETENTION), tuple(reviews))


def followed_here(history: History) -> Iterator[Followed]:
    """Each review of a history by `hornbook.cards`."""
    memory: Memory | None = None
    word = last = 0
    for day, rating in history.reviews:
        promised = list(intervals(word, day, history.retention).values())
        memory = next_memory(memory, max(0, day - last), rating)
        word = review(word, rating, day, history.retention)
        last = day
        yield Followed(
            memory.stability,
            memory.difficulty,
            word,
            promised,
            due_day(word, history.retention),
            is_due(word, day + 1, history.retention),
            is_often_missed(word),
        )


def followed_by_the_player(wanted: Sequence[History]) -> list[list[Followed]]:
    """The same by `player/src/cards.ts`, bundled and run in Node."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "histories.mjs"
        esbuild = PLAYER / "node_modules/esbuild/bin/esbuild"
        entry = PLAYER / "tests/card-histories.ts"
        _run(
            [esbuild, entry, "--bundle", "--platform=node", "--format=esm", "--log-level=error", f"--outfile={script}"]
        )
        told = json.dumps([{"retention": one.retention, "reviews": one.reviews} for one in wanted])
        answer: list[list[dict[str, Any]]] = json.loads(_run([NODE, script], told))
    return [[Followed(**review) for review in history] for history in answer]


def _run(command: Sequence[str | Path], told: str = "") -> str:
    # esbuild is a program of its own on most systems; on others it is a script that starts `node` by name.
    environment = os.environ | {"PATH": os.pathsep.join([str(NODE.parent), os.environ.get("PATH", "")])}
    result = subprocess.run(
        command, input=told, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert result.returncode == 0, result.stderr
    return result.stdout


@dataclass
class Agreement:
    """How far both languages agree over many reviews."""

    reviews: int = 0
    farthest_memory: float = 0.0
    """The greatest difference of stability (relative above one day) or difficulty."""
    other_due_day: int = 0
    farthest_due_day: int = 0
    otherwise: int = 0
    """Reviews whose word, or anything that follows from it, is another."""
    broken_promises: int = 0
    """Reviews after which the card comes back on another day than was shown before."""

    def add(self, here: Followed, there: Followed, rating: Rating) -> None:
        """Count one review as both saw it."""
        self.reviews += 1
        distance = max(
            abs(here.stability - there.stability) / max(1.0, here.stability), abs(here.difficulty - there.difficulty)
        )
        self.farthest_memory = max(self.farthest_memory, distance)
        days = abs(here.due - there.due)
        self.other_due_day += days > 0
        self.farthest_due_day = max(self.farthest_due_day, days)
        self.otherwise += (here.word, here.promised, here.dueTomorrow, here.oftenMissed) != (
            there.word,
            there.promised,
            there.dueTomorrow,
            there.oftenMissed,
        )
        for side in (here, there):
            day = side.word >> 2 & 0x3FFF
            kept = rating == Rating.AGAIN or side.due - day == side.promised[rating - 1]
            self.broken_promises += not kept


def agreement(count: int, seed: int) -> Agreement:
    """Follow `count` histories in both languages."""
    wanted = histories(count, seed)
    total = Agreement()
    for history, there in zip(wanted, followed_by_the_player(wanted), strict=True):
        for (_, rating), here, other in zip(history.reviews, followed_here(history), there, strict=True):
            total.add(here, other, rating)
    return total

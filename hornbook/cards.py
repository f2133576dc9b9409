"""When a flash card comes back: the memory of one card in 32 bits, and FSRS on whole days.

A card's word is what the learner's state keeps of it (the layout is `CardWord` in `player/src/state/model.ts`):
stability 10 bits, difficulty 6, day of the last review 14, phase 2, from the highest bit. 0 is a card that was never
rated. The clock comes in as a day's number, so nothing here asks for the time.

The same rules as `player/src/cards.ts`, which has an FSRS of its own (`fsrs.ts`) where this module uses py-fsrs;
10,000 random histories are followed in both (`python -m benchmarks.cards`). The library is in the
extra `lti`: packing a course needs no FSRS.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import IntEnum
from functools import cache
from math import exp, floor, log
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fsrs import Scheduler

#: The part of the cards that a learner wants to know when they come back, in percent: the default and the bounds.
RETENTION = 90
LEAST_RETENTION = 70
MOST_RETENTION = 97
#: No card waits longer than ten years.
LONGEST_INTERVAL = 3650

_EPOCH = date(2020, 1, 1).toordinal()
_LAST_DAY = 2**14 - 1

# Stability is written on a logarithmic scale from LEAST to MOST days in 1,023 steps of 1.3 %; code 0 is no memory.
_LEAST_STABILITY = 0.05
_MOST_STABILITY = 36_500.0
_HIGHEST_STABILITY_CODE = 2**10 - 1
_STABILITY_STEP = log(_MOST_STABILITY / _LEAST_STABILITY) / (_HIGHEST_STABILITY_CODE - 1)
# A card grows by 11 - difficulty, so that is what has steps of one ratio: 10 at code 0, 1 at the highest.
_HIGHEST_DIFFICULTY_CODE = 2**6 - 1
_DIFFICULTY_STEP = log(10) / _HIGHEST_DIFFICULTY_CODE
#: Every miss takes a difficulty two thirds of the way to 10: this code is where six misses lead.
_OFTEN_MISSED = _HIGHEST_DIFFICULTY_CODE - 1


class Rating(IntEnum):
    """What a learner says of a card that was turned over."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


class Phase(IntEnum):
    """What the last rating made of a card; one that is being learned (again) stays due until it is known."""

    NEW = 0
    LEARNING = 1
    REVIEW = 2
    RELEARNING = 3


@dataclass(frozen=True)
class Memory:
    """What FSRS knows of a card: `stability` in days, 0.05 to 36,500, `difficulty` from 1 to 10."""

    stability: float
    difficulty: float


class FsrsMissingError(RuntimeError):
    """The library that plans cards is not installed."""


def day_number(day: date) -> int:
    """The number of a learner's local day, counted from 2020-01-01: never negative, never past what a word holds."""
    return min(max(day.toordinal() - _EPOCH, 0), _LAST_DAY)


def review(word: int, rating: Rating, day: int, retention: int = RETENTION) -> int:
    """The word of a card after a rating on this day.

    Of the codes near the new stability one is taken that leads to the same number of days, so that what a learner was
    promised before rating is what comes.
    """
    last = last_day(word)
    # A traveller's day may be one behind that of the last review; anything further back was a clock that ran ahead.
    today = last if last == day + 1 else min(max(day, 0), _LAST_DAY)
    memory = next_memory(_memory(word), max(0, today - last), rating)
    if rating != Rating.AGAIN:
        phase = Phase.REVIEW
    elif phase_of(word) in (Phase.NEW, Phase.LEARNING):
        phase = Phase.LEARNING
    else:
        phase = Phase.RELEARNING
    stability = _stability_code(memory.stability, retention)
    difficulty = floor((log(10) - log(11 - memory.difficulty)) / _DIFFICULTY_STEP + 0.5)
    return stability << 22 | difficulty << 16 | today << 2 | phase


def intervals(word: int, day: int, retention: int = RETENTION) -> dict[Rating, int]:
    """For each rating, after how many days the card would come back; 0 is once more today."""
    return {
        rating: 0 if rating == Rating.AGAIN else _interval(_stability(review(word, rating, day, retention)), retention)
        for rating in Rating
    }


def is_due(word: int, day: int, retention: int = RETENTION) -> bool:
    """Whether a card that was rated before is to be asked on this day; a new card never is."""
    phase = phase_of(word)
    if phase == Phase.NEW:
        return False
    # A last review that lies ahead was dated by a wrong clock: asking once too often loses nothing.
    return phase != Phase.REVIEW or last_day(word) > day + 1 or day >= due_day(word, retention)


def due_day(word: int, retention: int = RETENTION) -> int:
    """The number of the day on which a card that was rated comes back."""
    return last_day(word) + (_interval(_stability(word), retention) if _stability_code_of(word) else 0)


def last_day(word: int) -> int:
    """The number of the day on which a card was rated last; 0 for one that never was."""
    return word >> 2 & _LAST_DAY


def phase_of(word: int) -> Phase:
    """What the last rating made of the card; `NEW` for one that was never rated or was set back."""
    return Phase(word & 3)


def forgotten(day: int) -> int:
    """The word of a card that the learner set back on this day: new again, though it was rated once."""
    return min(max(day, 1), _LAST_DAY) << 2 | Phase.NEW


def is_often_missed(word: int) -> bool:
    """Whether a card has been missed so often that it should be learned in another way.

    Words have no room for a count. What six misses leave behind is a difficulty next to 10, from which only ratings
    of "easy" lead away; docs/measurements.md says how well the two agree.
    """
    return phase_of(word) != Phase.NEW and _difficulty_code_of(word) >= _OFTEN_MISSED


def next_memory(memory: Memory | None, elapsed: int, rating: Rating) -> Memory:
    """What FSRS makes of a rating `elapsed` whole days after the last one; nothing is the memory of a new card.

    There are no learning steps: after the first rating a card is in review, and one that is rated twice on a day
    takes the short-term way. Below about an hour stability is kept at its least: the player rounds to eight
    decimals, as ts-fsrs does, which would tell there. Raises `FsrsMissingError` where the library is not installed.
    """
    scheduler = _scheduler()
    from fsrs import Card, State
    from fsrs import Rating as FsrsRating

    start = datetime(2020, 1, 1, tzinfo=UTC)
    if memory is None:
        card = Card(card_id=1, due=start)
    else:
        card = Card(
            card_id=1,
            state=State.Review,
            stability=memory.stability,
            difficulty=memory.difficulty,
            due=start,
            last_review=start,
        )
    after, _ = scheduler.review_card(card, FsrsRating(rating), start + timedelta(days=elapsed))
    if after.stability is None or after.difficulty is None:
        raise AssertionError("FSRS gives every rated card a memory")
    return Memory(min(max(after.stability, _LEAST_STABILITY), _MOST_STABILITY), after.difficulty)


@cache
def _scheduler() -> Scheduler:
    try:
        from fsrs import Scheduler
    except ImportError as error:
        raise FsrsMissingError("Planning cards needs the extra lti: pip install 'hornbook[lti]'.") from error
    return Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False, maximum_interval=LONGEST_INTERVAL)


def _interval(stability: float, retention: int) -> int:
    """Days until the chance to remember has fallen to `retention`: the forgetting curve of FSRS-6, solved for time."""
    decay = -_scheduler().parameters[20]
    factor = 0.9 ** (1 / decay) - 1
    days: float = stability / factor * ((retention / 100) ** (1 / decay) - 1)
    return min(max(1, round(days)), LONGEST_INTERVAL)


def _stability_code(stability: float, retention: int) -> int:
    exact = 1 + log(stability / _LEAST_STABILITY) / _STABILITY_STEP
    nearest = floor(exact + 0.5)
    wanted = _interval(stability, retention)
    for code in (nearest, nearest - 1 if exact < nearest else nearest + 1):
        if 1 <= code <= _HIGHEST_STABILITY_CODE and _interval(_decoded_stability(code), retention) == wanted:
            return code
    return nearest


def _decoded_stability(code: int) -> float:
    return _LEAST_STABILITY * exp(_STABILITY_STEP * (code - 1))


def _memory(word: int) -> Memory | None:
    """What a word holds; nothing for a new card, and for one whose word was not written by these rules."""
    if phase_of(word) == Phase.NEW or not _stability_code_of(word):
        return None
    difficulty = 11 - exp(log(10) - _DIFFICULTY_STEP * _difficulty_code_of(word))
    return Memory(_stability(word), min(max(difficulty, 1.0), 10.0))


def _stability(word: int) -> float:
    return _decoded_stability(_stability_code_of(word))


def _stability_code_of(word: int) -> int:
    return word >> 22 & _HIGHEST_STABILITY_CODE


def _difficulty_code_of(word: int) -> int:
    return word >> 16 & _HIGHEST_DIFFICULTY_CODE

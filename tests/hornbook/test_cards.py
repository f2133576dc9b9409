"""When a card comes back: the shared cases, the bounds of a word, and agreement with the player."""

from __future__ import annotations

import json
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fsrs import Card, Scheduler, State
from fsrs import Rating as FsrsRating
from hypothesis import given
from hypothesis import strategies as st

from hornbook import cards
from hornbook.cards import (
    FsrsMissingError,
    Phase,
    Rating,
    day_number,
    due_day,
    forgotten,
    intervals,
    is_due,
    is_often_missed,
    next_memory,
    phase_of,
    review,
)
from tests.hornbook.card_histories import agreement, followed_here, histories

VECTORS: dict[str, Any] = json.loads(
    (Path(__file__).resolve().parents[1] / "vectors" / "cards.json").read_text(encoding="utf-8")
)
WORDS = st.integers(0, 2**32 - 1)
DAYS = st.integers(-1000, 40_000)
RETENTIONS = st.integers(cards.LEAST_RETENTION, cards.MOST_RETENTION)


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: case["name"])
def test_reviews_lead_to_the_words_of_the_vectors(case: dict[str, Any]) -> None:
    word, retention = case["start"], case["retention"]
    for expected in case["reviews"]:
        day, rating = expected["day"], Rating(expected["rating"])
        assert list(intervals(word, day, retention).values()) == expected["promised"]
        word = review(word, rating, day, retention)
        assert word == expected["word"]
        assert due_day(word, retention) == expected["due"]
        assert is_often_missed(word) == expected["oftenMissed"]


@pytest.mark.parametrize("case", VECTORS["due"], ids=lambda case: case["name"])
def test_a_card_is_due_as_in_the_vectors(case: dict[str, Any]) -> None:
    assert is_due(case["word"], case["day"], case["retention"]) == case["isDue"]


def test_random_histories_are_the_same_in_python_and_in_the_player() -> None:
    both = agreement(500, seed=1)
    assert both.reviews > 3000
    assert both.farthest_memory <= 1e-6
    assert both.other_due_day <= 0.02 * both.reviews
    assert both.farthest_due_day <= 1
    assert both.otherwise <= 0.001 * both.reviews


def test_a_card_comes_back_on_the_day_that_was_shown_before_rating() -> None:
    assert agreement(200, seed=2).broken_promises == 0


def test_intervals_are_those_of_the_library() -> None:
    start = datetime(2020, 1, 1, tzinfo=UTC)
    for history in histories(60, seed=3):
        scheduler = Scheduler(
            desired_retention=history.retention / 100,
            learning_steps=(),
            relearning_steps=(),
            enable_fuzzing=False,
            maximum_interval=cards.LONGEST_INTERVAL,
        )
        for followed, (_, rating) in zip(followed_here(history), history.reviews, strict=True):
            if rating == Rating.AGAIN:
                continue
            before = cards.Memory(followed.stability, followed.difficulty)
            card = Card(
                card_id=1,
                state=State.Review,
                stability=before.stability,
                difficulty=before.difficulty,
                due=start,
                last_review=start,
            )
            after, _ = scheduler.review_card(card, FsrsRating.Good, start + timedelta(days=5))
            mine = next_memory(before, 5, Rating.GOOD)
            assert after.stability == pytest.approx(mine.stability)
            assert (after.due - start).days - 5 == cards._interval(after.stability or 0, history.retention)


@given(WORDS, st.sampled_from(list(Rating)), DAYS, RETENTIONS)
def test_any_word_can_be_reviewed_on_any_day(word: int, rating: Rating, day: int, retention: int) -> None:
    after = review(word, rating, day, retention)
    assert 0 < after < 2**32
    assert phase_of(after) != Phase.NEW
    last, kept = word >> 2 & 0x3FFF, after >> 2 & 0x3FFF
    # The day of the rating, within what a word can hold; that of a traveller may lie one behind the last one.
    assert kept == (last if last == day + 1 else min(max(day, 0), 2**14 - 1))
    assert is_due(after, kept + cards.LONGEST_INTERVAL, retention)
    assert list(intervals(word, day, retention)) == list(Rating)


@given(WORDS, DAYS, RETENTIONS)
def test_better_ratings_never_come_back_sooner(word: int, day: int, retention: int) -> None:
    again, hard, good, easy = intervals(word, day, retention).values()
    assert again == 0 < hard <= good <= easy <= cards.LONGEST_INTERVAL


def test_a_word_keeps_day_and_phase_where_the_state_expects_them() -> None:
    word = review(0, Rating.GOOD, 2100)
    assert (word >> 2 & 0x3FFF, word & 3) == (2100, 2)


@pytest.mark.parametrize(
    ("ratings", "phase"),
    [
        ([Rating.AGAIN], Phase.LEARNING),
        ([Rating.AGAIN, Rating.AGAIN], Phase.LEARNING),
        ([Rating.HARD], Phase.REVIEW),
        ([Rating.GOOD, Rating.AGAIN], Phase.RELEARNING),
        ([Rating.GOOD, Rating.AGAIN, Rating.AGAIN], Phase.RELEARNING),
        ([Rating.GOOD, Rating.AGAIN, Rating.EASY], Phase.REVIEW),
    ],
)
def test_the_last_rating_decides_the_phase(ratings: list[Rating], phase: Phase) -> None:
    word = 0
    for rating in ratings:
        word = review(word, rating, 2100)
    assert phase_of(word) == phase


def test_a_missed_card_stays_due_until_it_is_known() -> None:
    missed = review(review(0, Rating.GOOD, 2100), Rating.AGAIN, 2102)
    assert is_due(missed, 2102)
    assert not is_due(review(missed, Rating.HARD, 2102), 2102)


def test_a_card_that_was_set_back_is_new_and_was_rated_once() -> None:
    word = forgotten(2100)
    assert (word > 0, phase_of(word), is_due(word, 3000)) == (True, Phase.NEW, False)
    assert intervals(word, 2100) == intervals(0, 2100)


@pytest.mark.parametrize(
    ("day", "number"),
    [(date(2020, 1, 1), 0), (date(2026, 11, 25), 2520), (date(1970, 1, 1), 0), (date(2300, 1, 1), 16_383)],
)
def test_days_are_counted_from_2020_within_what_a_word_holds(day: date, number: int) -> None:
    assert day_number(day) == number


def test_without_the_library_one_sentence_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    cards._scheduler.cache_clear()
    monkeypatch.setitem(sys.modules, "fsrs", None)
    with pytest.raises(FsrsMissingError, match=r"hornbook\[lti\]"):
        review(0, Rating.GOOD, 2100)
    cards._scheduler.cache_clear()

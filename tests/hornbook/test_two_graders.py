"""Two graders, one truth: random quizzes, answered at random, come to the same bytes in Python and in the player."""

from __future__ import annotations

from collections import Counter

from hornbook.questions import QUESTION_TYPES
from tests.random_quizzes import RANDOM_TYPES, differences, go_through, make_case, quizzes_of

SEEDS = range(20_261_125, 20_261_125 + 500)


def test_every_type_of_question_is_among_the_random_ones() -> None:
    assert set(QUESTION_TYPES) <= set(RANDOM_TYPES)


def test_python_and_the_player_come_to_the_same_bytes() -> None:
    assert list(differences(SEEDS)) == []


def test_the_random_quizzes_try_what_there_is_to_be_tried() -> None:
    """All types and modes, and all that can be said of an answer, in numbers that mean something."""
    found: Counter[str] = Counter()
    for seed in SEEDS:
        case = make_case(seed)
        for quiz in quizzes_of(case["course"]):
            found.update(question.type for question in quiz.questions)
            found.update([quiz.mode, quiz.counts, f"certainty {quiz.certainty}", "pools" if quiz.from_ else "own"])
        said = go_through(case)
        found.update(word for word in ("near", "ambiguous", "unreadable", "unit-missing") if f'"{word}"' in said)
        found.update(word for word in ('"passed"', '"failed"', '"incomplete"') if word in said)
    expected = {
        *QUESTION_TYPES,
        *("exam", "practice", "interactive", "adaptive", "best", "last", "first", "mean", "pools", "own"),
        *("certainty asked", "certainty graded", "near", "ambiguous", "unreadable", "unit-missing"),
        *('"passed"', '"failed"', '"incomplete"'),
    }
    assert {word for word in expected if found[word] < 10} == set()

"""Draws come out as the vectors say, which the player's tests run too."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from hornbook.blocks.quiz import Group
from hornbook.draw import draw, mixed, mixed_steps
from hornbook.pcg32 import Pcg32

VECTORS = json.loads((Path(__file__).resolve().parents[1] / "vectors" / "draw.json").read_text())
CASES = VECTORS["cases"]


@dataclass(frozen=True)
class Slot:
    slot: int


def test_generator_gives_the_first_numbers_of_its_reference() -> None:
    numbers = Pcg32(42, 54)
    assert [numbers.next() for _ in range(3)] == [0xA15C02B7, 0x7B47F409, 0xBA1D3330]


def test_shared_draws_come_out_as_in_the_player() -> None:
    for case in CASES:
        questions = [Slot(slot) for slot in case["slots"]]
        groups = [Group(*group) for group in case["groups"]]
        drawn = draw(questions, groups, shuffle=case["shuffle"], seed=case["seed"])
        assert [[question.slot, question.keys] for question in drawn] == case["drawn"]


def test_what_is_always_mixed_is_mixed_as_in_the_player() -> None:
    for case in VECTORS["mixed"]:
        assert mixed(case["slot"], case["seed"]) == case["keys"]
    for case in VECTORS["steps"]:
        assert mixed_steps(case["steps"], case["slot"], case["seed"]) == case["shown"]


def test_steps_are_never_shown_in_their_right_order_and_else_in_all_orders() -> None:
    steps = ["0", "1", "2"]
    shown = Counter("".join(mixed_steps(steps, slot, seed)) for slot in range(1, 40) for seed in range(50))
    assert set(shown) == {"021", "102", "120", "201", "210"}
    # The order that stands in for the right one comes twice as often: about 650 of 1,950, the others about 325.
    assert all(250 < count < 400 for order, count in shown.items() if order != "120")


def test_left_and_right_sides_are_mixed_apart() -> None:
    def sides(seed: int) -> tuple[str, str]:
        (question,) = draw([Slot(4)], [Group(1, 0)], shuffle=True, seed=seed)
        return question.keys, mixed(4, seed)

    alike = sum(one == other for seed in range(200) for one, other in zip(*sides(seed), strict=True))
    # 36 places of 200 seeds agree by chance about 200 times.
    assert alike < 300


def test_without_shuffle_the_picked_keep_the_order_of_the_author() -> None:
    drawn = draw([Slot(slot) for slot in (9, 3, 7, 1)], [Group(4, 3)], shuffle=False, seed=5)
    assert [question.slot for question in drawn] == [slot for slot in (9, 3, 7, 1) if slot in {d.slot for d in drawn}]
    assert len(drawn) == 3


def test_kept_questions_stay_picked_when_others_are_added() -> None:
    before = draw([Slot(slot) for slot in (4, 5, 6, 7)], [Group(4, 2)], shuffle=True, seed=99)
    kept = {question.slot for question in before}
    more = [Slot(slot) for slot in range(4, 16)]
    assert draw(more, [Group(12, 2)], shuffle=True, seed=99, kept=kept) == before
    assert kept < {question.slot for question in draw(more, [Group(12, 3)], shuffle=True, seed=99, kept=kept)}
    assert draw(more, [Group(12, 1)], shuffle=True, seed=99, kept=kept) == before[:1]


def test_a_question_added_leaves_the_order_of_the_others() -> None:
    before = draw([Slot(slot) for slot in (4, 5, 6, 7)], [Group(4, 0)], shuffle=True, seed=99)
    after = draw([Slot(slot) for slot in (8, 7, 6, 5, 4)], [Group(5, 0)], shuffle=True, seed=99)
    assert tuple(question for question in after if question.slot != 8) == before


def test_every_question_is_drawn_about_equally_often() -> None:
    """2,000 draws of 2 out of 5: each question about 800 times (110 is five deviations)."""
    questions = [Slot(slot) for slot in (1, 2, 3, 40, 500)]
    drawn = Counter(q.slot for seed in range(2000) for q in draw(questions, [Group(5, 2)], shuffle=True, seed=seed))
    assert all(690 < drawn[question.slot] < 910 for question in questions)


def test_each_group_is_picked_from_by_itself_and_all_that_is_picked_is_mixed() -> None:
    questions = [Slot(slot) for slot in range(1, 13)]
    groups = [Group(2, 0), Group(6, 2), Group(4, 1)]
    orders = set()
    for seed in range(200):
        drawn = [question.slot for question in draw(questions, groups, shuffle=True, seed=seed)]
        assert (sum(s <= 2 for s in drawn), sum(2 < s <= 8 for s in drawn), sum(s > 8 for s in drawn)) == (2, 2, 1)
        assert sorted(drawn) == [q.slot for q in draw(questions, groups, shuffle=False, seed=seed)]
        orders.add(tuple(drawn))
    assert len(orders) > 150
    assert any(order[0] > 8 for order in orders)

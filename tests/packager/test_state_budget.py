"""The budget covers what the player's encoder really writes, and little more."""

from __future__ import annotations

import json
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from hornbook.course import Course
from packager.state_budget import full, retired_room, worst_case

CASES = json.loads((Path(__file__).resolve().parents[1] / "vectors" / "state.json").read_text())["cases"]
KEYS = "0123456789abcdefghijklmnopqrstuvwxyz"


def _course(shape: dict[str, int]) -> Course:
    """The course of `player/tests/state/worst-state.ts`: slots in reading order."""
    slots = count(1)

    def question(kind: str, **fields: Any) -> dict[str, Any]:
        return {"type": kind, "slot": next(slots), "prompt": "?", **fields}

    def options(right: int) -> list[dict[str, Any]]:
        return [{"key": KEYS[at], "text": KEYS[at], "right": at < right} for at in range(shape["options"])]

    def parts() -> list[dict[str, Any]]:
        return [{"key": KEYS[at], "text": KEYS[at]} for at in range(shape["options"])]

    def pairs() -> list[dict[str, Any]]:
        return [{"key": part["key"], "left": "l", "right": part["key"], "right-key": part["key"]} for part in parts()]

    def rows() -> list[dict[str, Any]]:
        return [part | {"right": [True, False, False, False]} for part in parts()]

    def lesson() -> dict[str, Any]:
        slot = next(slots)
        blocks: list[dict[str, Any]] = [
            {"kind": "text", "slot": next(slots), "body": "Text"} for _ in range(shape["texts"])
        ]
        if any(shape.get(kind) for kind in ("choice", "multiple", "trueFalse", "short", "match", "order", "matrix")):
            quiz: dict[str, Any] = {"kind": "quiz", "slot": next(slots), "time": shape.get("time", 0)}
            quiz["questions"] = [
                *(question("choice", options=options(1)) for _ in range(shape["choice"])),
                *(question("multiple", options=options(-(-shape["options"] // 2))) for _ in range(shape["multiple"])),
                *(question("true-false", answer=True) for _ in range(shape["trueFalse"])),
                *(question("short", accept=["a"]) for _ in range(shape["short"])),
                *(question("match", pairs=pairs()) for _ in range(shape.get("match", 0))),
                *(question("order", steps=parts()) for _ in range(shape.get("order", 0))),
                *(question("matrix", columns=parts()[:4], rows=rows()) for _ in range(shape.get("matrix", 0))),
            ]
            blocks.append(quiz)
        if shape["cards"]:
            deck: dict[str, Any] = {"kind": "cards", "slot": next(slots)}
            deck["cards"] = [{"slot": next(slots), "front": "Q", "back": "A"} for _ in range(shape["cards"])]
            blocks.append(deck)
        return {"title": "Lesson", "slot": slot, "blocks": blocks}

    lessons = [lesson() for _ in range(shape["lessons"])]
    return Course.model_validate({"id": "course", "title": "Course", "chapters": [{"lessons": lessons}]})


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
def test_budget_is_at_least_what_the_player_writes_and_little_more(case: dict[str, Any]) -> None:
    course = _course(case["shape"])
    assert case["kept"] <= worst_case(course) <= case["kept"] * 1.13 + 6
    # Seen marks may take one bit more each when blocks in between are unseen.
    marks = sum(len(lesson.blocks) for lesson in course.lessons)
    assert case["full"] <= full(course) <= case["full"] * 1.13 + 6 + marks / 6


def test_six_hundred_cards_and_sixty_questions_fit_into_scorm_12() -> None:
    shape = next(case["shape"] for case in CASES if case["name"] == "600 cards and 60 questions")
    course = _course(shape)
    blocks = [block for lesson in course.lessons for block in lesson.blocks]
    assert sum(len(block.questions) for block in blocks if block.kind == "quiz") == 60
    assert sum(len(block.cards) for block in blocks if block.kind == "cards") == 600
    assert worst_case(course) <= full(course) <= 4096


def test_points_and_partial_credit_make_the_score_of_a_quiz_longer() -> None:
    def course(points: int, wrong: int) -> Course:
        options = [{"key": KEYS[at], "text": "x", "right": at < 7} for at in range(7 + wrong)]
        question = {"type": "multiple", "slot": 3, "prompt": "?", "points": points, "options": options}
        blocks = [{"kind": "quiz", "slot": 2, "questions": [question]}]
        lesson = {"title": "Lesson", "slot": 1, "blocks": blocks}
        return Course.model_validate({"id": "course", "title": "Course", "chapters": [{"lessons": [lesson]}]})

    assert worst_case(course(1, 0)) < worst_case(course(1, 6)) < worst_case(course(1000, 6))


def test_course_without_slots_has_a_budget_too() -> None:
    lesson = {"title": "Lesson", "blocks": [{"kind": "text", "body": "Text"}]}
    course = Course.model_validate({"id": "course", "title": "Course", "chapters": [{"lessons": [lesson]}]})
    assert 0 < worst_case(course) < full(course) < 40


def test_what_is_gone_takes_at_least_what_it_took_when_it_was_there() -> None:
    shape = dict.fromkeys(("choice", "multiple", "trueFalse", "short", "texts", "cards"), 0) | {"lessons": 1}
    base = worst_case(_course(shape | {"texts": 1, "options": 4}))
    with_quiz = worst_case(_course(shape | {"texts": 1, "options": 4, "choice": 40, "cards": 40}))
    assert base + retired_room({"question": 40, "quiz": 1, "card": 40, "text": 9, "lesson": 3}) >= with_quiz
    assert retired_room({}) == retired_room({"text": 1000, "lesson": 20}) == 0

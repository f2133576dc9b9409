"""The score of a course, from the vectors that the player runs too."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from hornbook.course import Course
from hornbook.scoring import LearnerState, Part, QuizState, measure, percent

VECTORS = json.loads((Path(__file__).parent.parent / "vectors" / "progress.json").read_text(encoding="utf-8"))


def course(case: dict[str, Any]) -> Course:
    """A course of the structure that a vector names, with the least text that a model allows."""
    return Course.model_validate(
        {
            "id": "vector",
            "title": "Vector",
            "pass": case["pass"],
            "chapters": [
                {
                    "lessons": [
                        {
                            "title": "Lesson",
                            "slot": lesson["slot"],
                            "weight": lesson["weight"],
                            "blocks": [block(entry) for entry in lesson["blocks"]],
                        }
                        for lesson in case["lessons"]
                    ]
                }
            ],
        }
    )


def block(entry: dict[str, Any]) -> dict[str, Any]:
    """A block of the kind that a vector names."""
    common = {name: entry[name] for name in ("kind", "slot", "weight", "required")}
    match entry["kind"]:
        case "quiz":
            question = {"type": "true-false", "prompt": "It is so.", "answer": True}
            options: dict[str, Any] = {name: entry[name] for name in ("mode", "attempts") if name in entry}
            return {**common, **options, "questions": [question]}
        case "cards":
            return {**common, "cards": [{"slot": slot, "front": "a", "back": "b"} for slot in entry["cards"]]}
        case "audio-lesson":
            part = {"title": "Part", "lines": [{"speaker": "A", "text": "Yes."}]}
            return {**common, "cast": ["A"], "parts": [part]}
        case _:
            return {**common, "kind": "text", "body": "Words."}


def state(case: dict[str, Any]) -> LearnerState:
    """The learner's state of a vector."""
    quizzes = {
        int(slot): QuizState(quiz["handedIn"], Fraction(quiz["score"]) if quiz["score"] else None, quiz["open"])
        for slot, quiz in case["quizzes"].items()
    }
    return LearnerState(quizzes, {int(slot) for slot, phase in case["cards"].items() if phase}, set(case["seen"]))


def part(expected: list[Any]) -> Part:
    """An expected [done, score]."""
    return Part(expected[0], None if expected[1] is None else Fraction(expected[1]))


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: str(case["name"]))
def test_a_state_is_worth_what_the_vectors_say(case: dict[str, Any]) -> None:
    score = measure(course(case["course"]), state(case["state"]))
    expected = case["expected"]
    assert score.blocks == {int(slot): part(value) for slot, value in expected["blocks"].items()}
    assert score.lessons == {int(slot): part(value) for slot, value in expected["lessons"].items()}
    assert score.score == (None if expected["score"] is None else Fraction(expected["score"]))
    assert (None if score.score is None else percent(score.score)) == expected["percent"]
    assert (score.done_required, score.required) == (expected["doneRequired"], expected["required"])
    assert (score.scored, score.completion, score.success) == (
        expected["scored"],
        expected["completion"],
        expected["success"],
    )


def test_percent_rounds_half_up() -> None:
    assert [percent(Fraction(n, d)) for n, d in ((1, 3), (2, 3), (1, 1), (0, 1), (1, 20_000), (1, 8))] == [
        "33.33", "66.67", "100", "0", "0.01", "12.5",
    ]  # fmt: skip

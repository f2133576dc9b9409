"""Every type of question is marked as the vectors say, which the player's tests run too."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hornbook.questions import choice, multiple, short, true_false
from hornbook.questions.outcome import Outcome

VECTORS = Path(__file__).resolve().parents[2] / "vectors"


def cases(name: str) -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = json.loads((VECTORS / f"{name}.json").read_text())["cases"]
    return loaded


def options(question: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"key": option["key"], "right": option["right"], "text": "-"} for option in question["options"]]


def as_written(outcome: Outcome) -> dict[str, Any]:
    fraction = [outcome.fraction.numerator, outcome.fraction.denominator]
    return {"fraction": fraction, "empty": outcome.empty, "matched": outcome.matched}


def test_choice_is_marked_as_in_the_player() -> None:
    for case in cases("choice"):
        question = choice.Choice.model_validate({"prompt": "-", "options": options(case["question"])})
        assert as_written(choice.mark(question, case["keys"])) == case["outcome"], case


def test_multiple_is_marked_as_in_the_player() -> None:
    for case in cases("multiple"):
        question = multiple.Multiple.model_validate({"prompt": "-", "options": options(case["question"])})
        assert as_written(multiple.mark(question, case["keys"])) == case["outcome"], case


def test_true_false_is_marked_as_in_the_player() -> None:
    for case in cases("true-false"):
        true_option = case["question"]["options"][0]
        question = true_false.TrueFalse.model_validate({"prompt": "-", "answer": true_option["right"]})
        assert as_written(true_false.mark(question, case["keys"])) == case["outcome"], case


def test_short_is_marked_as_in_the_player() -> None:
    for case in cases("short"):
        written = case["question"]
        question = short.Short.model_validate(
            {
                "prompt": "-",
                "accept": written["accept"],
                "reject": [{"variants": variants} for variants in written["reject"]],
                "case": written.get("case", False),
            }
        )
        assert as_written(short.mark(question, case["text"])) == case["outcome"], case

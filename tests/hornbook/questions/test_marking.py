"""Every type of question is marked as the vectors say, which the player's tests run too."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from hornbook.questions import QUESTION_TYPES, Question, answer_json, mark, parse_answer
from hornbook.questions.outcome import Outcome

VECTORS = Path(__file__).resolve().parents[2] / "vectors"
QUESTION: TypeAdapter[Question] = TypeAdapter(Question)


def with_texts(parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"text": part["key"], **part} for part in parts]


def choice(data: dict[str, Any]) -> dict[str, Any]:
    return {**data, "options": with_texts(data["options"])}


def true_false(data: dict[str, Any]) -> dict[str, Any]:
    return {"answer": next(option["right"] for option in data["options"] if option["key"] == "1")}


def short(data: dict[str, Any]) -> dict[str, Any]:
    return {**data, "reject": [{"variants": variants} for variants in data["reject"]]}


def match(data: dict[str, Any]) -> dict[str, Any]:
    pairs = [{"key": pair["key"], "left": f"left {pair['key']}", "right": pair["right"]} for pair in data["pairs"]]
    taken = {pair["right"] for pair in pairs}
    extra = [{"key": side, "text": side} for side in data["sides"] if side not in taken]
    pairs = [pair | {"right-key": pair["right"]} for pair in pairs]
    return {"pairs": pairs, "extra": extra, "scoring": data.get("scoring", "parts")}


def order(data: dict[str, Any]) -> dict[str, Any]:
    return {**data, "steps": [{"key": key, "text": key} for key in data["steps"]]}


def matrix(data: dict[str, Any]) -> dict[str, Any]:
    def marks(mask: int) -> list[bool]:
        return [bool(mask >> int(key, 36) & 1) for key in data["columns"]]

    rows = [{"key": row["key"], "text": row["key"], "right": marks(row["right"])} for row in data["rows"]]
    return {**data, "columns": [{"key": key, "text": key} for key in data["columns"]], "rows": rows}


def hotspot(data: dict[str, Any]) -> dict[str, Any]:
    regions = [{**region, "shape": "0 0 1"} for region in with_texts(data["options"])]
    told = {name: value for name, value in data.items() if name != "options"}
    return {**told, "image": "a.svg", "alt": "a", "regions": regions}


def cloze(data: dict[str, Any]) -> dict[str, Any]:
    gaps = [
        "= " + " | ".join(one["text"] for one in sorted(gap["choices"], key=lambda one: not one["right"]))
        if "choices" in gap
        else " | ".join(gap["accept"])
        for gap in data["gaps"]
    ]
    variants: dict[int, list[str]] = {}
    for gap in data["gaps"]:
        told = [(one["reject"], one["text"]) for one in gap.get("choices", []) if "reject" in one]
        told += [(position, text) for position, texts in enumerate(gap.get("reject", [])) for text in texts]
        for position, text in told:
            variants.setdefault(position, []).append(text)
    return {
        **{name: value for name, value in data.items() if name != "gaps"},
        "reject": [{"variants": list(dict.fromkeys(variants[position]))} for position in sorted(variants)],
        "prompt": " ".join(f"{{{{{gap}}}}}" for gap in gaps),
        "gap-keys": "".join(gap["key"] for gap in data["gaps"]),
        "choice-keys": ["".join(one["key"] for one in gap.get("choices", [])) for gap in data["gaps"]],
    }


#: From what the player is told of a question to the fields of its model.
FIELDS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "choice": choice,
    "multiple": choice,
    "true-false": true_false,
    "short": short,
    "number": short,
    "cloze": cloze,
    "essay": dict,
    "match": match,
    "order": order,
    "matrix": matrix,
    "hotspot": hotspot,
}


def cases() -> list[Any]:
    found = []
    for name in QUESTION_TYPES:
        loaded = json.loads((VECTORS / f"{name}.json").read_text(encoding="utf-8"))["cases"]
        found += [pytest.param(name, case, id=f"{name}-{number}") for number, case in enumerate(loaded)]
    return found


def as_written(outcome: Outcome) -> dict[str, Any]:
    fraction = [outcome.fraction.numerator, outcome.fraction.denominator]
    written: dict[str, Any] = {"fraction": fraction, "empty": outcome.empty, "matched": outcome.matched}
    if outcome.parts:
        written["parts"] = list(outcome.parts)
    if outcome.rejects:
        written["rejects"] = list(outcome.rejects)
    return written | ({"notice": outcome.notice} if outcome.notice else {})


@pytest.mark.parametrize(("name", "case"), cases())
def test_an_answer_is_marked_as_in_the_player(name: str, case: dict[str, Any]) -> None:
    question = QUESTION.validate_python({"type": name, "prompt": "-", **FIELDS[name](case["question"])})
    answer = parse_answer(case["answer"])
    assert as_written(mark(question, answer, lang=case.get("lang", "en"))) == case["outcome"]
    # The vector tells the player no more and no less than the page does.
    told = question.marking_data()
    assert {name: told[name] for name in case["question"]} == case["question"]
    assert parse_answer(answer_json(answer)) == answer


@pytest.mark.parametrize("name", QUESTION_TYPES)
@pytest.mark.parametrize("raw", [None, {"keys": []}, {"text": ""}, {"list": []}, {"gaps": []}])
def test_no_answer_is_empty_in_every_form(name: str, raw: object) -> None:
    case = json.loads((VECTORS / f"{name}.json").read_text(encoding="utf-8"))["cases"][0]
    question = QUESTION.validate_python({"type": name, "prompt": "-", **FIELDS[name](case["question"])})
    outcome = mark(question, parse_answer(raw))
    assert outcome.empty
    assert not outcome.costs_a_try
    assert outcome.fraction == 0

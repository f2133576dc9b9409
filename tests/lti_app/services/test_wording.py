"""Questions and answers in plain words, as whoever teaches reads them: every type, in the keys of an attempt."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter

from hornbook.questions import QUESTION_TYPES, Question, parse_answer
from lti_app.services.papers import _KeysOf
from lti_app.services.wording import answer_in_words, prompt_in_words

_QUESTION: TypeAdapter[Question] = TypeAdapter(Question)

OPTIONS = [{"text": "*red*", "right": True}, {"text": "green"}, {"text": "blue", "right": True}]
SQUARE = {"shape": (0, 0, 9, 9), "right": True}

QUESTIONS: dict[str, dict[str, Any]] = {
    "choice": {"options": OPTIONS[:2]},
    "multiple": {"options": OPTIONS},
    "true-false": {"answer": True},
    "short": {"accept": ["a"]},
    "number": {"accept": ["1"]},
    "cloze": {"prompt": "A {{cat|kitty}} on {{= a \\| mat | a roof}} and {{dog}}."},
    "match": {"pairs": [{"left": "**cow**", "right": "calf"}, {"left": "dog", "right": "puppy"}]},
    "order": {"steps": [{"text": "one"}, {"text": "two"}, {"text": "three"}]},
    "matrix": {
        "columns": [{"text": "yes"}, {"text": "no"}],
        "rows": [{"text": "birds", "right": (True, False)}, {"text": "bats", "right": (False, True)}],
        "several": True,
    },
    "hotspot": {
        "image": "a.svg",
        "alt": "A map",
        "regions": [{"text": "north", **SQUARE}, {"text": "south", "shape": (9, 9, 9, 9)}],
    },
    "essay": {},
}


def question_of(kind: str) -> Question:
    """A question with keys that were made for an attempt."""
    question = _QUESTION.validate_python(
        {"type": kind, "id": "q", "slot": 7, "prompt": "*What* is it?", **QUESTIONS[kind]}
    )
    return question.with_keys(_KeysOf("of an attempt", 7))


def _numbers(parts: Any) -> list[int]:
    return [part.number for part in parts]


def _given(kind: str, question: Any) -> tuple[Any, str]:
    """An answer in the keys of the question, and its words."""
    if kind == "choice":
        return {"keys": _numbers(question.options)[:1]}, "red"
    if kind == "multiple":
        return {"keys": [question.options[2].number]}, "blue"
    if kind == "true-false":
        return {"keys": [1]}, "true"
    if kind == "cloze":
        gaps: list[str | None] = [None] * 36
        first, second, _ = question.gaps
        gaps[first.number] = " big \n cat "
        gaps[second.number] = second.choices[1].key
        return {"gaps": gaps}, "big cat; a roof; -"
    if kind == "match":
        places = [-1] * 36
        places[question.pairs[0].number] = question.sides[1].number
        return {"list": places}, "cow -> puppy; dog -> -"
    if kind == "order":
        return {"list": _numbers(question.steps)[::-1]}, "1. three; 2. two; 3. one"
    if kind == "matrix":
        masks = [0] * 36
        masks[question.rows[0].number] = sum(1 << column.number for column in question.columns)
        return {"list": masks}, "birds: yes, no; bats: -"
    if kind == "hotspot":
        return {"keys": [question.regions[1].number]}, "south"
    return {"text": "some  words\nof mine"}, "some words of mine"


@pytest.mark.parametrize("kind", sorted(QUESTION_TYPES))
def test_an_answer_of_each_type_is_told_in_words(kind: str) -> None:
    question = question_of(kind)
    raw, words = _given(kind, question)
    assert answer_in_words(question, parse_answer(raw)) == words
    assert answer_in_words(question, None) == ""


@pytest.mark.parametrize("kind", sorted(QUESTION_TYPES))
def test_a_prompt_is_told_without_marks_and_without_its_answer(kind: str) -> None:
    expected = "A ___ on ___ and ___." if kind == "cloze" else "What is it?"
    assert prompt_in_words(question_of(kind)) == expected


@pytest.mark.parametrize("kind", sorted(QUESTION_TYPES))
@pytest.mark.parametrize(
    "raw", [{"keys": [35]}, {"list": [35, 35]}, {"list": []}, {"gaps": ["z"]}, {"gaps": []}, {"text": ""}]
)
def test_an_answer_of_another_form_or_with_unknown_keys_is_told_all_the_same(kind: str, raw: Any) -> None:
    assert isinstance(answer_in_words(question_of(kind), parse_answer(raw)), str)

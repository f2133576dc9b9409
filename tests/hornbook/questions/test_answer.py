"""Answers come from anywhere: what is none is refused, what is one is read in one way."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hornbook.questions.answer import AnswerError, Chosen, Filled, Listed, Typed, answer_json, parse_answer


def test_the_four_forms_are_read() -> None:
    assert parse_answer({"keys": [11, 3, 3]}) == Chosen((3, 11))
    assert parse_answer({"text": "Köln", "cut": True}) == Typed("Köln", cut=True)
    assert parse_answer({"list": [2, -1, 65535]}) == Listed((2, -1, 65535))
    assert parse_answer({"gaps": ["a", None, ""]}) == Filled(("a", None, ""))
    assert parse_answer(None) is None


def test_lone_surrogates_become_the_replacement_character() -> None:
    assert parse_answer({"text": "a\ud800b"}) == Typed("a\ufffdb")
    assert parse_answer({"gaps": ["\udfff", None]}) == Filled(("\ufffd", None))
    assert parse_answer({"text": "🙂"}) == Typed("🙂")


@pytest.mark.parametrize(
    "raw",
    [
        "a",
        5,
        [],
        {},
        {"keys": "abc"},
        {"keys": [1.0]},
        {"keys": [True]},
        {"keys": [36]},
        {"keys": [-1]},
        {"keys": [*list(range(36)), 0]},
        {"keys": [1], "text": "a"},
        {"keys": [1], "cut": True},
        {"keys": [1], "more": 1},
        {"list": [-2]},
        {"list": [65536]},
        {"list": [None]},
        {"list": [0] * 37},
        {"text": None},
        {"text": 5},
        {"text": "a", "cut": 1},
        {"text": "a" * 100_001},
        {"gaps": [5]},
        {"gaps": [None] * 37},
        {"gaps": ["a" * 60_000, "b" * 60_000]},
    ],
)
def test_what_is_no_answer_is_refused(raw: Any) -> None:
    with pytest.raises(AnswerError):
        parse_answer(raw)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["keys", "text", "list", "gaps", "cut"]), inner),
)


@given(json_values)
def test_whatever_is_read_is_written_as_it_was_read(raw: object) -> None:
    try:
        answer = parse_answer(raw)
    except AnswerError:
        return
    assert parse_answer(answer_json(answer)) == answer

"""Units convert exactly, and as they do in the player (`player/tests/units.test.ts`)."""

from __future__ import annotations

import json
import time
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hornbook.numerals import plain
from hornbook.units import Unit, known_symbols, read_unit

VECTORS = Path(__file__).resolve().parents[1] / "vectors" / "units.json"
CASES: list[dict[str, Any]] = json.loads(VECTORS.read_text("utf-8"))["cases"]


def unit(text: str) -> Unit:
    found = read_unit(plain(text))
    assert found is not None, text
    return found


def test_shared_units_convert_as_written() -> None:
    for case in CASES:
        like = unit(case["like"]).dimensions if "like" in case else None
        found = read_unit(plain(case["text"]), like)
        if case["one"] is None:
            assert [case["text"], found] == [case["text"], None]
            continue
        amount, other = case["one"]
        assert found is not None, case
        assert [case["text"], found.dimensions] == [case["text"], unit(other).dimensions]
        one = found.convert(Fraction(1), unit(other))
        assert [case["text"], f"{one.numerator}/{one.denominator}"] == [case["text"], amount]


@pytest.mark.parametrize(
    ("value", "of", "converted", "to"),
    [
        ("0", "\u00b0C", "273.15", "K"),
        ("100", "\u00b0C", "212", "\u00b0F"),
        ("-40", "\u00b0F", "-40", "\u00b0C"),
        ("0", "K", "-459.67", "\u00b0F"),
        ("20", "degrees Celsius", "68", "Fahrenheit"),
    ],
)
def test_temperatures_have_different_zeros(value: str, of: str, converted: str, to: str) -> None:
    assert unit(of).convert(Fraction(value), unit(to)) == Fraction(converted)


def test_a_temperature_inside_a_product_is_a_difference() -> None:
    assert unit("W/(m2 \u00b0C)") == unit("W/(m2 K)")


def test_every_symbol_of_the_table_is_read_as_itself() -> None:
    for symbol in known_symbols():
        assert read_unit(symbol) is not None, symbol


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    found = read_unit(plain(text))
    assert found is None or found.factor > 0


@pytest.mark.parametrize("text", ["(" * 1_000_000, "m/" * 500_000, "Qm^9 " * 12, "m" * 1_000_000])
def test_what_is_too_long_is_unknown_at_once(text: str) -> None:
    started = time.thread_time()
    assert read_unit(text) is None
    assert time.thread_time() - started < 0.05

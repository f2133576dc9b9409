"""Numbers are read as people write them, exactly, and as the player reads them (`player/tests/numerals.test.ts`)."""

from __future__ import annotations

import json
import time
import unicodedata
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hornbook.numerals import Numeral, Unread, convention, read, read_key

VECTORS = Path(__file__).resolve().parents[1] / "vectors" / "numerals.json"
DATA = Path(__file__).resolve().parents[2] / "hornbook" / "numerals.json"


def as_written(reading: Numeral | Unread) -> object:
    if not isinstance(reading, Numeral):
        return reading
    value = f"{reading.value.numerator}/{reading.value.denominator}"
    return {"value": value, "currency": reading.currency, "rest": reading.rest}


def test_shared_texts_are_read_as_written() -> None:
    cases: list[dict[str, Any]] = json.loads(VECTORS.read_text("utf-8"))["cases"]
    for case in cases:
        found = as_written(read(case["text"], case["lang"]))
        assert [case["lang"], case["text"], found] == [case["lang"], case["text"], case["read"]]


@given(st.integers(-(10**20), 10**20), st.integers(0, 12), st.sampled_from(["en", "de", "hi", "fr-CH", "de-CH"]))
def test_a_decimal_written_as_the_language_does_is_read_back(digits: int, places: int, lang: str) -> None:
    size = f"{abs(digits):0{places + 1}}"
    whole, decimals = size[: len(size) - places], size[len(size) - places :]
    mark = "," if convention(lang) == "comma" else "."
    text = ("-" if digits < 0 else "") + whole + (mark + decimals if decimals else "")
    assert read(text, lang) == Numeral(Fraction(digits, 10**places), "", "")


@given(
    st.integers(0, 10**15), st.sampled_from([("en", ","), ("fr", " "), ("fr", "\u202f"), ("de-CH", "'"), ("xx", " ")])
)
def test_thousands_are_read_back(number: int, how: tuple[str, str]) -> None:
    lang, separator = how
    assert read(f"{number:,}".replace(",", separator), lang) == Numeral(Fraction(number), "", "")


@given(st.text(max_size=40), st.sampled_from(["en", "de", "ar", ""]))
def test_any_text_is_read_or_refused(text: str, lang: str) -> None:
    assert read(text, lang) in ("empty", "ambiguous", "unreadable") or isinstance(read(text, lang), Numeral)


@pytest.mark.parametrize(
    "text",
    [
        "9" * 1_000_000,
        "1,000" * 200_000,
        " " * 1_000_000,
        "1e" + "9" * 200,
        "1e1000000000",
        "10^-1000000000",
        "1/" + "0" * 200,
        "\u00bd" * 200_000,
        "\u0663" * 1_000_000,
    ],
)
def test_what_is_too_long_or_too_large_is_unreadable_at_once(text: str) -> None:
    started = time.thread_time()
    assert read(text, "en") == "unreadable"
    assert time.thread_time() - started < 0.05


def test_authors_write_a_point_and_no_thousands() -> None:
    assert read_key("1234.5 h") == Numeral(Fraction(2469, 2), "", "h")
    assert read_key("1 1/2") == Numeral(Fraction(3, 2), "", "")
    assert read_key("1.5e3") == Numeral(Fraction(1500), "", "")
    assert [read_key(text) for text in ("1,5", "1,234", "1 234", "1.2.3")] == ["ambiguous"] * 4
    assert read_key("many") == "unreadable"


def test_digits_of_all_scripts_are_known() -> None:
    """Zeros of the Basic Multilingual Plane that folding does not turn into 0 already."""
    digits = [chr(code) for code in range(0x80, 0x10000) if unicodedata.category(chr(code)) == "Nd"]
    zeros = [one for one in digits if unicodedata.digit(one) == 0 and unicodedata.normalize("NFKC", one) != "0"]
    # A later Python knows later scripts; what is in the table stays.
    assert set(json.loads(DATA.read_text("utf-8"))["zeros"]) <= set(zeros)
    assert len(zeros) >= 35

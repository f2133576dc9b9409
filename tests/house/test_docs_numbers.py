"""The page on numbers: every row of its tables is read as it says."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest

from hornbook.numerals import Numeral, read
from hornbook.questions import Number, mark, parse_answer
from hornbook.units import ONE, known_symbols, read_unit

PAGE = Path(__file__).resolve().parents[2] / "docs" / "numbers.md"
TEXT = PAGE.read_text("utf-8")


def rows(heading: str, columns: int) -> list[list[str]]:
    """The cells of the table below a heading, without the code marks."""
    part = re.split(r"^## ", TEXT, flags=re.MULTILINE)
    (section,) = [each for each in part if each.startswith(heading)]
    lines = [line for line in section.splitlines() if line.startswith("| `")]
    cells = [[cell.strip().strip("`") for cell in line.strip("|").split(" | ")] for line in lines]
    assert len(cells) > 5
    assert all(len(each) == columns for each in cells)
    return cells


@pytest.mark.parametrize(("typed", "lang", "meaning"), rows("Numbers", 3))
def test_a_typed_number_means_what_the_table_says(typed: str, lang: str, meaning: str) -> None:
    found = read(typed, lang)
    if meaning == "two readings":
        assert found == "ambiguous"
    elif meaning == "no number":
        # Words after a number are no unit.
        assert found == "unreadable" or (isinstance(found, Numeral) and read_unit(found.rest) is None)
    else:
        assert found == Numeral(Fraction(meaning), "", "")


@pytest.mark.parametrize(("key", "right"), rows("Authors' numbers", 2))
def test_a_key_takes_what_the_table_says(key: str, right: str) -> None:
    question = Number(prompt="How many?", accept=(key,))
    for text in right.split(", "):
        assert mark(question, parse_answer({"text": text})).fraction == 1, text


@pytest.mark.parametrize(("typed", "same"), rows("Units", 2))
def test_two_quantities_are_the_same(typed: str, same: str) -> None:
    one, other = read(typed, "en"), read(same, "en")
    assert isinstance(one, Numeral)
    assert isinstance(other, Numeral)
    unit = read_unit(one.rest) if one.rest else ONE
    its = read_unit(other.rest) if other.rest else ONE
    assert unit is not None
    assert its is not None
    assert unit.dimensions == its.dimensions
    assert unit.convert(one.value, its) == other.value


def test_every_unit_of_the_list_is_known_and_none_is_missing() -> None:
    listed = set(re.findall(r"`([^`]+)`", TEXT[TEXT.index("Known without prefixes") :].replace("\n", " ")))
    words = {word for group in listed for word in group.split()}
    known = set(known_symbols())
    assert {word for word in words if read_unit(word.replace("Å", "A\u030a").replace("Ω", "\u03a9")) is None} == set()
    kinds = {read_unit(symbol) for symbol in known}
    named = {read_unit(word.replace("Å", "A\u030a")) for word in words}
    money = {
        unit for unit in kinds if unit and re.fullmatch("[A-Z]{3}", unit.dimensions[0][0] if unit.dimensions else "")
    }
    assert len(money) == 33
    # Other signs of what a product or a prefix says too.
    assert kinds - named - money == {read_unit("km/h"), read_unit("cm3")}

"""The interface speaks every language wholly: all texts, the same values in them, a form for each plural category."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from hornbook.interface import (
    FALLBACK,
    counted,
    direction,
    headed,
    interface_strings,
    languages,
    plural,
    written_strings,
)

ENGLISH = interface_strings("en")
#: What counts something: it has a form of its own for one.
COUNTED = {key.removesuffix("-one") for key in ENGLISH if key.endswith("-one") and key.removesuffix("-one") in ENGLISH}
#: CLDR knows categories for fractions and millions too; nothing here counts so far.
NUMBERS = range(1200)


def values(text: str) -> set[str]:
    """The names of the values that stand in a text."""
    return set(re.findall(r"\{(\w+)\}", text))


def forms(language: str) -> set[str]:
    """The plural categories that a language has beside `other`."""
    return {str(plural(language, n)) for n in NUMBERS} - {"other"}


def test_there_are_six_languages() -> None:
    assert languages() == ("ar", "de", "en", "es", "fr", "hi")


@pytest.mark.parametrize("language", languages())
def test_every_text_is_there_in_every_plural_form(language: str) -> None:
    plain = {key for key in ENGLISH if key.removesuffix("-one") not in COUNTED or key in COUNTED}
    wanted = plain | {f"{key}-{form}" for key in COUNTED for form in forms(language)}
    assert set(written_strings(language)) == wanted


@pytest.mark.parametrize("language", languages())
def test_texts_hold_the_values_of_the_english_ones(language: str) -> None:
    strings = written_strings(language)
    for key, text in strings.items():
        stem = re.sub(r"-(zero|one|two|few|many)$", "", key)
        if stem in COUNTED:
            # "One lesson" needs no number; what else stands in it may be needless too.
            assert values(text) <= values(ENGLISH[stem]), key
        else:
            assert values(text) == values(ENGLISH[key]), key
        assert text.strip() == text, key
        assert text, key


@pytest.mark.parametrize("language", languages())
def test_no_text_is_given_twice(language: str, repository: Path) -> None:
    text = (repository / f"templates/interface/{language}.json").read_text("utf-8")
    keys = re.findall(r'^  "([^"]+)":', text, re.MULTILINE)
    assert sorted(keys) == sorted(set(keys))
    assert interface_strings(language)["language"] == language


@pytest.mark.parametrize("language", [language for language in languages() if language != FALLBACK])
def test_nothing_was_left_in_english(language: str) -> None:
    strings = written_strings(language)
    # What is spelt alike in both languages is a word or two.
    same = [key for key, text in strings.items() if text == ENGLISH.get(key) and " " in text and "{" not in text]
    assert same == []


@pytest.mark.parametrize(
    ("language", "category", "n"),
    [
        (case["language"], category, n)
        for case in json.loads((Path(__file__).parents[1] / "vectors/plurals.json").read_text("utf-8"))["cases"]
        for category, numbers in case["categories"].items()
        for n in numbers
    ],
)
def test_plural_categories_are_those_of_cldr(language: str, category: str, n: int) -> None:
    assert plural(language, n) == category


def test_a_text_is_counted_in_its_language() -> None:
    assert counted(ENGLISH, "lessons-count", 1) == "1 lesson"
    assert counted(ENGLISH, "lessons-count", 12) == "12 lessons"
    arabic = interface_strings("ar-EG")
    assert [counted(arabic, "lessons-count", n) for n in (1, 2, 5, 12, 100)] == [
        "درس واحد",
        "درسان",
        "5 دروس",
        "12 درسًا",
        "100 درس",
    ]


def test_a_language_without_an_interface_is_spoken_to_in_english() -> None:
    assert interface_strings("fi")["language"] == "en"
    assert interface_strings("de-AT")["language"] == "de"


def test_no_colon_stands_after_the_end_of_a_sentence() -> None:
    titles = ("Quiz", "Which one?", "أيها؟", "(Why?)")
    assert [headed(title, "One") for title in titles] == [
        *("Quiz: One", "Which one? – One", "أيها؟ – One", "(Why?): One"),
    ]


def test_direction_is_that_of_the_script() -> None:
    assert [direction(lang) for lang in ("ar", "fa-IR", "HE", "en", "hi")] == ["rtl", "rtl", "rtl", "ltr", "ltr"]

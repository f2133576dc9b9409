"""The words of the interface in the language of a course, with the plural rules of each language.

The texts are `templates/interface/LANGUAGE.json`, one file a language. What counts something has a form for each plural
category of the language (Unicode CLDR, https://cldr.unicode.org/index/cldr-spec/plural-rules): `lessons-count-one`,
`lessons-count-few` ..., and `lessons-count` itself for all other numbers. The player counts by `Intl.PluralRules`.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from functools import cache
from typing import Literal

from hornbook import resources

Plural = Literal["zero", "one", "two", "few", "many", "other"]

#: Languages written from right to left (primary subtags with such a default script).
RIGHT_TO_LEFT = {"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"}

#: Without a text in the language of the course the interface speaks this one.
FALLBACK = "en"


def _one(n: int) -> Plural:
    return "one" if n == 1 else "other"


def _one_or_none(n: int) -> Plural:
    return "one" if n in (0, 1) else "other"


def _arabic(n: int) -> Plural:
    few: tuple[Plural, ...] = ("zero", "one", "two")
    if n < len(few):
        return few[n]
    return "few" if 3 <= n % 100 <= 10 else "many" if n % 100 >= 11 else "other"


#: CLDR's categories of whole numbers below a million, beyond which nothing here counts.
_RULES: dict[str, Callable[[int], Plural]] = {
    "ar": _arabic,
    "de": _one,
    "en": _one,
    "es": _one,
    "fr": _one_or_none,
    "hi": _one_or_none,
}


def plural(language: str, n: int) -> Plural:
    """The plural category of a whole number from 0 to 999,999 in a language of the interface."""
    return _RULES[language](n)


@cache
def languages() -> tuple[str, ...]:
    """The languages that the interface speaks, as primary subtags (`de`)."""
    files = (resources.templates() / "interface").glob("*.json")
    return tuple(sorted(path.stem for path in files if "-" not in path.stem))


@cache
def interface_strings(lang: str) -> dict[str, str]:
    """The texts for a language tag, in English where there is no interface in its language."""
    own = primary(lang)
    return written_strings(FALLBACK) | (written_strings(own) if own in languages() else {})


def written_strings(language: str) -> dict[str, str]:
    """The texts that one language has of its own."""
    path = resources.templates() / "interface" / f"{language}.json"
    strings: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return strings


def counted(strings: dict[str, str], key: str, n: int) -> str:
    """The text `key` in the form that its language wants for `n`, with `n` in it."""
    form = f"{key}-{plural(strings['language'], n)}"
    return strings.get(form, strings[key]).replace("{n}", str(n))


def headed(title: str, more: str) -> str:
    """A title and what stands under it, in one line; after a title that ends like a sentence stands no colon."""
    joint = " \u2013" if unicodedata.category(title[-1]) == "Po" else ":"
    return f"{title}{joint} {more}"


def primary(lang: str) -> str:
    """The language of a tag: `pt` of `pt-BR`."""
    return lang.split("-")[0].lower()


def direction(lang: str) -> Literal["rtl", "ltr"]:
    """Which way a language is written."""
    return "rtl" if primary(lang) in RIGHT_TO_LEFT else "ltr"

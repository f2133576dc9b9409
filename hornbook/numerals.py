"""Numbers as people write them, read exactly: never as a float.

The grammar stands in `docs/numbers.md`; the player reads by the same one (`player/src/numerals.ts`), with the same
languages and digits (`numerals.json`).
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Literal

from hornbook.folding import fold

#: A longer text is no number, and is not looked into.
MOST_CHARACTERS = 256
#: Powers of ten up to this one; the largest number that a computer's usual kind holds has 308.
MOST_EXPONENT = 400

#: How a language writes decimals: comma; point, with commas between thousands; point, with apostrophes.
Convention = Literal["comma", "point", "apostrophe"]
#: Why a text is not read as a number: nothing stands there, it can be read in two ways, or in none.
Unread = Literal["empty", "ambiguous", "unreadable"]


@dataclass(frozen=True)
class Numeral:
    """A number that was read, and what stands around it."""

    value: Fraction
    currency: str
    """A sign of money before the number, else ''."""
    rest: str
    """What follows the number, as `plain` writes it: a unit, or nothing."""


_SUPERSCRIPTS = "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079\u207a\u207b"
_RAISED = re.compile(f"([{_SUPERSCRIPTS}]+)(\u2044?)")
_AS_DIGITS = str.maketrans(_SUPERSCRIPTS, "0123456789+-")

_EXPONENT = r"(?:([-+]?[0-9]+)|\(([-+]?[0-9]+)\))"
_POWER = rf"10 ?(?:\^|\*\*) ?{_EXPONENT}"
# After folding the letter of "times" may still be a Cyrillic one.
_TIMES = "[xX\u0445\u0425\u00d7*\u00b7\u22c5\u2219\u2022]"
_OPENING = re.compile(r"(?:[=~\u2248] ?)?")
_FRACTION = re.compile(r"(?:([0-9]+) )?([0-9]+) ?/ ?([0-9]+)")
_TEN = re.compile(_POWER)
_DECIMAL = re.compile(
    r"([0-9]+(?:[ .,'\u066b\u066c][0-9]+)*|[.,\u066b][0-9]+(?: [0-9]+)*)"
    rf"(?: ?{_TIMES} ?{_POWER}|[eE]([-+]?[0-9]+))?"
)
_SEPARATOR = re.compile("[ .,'\u066b\u066c]")
_GROUPING = " .,'\u066c"
_MARKS = ".,\u066b"
#: Numbers of authors: a point, and nothing between thousands.
_AUTHORS = re.compile("(?:[0-9]+)?(?:[.\u066b][0-9]+)?")


@dataclass(frozen=True)
class _Data:
    conventions: dict[str, Convention]
    digits: dict[int, int]
    signs: re.Pattern[str]


def read(text: str, lang: str) -> Numeral | Unread:
    """The number that a learner wrote, decimals and thousands read as the language `lang` (BCP 47) writes them."""
    return _read(text, convention(lang), authors=False)


def read_key(text: str) -> Numeral | Unread:
    """The number that an author wrote: with a point before decimals and nothing between thousands."""
    return _read(text, "point", authors=True)


def convention(lang: str) -> Convention | None:
    """How a language writes decimals; None where that is not known."""
    language, *rest = lang.lower().split("-")
    region = next((part for part in rest if len(part) == 2 or part.isdigit()), "")
    known = _data().conventions
    return known.get(f"{language}-{region}") or known.get(language)


def is_digit(character: str) -> bool:
    """Whether a character of a folded text is a digit of some script."""
    return "0" <= character <= "9" or (not character.isascii() and ord(character) in _data().digits)


def plain(text: str) -> str:
    """The text with superscripts as `^2`, digits of all scripts as 0-9, and all else folded but for capitals."""
    if text.isascii():
        return fold(text, case=True)
    raised = _RAISED.sub(_lower, text).translate(_data().digits)
    return fold(raised.replace("\u060c", ",").replace("\u066a", "%").replace("\u2215", "/"), case=True)


def _lower(match: re.Match[str]) -> str:
    digits = match[1].translate(_AS_DIGITS)
    return f" {digits}{match[2]}" if match[2] else f"^{digits}"


def _read(text: str, how: Convention | None, *, authors: bool) -> Numeral | Unread:
    if len(text) > MOST_CHARACTERS:
        return "unreadable"
    written = plain(text)
    if not written:
        return "empty"
    opening = _OPENING.match(written)
    signs = _data().signs.match(written, opening.end() if opening else 0)
    assert signs is not None
    before, currency, after = signs.groups()
    if before and after:
        return "unreadable"
    found = _unsigned(written, signs.end(), how, authors)
    if isinstance(found, str):
        return found
    value, end = found
    rest = written[end:].strip(" ")
    return Numeral(-value if "-" in (before, after) else value, currency, "" if rest in (".", ",") else rest)


def _unsigned(written: str, start: int, how: Convention | None, authors: bool) -> tuple[Fraction, int] | Unread:
    """The number that begins at `start`, and where it ends."""
    if match := _FRACTION.match(written, start):
        value = _fraction(*match.groups())
        return value if isinstance(value, str) else (value, match.end())
    if match := _TEN.match(written, start):
        power = _power(match[1] or match[2])
        return "unreadable" if power is None else (power, match.end())
    match = _DECIMAL.match(written, start)
    if match is None:
        return "unreadable"
    exponent = match[2] or match[3] or match[4]
    digits = _authors_digits(match[1]) if authors else _digits(match[1], how, exponent is not None)
    if isinstance(digits, str):
        return digits
    power = _power(exponent) if exponent else Fraction(1)
    return "unreadable" if power is None else (digits * power, match.end())


def _fraction(whole: str | None, top: str, bottom: str) -> Fraction | Unread:
    divisor = int(bottom)
    if not divisor:
        return "unreadable"
    if whole is None:
        return Fraction(int(top), divisor)
    # "1 500/3" are fifteen hundred thirds, "1 1/2" is one and a half, and "1 100/300" may be either.
    mixed = int(top) < divisor
    grouped = _is_grouped([whole, top])
    if mixed == grouped:
        return "ambiguous" if mixed else "unreadable"
    return int(whole) + Fraction(int(top), divisor) if mixed else Fraction(int(whole + top), divisor)


def _power(exponent: str) -> Fraction | None:
    if len(exponent) > 6 or abs(int(exponent)) > MOST_EXPONENT:
        return None
    power = int(exponent)
    return Fraction(10**power) if power >= 0 else Fraction(1, 10**-power)


def _authors_digits(text: str) -> Fraction | Unread:
    if not _AUTHORS.fullmatch(text):
        return "ambiguous"
    whole, _, decimals = text.replace("\u066b", ".").partition(".")
    return _number(whole, decimals)


def _digits(text: str, how: Convention | None, scientific: bool) -> Fraction | Unread:
    """Digits with separators: as thousands, or with one of the marks before decimals, or as the language has it."""
    if text.isdigit():
        return Fraction(int(text))
    groups = _SEPARATOR.split(text)
    separators = [character for character in text if character in _GROUPING or character in _MARKS]
    whole = _thousands(groups, separators, "")
    decimals = [
        (left, "".join(groups[place:]))
        for place, mark in enumerate(separators, 1)
        if mark in _MARKS
        and separators.count(mark) == 1
        and (left := _thousands(groups[:place], separators[: place - 1], mark)) is not None
        and _is_tail(groups[place:], separators[place:])
    ]
    if not decimals:
        return "unreadable" if whole is None else Fraction(int(whole))
    # The thousandth before a power of ten can only be a decimal.
    if whole is not None and not scientific:
        mark = separators[0]
        if (how, mark) == ("point", ","):
            return Fraction(int(whole))
        if (how, mark) not in (("comma", ","), ("point", "."), ("apostrophe", ".")):
            return "ambiguous"
    return _number(*decimals[0])


def _thousands(groups: list[str], separators: list[str], mark: str) -> str | None:
    """The digits of a whole number, with one kind of separator, other than `mark`, between its thousands or none."""
    if not separators:
        return groups[0]
    separator = separators[0]
    if len(set(separators)) > 1 or separator not in _GROUPING or separator == mark or not _is_grouped(groups):
        return None
    return "".join(groups)


def _is_grouped(groups: list[str]) -> bool:
    """By thousands, or by lakhs as in India: 12,34,567."""
    first, *inner, last = groups
    if len(last) != 3 or not first or first.startswith("0"):
        return False
    by_thousands = len(first) <= 3 and all(len(group) == 3 for group in inner)
    return by_thousands or (bool(inner) and len(first) <= 2 and all(len(group) == 2 for group in inner))


def _is_tail(groups: list[str], separators: list[str]) -> bool:
    """Decimals, perhaps with spaces after every third."""
    *inner, last = groups
    spaced = all(separator == " " for separator in separators) and all(len(group) == 3 for group in inner)
    return spaced and (not inner or len(last) <= 3)


def _number(whole: str, decimals: str) -> Fraction:
    return Fraction(int(whole + decimals or "0"), 10 ** len(decimals))


@cache
def _data() -> _Data:
    data: dict[str, str] = json.loads(files(__package__).joinpath("numerals.json").read_text("utf-8"))
    names: tuple[Convention, ...] = ("comma", "point", "apostrophe")
    return _Data(
        conventions={lang: name for name in names for lang in data[name].split()},
        digits={ord(zero) + digit: ord("0") + digit for zero in data["zeros"] for digit in range(10)},
        signs=re.compile(rf"([-+]?) ?([{re.escape(data['currencies'])}]?) ?([-+]?) ?"),
    )

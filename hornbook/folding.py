"""Text as the marker compares it: accents, case, dashes, quotes and spaces written one way.

The player folds with the same table (`player/src/folding.ts`), made by `tools/make_folding.py`. Neither side
asks its own Unicode library, whose version differs from one Python or browser to the next.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

# Hangul syllables are composed by arithmetic (The Unicode Standard, section 3.12).
HANGUL_FIRST, HANGUL_COUNT = 0xAC00, 11172
LEADING_FIRST, VOWEL_FIRST, TRAILING_BEFORE = 0x1100, 0x1161, 0x11A7
VOWELS, TRAILINGS = 21, 28


# What the table says of ASCII, so that most answers need no look into it; a test compares the two.
_ASCII = str.maketrans({"`": "'", "\t": " ", "\n": " ", "\v": " ", "\f": " ", "\r": " "})

# Letters whose stroke or joining Unicode does not take apart.
_STROKES = str.maketrans(
    dict(zip("\u00f8\u0111\u0142\u0127\u0167\u0131\u00d8\u0110\u0141\u0126\u0166", "odlhtiODLHT", strict=True))
    | {"\u00e6": "ae", "\u0153": "oe", "\u00c6": "AE", "\u0152": "OE"}
)


@dataclass(frozen=True)
class Table:
    """The folding table, decoded."""

    decompose: dict[int, tuple[int, ...]]
    """Code point -> the code points it stands for, down to the last; none where it is dropped."""
    order: dict[int, int]
    """Mark -> canonical combining class, where that is not 0."""
    case: dict[int, tuple[int, ...]]
    """Code point that does not decompose -> its case-folded form."""


def fold(text: str, *, case: bool = False) -> str:
    """The text as it is compared; with `case`, capitals stay apart from small letters.

    Compatibility decomposition with marks in canonical order; every dash, quote and space in its plain form,
    zero-width characters dropped, runs of spaces made one, ends trimmed. Code points outside the table pass
    unchanged.
    """
    if text.isascii():
        plain = text.translate(_ASCII)
        return " ".join(word for word in (plain if case else plain.lower()).split(" ") if word)
    table = _table()
    parts: list[int] = []
    for character in text:
        parts.extend(_decompose(ord(character), table))
    _put_marks_in_order(parts, table.order)
    if not case:
        parts = [folded for part in parts for folded in table.case.get(part, (part,))]
    return " ".join(word for word in "".join(map(chr, parts)).split(" ") if word)


def without_accents(folded: str) -> str:
    """A folded text without accents, points and strokes; what makes another sound or letter of its own stays.

    Dropped are marks above and below and those of Hebrew, Arabic and Syriac (by their combining classes); vowel signs,
    viramas, nuktas and the voicing of kana stay.
    """
    if folded.isascii():
        return folded
    order = _table().order
    return "".join(one for one in folded if not _is_accent(order.get(ord(one), 0))).translate(_STROKES)


def is_mark(character: str) -> bool:
    """Whether a character of a folded text sits on the one before it."""
    return not character.isascii() and ord(character) in _table().order


def _is_accent(combining: int) -> bool:
    return combining == 1 or 10 <= combining <= 36 or combining >= 200


def _decompose(code: int, table: Table) -> tuple[int, ...]:
    syllable = code - HANGUL_FIRST
    if 0 <= syllable < HANGUL_COUNT:
        leading, rest = divmod(syllable, VOWELS * TRAILINGS)
        vowel, trailing = divmod(rest, TRAILINGS)
        letters = (LEADING_FIRST + leading, VOWEL_FIRST + vowel)
        return (*letters, TRAILING_BEFORE + trailing) if trailing else letters
    return table.decompose.get(code, (code,))


def _put_marks_in_order(parts: list[int], order: dict[int, int]) -> None:
    """Sort each run of marks by combining class, in place; equal classes keep their order."""
    start = 0
    while start < len(parts):
        end = start
        while end < len(parts) and parts[end] in order:
            end += 1
        if end - start > 1:
            parts[start:end] = sorted(parts[start:end], key=order.__getitem__)
        start = end + 1


@cache
def _table() -> Table:
    """Read the table once, on the first fold: most commands never fold."""
    data: dict[str, str] = json.loads(files(__package__).joinpath("folding.json").read_text("ascii"))
    parts = _read_decompose(data["decompose"])
    decompose = {code: tuple(_expand(code, parts)) for code in parts}
    return Table(decompose, _read_order(data["order"]), _read_case(data["case"]))


def _read_decompose(text: str) -> dict[int, list[int]]:
    parts: dict[int, list[int]] = {}
    code, last_part = -1, 0
    for entry in text.split(";"):
        gap, *numbers = entry.split(",")
        code += 1 + int(gap or "0", 36)
        parts[code] = [int(number, 36) for number in numbers]
        if numbers:
            last_part = parts[code][0] = last_part + parts[code][0]
    return parts


def _expand(code: int, parts: dict[int, list[int]]) -> list[int]:
    return [last for part in parts[code] for last in _expand(part, parts)] if code in parts else [code]


def _read_order(text: str) -> dict[int, int]:
    order: dict[int, int] = {}
    code = 0
    for entry in text.split(";"):
        gap, length, combining = (int(number, 36) for number in entry.split(","))
        code += gap
        for _ in range(length):
            order[code] = combining
            code += 1
    return order


def _read_case(text: str) -> dict[int, tuple[int, ...]]:
    runs, several = text.split("|")
    folds: dict[int, tuple[int, ...]] = {}
    code = folded = 0
    for run in runs.split(";"):
        gap, step, count = (int(number, 36) for number in run.split(","))
        for _ in range(count):
            code += gap
            folded += step
            folds[code] = (folded,)
    for entry in several.split(";"):
        source, *numbers = (int(number, 36) for number in entry.split(","))
        folds[source] = tuple(numbers)
    return folds

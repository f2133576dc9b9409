"""Write the folding table that the Python and the TypeScript markers share.

`hornbook/folding.json` is the whole table, made here from Python's Unicode data. Marking in Python never asks the
running Python about Unicode, so that the mark is the same whatever its version.

`player/src/folding-table.ts` is what a browser does not know, so that few bytes go over the network. The browser is
asked about the code points of two lists alone: those that Unicode has assigned long ago, as Unicode never changes how
such a code point decomposes or what its small letter is. About younger ones, and those that are not assigned yet, one
browser would answer this and another one that. Tests compare it with the whole table, code point by code point.

Entries are joined by `;`, their numbers, in base 36, by `,`.

- `decompose`: `gap,part,part...` in order of code point. The code point is the one before it plus 1 plus
  `gap` (an empty gap is 0); the first part is relative to the first part of the entry before; no part at all
  means that the code point is dropped. A part may have an entry of its own.
- `order`: `gap,length,class`: a run of `length` marks of one canonical combining class, `gap` after the run
  before it.
- `case`: `gap,step,count`: `count` code points, each `gap` after the one before, and each folded to the code
  point that lies `step` after the folded form of the one before; then `|` and the few that fold to
  several, as `code,part,part...`.
- `known_parts`, `known_capitals` (for the player alone): `gap,length`: a run of code points about which the browser is
  asked, `gap` after the run before it, unless they have an entry of their own.

Usage: python tools/make_folding.py [--check]
"""

from __future__ import annotations

import argparse
import json
import sys
import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
JSON_FILE = ROOT / "hornbook" / "folding.json"
TS_FILE = ROOT / "player" / "src" / "folding-table.ts"

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"

# Bulky and hardly ever typed as an answer: radicals, enclosed and squared CJK, compatibility ideographs and
# jamo, Arabic presentation forms, everything beyond the BMP. Hangul syllables need no table.
LEFT_OUT = (
    (0x2F00, 0x2FDF),
    (0x3130, 0x318F),
    (0x3200, 0x33FF),
    (0xAC00, 0xD7A3),
    (0xD800, 0xDFFF),
    (0xF900, 0xFAFF),
    (0xFB50, 0xFDFF),
    (0xFE70, 0xFEFE),
    (0xFFA0, 0xFFDC),
    (0x10000, 0x10FFFF),
)

DASHES = "\u058a\u05be\u1806\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\ufe58\ufe63\uff0d"
SINGLE_QUOTES = (
    "`\u00b4\u02b9\u02bb\u02bc\u02bd\u0374\u05f3\u2018\u2019\u201a\u201b\u2032\u2035\u2039\u203a\uff07\uff40"
)
DOUBLE_QUOTES = "\u00ab\u00bb\u02ba\u05f4\u201c\u201d\u201e\u201f\u2033\u2036\u301d\u301e\u301f\uff02"
SPACES = (
    "\t\n\v\f\r\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
# Soft hyphen, grapheme joiner, zero-width and direction marks, variation selectors, byte order mark.
DROPPED = (
    "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064"
    "\u2066\u2067\u2068\u2069\ufeff" + "".join(map(chr, range(0xFE00, 0xFE10)))
)
FRACTION_SLASH = 0x2044

# Assigned by Unicode 13 and 14; browsers of 2020 do not know them.
YOUNG = {0x2C2F, 0xA7C0, 0xA7C7, 0xA7C9, 0xA7D0, 0xA7D6, 0xA7D8, 0xA7F2, 0xA7F3, 0xA7F4, 0xA7F5, 0xAB69} | {
    *range(0x10570, 0x10596)
}


def left_out(code: int) -> bool:
    """Whether the table says nothing about this code point."""
    return any(first <= code <= last for first, last in LEFT_OUT)


def decompositions() -> dict[int, list[int]]:
    """Code point -> its parts; parts may have entries of their own."""
    table: dict[int, list[int]] = {}
    for code in range(0x110000):
        fields = [] if left_out(code) else unicodedata.decomposition(chr(code)).split()
        parts = [int(field, 16) for field in fields if not field.startswith("<")]
        # A lone accent such as U+00A8 is "space + mark" in Unicode; as an answer it is better left whole.
        if not parts or (parts[0] == 0x20 and len(parts) > 1):
            continue
        # "1 1/2" and not "11/2" is how a learner types the mixed number with U+00BD.
        vulgar = fields[0] == "<fraction>" and FRACTION_SLASH in parts
        table[code] = [0x20, *parts] if vulgar else parts
    for replacement, characters in (("-", DASHES), ("'", SINGLE_QUOTES), ('"', DOUBLE_QUOTES), (" ", SPACES)):
        table.update({ord(character): [ord(replacement)] for character in characters})
    table[FRACTION_SLASH] = [ord("/")]
    table.update({ord(character): [] for character in DROPPED})
    return dict(sorted(table.items()))


def expand(code: int, table: dict[int, list[int]]) -> list[int]:
    """The parts of a code point down to the last."""
    if code not in table:
        return [code]
    return [last for part in table[code] for last in expand(part, table)]


def case_folds(table: dict[int, list[int]]) -> dict[int, list[int]]:
    """Code point that does not decompose -> its case-folded and decomposed form."""
    folds: dict[int, list[int]] = {}
    for code in range(0x110000):
        if code in table or 0xD800 <= code <= 0xDFFF or 0xAC00 <= code <= 0xD7A3:
            continue
        folded = [part for character in chr(code).casefold() for part in expand(ord(character), table)]
        if folded != [code]:
            folds[code] = folded
    return folds


def base36(number: int) -> str:
    """A whole number in base 36, with a minus sign where it is negative."""
    digits = ""
    rest = abs(number)
    while rest or not digits:
        rest, digit = divmod(rest, 36)
        digits = DIGITS[digit] + digits
    return ("-" if number < 0 else "") + digits


def write_decompose(table: dict[int, list[int]]) -> str:
    """The `decompose` string; see the module's docstring."""
    entries = []
    last_code, last_part = -1, 0
    for code, parts in table.items():
        gap = code - last_code - 1
        entry = base36(gap) if gap else ""
        if parts:
            entry += "," + base36(parts[0] - last_part)
            last_part = parts[0]
        entries.append(entry + "".join("," + base36(part) for part in parts[1:]))
        last_code = code
    return ";".join(entries)


def write_order() -> str:
    """The `order` string: runs of marks of one combining class."""
    runs: list[list[int]] = []
    for code in range(0x10000):
        combining = unicodedata.combining(chr(code))
        if not combining:
            continue
        if runs and runs[-1][0] + runs[-1][1] == code and runs[-1][2] == combining:
            runs[-1][1] += 1
        else:
            runs.append([code, 1, combining])
    entries = []
    end = 0
    for first, length, combining in runs:
        entries.append(",".join(base36(number) for number in (first - end, length, combining)))
        end = first + length
    return ";".join(entries)


def write_case(folds: dict[int, list[int]]) -> str:
    """The `case` string: runs of simple folds, then the few that fold to several."""
    runs: list[list[int]] = []
    several = []
    last_code = last_fold = 0
    for code, folded in folds.items():
        if len(folded) > 1:
            several.append(",".join(base36(number) for number in (code, *folded)))
            continue
        gap, step = code - last_code, folded[0] - last_fold
        if runs and runs[-1][:2] == [gap, step]:
            runs[-1][2] += 1
        else:
            runs.append([gap, step, 1])
        last_code, last_fold = code, folded[0]
    return "|".join((";".join(",".join(base36(number) for number in run) for run in runs), ";".join(several)))


def browsers_parts(code: int) -> list[int]:
    """What `partsOf` of player/src/folding.ts makes of a code point, asking the browser."""
    parts = ""
    for character in unicodedata.normalize("NFD", chr(code)):
        plain = unicodedata.normalize("NFKD", character)
        if len(plain) > 1 and plain[0] == " ":
            parts += character
        elif len(plain) > 1 and chr(FRACTION_SLASH) in plain:
            parts += " " + plain
        else:
            parts += plain
    return [ord(part) for part in parts]


def known(codes: Iterable[int], right: Callable[[int], bool]) -> str:
    """Runs that hold `codes`, and between them only what is assigned and right, too."""
    runs: list[tuple[int, int]] = []
    for code in sorted(codes):
        if runs and all(unicodedata.category(chr(gap)) != "Cn" and right(gap) for gap in range(runs[-1][1], code)):
            runs[-1] = (runs[-1][0], code + 1)
        else:
            runs.append((code, code + 1))
    entries = []
    end = 0
    for start, stop in runs:
        entries.append(f"{base36(start - end)},{base36(stop - start)}")
        end = stop
    return ";".join(entries)


def for_players(table: dict[int, list[int]], folds: dict[int, list[int]]) -> dict[str, str]:
    """The strings of the TypeScript table: without what a browser knows."""

    def same_parts(code: int) -> bool:
        theirs = browsers_parts(code)
        return [last for part in theirs for last in expand(part, table)] == expand(code, table)

    def same_case(code: int) -> bool:
        return [ord(part) for part in chr(code).lower()] == folds.get(code, [code])

    parts = {code for code in table if code not in YOUNG and browsers_parts(code) != [code] and same_parts(code)}
    capitals = {code for code in folds if code not in YOUNG and same_case(code)}
    return {
        "decompose": write_decompose({code: own for code, own in table.items() if code not in parts}),
        "known_parts": known(parts, lambda code: code in table or (not left_out(code) and same_parts(code))),
        "order": write_order(),
        "case": write_case({code: folded for code, folded in folds.items() if code not in capitals}),
        # What decomposes is never asked for its small letter.
        "known_capitals": known(capitals, lambda code: code in folds or code in table or same_case(code)),
    }


def build() -> dict[Path, str]:
    """Both generated files: path -> content."""
    table = decompositions()
    folds = case_folds(table)
    data = {"decompose": write_decompose(table), "order": write_order(), "case": write_case(folds)}
    as_json = json.dumps({"unicode": unicodedata.unidata_version} | data, indent=1) + "\n"
    as_ts = f"// Made by tools/make_folding.py from Unicode {unicodedata.unidata_version}; do not edit.\n"
    for name, text in for_players(table, folds).items():
        as_ts += f"\nexport const {name.upper()} =\n  '{text}';\n"
    return {JSON_FILE: as_json, TS_FILE: as_ts}


def main() -> int:
    """Write the files; with --check, say 1 where they are not what this Python would write."""
    parser = argparse.ArgumentParser(description="Write the shared folding table.")
    parser.add_argument("--check", action="store_true", help="only compare; write nothing")
    arguments = parser.parse_args()
    stale = [path for path, text in build().items() if not path.exists() or path.read_text() != text]
    for path in stale:
        sys.stdout.write(f"{path.relative_to(ROOT)} {'is stale' if arguments.check else 'written'}\n")
        if not arguments.check:
            path.write_text(build()[path], encoding="ascii")
    return 1 if arguments.check and stale else 0


if __name__ == "__main__":
    sys.exit(main())

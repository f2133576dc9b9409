"""Units of measurement, converted in exact numbers.

`units.json` is the table; the player reads the same one (`player/src/units.ts`). How a unit is written stands in
`docs/numbers.md`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from hornbook.folding import fold

#: A longer text is no unit, and is not looked into.
MOST_CHARACTERS = 60
_MOST_FACTORS = 10
_MOST_DEPTH = 2

#: Base units and their powers, in order of their names: what is measured.
Dimensions = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Unit:
    """A unit in terms of the base units: `value * factor + zero` is the same in them."""

    factor: Fraction
    dimensions: Dimensions
    zero: Fraction = Fraction(0)

    def convert(self, value: Fraction, to: Unit) -> Fraction:
        """A value of this unit in another one of the same dimensions."""
        return (value * self.factor + self.zero - to.zero) / to.factor

    def to_the(self, power: int) -> Unit:
        """The unit to a whole power; a scale that does not begin at nothing is then one of differences."""
        if power == 1:
            return self
        return Unit(self.factor**power, tuple((name, each * power) for name, each in self.dimensions))

    def times(self, other: Unit) -> Unit:
        """The product of two units."""
        powers = dict(self.dimensions)
        for name, power in other.dimensions:
            powers[name] = powers.get(name, 0) + power
        return Unit(self.factor * other.factor, tuple(sorted((name, power) for name, power in powers.items() if power)))


#: The unit of a bare number.
ONE = Unit(Fraction(1), ())


@dataclass(frozen=True)
class _Entry:
    """A symbol of the table, and which prefixes it takes: all, large, data (large and binary) or none."""

    unit: Unit
    prefixes: str


_PER = re.compile(r"(?:^| )per ", re.IGNORECASE)
_AHEAD = [
    (re.compile(rf"(^|[ /*(])(?:{words}) ([^ /*()]+)", re.IGNORECASE), rf"\1\2^{power}")
    for words, power in (("square|sq", 2), ("cubic|cu", 3))
]
_BEHIND = [
    (re.compile(rf" {word}(?![^ /*)])", re.IGNORECASE), f"^{power}") for word, power in (("squared", 2), ("cubed", 3))
]
_AROUND = re.compile(r" ?([*\u00b7\u22c5\u2219\u2022\u00d7/()]) ?")
_TOKEN = re.compile(
    r"(?P<power>(?:\^|\*\*)?(?:[-+]?[1-9]|\([-+]?[1-9]\)))(?![0-9])|(?P<times>[ *.\u00b7\u22c5\u2219\u2022\u00d7-])"
    r"|(?P<over>/)|(?P<open>\()|(?P<close>\))|(?P<symbol>[^ *.\u00b7\u22c5\u2219\u2022\u00d7/()0-9,^+-]+)"
)


@lru_cache(maxsize=4096)
def read_unit(text: str, like: Dimensions | None = None) -> Unit | None:
    """The unit that `text`, as `numerals.plain` writes it, stands for; None where it is not known.

    Capitals are as the symbols have them; where they are not, and only one unit can be meant, it is that one. `like`
    is the kind of unit that is expected, which decides between readings.
    """
    written = text.strip(" ").removesuffix(".")
    if not written or len(written) > MOST_CHARACTERS:
        return None
    if " " in written and (named := _one(fold(written).replace(" ", "_"), like)):
        return named
    tokens = _tokens(_PER.sub("/", written))
    return _Reader(tokens, like if len(tokens) == 1 else None).read() if tokens else None


def _tokens(text: str) -> list[tuple[str, str]]:
    """Symbols, powers and what joins them; nothing where something else stands between."""
    for pattern, replacement in (*_BEHIND, *_AHEAD):
        text = pattern.sub(replacement, text)
    text = _AROUND.sub(r"\1", text)
    tokens: list[tuple[str, str]] = []
    place = 0
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None or match.lastgroup is None:
            return []
        tokens.append((match.lastgroup, match[0]))
        place = match.end()
    return tokens


class _Reader:
    """Reads products and quotients of symbols; all that follows a stroke is divided by, up to a closing bracket."""

    def __init__(self, tokens: list[tuple[str, str]], like: Dimensions | None) -> None:
        self._tokens = [*tokens, ("end", "")]
        self._like = like
        self._place = 0
        self._factors = 0

    def read(self) -> Unit | None:
        unit = self._product(0)
        return unit if self._kind == "end" else None

    @property
    def _kind(self) -> str:
        return self._tokens[self._place][0]

    def _take(self) -> str:
        self._place += 1
        return self._tokens[self._place - 1][1]

    def _product(self, depth: int) -> Unit | None:
        product: Unit | None = None
        sign = 1
        while product is None or self._kind not in ("end", "close"):
            if self._kind == "over":
                self._take()
                sign = -1
            elif self._kind == "times" and product is not None:
                self._take()
            bracket = self._kind == "open"
            factor = self._factor(depth)
            if factor is None:
                return None
            # A factor that stands alone keeps where its scale begins.
            product = factor.to_the(sign) if product is None else product.times(factor.to_the(sign))
            sign = 1 if bracket else sign
        return product

    def _factor(self, depth: int) -> Unit | None:
        """A symbol or a bracket, with its power."""
        unit: Unit | None = None
        self._factors += 1
        if self._kind == "symbol":
            unit = _one(self._take(), self._like)
        elif self._kind == "open" and depth < _MOST_DEPTH:
            self._take()
            unit = self._product(depth + 1)
            if self._kind != "close":
                return None
            self._take()
        if unit is None or self._factors > _MOST_FACTORS:
            return None
        return unit.to_the(int(self._take().strip("^*()"))) if self._kind == "power" else unit


def _one(symbol: str, like: Dimensions | None) -> Unit | None:
    """The unit of one symbol or name."""
    exact = list(_exact(symbol))
    if like is not None:
        exact.sort(key=lambda unit: unit.dimensions != like)
    if exact:
        return exact[0]
    caseless = list(_caseless(fold(symbol)))
    if like is not None and (alike := [unit for unit in caseless if unit.dimensions == like]):
        caseless = alike
    return caseless[0] if caseless and all(unit == caseless[0] for unit in caseless) else None


def _exact(symbol: str) -> Iterator[Unit]:
    table = _table()
    if entry := table.symbols.get(symbol):
        yield entry.unit
    for length in (1, 2):
        entry = table.symbols.get(symbol[length:])
        factor = entry and table.prefix(symbol[:length], entry.prefixes)
        if entry and factor:
            yield Unit(entry.unit.factor * factor, entry.unit.dimensions)
    word = fold(symbol)
    if named := table.names.get(word):
        yield named.unit
    for name, factor in table.prefix_names.items():
        if word.startswith(name) and (named := table.names.get(word[len(name) :])) and named.prefixes:
            yield Unit(named.unit.factor * factor, named.unit.dimensions)


def _caseless(symbol: str) -> Iterator[Unit]:
    table = _table()
    for length in (0, 1, 2):
        for name in table.caseless.get(symbol[length:], ()):
            entry = table.symbols[name]
            if not length:
                yield entry.unit
            for prefix in table.caseless_prefixes.get(symbol[:length], ()):
                if factor := table.prefix(prefix, entry.prefixes):
                    yield Unit(entry.unit.factor * factor, entry.unit.dimensions)


class _Table:
    """The table of units, made when the first unit is read."""

    def __init__(self) -> None:
        data: dict[str, Any] = json.loads(files(__package__).joinpath("units.json").read_text("utf-8"))
        self._prefixes = {fold(name, case=True): _ten(power) for name, power in data["prefixes"].items()}
        self._binary = {name: Fraction(1024**power) for name, power in data["binaryPrefixes"].items()}
        self.prefix_names = {name: _ten(power) for name, power in data["prefixNames"].items()}
        self.caseless_prefixes: dict[str, list[str]] = {}
        for name in [*self._prefixes, *self._binary]:
            self.caseless_prefixes.setdefault(fold(name), []).append(name)
        self.symbols: dict[str, _Entry] = {}
        self.names: dict[str, _Entry] = {}
        self.caseless: dict[str, list[str]] = {}
        self._rows: list[str] = data["units"]
        self._aliases: list[str] = data["aliases"]

    def fill(self) -> None:
        """Read the rows in order; each is made of those before it."""
        for row in self._rows:
            written, made, prefixes, zero = (row.split("|") + [""] * 3)[:4]
            symbols = [fold(symbol, case=True) for symbol in written.split()]
            unit = _made(made) if made else Unit(Fraction(1), ((symbols[0], 1),))
            if zero:
                unit = Unit(unit.factor, unit.dimensions, _amount(zero))
            for symbol in symbols:
                self.symbols[symbol] = _Entry(unit, prefixes)
                self.caseless.setdefault(fold(symbol), []).append(symbol)
        for symbol, *names in map(str.split, self._aliases):
            unit_of = read_unit(fold(symbol, case=True))
            assert unit_of is not None
            prefixes = self.symbols[fold(symbol, case=True)].prefixes if fold(symbol, case=True) in self.symbols else ""
            for name in names:
                self.names.setdefault(fold(name), _Entry(unit_of, prefixes))
        # What was asked while the table was half full is asked again.
        read_unit.cache_clear()

    def prefix(self, name: str, kind: str) -> Fraction | None:
        """What a prefix multiplies a unit by; None where there is no such prefix to it."""
        factor = self._prefixes.get(name)
        if kind == "data" and factor is None:
            factor = self._binary.get(name)
        return factor if kind and factor and (kind == "all" or factor > 1) else None


def _ten(power: int) -> Fraction:
    return Fraction(10) ** power


def _amount(text: str) -> Fraction:
    """A number of the table: `60`, `0.0254`, `1e-6`, `1/16`, `255 67/180`."""
    return sum((Fraction(part) for part in text.split()), Fraction(0))


def _made(text: str) -> Unit:
    """A number and a unit, or a number alone."""
    amount, _, symbol = text.partition(" ")
    over, _, under = amount.partition("/")
    factor = Fraction(over) / Fraction(under or 1)
    unit = read_unit(fold(symbol, case=True)) if symbol else ONE
    assert unit is not None
    return Unit(unit.factor * factor, unit.dimensions)


_made_table: list[_Table] = []


def _table() -> _Table:
    if not _made_table:
        _made_table.append(_Table())
        _made_table[0].fill()
    return _made_table[0]


@cache
def known_symbols() -> tuple[str, ...]:
    """All symbols without prefixes, for guesses at a misspelt one."""
    return tuple(sorted(_table().symbols))

"""Numbers as authors write them into a key: a value, how far an answer may be from it, and a unit.

The player reads the same texts (`player/src/questions/quantity.ts`); the grammar stands in `docs/numbers.md`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from hornbook.numerals import Numeral, plain, read_key
from hornbook.problems import nearest
from hornbook.units import ONE, Unit, known_symbols, read_unit


class QuantityError(ValueError):
    """A key that cannot be read, in the author's words; `code` names the problem."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Quantity:
    """One right (or expected wrong) value."""

    text: str
    """The number and its unit as the author wrote them, without the tolerance."""
    value: Fraction
    tolerance: Fraction
    """How far an answer may be off, in the unit."""
    digits: int
    """How many significant digits count; 0 where that is not asked."""
    unit: Unit | None
    symbol: str = ""
    """The unit as the author wrote it."""

    def holds(self, value: Fraction) -> bool:
        """Whether a value, in this unit, is near enough."""
        if self.digits:
            return rounded(value, self.digits) == rounded(self.value, self.digits)
        return abs(value - self.value) <= self.tolerance


_TOLERANCE = re.compile(r" ?(?:\+-|\+/-|\u00b1) ?")
_DIGITS = re.compile(r" sig ([0-9]{1,3})(?= |$)")
_POWER = re.compile(r"\^(-?[0-9])")
_SUPERSCRIPTS = str.maketrans("-0123456789", "\u207b\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079")
_OTHER_NUMBER = re.compile(r"[-+]?[0-9]+(?:[.,' \u066b\u066c][0-9]+)+ ([^0-9].*)")
_NUMBER_ONLY = re.compile(r"[-+]?[0-9.,\u066b][0-9 .,'\u066b\u066c]*")


@lru_cache(maxsize=10_000)
def read_quantity(text: str) -> Quantity:
    """The quantity that a key says; QuantityError where it is none."""
    written = plain(text)
    digits = 0
    if match := _DIGITS.search(written):
        digits = int(match[1])
        written = written[: match.start()] + written[match.end() :]
        if not 1 <= digits <= 30:
            raise QuantityError("tolerance", f'"{text}": significant digits are 1 to 30.')
    amount, *more = _TOLERANCE.split(written)
    if len(more) > 1 or (more and digits):
        raise QuantityError("tolerance", f'"{text}" has more than one tolerance.')
    number = _number(amount, text)
    if number.currency and number.rest:
        raise QuantityError("unit-unknown", f'"{text}" has two units.')
    symbol = number.currency or number.rest
    if not more:
        return _made(number, symbol, Fraction(0), digits, text)
    allowed = read_key(more[0])
    if not isinstance(allowed, Numeral):
        raise QuantityError("tolerance", f'The tolerance of "{text}" cannot be read. Write +- 1, +- 2% or sig 3.')
    if allowed.value < 0 or allowed.currency:
        raise QuantityError("tolerance", f'The tolerance of "{text}" is no plain number above 0.')
    if allowed.rest.startswith("%") and symbol != "%":
        if symbol and allowed.rest != "%":
            raise QuantityError("unit-unknown", f'"{text}" has two units.')
        share = allowed.value / 100 * abs(number.value)
        return _made(number, symbol or allowed.rest[1:].strip(" "), share, 0, text)
    if not symbol or not allowed.rest:
        return _made(number, symbol or allowed.rest, allowed.value, 0, text)
    unit, of_tolerance = _unit(symbol, text), _unit(allowed.rest, text)
    if unit.dimensions != of_tolerance.dimensions:
        raise QuantityError("tolerance", f'The tolerance of "{text}" is in a unit of another kind.')
    return _made(number, symbol, allowed.value * of_tolerance.factor / unit.factor, 0, text)


def looks_numeric(text: str) -> bool:
    """Whether a key is, or was meant to be, a number: alone, with a tolerance, or with a unit that is known."""
    written = plain(text)
    amount = _TOLERANCE.split(_DIGITS.sub("", written), maxsplit=1)[0]
    if _NUMBER_ONLY.fullmatch(amount):
        return True
    number = read_key(amount)
    if not isinstance(number, Numeral):
        # Such as 1,230 km: a number written in another way, and a unit.
        match = _OTHER_NUMBER.fullmatch(amount)
        return match is not None and read_unit(match[1]) is not None
    symbol = number.currency or number.rest
    return amount != written or not symbol or read_unit(symbol) is not None


def rounded(value: Fraction, digits: int) -> Fraction:
    """The value to so many significant digits; half of the last one goes away from zero."""
    if not value:
        return value
    size = abs(value)
    # The power of ten of the first digit, from the lengths of the whole numbers; it may be one too high.
    exponent = len(str(size.numerator)) - len(str(size.denominator))
    if size < Fraction(10) ** exponent:
        exponent -= 1
    step = Fraction(10) ** (exponent - digits + 1)
    whole = (2 * size / step + 1) // 2 * step
    return whole if value > 0 else -whole


def _number(amount: str, text: str) -> Numeral:
    number = read_key(amount)
    if isinstance(number, Numeral):
        return number
    raise QuantityError(
        "number-shape",
        f'"{text}" cannot be read as a number. Write decimals with a point and nothing between thousands: "1234.5".',
    )


def _unit(symbol: str, text: str) -> Unit:
    unit = read_unit(symbol)
    if unit is None:
        guess = nearest(symbol, known_symbols())
        raise QuantityError("unit-unknown", f'"{symbol}" in "{text}" is no unit that is known. {guess}'.strip())
    return unit


def _made(number: Numeral, symbol: str, tolerance: Fraction, digits: int, text: str) -> Quantity:
    unit = _unit(symbol, text) if symbol else None
    shown, *_ = _TOLERANCE.split(_DIGITS.sub("", plain(text)))
    if symbol and not (number.currency or number.rest):
        shown = f"{shown} {symbol}"
    return Quantity(_raised(shown), number.value, tolerance, digits, unit, _raised(symbol))


def _raised(text: str) -> str:
    """Powers as they are printed: `m^2` as a superscript."""
    return _POWER.sub(lambda match: match[1].translate(_SUPERSCRIPTS), text)


def in_unit_of(quantity: Quantity, value: Fraction, unit: Unit | None) -> Fraction | None:
    """A value in the unit of the quantity; None where it measures something else.

    A bare number and a percentage are values of the same kind.
    """
    own, given = quantity.unit or ONE, unit or ONE
    return given.convert(value, own) if given.dimensions == own.dimensions else None

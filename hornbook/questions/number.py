"""Number: a value, typed, perhaps with a unit."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, model_validator

from hornbook.model import Line, Model, Prose, wrong
from hornbook.numerals import Numeral, read
from hornbook.questions.answer import Answer, Typed
from hornbook.questions.base import AnswerSize, BaseQuestion
from hornbook.questions.outcome import EMPTY, Outcome
from hornbook.questions.quantity import Quantity, QuantityError, in_unit_of, read_quantity
from hornbook.units import Unit, read_unit

#: What becomes of a bare number where the key has a unit: it is asked for; it counts as in that unit; it is
#: printed beside the field.
UnitRule = Literal["required", "optional", "shown"]


def _readable(text: str) -> str:
    try:
        read_quantity(text)
    except QuantityError as error:
        raise wrong(error.code, str(error)) from error
    return text


#: A number with its tolerance and unit, as an author writes them: `112 +- 1 h`.
QuantityText = Annotated[Line, AfterValidator(_readable)]


class RejectedNumber(Model):
    """An expected wrong value in its variants, and what to say to it."""

    variants: tuple[QuantityText, ...]
    """The wrong number, in its variants."""
    feedback: Prose = ""
    """What is said to it."""


class Number(BaseQuestion):
    """The learner types a number; it counts when it is near enough to an accepted one, in any unit of its kind."""

    type: Literal["number"] = "number"
    accept: tuple[QuantityText, ...]
    """Right numbers with tolerance and unit: 112 +- 1 h."""
    reject: tuple[RejectedNumber, ...] = ()
    """Wrong numbers that are expected, with what is said to them."""
    unit: UnitRule = "required"
    """What becomes of an answer without a unit: required, optional or shown."""

    @model_validator(mode="after")
    def _something_is_accepted(self) -> Self:
        if not self.accept:
            raise wrong("no-accepted-answer", 'A number question needs an accepted answer: a line "= 12.5".')
        return self

    def mark(self, answer: Answer | None, *, lang: str = "en") -> Outcome:
        """Right when it is an accepted number; `matched` is the position in `reject` of the expected wrong one."""
        text = answer.text if isinstance(answer, Typed) else ""
        return mark_number(text, self.accept, [reject.variants for reject in self.reject], self.unit, lang)

    def marking_data(self) -> dict[str, Any]:
        """Accepted and expected wrong numbers as written; the player reads them as `quantity.py` does."""
        return {
            "accept": list(self.accept),
            "reject": [list(reject.variants) for reject in self.reject],
            "unit": self.unit,
        }

    def learner_view(self, *, shuffled: bool = False, answer: Answer | None = None, lang: str = "en") -> Self:
        """No number at all, and a unit only where the page shows it; the wrong one that was given is explained."""
        matched = self.mark(answer, lang=lang).matched
        reject = tuple(
            RejectedNumber(variants=(), feedback=reject.feedback if position == matched else "")
            for position, reject in enumerate(self.reject)
        )
        # A key that tells no more than whether a unit belongs to the answer.
        unit = self.unit_shown or ("m" if self.unit_asked else "")
        return self.without_help(accept=(f"0 {unit}".strip(),), reject=reject)

    @property
    def size(self) -> AnswerSize:
        """A text."""
        return AnswerSize("text")

    @property
    def unit_shown(self) -> str:
        """What is printed after the field: the unit of the first accepted number, where it is not to be typed."""
        return read_quantity(self.accept[0]).symbol if self.unit == "shown" else ""

    @property
    def unit_asked(self) -> bool:
        """Whether a unit has to be typed."""
        return self.unit == "required" and all(read_quantity(text).unit for text in self.accept)


def mark_number(
    text: str, accept: Sequence[str], reject: Sequence[Sequence[str]], unit_rule: UnitRule, lang: str
) -> Outcome:
    """Mark a typed number against keys, read in the language `lang`.

    Notices: `unit` where what was typed measures something else or has the right number in another unit,
    `unit-missing` where a bare number was typed and a unit is required, `ambiguous` and `unreadable` where the text
    is no one number.
    """
    number = read(text, lang)
    if number == "empty":
        return EMPTY
    if not isinstance(number, Numeral):
        return Outcome(Fraction(0), notice=number)
    keys = [read_quantity(key) for key in accept]
    symbol = number.currency or number.rest
    unit = read_unit(symbol, next((key.unit.dimensions for key in keys if key.unit), None)) if symbol else None
    if symbol and (unit is None or (number.currency and number.rest)):
        return Outcome(Fraction(0), notice="unreadable")
    if any(_is(key, number.value, unit, unit_rule) for key in keys):
        return Outcome(Fraction(1))
    if unit is None and unit_rule == "required" and all(key.unit for key in keys):
        return Outcome(Fraction(0), notice="unit-missing")
    for position, variants in enumerate(reject):
        if any(_is(read_quantity(variant), number.value, unit, unit_rule) for variant in variants):
            return Outcome(Fraction(0), matched=position)
    if unit is None:
        return Outcome(Fraction(0))
    if not any(key.unit for key in keys) and unit.dimensions:
        # Only a number is asked for.
        return Outcome(Fraction(0), notice="unreadable")
    same_kind = any((key.unit.dimensions if key.unit else ()) == unit.dimensions for key in keys)
    other_unit = not same_kind or any(key.holds(number.value) for key in keys)
    return Outcome(Fraction(0), notice="unit" if other_unit else "")


def _is(key: Quantity, value: Fraction, unit: Unit | None, unit_rule: UnitRule) -> bool:
    """Whether a typed number is the one of a key."""
    if unit is None and key.unit and key.unit.dimensions:
        return unit_rule != "required" and key.holds(value)
    own = in_unit_of(key, value, unit)
    if own is not None and key.holds(own):
        return True
    if unit is None:
        return key.unit is not None and unit_rule != "required" and key.holds(value)
    # "25 %" where 25 is asked for: the question itself speaks of percent.
    return key.unit is None and not unit.dimensions and key.holds(value)

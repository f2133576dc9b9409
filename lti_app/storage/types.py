"""Column types that mean the same in SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any

from sqlalchemy import BigInteger, Dialect, Integer, String
from sqlalchemy.types import TypeDecorator

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

#: A whole number from 0 to 2³²−1. Integers of PostgreSQL end at half of it; those of SQLite have room.
WORD = BigInteger().with_variant(Integer(), "sqlite")


class Moment(TypeDecorator[datetime]):
    """A moment in UTC, kept as whole microseconds since 1970: exact, sortable, and never without a zone."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """To the database; ValueError for a moment without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment needs its zone.")
        return (value - _EPOCH) // _MICROSECOND

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """From the database."""
        return None if value is None else _EPOCH + int(value) * _MICROSECOND


class Exact(TypeDecorator[Fraction]):
    """An exact fraction, kept as `numerator/denominator`."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: Fraction | None, dialect: Dialect) -> str | None:
        """To the database."""
        return None if value is None else f"{value.numerator}/{value.denominator}"

    def process_result_value(self, value: Any, dialect: Dialect) -> Fraction | None:
        """From the database."""
        return None if value is None else Fraction(str(value))

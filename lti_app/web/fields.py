"""Fields of forms, as whoever sends them fills them in."""

from __future__ import annotations

from flask import request

#: The highest number of a row, in any database.
HIGHEST = 2**31 - 1


def whole_number(name: str) -> int | None:
    """The field of the posted form as a whole number from 0 to `HIGHEST`; None for all else."""
    text = request.form.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(HIGHEST))):
        return None
    number = int(text)
    return number if number <= HIGHEST else None

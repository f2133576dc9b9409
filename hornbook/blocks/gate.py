"""Gate: what it holds opens when something is done, or on a day."""

from __future__ import annotations

import datetime
import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from hornbook.blocks.base import BaseBlock
from hornbook.model import Flag, Line, Prose, Whole, wrong

_AFTER = re.compile(r"after:([a-z0-9-]{1,64})")
_DATE = re.compile(r"date:(\d{4}-\d{2}-\d{2})")


def _rule(value: str) -> str:
    date = _DATE.fullmatch(value)
    if value == "enrolled" or _AFTER.fullmatch(value) or (date and _day(date[1])):
        return value
    raise wrong(
        "gate-rule",
        f'"{value}" is no rule of a gate. Write after:ID with the id of a block above, date:2027-03-31, or enrolled.',
    )


def _day(written: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(written)
    except ValueError:
        return None


class Gate(BaseBlock):
    """The `holds` blocks behind it are closed until its `rule` is met; the page says why, and what opens them.

    A gate is not graded, not required and never done itself; what it holds counts as ever.
    """

    kind: Literal["gate"] = "gate"
    required: Flag = False
    """Not used: what the gate holds is required or not by itself."""
    rule: Annotated[Line, AfterValidator(_rule)]
    """What opens it: after:ID when the block with this id is done, date:2027-03-31 from that day on, or enrolled."""
    message: Prose = ""
    """What is said while it is closed, instead of what the rule says by itself."""
    teaser: Prose = ""
    """What is shown of it in any case."""
    holds: Annotated[Whole, Field(ge=1)] = 1
    """How many of the next blocks it holds."""

    @property
    def after(self) -> str:
        """The id of the block that must be done; empty for other rules."""
        match = _AFTER.fullmatch(self.rule)
        return match[1] if match else ""

    @property
    def day(self) -> datetime.date | None:
        """The first day on which it is open, for that rule."""
        match = _DATE.fullmatch(self.rule)
        return _day(match[1]) if match else None

"""Overview: the lesson in three lengths."""

from __future__ import annotations

from typing import Literal

from hornbook.blocks.base import BaseBlock
from hornbook.model import Prose

#: The fixed words that head the three levels, shortest first.
LEVELS = ("quick", "standard", "detailed")


class Overview(BaseBlock):
    """The learner picks a level; the choice is kept for the next lesson."""

    kind: Literal["overview"] = "overview"
    quick: Prose
    """The lesson in a sentence or two."""
    standard: Prose
    """The lesson in a paragraph."""
    detailed: Prose
    """The lesson at length."""

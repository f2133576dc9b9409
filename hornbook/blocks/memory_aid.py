"""Memory aid: a rhyme, a story, a gem or an acronym to remember by."""

from __future__ import annotations

from typing import Literal

from hornbook.blocks.base import BaseBlock
from hornbook.model import Prose

Aid = Literal["rhyme", "story", "gem", "acronym"]


class MemoryAid(BaseBlock):
    """The learner covers it and says it."""

    kind: Literal["memory-aid"] = "memory-aid"
    aid: Aid
    """What it is."""
    text: Prose
    """The words to remember."""

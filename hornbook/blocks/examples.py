"""Examples: the lesson's ideas at work."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from hornbook.blocks.base import BaseBlock
from hornbook.model import Prose


class Examples(BaseBlock):
    """One text an example."""

    kind: Literal["examples"] = "examples"
    items: Annotated[tuple[Prose, ...], Field(min_length=1)]
    """The examples, one text each."""

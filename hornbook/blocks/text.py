"""Text: what an author writes between the blocks."""

from __future__ import annotations

from typing import Literal

from hornbook.blocks.base import BaseBlock
from hornbook.model import Prose


class TextBlock(BaseBlock):
    """Paragraphs, headings, lists, tables, pictures."""

    kind: Literal["text"] = "text"
    body: Prose
    """The text, in Markdown."""

"""Figure: a picture with a caption, and words for those who cannot see it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import StringConstraints

from hornbook.blocks.base import BaseBlock
from hornbook.model import Asset, Prose


class Figure(BaseBlock):
    """`title` is the caption, `alt` the short text alternative, `description` the long one."""

    kind: Literal["figure"] = "figure"
    image: Asset
    """The path of the picture, from the folder of the lesson file."""
    alt: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
    """What the picture shows, in a sentence."""
    description: Prose = ""
    """A longer description, which the page keeps folded."""

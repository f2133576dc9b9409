"""Key concepts: the ideas of a lesson, each with its explanation."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from hornbook.blocks.base import BaseBlock
from hornbook.model import Model, Prose


class Concept(Model):
    """A term and what it means here."""

    term: Prose
    """The term."""
    text: Prose
    """Its explanation, which can be covered."""


class KeyConcepts(BaseBlock):
    """The learner reads, then hides the texts and recalls them."""

    kind: Literal["key-concepts"] = "key-concepts"
    items: Annotated[tuple[Concept, ...], Field(min_length=1)]
    """The concepts."""

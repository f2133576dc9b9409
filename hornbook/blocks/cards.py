"""Cards: a deck of flash cards."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from hornbook.blocks.base import BaseBlock
from hornbook.model import Id, Line, Model, Prose


class Card(Model):
    """A question and its answer; `variants` are other wordings of the answer that are as good."""

    id: Id = ""
    slot: int = 0
    front: Prose
    back: Prose
    variants: tuple[Line, ...] = ()


class Cards(BaseBlock):
    """The learner recalls, turns the card over and says whether it was known."""

    kind: Literal["cards"] = "cards"
    cards: Annotated[tuple[Card, ...], Field(min_length=1)]

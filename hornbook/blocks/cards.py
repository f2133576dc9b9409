"""Cards: a deck of flash cards."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from hornbook.blocks.base import BaseBlock
from hornbook.markdown import gaps
from hornbook.model import Flag, Id, Line, Model, Prose, Whole, wrong
from hornbook.questions.answer import MOST_PARTS
from hornbook.questions.cloze import Gap, gap_fault, read_gap

#: A picture or a sound in a text.
MEDIA = re.compile(r"!\[[^\]]*\]\([^)]*\)")
#: Options of a deck that each of its cards may have otherwise.
_SHARED = ("typed", "both-ways")
Way = Literal["forward", "reverse", "gap"]


class Card(Model):
    """What the author writes once: a front and a back, or a `cloze` text with gaps.

    A card with two sides makes one card for the learner, or two that are siblings where it goes both ways; a cloze
    makes one for each gap. `variants` are other wordings of the back that are as good. A card is `typed` and goes
    `both_ways` as its deck does, unless it says otherwise. `slots` are the lasting numbers of the learner's cards, in
    the order of `ways`; `slot` is that of what the author wrote.
    """

    id: Id = ""
    """The lasting name of the card, unique in its lesson."""
    slot: int = 0
    slots: tuple[int, ...] = ()
    front: Prose = ""
    """The side that is asked."""
    back: Prose = ""
    """The side that is recalled."""
    variants: tuple[Line, ...] = ()
    """Other wordings of the back that are as good."""
    cloze: Prose = ""
    """Instead of two sides: a text with {{gaps}}, each of which is a card."""
    hints: tuple[Prose, ...] = ()
    """Hints, one after the other."""
    tags: tuple[Line, ...] = ()
    """Words to sort cards by."""
    typed: Flag = False
    """Whether the answer is typed; as the deck says without it."""
    both_ways: Flag = False
    """Whether the back is asked too; as the deck says without it."""

    @model_validator(mode="after")
    def _is_one_kind_of_card(self) -> Self:
        if self.cloze:
            if self.front or self.back or self.variants:
                raise wrong("card-side", "A card is either Q: and A:, or C: with gaps.")
            _check_gaps(self.cloze)
        elif not self.front or not self.back:
            raise wrong("card-side", "A card needs a front (Q:) and a back (A:).")
        if self.both_ways:
            _check_both_ways(self)
        if self.typed:
            _check_typed(self)
        if self.slots and len(self.slots) != len(self.ways):
            raise wrong("card-slots", "A card has one slot for each way in which it is asked.")
        return self

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """The gaps of a cloze, in order."""
        return _gaps_of(self.cloze)

    @property
    def ways(self) -> tuple[Way, ...]:
        """How it is asked: one card for the learner each."""
        if self.cloze:
            return tuple("gap" for _ in self.gaps)
        return ("forward", "reverse") if self.both_ways else ("forward",)

    @property
    def siblings(self) -> tuple[Sibling, ...]:
        """The cards that it makes for the learner."""
        slots = self.slots or (self.slot,) * len(self.ways)
        return tuple(
            Sibling(self, slot, way, position)
            for position, (way, slot) in enumerate(zip(self.ways, slots, strict=True))
        )


@dataclass(frozen=True)
class Sibling:
    """One card as the learner meets it: `card` asked in one direction, or for one of its gaps."""

    card: Card
    slot: int
    way: Way
    position: int
    """Its place among the siblings, from 0; of a gap, the place of the gap."""

    @property
    def id(self) -> str:
        """The name of its element in the page; an underscore keeps it apart from names of the author."""
        return f"{self.card.id}_{self.position}" if self.position else self.card.id


class Cards(BaseBlock):
    """The learner recalls, turns the card over or types the answer, and says how well it was known.

    `retention` is the part of the cards, in percent, that the learner is to know when they come back: a higher one
    brings them back sooner.
    """

    kind: Literal["cards"] = "cards"
    typed: Flag = False
    """Whether answers are typed rather than only recalled."""
    both_ways: Flag = False
    """Whether each card is asked from both sides."""
    retention: Annotated[Whole, Field(ge=70, le=97)] = 90
    """The part of the cards, in percent, to be known when they come back."""
    cards: Annotated[tuple[Card, ...], Field(min_length=1)]
    """The cards."""

    @model_validator(mode="before")
    @classmethod
    def _cards_are_as_the_deck_is(cls, data: Any) -> Any:
        if not isinstance(data, Mapping) or not isinstance(data.get("cards"), Sequence):
            return data
        shared = {name: data[name] for name in _SHARED if str(data.get(name)).lower() in ("true", "false")}
        cards = [{**shared, **card} if isinstance(card, Mapping) else card for card in data["cards"]]
        return {**data, "cards": cards}

    @property
    def siblings(self) -> tuple[Sibling, ...]:
        """All cards of the deck as the learner meets them, in the author's order."""
        return tuple(sibling for card in self.cards for sibling in card.siblings)


@lru_cache(maxsize=2_000)
def _gaps_of(text: str) -> tuple[Gap, ...]:
    return tuple(read_gap(gap.content) for gap in gaps(text) if not gap.fault)


def _check_gaps(text: str) -> None:
    found = list(gaps(text))
    for gap in found:
        code, message = gap_fault(gap)
        if code:
            raise wrong(code, message)
        if read_gap(gap.content).choices:
            raise wrong("card-gap", "A gap of a card has no list to pick from. Write the answer alone, without =.")
    if not found:
        raise wrong("gap-missing", "A card with C: has a gap: write the words that are left out as {{words}}.")
    if len(found) > MOST_PARTS:
        raise wrong("too-many-gaps", f"A card has at most {MOST_PARTS} gaps, this one has {len(found)}.")


def _check_both_ways(card: Card) -> None:
    if card.cloze:
        raise wrong(
            "card-both-ways",
            "A card with gaps cannot go both ways: each of its gaps is a card already. Write {both-ways=false} at the "
            "end of its C: line.",
        )
    for side, words in (("front", card.front), ("back", card.back)):
        if not MEDIA.sub("", words).strip():
            raise wrong(
                "card-both-ways",
                f"The {side} of this card has no words, so it cannot be asked the other way round. Add some, or write "
                "{both-ways=false} at the end of its Q: line.",
            )


def _check_typed(card: Card) -> None:
    if card.cloze:
        return
    for side in (card.back, card.front) if card.both_ways else (card.back,):
        words = MEDIA.sub("", side).strip()
        if not words:
            raise wrong(
                "card-typed",
                "There are no words to be typed here, only a picture or a sound. Add some, or write {typed=false} at "
                "the end of the Q: line.",
            )
        if "\n" in words:
            raise wrong(
                "card-typed",
                "An answer that is typed has one line. Shorten it, or write {typed=false} at the end of the Q: line.",
            )

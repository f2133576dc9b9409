"""The cards of a deck as the page shows them: each direction and each gap with a front and a back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup, escape

from hornbook.blocks import Cards
from hornbook.blocks.cards import MEDIA, Card, Sibling
from hornbook.markdown import plain_text
from hornbook.rendering.html import Prose

_BLANK = Markup('<span class="gap-blank"><span class="visually-hidden">{}</span></span>')
_ANSWER = Markup('<strong class="gap-answer">{}</strong>')


@dataclass(frozen=True)
class Face:
    """One card to be asked; `other_wordings` stand on its back."""

    sibling: Sibling
    front: Markup
    back: Markup
    other_wordings: tuple[str, ...]


def faces(block: Cards, prose: Prose, gap_name: str) -> Iterator[Face]:
    """All cards of a deck in the author's order."""
    for sibling in block.siblings:
        card = sibling.card
        if sibling.way == "gap":
            asked = card.gaps[sibling.position]
            front, back = (
                prose.gapped(card.cloze, _filled, card, sibling.position, in_place)
                for in_place in (_BLANK.format(gap_name), _ANSWER.format(asked.accept[0]))
            )
            yield Face(sibling, front, back, asked.accept[1:])
        elif sibling.way == "reverse":
            yield Face(sibling, prose.block(card.back), prose.block(card.front), ())
        else:
            yield Face(sibling, prose.block(card.front), prose.block(card.back), card.variants)


def _filled(number: int, card: Card, asked: int, in_place: Markup) -> Markup:
    """What stands in a gap: the answer, or `in_place` where it is the one that is asked for."""
    return in_place if number == asked else escape(card.gaps[number].accept[0])


def accepted(sibling: Sibling) -> list[str]:
    """The wordings that are right where a card is typed, the author's answer first; none where it is not."""
    card = sibling.card
    if not card.typed:
        return []
    if sibling.way == "gap":
        return list(card.gaps[sibling.position].accept)
    if sibling.way == "reverse":
        return [_words(card.front)]
    return [_words(card.back), *card.variants]


def _words(side: str) -> str:
    """A side as plain text, without what its pictures show."""
    return plain_text(MEDIA.sub("", side))

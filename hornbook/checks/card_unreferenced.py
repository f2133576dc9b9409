"""A flash card asks for something of which no lesson speaks."""

from __future__ import annotations

from collections.abc import Iterator

from hornbook.blocks import Cards, Pool
from hornbook.checks.words import blocks, stems, texts
from hornbook.course import Course
from hornbook.problems import Finding


def check(course: Course) -> Iterator[Finding]:
    """Cards of which no longer word stands outside the decks, in decks of which most cards have one."""
    decks = [(lesson, position, block) for lesson, position, block in blocks(course) if isinstance(block, Cards)]
    others = [block for _, _, block in blocks(course) if not isinstance(block, Cards | Pool)]
    if not decks or not others:
        return
    said = stems("\n".join(text for block in others for text in texts(block)))
    for lesson, position, deck in decks:
        words = [stems("\n".join((card.front, card.back, card.cloze))) for card in deck.cards]
        alone = [number for number, own in enumerate(words) if own and own.isdisjoint(said)]
        # A deck of which most cards stand for themselves is what is taught.
        if 2 * len(alone) <= len(deck.cards):
            for number in alone:
                yield Finding(
                    "card-unreferenced",
                    "No word of this card occurs in the lessons.",
                    lesson.id,
                    ("blocks", position, "cards", number),
                    "Teach it first, or ask in the words of the lesson.",
                )

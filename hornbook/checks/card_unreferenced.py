"""A flash card asks for something of which no lesson speaks."""

from __future__ import annotations

from collections.abc import Iterator

from hornbook.blocks import Cards, Pool
from hornbook.blocks.cards import Card
from hornbook.checks.words import blocks, small, stems
from hornbook.course import Course, Lesson
from hornbook.problems import Finding


def check(course: Course) -> Iterator[Finding]:
    """Cards of which no longer word stands outside the decks, in decks of which most cards have one."""
    said = {lesson.id: _said(lesson) for lesson in course.lessons}
    if not any(said.values()):
        return
    for lesson, position, deck in blocks(course):
        if not isinstance(deck, Cards):
            continue
        # Most cards are about their own lesson, so it is looked into first.
        places = [said[lesson.id], *(text for name, text in said.items() if name != lesson.id)]
        alone = [
            number
            for number, own in enumerate(map(_stems, deck.cards))
            if own and not any(word in text for text in places for word in own)
        ]
        # A deck of which most cards stand for themselves is what is taught.
        if 2 * len(alone) <= len(deck.cards):
            for number in alone:
                yield Finding(
                    "card-unreferenced",
                    "No word of this card occurs in the lessons.",
                    lesson.id,
                    ("blocks", position, "cards", number),
                    "Teach it first, or ask in the words of the lesson.",
                    misses=True,
                )


def homeless(lesson: Lesson) -> list[Cards]:
    """The decks with a card of which their own lesson does not speak: others decide whether it stands alone."""
    said = _said(lesson)
    decks = [block for block in lesson.blocks if isinstance(block, Cards)]
    return [
        deck for deck in decks if any(own and not any(word in said for word in own) for own in map(_stems, deck.cards))
    ]


def _said(lesson: Lesson) -> str:
    return "\n".join(small(block) for block in lesson.blocks if not isinstance(block, Cards | Pool))


def _stems(card: Card) -> set[str]:
    return stems("\n".join((card.front, card.back, card.cloze)))

"""The body of cards: `Q:` and `A:` lines."""

from __future__ import annotations

import re

from hornbook.problems import Span
from hornbook.reading.body import join_prose, merge_options, split_variants, with_attributes
from hornbook.reading.fences import Line
from hornbook.reading.placed import PlacedList, PlacedMap, PlacedText
from hornbook.reading.report import Report

_SIDE = re.compile(r"([QA]):[ \t]+(?=\S)")
_CLOZE = re.compile(r"C:[ \t]")
_LOOKS_LIKE_SIDE = re.compile(r"[ \t]*(?:[QAqa]|Ans(?:wer)?|Question)[ \t]*[:.)]")
_EXPECTED = 'Expected "Q: " or "A: "'


def read(block: PlacedMap, lines: list[Line], report: Report) -> None:
    """A card is `Q: front {#id}` and `A: back`; both go on in lines indented by two spaces."""
    cards = PlacedList(block.span)
    sides: list[tuple[str, list[Line]]] = []
    for line in lines:
        match = None if line.code else _SIDE.match(line.text)
        if match:
            sides.append((match[1], [Line(line.path, line.number, " " * match.end() + line.text[match.end() :])]))
        elif line.blank or line.code or (line.indent >= 2 and not _LOOKS_LIKE_SIDE.match(line.text)):
            if sides:
                sides[-1][1].append(line)
            elif not line.blank:
                report.error("card-shape", f"{_EXPECTED}.", line.start)
        elif _CLOZE.match(line.text):
            report.error(
                "card-cloze",
                "Cards with gaps are not read by this version.",
                line.start,
                "Write the card as Q: and A:.",
            )
        else:
            found = line.text.strip()[:30]
            report.error(
                "card-shape",
                f'{_EXPECTED}, found "{found}".',
                line.start,
                "A line that goes on is indented by two spaces.",
            )
    position = 0
    while position < len(sides):
        side, text = sides[position]
        if side == "A":
            report.error("card-side", "This answer has no question.", text[0].span(), 'Put "Q: " above it.')
            position += 1
        elif position + 1 == len(sides) or sides[position + 1][0] == "Q":
            report.error("card-side", "This question has no answer.", text[0].span(), 'Put "A: " below it.')
            position += 1
        else:
            cards.append(_card(text, sides[position + 1][1], report))
            position += 2
    block.put("cards", cards)


def _card(front: list[Line], back: list[Line], report: Report) -> PlacedMap:
    card = PlacedMap(Span(front[0].path, front[0].number, 1))
    text, attributes = with_attributes(join_prose(front, indent=3), report)
    merge_options(card, attributes, ("id",), "a card", report)
    card.put("front", text)
    answer = join_prose(back, indent=3)
    if "\n" in answer:
        card.put("back", answer)
    else:
        variants = split_variants(answer, report)
        card.put("back", variants[0] if variants else PlacedText("", answer.span))
        card.put("variants", PlacedList(answer.span, variants[1:]))
    return card

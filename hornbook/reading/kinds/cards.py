"""The body of cards: `Q:` and `A:` lines, or `C:` with gaps, each with its hints."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hornbook.markdown import gaps
from hornbook.problems import Span
from hornbook.reading.body import join_prose, merge_options, split_variants, with_attributes
from hornbook.reading.fences import Line
from hornbook.reading.head import Attributes
from hornbook.reading.placed import PlacedList, PlacedMap, PlacedText
from hornbook.reading.report import Report

_SIDE = re.compile(r"([QAC]):[ \t]+(?=\S)|(\?)[ \t]+(?=\S)")
_LOOKS_LIKE_SIDE = re.compile(
    r"[ \t]*(?:(?:[QAqa]|Ans(?:wer)?|Question)[ \t]*[:.)]|(?:[Cc]|Cloze)[ \t]*:|\?+(?:[ \t]|(?=\w)))"
)
#: Options that stand in another line than the first of a side.
_LATE_OPTIONS = re.compile(r"(?<![\\{])\{(?:#|(?:tags|typed|both-ways)\b)[^{}]*\}[ \t]*$")
_EXPECTED = 'Expected "Q: ", "A: ", "C: " or "? "'
#: What an author may write in braces after a card.
CARD_OPTIONS = ("id", "tags", "typed", "both-ways")

_Part = tuple[str, list[Line]]


def read(block: PlacedMap, lines: list[Line], report: Report) -> None:
    """`Q: front {#id}` and `A: back`, or `C: text with {{gaps}} {#id}`; then `? hint`. All go on in indented lines."""
    cards = PlacedList(block.span)
    for parts in _cards(_parts(lines, report), report):
        cards.append(_card(parts, report))
    block.put("cards", cards)


def _parts(lines: Sequence[Line], report: Report) -> list[_Part]:
    """The marked lines, each with those that go on."""
    parts: list[_Part] = []
    for line in lines:
        match = None if line.code else _SIDE.match(line.text)
        if match:
            rest = Line(line.path, line.number, " " * match.end() + line.text[match.end() :])
            parts.append((match[1] or match[2], [rest]))
        elif line.blank or line.code or (line.indent >= 2 and not _LOOKS_LIKE_SIDE.match(line.text)):
            if parts:
                _no_late_options(line, report)
                parts[-1][1].append(line)
            elif not line.blank:
                report.error("card-shape", f"{_EXPECTED}.", line.start)
        else:
            found = line.text.strip()[:30]
            report.error(
                "card-shape",
                f'{_EXPECTED}, found "{found}".',
                line.start,
                "These begin at the start of a line; a line that goes on is indented by two spaces.",
            )
    return parts


def _no_late_options(line: Line, report: Report) -> None:
    match = None if line.code else _LATE_OPTIONS.search(line.text)
    if match:
        report.error(
            "card-options",
            "Options of a card stand at the end of its first line.",
            line.span(match.start() + 1),
            'Move the braces to the line with "Q: " or "C: ".',
        )


def _cards(parts: Sequence[_Part], report: Report) -> list[list[_Part]]:
    """The parts of each card that is whole; the first one is its front, or its text with gaps."""
    cards: list[list[_Part]] = []
    for marker, lines in parts:
        if marker in "QC":
            cards.append([(marker, lines)])
        elif not cards:
            if report.tells_of(lines[0].path, lines[0].number - 1):
                continue  # the line above was to be its question
            what = "answer has no question" if marker == "A" else "hint has no card"
            report.error("card-side", f"This {what}.", lines[0].span(), 'Put "Q: " above it.')
        elif marker == "A" and cards[-1][0][0] == "C":
            report.error(
                "card-side",
                "A card with gaps has no answer of its own: the gaps are the answers.",
                lines[0].span(),
                'Delete this line, or begin the card with "Q: ".',
            )
        elif marker == "A" and any(before == "A" for before, _ in cards[-1]):
            if not report.tells_of(lines[0].path, lines[0].number - 1):
                report.error("card-side", "This answer has no question.", lines[0].span(), 'Put "Q: " above it.')
        else:
            cards[-1].append((marker, lines))
    whole: list[list[_Part]] = []
    for card in cards:
        marker, lines = card[0]
        if marker == "Q" and all(other != "A" for other, _ in card):
            # What was to be the answer may be told already.
            last = card[-1][1][-1]
            if not any(report.tells_of(last.path, number) for number in range(lines[0].number + 1, last.number + 2)):
                report.error("card-side", "This question has no answer.", lines[0].span(), 'Put "A: " below it.')
        else:
            whole.append(card)
    return whole


def _card(parts: Sequence[_Part], report: Report) -> PlacedMap:
    marker, lines = parts[0]
    card = PlacedMap(Span(lines[0].path, lines[0].number, 1))
    text, attributes = with_attributes(join_prose(lines, indent=3), report)
    _take_options(card, attributes, report)
    for other, (first, *_) in parts[1:]:
        if other == "A":
            _no_late_options(first, report)
    if marker == "C":
        card.put("cloze", text)
    else:
        _no_gaps(text, report)
        card.put("front", text)
        _take_back(card, next(lines for other, lines in parts if other == "A"), report)
    hints = [join_prose(lines, indent=2) for other, lines in parts if other == "?"]
    if hints:
        card.put("hints", PlacedList(card.span, hints))
    return card


def _take_options(card: PlacedMap, attributes: Attributes, report: Report) -> None:
    merge_options(card, attributes, CARD_OPTIONS, "a card", report)
    written = card.get("tags")
    if isinstance(written, PlacedText):
        names = [name.strip() for name in written.split(",")]
        if not all(names):
            report.error("card-tags", "A tag is missing here.", written.span, 'Write tags="one, two".')
        card.put("tags", PlacedList(written.span, (PlacedText(name, written.span) for name in names if name)))


def _take_back(card: PlacedMap, lines: Sequence[Line], report: Report) -> None:
    back = join_prose(lines, indent=3)
    _no_gaps(back, report)
    if "\n" in back:
        card.put("back", back)
        return
    variants = split_variants(back, report)
    card.put("back", variants[0] if variants else PlacedText("", back.span))
    card.put("variants", PlacedList(back.span, variants[1:]))


def _no_gaps(text: PlacedText, report: Report) -> None:
    for gap in gaps(text):
        report.error(
            "card-gap",
            "A gap stands in a card with two sides.",
            Span(text.span.path, text.span.line + gap.line, 1),
            'Begin the card with "C: " instead of "Q: " and "A: ", or write "\\{{" for two braces.',
        )

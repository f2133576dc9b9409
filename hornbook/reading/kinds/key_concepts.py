"""The body of key concepts: one list item each, a term and its text."""

from __future__ import annotations

import re

from hornbook.problems import Span
from hornbook.reading.body import item_text, list_items
from hornbook.reading.fences import Line
from hornbook.reading.placed import PlacedList, PlacedMap, PlacedText
from hornbook.reading.report import Report

#: What others put between a term and what it means.
_DASH = re.compile(r"\s+(?:[-\u2013\u2014=]|->|=>)\s+|:(?=\S)")


def _meant(text: str) -> str:
    """What to write instead of a concept without a colon and a space."""
    term, *meaning = _DASH.split(text.split("\n")[0], maxsplit=1)
    return f'Write "- {term}: {meaning[0][:60] if meaning else "what it means"}".'


def read(block: PlacedMap, lines: list[Line], report: Report) -> None:
    """`- Term: what it means`, going on in lines indented by two spaces."""
    concepts = PlacedList(block.span)
    for first, more in list_items(lines, report, 'a concept: "- Term: what it means"'):
        text = item_text(first, more)
        term, colon, meaning = text.partition(": ")
        if not colon or "\n" in term:
            report.error("concept-shape", "A concept is a term, a colon and a text.", text.span, _meant(text))
            continue
        concept = PlacedMap(text.span)
        concept.put("term", PlacedText(term, text.span))
        shift = len(term) + 2
        concept.put("text", PlacedText(meaning, Span(text.span.path, text.span.line, text.span.column + shift)))
        concepts.append(concept)
    block.put("items", concepts)

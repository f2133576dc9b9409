"""The body of key concepts: one list item each, a term and its text."""

from __future__ import annotations

from hornbook.problems import Span
from hornbook.reading.body import item_text, list_items
from hornbook.reading.fences import Line
from hornbook.reading.placed import PlacedList, PlacedMap, PlacedText
from hornbook.reading.report import Report


def read(block: PlacedMap, lines: list[Line], report: Report) -> None:
    """`- Term: what it means`, going on in lines indented by two spaces."""
    concepts = PlacedList(block.span)
    for first, more in list_items(lines, report, 'a concept: "- Term: what it means"'):
        text = item_text(first, more)
        term, colon, meaning = text.partition(": ")
        if not colon or "\n" in term:
            report.error(
                "concept-shape", "A concept is a term, a colon and a text.", text.span, 'Write "- Term: what it means".'
            )
            continue
        concept = PlacedMap(text.span)
        concept.put("term", PlacedText(term, text.span))
        shift = len(term) + 2
        concept.put("text", PlacedText(meaning, Span(text.span.path, text.span.line, text.span.column + shift)))
        concepts.append(concept)
    block.put("items", concepts)

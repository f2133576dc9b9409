"""Games that play with the terms of other blocks: what those hold is put into the game."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hornbook.problems import nearest
from hornbook.reading.placed import PlacedList, PlacedMap, PlacedText
from hornbook.reading.report import Report

#: The kinds that a game can play with: where their items are, and the two sides of each.
_SOURCES = {
    "glossary": ("terms", "term", "definition"),
    "key-concepts": ("items", "term", "text"),
    "cards": ("cards", "front", "back"),
}
#: A game of fewer is none.
_FEWEST = 2


def fill_games(blocks: Iterable[object], report: Report) -> None:
    """Complete the games among the blocks of a lesson, and report what they play with that is not there."""
    maps = [block for block in blocks if isinstance(block, PlacedMap)]
    named = {str(block["id"]): block for block in maps if "id" in block}
    for block in maps:
        if block.get("kind") == "game" and isinstance(written := block.get("from"), PlacedText):
            _fill(block, written, named, report)


def _fill(game: PlacedMap, written: PlacedText, named: dict[str, PlacedMap], report: Report) -> None:
    before = len(report.problems)
    items = PlacedList(written.span)
    for name in (part.strip() for part in written.split(" | ")):
        block = named.get(name)
        kind = str(block.get("kind")) if block is not None else ""
        if block is None:
            usable = [other for other, held in named.items() if held.get("kind") in _SOURCES]
            hint = nearest(name, usable) or f'Give a glossary or another block this id: "::: glossary {{#{name}}}".'
            report.error("from-unknown", f'There is no block "{name}" in this lesson.', written.span, hint)
        elif kind not in _SOURCES:
            report.error(
                "from-kind",
                f'"{name}" is a block of the kind {kind}; a game cannot play with it.',
                written.span,
                "Name a glossary, key concepts or cards.",
            )
        else:
            items.extend(_items(block, *_SOURCES[kind]))
    failed = len(report.problems) > before
    if not failed and len(items) < _FEWEST:
        report.error(
            "game-too-small",
            f"There {'is one term' if len(items) == 1 else 'are no terms'} to play with; a game needs {_FEWEST}.",
            written.span,
            'Name more blocks, with " | " between them.',
        )
    game.broken = game.broken or len(report.problems) > before
    game.put("items", items)


def _items(block: PlacedMap, field: str, term: str, text: str) -> Iterator[PlacedMap]:
    held = block.get(field)
    for each in held if isinstance(held, PlacedList) else ():
        if isinstance(each, PlacedMap) and term in each and text in each:
            item = PlacedMap(each.span)
            item.put("term", each[term])
            item.put("text", each[text])
            yield item

"""A lesson as YAML or JSON: the fields of the model as they are, for importers and scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hornbook.blocks import BLOCK_KINDS
from hornbook.blocks.pool import NO_OPTIONS
from hornbook.model import GIVEN
from hornbook.problems import Problem, nearest
from hornbook.reading.games import fill_games
from hornbook.reading.gates import check_gates
from hornbook.reading.placed import PlacedList, PlacedMap, PlacedText
from hornbook.reading.pools import fill_from_pools
from hornbook.reading.report import Report
from hornbook.reading.source import Source
from hornbook.reading.types.choice import refuse_same
from hornbook.reading.yaml_tree import read_yaml

#: A character beyond the first 65,536 as some writers of JSON put it; YAML knows no such pairs.
_PAIR = re.compile(r"\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")
_GIVEN = frozenset(name.replace("_", "-") for name in GIVEN)
#: Parts of questions that a learner tells apart by their text.
_APART = ("options", "regions", "steps")


def read_data_lesson(source: Source) -> tuple[PlacedMap, list[Problem]]:
    """The fields of the lesson's model; a block that cannot be read is left out and reported."""
    data, problems = read_yaml(_PAIR.sub(_joined, source.text), source.path)
    report = Report()
    # The same value twice is right in data: marks of a row, for one.
    report.problems.extend(problem for problem in problems if problem.code != "repeated-line")
    data.broken = bool(report.problems)
    _tidy(data, report)
    if "blocks" not in data and not data.broken:
        meant = next((name for name in data if nearest(name, ["blocks"]).startswith("Did you mean")), "")
        hint = (
            f'Did you mean it with "{meant}"?' if meant else 'Add "blocks:" and each block as "- kind: ..." under it.'
        )
        report.error("missing", '"blocks" is missing here.', data.keys_at.get(meant, data.span), hint)
        data.pop(meant, None)
    written = data.get("blocks", PlacedList(data.span))
    if not isinstance(written, PlacedList):
        span = data.keys_at.get("blocks", data.span)
        report.error("type", '"blocks" must be a list.', span, 'Write each block as "- kind: ..." under it.')
        written = PlacedList(data.span)
    blocks = PlacedList(written.span, (block for block in _flat(written, report) if _is_block(block, report)))
    for block in blocks:
        assert isinstance(block, PlacedMap)
        _check(block, report)
    fill_from_pools(blocks, report)
    fill_games(blocks, report)
    check_gates(blocks, report)
    data.put("blocks", blocks)
    return data, report.problems


def _flat(blocks: PlacedList, report: Report) -> Iterator[object]:
    """Gates, and the blocks that they hold behind them."""
    for block in blocks:
        yield block
        if not isinstance(block, PlacedMap) or block.get("kind") != "gate":
            continue
        if "holds" in block:
            report.error("option-unknown", '"holds" is not known here.', block.keys_at["holds"], 'Write "blocks:".')
        held = block.pop("blocks", None)
        if not isinstance(held, PlacedList) or not held:
            report.error("gate-empty", "This gate holds no block.", block.span, 'Write "blocks:" and a list of them.')
            block.broken = True
            continue
        block.put("holds", len(held))
        for inner in held:
            if isinstance(inner, PlacedMap) and inner.get("kind") == "gate":
                report.error("gate-in-gate", "A gate cannot hold another one.", inner.span, "Put it behind this one.")
            else:
                yield inner


def _joined(pair: re.Match[str]) -> str:
    high, low = int(pair[1], 16), int(pair[2], 16)
    return f"\\U{0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00):08X}"


def _tidy(data: object, report: Report) -> None:
    """Texts without blank lines around them, as in Markdown; fields that nobody writes are refused."""
    if isinstance(data, PlacedMap):
        for name in [name for name in data if name in _GIVEN]:
            report.error(
                "option-unknown", f'"{name}" is not known here.', data.keys_at[name], "Hornbook gives it by itself."
            )
            del data[name]
        for name, value in data.items():
            data[name] = _trimmed(value)
            _tidy(value, report)
    elif isinstance(data, PlacedList):
        for position, value in enumerate(data):
            data[position] = _trimmed(value)
            _tidy(value, report)


def _trimmed(value: object) -> object:
    return PlacedText(value.strip("\n").rstrip(), value.span) if isinstance(value, PlacedText) else value


def _is_block(block: object, report: Report) -> bool:
    if not isinstance(block, PlacedMap):
        assert isinstance(block, PlacedText | PlacedList)
        report.error("type", 'A block must hold lines "name: value".', block.span, 'It begins with "kind: ...".')
        return False
    kind = block.get("kind")
    if not isinstance(kind, PlacedText):
        report.error("kind-missing", "This block does not say its kind.", block.span, 'Add "kind: text" or another.')
        return False
    if kind not in BLOCK_KINDS:
        report.error("kind-unknown", f'"{kind}" is not a kind of block.', kind.span, nearest(kind, BLOCK_KINDS))
        return False
    return True


def _check(block: PlacedMap, report: Report) -> None:
    """What the model cannot know: that speakers are in the cast, that answers can be told apart."""
    names = [str(name) for name in _list(block, "cast")]
    for part in _maps(block, "parts"):
        for said in _maps(part, "lines"):
            speaker = said.get("speaker")
            if isinstance(speaker, PlacedText) and speaker not in names:
                report.error(
                    "speaker-unknown", f'"{speaker}" is not in the cast.', speaker.span, nearest(speaker, names)
                )
    for question in _maps(block, "questions"):
        for field in _APART:
            refuse_same((part for part in _maps(question, field) if "text" in part), "text", report)
    unused = {"pool": NO_OPTIONS, "gate": frozenset({"weight", "required"})}.get(str(block["kind"]), frozenset())
    for name in [name for name in block if name in unused]:
        report.error("option-unknown", f'"{name}" is not known here.', block.keys_at[name], "Take it away.")
        del block[name]
    if block.get("kind") == "game" and "items" in block:
        report.error(
            "option-unknown",
            '"items" is not known here.',
            block.keys_at["items"],
            'Name the blocks that the game plays with: "from: glossary".',
        )
        del block["items"]


def _list(data: PlacedMap, name: str) -> PlacedList:
    value = data.get(name)
    return value if isinstance(value, PlacedList) else PlacedList(data.span)


def _maps(data: PlacedMap, name: str) -> Iterator[PlacedMap]:
    return (item for item in _list(data, name) if isinstance(item, PlacedMap))

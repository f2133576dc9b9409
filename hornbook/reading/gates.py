"""Gates among the blocks of a lesson: what opens each must come before it."""

from __future__ import annotations

from collections.abc import Iterable

from hornbook.problems import nearest
from hornbook.reading.placed import PlacedMap, PlacedText
from hornbook.reading.report import Report

_AFTER = "after:"


def check_gates(blocks: Iterable[object], report: Report) -> None:
    """Report each gate that waits for a block which is not there, or comes later: it would never open."""
    before: list[str] = []
    for block in blocks:
        if not isinstance(block, PlacedMap):
            continue
        rule = block.get("rule")
        if block.get("kind") == "gate" and isinstance(rule, PlacedText) and rule.startswith(_AFTER):
            name = rule.removeprefix(_AFTER)
            if name not in before:
                report.error(
                    "gate-after",
                    f'There is no block "{name}" before this gate, so nothing would open it.',
                    rule.span,
                    nearest(name, before) or "Give the block that must be done first an id, and put it above the gate.",
                )
        if block.get("kind") not in ("gate", "pool") and "id" in block:
            before.append(str(block["id"]))

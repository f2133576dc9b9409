"""A slip of the finger is seen by the reader, or does no harm."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from tests.hornbook.reading.slips import Desk

SLIPS = 500
MOST_SILENT = 0.03


def test_few_slips_change_a_lesson_in_silence(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "course")
    outcomes = [desk.slip(seed) for seed in range(SLIPS)]
    verdicts = Counter(outcome.verdict for outcome in outcomes)
    silent = [outcome for outcome in outcomes if outcome.verdict == "silent"]
    assert verdicts["silent"] <= MOST_SILENT * SLIPS, silent
    # A reader that refuses everything would pass the line above.
    assert verdicts["harmless"] > 0.1 * SLIPS

"""A slip of the finger is seen by the reader and told where it is, or does no harm."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from tests.hornbook.reading.slips import Desk

SLIPS = 500
MOST_SILENT = 0.015
LEAST_NEAR = 0.9


def test_few_slips_change_a_lesson_in_silence_and_most_are_told_where_they_are(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "course")
    outcomes = [desk.slip(seed) for seed in range(SLIPS)]
    verdicts = Counter(outcome.verdict for outcome in outcomes)
    silent = [outcome for outcome in outcomes if outcome.verdict == "silent"]
    assert len(silent) <= MOST_SILENT * SLIPS, silent
    # A reader that refuses everything would pass the line above.
    assert verdicts["harmless"] > 0.1 * SLIPS
    reports = sum(len(outcome.told) for outcome in outcomes)
    far = [outcome for outcome in outcomes if outcome.near < len(outcome.told)]
    assert sum(outcome.near for outcome in outcomes) >= LEAST_NEAR * reports, far

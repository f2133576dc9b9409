"""How many slips of the finger change a lesson without the reader saying so, and how near to them the reports stand:

    python -m benchmarks.slips [COUNT] [--first SEED] [--far]

Each slip is made in a sound lesson, read, rendered and packed; an exception ends the run with its seed. Prints for each
operator the share of slips that were reported, did no harm, or passed in silence, and of reports on the slipped line or
the next; and every silent slip.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from tests.hornbook.reading.slips import Desk, Outcome

COUNT = 20_000
MOST_SILENT = 0.015
"""The share of slips that may pass in silence."""
LEAST_NEAR = 0.9
"""The share of reports that are on the slipped line, or on the next."""


@dataclass
class Tally:
    """What became of some slips."""

    verdicts: Counter[str] = field(default_factory=Counter)
    reports: int = 0
    near: int = 0

    def add(self, outcome: Outcome) -> None:
        """One more slip."""
        self.verdicts[outcome.verdict] += 1
        self.reports += len(outcome.told)
        self.near += outcome.near

    @property
    def slips(self) -> int:
        """How many slips it counts."""
        return self.verdicts.total()

    @property
    def silent_share(self) -> float:
        """How much of the slips changed the lesson and was not reported."""
        return self.verdicts["silent"] / max(1, self.slips)

    @property
    def near_share(self) -> float:
        """How much of the reports is on the slipped line, or on the next."""
        return self.near / max(1, self.reports)

    def row(self, name: str) -> str:
        """A line of the table."""
        counts = "".join(f"{self.verdicts[verdict]:10,}" for verdict in ("reported", "harmless", "silent"))
        return f"{name:16}{self.slips:8,}{counts}{self.silent_share:9.2%}{self.reports:9,}{self.near_share:8.1%}"


def main() -> int:
    """Try one slip for each seed."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("count", type=int, nargs="?", default=COUNT)
    arguments.add_argument("--first", type=int, default=0, help="the first seed")
    arguments.add_argument("--far", action="store_true", help="print each report that is elsewhere, too")
    chosen = arguments.parse_args()
    whole = Tally()
    by_operator: dict[str, Tally] = {}
    with tempfile.TemporaryDirectory() as name:
        desk = Desk(Path(name) / "course")
        for seed in range(chosen.first, chosen.first + chosen.count):
            try:
                outcome = desk.slip(seed)
            except Exception:
                print(f"seed {seed}:", file=sys.stderr)
                raise
            whole.add(outcome)
            by_operator.setdefault(outcome.operator, Tally()).add(outcome)
            if outcome.verdict == "silent" or (chosen.far and outcome.near < len(outcome.told)):
                told = f", told in {outcome.told}" if outcome.told else ""
                print(
                    f"seed {seed}, {outcome.operator}, line {outcome.line}{told}: "
                    f"{outcome.before[:60]!r} -> {outcome.after[:180]!r}"
                )
    print(f"{'':16}{'slips':>8}{'reported':>10}{'harmless':>10}{'silent':>10}{'':9}{'reports':>9}{'near':>8}")
    for operator, tally in sorted(by_operator.items()):
        print(tally.row(operator))
    print(whole.row("all"))
    return int(whole.silent_share > MOST_SILENT or whole.near_share < LEAST_NEAR)


if __name__ == "__main__":
    sys.exit(main())

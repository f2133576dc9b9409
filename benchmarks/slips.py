"""How many slips of the finger change a lesson without the reader saying so: `python -m benchmarks.slips [COUNT]`.

Each slip is made in a sound lesson, read, rendered and packed; an exception ends the run with its seed. Prints the
share of slips that were reported, did no harm, or passed in silence, and every silent one.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.hornbook.reading.slips import Desk

COUNT = 20_000
LIMIT = 0.015
"""The share of slips that may pass in silence."""


def main() -> int:
    """Try one slip for each seed."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else COUNT
    verdicts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        desk = Desk(Path(name) / "course")
        for seed in range(count):
            try:
                outcome = desk.slip(seed)
            except Exception:
                print(f"seed {seed}:", file=sys.stderr)
                raise
            verdicts[outcome.verdict] += 1
            if outcome.verdict == "silent":
                print(f"seed {seed}, line {outcome.line}: {outcome.before[:60]!r} -> {outcome.after[:180]!r}")
    for verdict, number in verdicts.most_common():
        print(f"{verdict:10}{number:7,}  {number / count:7.2%}")
    return int(verdicts["silent"] > LIMIT * count)


if __name__ == "__main__":
    sys.exit(main())

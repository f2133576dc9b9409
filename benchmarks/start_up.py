"""How long `hornbook --help` takes, beside Python itself: heavy libraries must not be imported for it.

Prints the median of several runs of each and the ratio, which is the number to compare between machines.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

RUNS = 15
LIMIT = 0.3
"""Seconds that `hornbook --help` may take."""

COMMANDS = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "python -c 'import click'": [sys.executable, "-c", "import click"],
    "hornbook --help": [sys.executable, "-m", "packager.cli", "--help"],
}


def seconds(command: list[str]) -> float:
    """Wall time of one run."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> int:
    """Measure in turns, so that a busy moment of the machine meets all commands alike."""
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(RUNS):
        for name, command in COMMANDS.items():
            times[name].append(seconds(command))
    medians = {name: statistics.median(found) for name, found in times.items()}
    base = medians["python -c pass"]
    for name, median in medians.items():
        print(f"{name:28} {median * 1000:6.0f} ms   {median / base:4.1f} x python")
    return int(medians["hornbook --help"] > LIMIT)


if __name__ == "__main__":
    sys.exit(main())

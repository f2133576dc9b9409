"""Kills of a grade worker at random moments: every acknowledged score arrives all the same.

`pytest` kills a few times. For more:

    python -m tests.lti_app.kills --kills 200
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from fractions import Fraction
from pathlib import Path

from sqlalchemy import update

from lti_app.demo.faults import slow
from lti_app.demo.lms import StandInLms
from lti_app.storage.models import GradeDelivery
from tests.lti_app.circle import running_lms
from tests.lti_app.grading import Graded, graded_activity

LEARNERS = ("11", "12", "13", "14", "15", "16")


#: Starts workers at a word: a process that has everything loaded, and forks.
_NURSERY = """
import os, sys
from lti_app.cli import main
import lti_app.app, lti_app.background, lti_app.storage.migrate
for line in sys.stdin:
    child = os.fork()
    if child == 0:
        main(sys.argv[1:])
    print(child, flush=True)
    os.waitpid(child, 0)
"""


class Nursery:
    """Where workers of one database come from, each a process of its own that does what `hornbook-lti worker` does."""

    def __init__(self, graded: Graded) -> None:
        host = graded.lms.url.removeprefix("http://")
        command = [sys.executable, "-c", _NURSERY, "worker", "--database", str(graded.database.engine.url)]
        self._process = subprocess.Popen(
            [*command, "--allow-platform-host", host],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def start(self) -> int:
        """A new worker that is ready; its process id."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        assert self._process.stderr is not None
        self._process.stdin.write("start\n")
        self._process.stdin.flush()
        child = int(self._process.stdout.readline())
        for line in self._process.stderr:
            if "ready" in line:
                return child
        raise AssertionError("the worker did not start")

    def close(self) -> None:
        """No more workers."""
        self._process.communicate(timeout=40)


def _end_leases(graded: Graded) -> None:
    """As if the minute that a lease lasts had gone by."""
    with graded.database.writing() as session:
        session.execute(update(GradeDelivery).where(GradeDelivery.lease != "").values(leased_until=graded.clock()))


def run(kills: int, seed: int, lms: StandInLms, folder: Path) -> list[str]:
    """Kill that many workers while scores change; what is wrong in the gradebook in the end."""
    lot = random.Random(seed)
    lms.faults.plan = lambda operation: slow(lot.random() * 0.05) if operation == "scores" else None
    latest: dict[str, Fraction] = {}
    with graded_activity(lms, folder, migrated=True) as graded:
        nursery = Nursery(graded)
        for _ in range(kills):
            worker = nursery.start()
            end = time.monotonic() + lot.random() * 0.3
            while time.monotonic() < end:
                learner, earned = lot.choice(LEARNERS), Fraction(lot.randint(0, 100), 100)
                graded.score(learner, earned)
                latest[learner] = earned
                time.sleep(lot.random() * 0.02)
            os.kill(worker, signal.SIGKILL)
            _end_leases(graded)
        worker = nursery.start()
        end = time.monotonic() + 60
        while time.monotonic() < end and any(graded.state(learner).state != "sent" for learner in latest):
            time.sleep(0.05)
        os.kill(worker, signal.SIGTERM)
        nursery.close()
        return [
            f"{learner}: {graded.grade(learner)} instead of {float(earned * 100)}"
            for learner, earned in sorted(latest.items())
            if graded.grade(learner) != float(earned * 100)
        ]


def main() -> int:
    """Many kills."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--kills", type=int, default=200)
    arguments.add_argument("--seed", type=int, default=1)
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder, running_lms() as lms:
        wrong = run(chosen.kills, chosen.seed, lms, Path(folder))
    sys.stdout.write("".join(f"{line}\n" for line in wrong) + f"{chosen.kills} kills, {len(wrong)} wrong\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

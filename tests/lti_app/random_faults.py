"""Random bad days of an LMS, from a seed: whatever happens, the gradebook ends up with our latest scores.

`pytest` runs a few hundred posts. For many:

    python -m tests.lti_app.random_faults --posts 100000
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from lti_app.demo.faults import DROP_AFTER, DROP_BEFORE, LOGIN_PAGE, Fault, answers
from lti_app.demo.lms import StandInLms
from lti_app.services.outbox import Outbox
from lti_app.services.parcels import Outcome, Parcel
from tests.lti_app.circle import running_lms
from tests.lti_app.grading import Graded, graded_activity

#: What an outage can do to a request; nobody has to do anything about any of them.
FAULTS = (
    answers(500),
    answers(502),
    answers(503, retry_after="7"),
    answers(429, retry_after="40"),
    answers(429),
    answers(401),
    answers(403),
    answers(404),
    answers(403, text="403 Forbidden (Rate Limit Exceeded)"),
    LOGIN_PAGE,
    DROP_BEFORE,
    DROP_AFTER,
    DROP_AFTER,
)
LEARNERS = ("11", "12", "13", "14", "15", "16")


@dataclass
class Worker:
    """A process that sends, and may die at any moment: what it holds is then lost."""

    outbox: Outbox
    held: list[Parcel] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)


class BadDays:
    """One run: random steps of learners, workers, the clock and the LMS."""

    def __init__(self, seed: int, graded: Graded) -> None:
        self.lot = random.Random(seed)
        self.graded = graded
        self.workers = [
            Worker(Outbox(graded.database, graded.connector, graded.clock, draw=self.lot.random)) for _ in range(3)
        ]
        self.latest: dict[str, Fraction] = {}
        self.submissions = dict.fromkeys(LEARNERS, 0)
        self.badness = 0.3
        graded.lms.faults.plan = self._fault

    def _fault(self, operation: str) -> Fault | None:
        if operation == "jwks" or self.lot.random() >= self.badness:
            return None
        return self.lot.choice(FAULTS)

    def step(self) -> None:
        """Something happens."""
        match self.lot.choices(
            ("work", "claim", "deliver", "settle", "die", "wait", "day", "revoke", "stop", "start", "mood"),
            (30, 30, 40, 30, 3, 20, 1, 1, 1, 4, 2),
        )[0]:
            case "work":
                self._work()
            case "claim":
                worker = self._worker()
                worker.held += worker.outbox.claim(self.lot.randint(1, 4))
            case "deliver":
                worker = self._worker()
                if worker.held:
                    parcel = worker.held.pop(self.lot.randrange(len(worker.held)))
                    worker.outcomes.append(worker.outbox.deliver(parcel))
            case "settle":
                worker = self._worker()
                worker.outbox.settle(worker.outcomes)
                worker.outcomes.clear()
            case "die":
                worker = self._worker()
                worker.held.clear()
                worker.outcomes.clear()
            case "wait":
                self.graded.clock.advance(seconds=self.lot.choice((0, 0.2, 1, 5, 20, 61)))
            case "day":
                self.graded.clock.advance(hours=self.lot.randint(1, 30))
            case "revoke":
                self.graded.lms.revoke_tokens()
            case "stop":
                self.graded.lms.down = True
            case "start":
                self.graded.lms.down = False
            case "mood":
                self.badness = self.lot.choice((0.0, 0.1, 0.3, 0.6, 0.95))

    def _worker(self) -> Worker:
        return self.lot.choice(self.workers)

    def _work(self) -> None:
        learner = self.lot.choice(LEARNERS)
        regrade = self.submissions[learner] and self.lot.random() < 0.3
        if not regrade:
            self.submissions[learner] += 1
        earned = None if self.lot.random() < 0.05 else Fraction(self.lot.randint(0, 60), 60)
        self.graded.score(learner, earned, submissions=self.submissions[learner])
        if earned is None:
            # Waits for a mark by hand: the gradebook keeps whatever it was told last.
            self.latest.pop(learner, None)
        else:
            self.latest[learner] = earned

    def good_days(self) -> None:
        """The LMS is well again, and time goes by; nobody does anything."""
        self.badness = 0.0
        self.graded.lms.down = False
        for worker in self.workers:
            worker.held.clear()
            worker.outcomes.clear()
        for _ in range(40):
            self.graded.clock.advance(seconds=61)
            while self.graded.outbox.run_once():
                pass
        self.graded.clock.advance(days=1, seconds=1)
        while self.graded.outbox.run_once():
            pass

    def wrong(self) -> list[str]:
        """Where the gradebook is not what it should be."""
        found = []
        for learner, earned in sorted(self.latest.items()):
            grade = self.graded.grade(learner)
            wanted = float(round(earned * 100, 2))
            if grade is None or abs(grade - wanted) > 0.006:
                found.append(f"{learner}: {grade} instead of {wanted}, {self.graded.state(learner)}")
            entry = self.graded.entry(learner)
            if entry is not None and entry.submissions > self.submissions[learner]:
                found.append(f"{learner}: {entry.submissions} submissions instead of {self.submissions[learner]}")
        return found


def run(seed: int, posts: int, manners: str, lms: StandInLms, folder: Path) -> tuple[int, list[str]]:
    """Bad days until the LMS was asked `posts` times, and good ones after; how often, and what is wrong."""
    lms.use(manners)
    with graded_activity(lms, folder) as graded:
        before = lms.counts["scores"]
        days = BadDays(seed, graded)
        while lms.counts["scores"] - before < posts:
            days.step()
        days.good_days()
        return lms.counts["scores"] - before, days.wrong()


def main() -> int:
    """Many runs, one seed after another."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--posts", type=int, default=100_000)
    arguments.add_argument("--seed", type=int, default=1)
    chosen = arguments.parse_args()
    started, posts, seed, failures = time.monotonic(), 0, chosen.seed, 0
    while posts < chosen.posts:
        manners = ("moodle", "canvas")[seed % 2]
        with tempfile.TemporaryDirectory() as folder, running_lms(manners) as lms:
            count, wrong = run(seed, 500, manners, lms, Path(folder))
        posts += count
        failures += len(wrong)
        for line in wrong:
            sys.stdout.write(f"seed {seed}, {manners}: {line}\n")
        sys.stdout.write(f"{posts} posts, {failures} wrong, {time.monotonic() - started:.0f} s\n")
        sys.stdout.flush()
        seed += 1
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())

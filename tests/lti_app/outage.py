"""An LMS that is away for hours while a class works: every score arrives after its return, and no other LMS waits.

`pytest` plays one with a small class. The size of a faculty:

    python -m tests.lti_app.outage --learners 10000 --hours 6
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from pathlib import Path

from lti_app.demo.lms import StandInLms
from lti_app.demo.school import Person
from tests.lti_app.circle import running_lms
from tests.lti_app.grading import Graded, graded_activity

#: The worker looks at least so often.
STEP = timedelta(seconds=5)
#: An LMS that is back has all scores after so long.
SOON = timedelta(seconds=120)


@dataclass(frozen=True)
class Outcome:
    """How an outage went."""

    scores: int
    #: Requests to the LMS while it was away, and to its token address in all.
    knocks: int
    tokens: int
    #: From its return until the last score was there, by the clock of the tool.
    after: timedelta
    wrong: list[str]


def run(learners: int, hours: float, lms: StandInLms, other: StandInLms, folder: Path) -> Outcome:
    """Let the LMS be away; each learner's work ends at some time of it, some change theirs, and one is elsewhere."""
    ids = [f"s{number}" for number in range(learners)]
    for one in ids:
        lms.school.people[one] = Person(one, "A", one)
    with (
        graded_activity(lms, folder, beside=other) as graded,
        graded_activity(other, folder, url=graded.database.engine.url.render_as_string(False)) as alive,
    ):
        alive.clock = other.time = graded.clock
        wrong = []
        latest: dict[str, Fraction] = {}
        lms.down = True
        before = sum(lms.counts.values())
        began, end = graded.clock(), timedelta(hours=hours)
        while (gone := graded.clock() - began) < end:
            for number in range(len(latest), min(learners, round(learners * (gone + STEP) / end))):
                _score(graded, latest, ids[number], Fraction(number % 97, 97))
                if number % 10 == 9:
                    _score(graded, latest, ids[number - 5], Fraction(number % 89, 89))
            elsewhere = Fraction(int(gone / STEP) % 101, 100)
            alive.score("11", elsewhere)
            graded.clock.advance(seconds=STEP.total_seconds())
            _work(graded)
            if alive.grade("11") != float(elsewhere * 100):
                wrong.append(f"the other LMS waits after {gone}: {alive.state('11')}")
        knocks = sum(lms.counts.values()) - before
        lms.down = False
        returned = graded.clock()
        while graded.clock() - returned < 2 * SOON and not _all_there(graded, latest):
            graded.clock.advance(seconds=STEP.total_seconds())
            _work(graded)
        wrong += [
            f"{one}: {graded.grade(one)} instead of {float(earned * 100)}"
            for one, earned in latest.items()
            if not _is_there(graded, one, earned)
        ]
        return Outcome(len(latest), knocks, lms.counts["token"], graded.clock() - returned, wrong)


def _score(graded: Graded, latest: dict[str, Fraction], learner: str, earned: Fraction) -> None:
    graded.score(learner, earned)
    latest[learner] = earned


def _work(graded: Graded) -> None:
    while graded.outbox.run_once():
        pass


def _is_there(graded: Graded, learner: str, earned: Fraction) -> bool:
    grade = graded.grade(learner)
    return grade is not None and abs(grade - float(earned * 100)) < 0.006


def _all_there(graded: Graded, latest: dict[str, Fraction]) -> bool:
    return all(_is_there(graded, learner, earned) for learner, earned in latest.items())


def main() -> int:
    """One outage."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--learners", type=int, default=10_000)
    arguments.add_argument("--hours", type=float, default=6)
    chosen = arguments.parse_args()
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, running_lms() as lms, running_lms() as other:
        found = run(chosen.learners, chosen.hours, lms, other, Path(folder))
    for line in found.wrong[:20]:
        sys.stdout.write(line + "\n")
    sys.stdout.write(
        f"{found.scores} scores, {found.knocks} requests during {chosen.hours} hours, {found.tokens} for tokens in all,"
        f" all there {found.after.total_seconds():.0f} s after the return, {len(found.wrong)} wrong"
        f" ({time.monotonic() - started:.0f} s)\n"
    )
    return 1 if found.wrong or found.after > SOON else 0


if __name__ == "__main__":
    sys.exit(main())

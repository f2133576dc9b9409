"""The gradebook converges to our latest score after any mix of outages, with no action by anyone."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from lti_app.demo.faults import hangs
from lti_app.demo.lms import StandInLms
from lti_app.lti import http
from tests.lti_app import kills, outage
from tests.lti_app.circle import running_lms
from tests.lti_app.grading import graded_activity
from tests.lti_app.random_faults import run


@pytest.mark.parametrize(("seed", "manners"), [(1, "moodle"), (2, "canvas"), (3, "moodle"), (4, "canvas")])
def test_the_gradebook_converges_after_random_faults(
    platform: StandInLms, tmp_path: Path, seed: int, manners: str
) -> None:
    posts, wrong = run(seed, 40, manners, platform, tmp_path)

    assert posts >= 40
    assert wrong == []


def test_an_outage_loses_nothing_asks_rarely_and_delays_no_other_lms(platform: StandInLms, tmp_path: Path) -> None:
    with running_lms() as other:
        found = outage.run(20, 0.05, platform, other, tmp_path)

    assert found.wrong == []
    assert (found.scores, found.after <= outage.SOON) == (20, True)
    # One probe in 30 seconds, after the three failures that open the breaker.
    assert found.knocks <= 3 + 6


def test_an_lms_that_never_answers_is_left_after_a_while(
    platform: StandInLms, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with graded_activity(platform, tmp_path) as graded:
        graded.score("11", "1/2")
        platform.faults.script("scores", hangs(3.0))
        with monkeypatch.context() as impatient:
            impatient.setattr(http, "READ_SECONDS", 1.0)
            graded.outbox.run_once()
        assert graded.state("11").problem == "no-answer"
        graded.clock.advance(seconds=31)
        graded.outbox.run_once()
        assert graded.grade("11") == 50


def test_two_workers_on_one_database_send_each_score_once(platform: StandInLms, tmp_path: Path) -> None:
    with graded_activity(platform, tmp_path) as graded:
        for learner in ("11", "12", "13", "14", "15", "16"):
            graded.score(learner, "1/2")
        first, second = graded.outbox.claim(3), graded.outbox.claim(10)

        assert {parcel.score_id for parcel in first} & {parcel.score_id for parcel in second} == set()
        assert len(first) + len(second) == 6


def test_a_database_that_is_locked_delays_and_loses_nothing(platform: StandInLms, tmp_path: Path) -> None:
    from lti_app.services.worker import Worker

    with graded_activity(platform, tmp_path) as graded:
        graded.score("11", "1/2")
        locker = sqlite3.connect(tmp_path / "grades.db", isolation_level=None)
        locker.execute("BEGIN IMMEDIATE")
        worker = Worker(graded.outbox, look=0.05).start()
        locker.execute("COMMIT")
        locker.close()
        for _ in range(2_000):
            if graded.state("11").state == "sent":
                break
            worker._stop.wait(0.02)
        worker.stop()
        assert graded.grade("11") == 50


def test_every_acknowledged_score_arrives_though_workers_are_killed(platform: StandInLms, tmp_path: Path) -> None:
    assert kills.run(20, 7, platform, tmp_path) == []

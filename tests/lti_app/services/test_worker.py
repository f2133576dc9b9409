"""The worker: threads, bells, and databases and platforms that fail."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from lti_app.demo.faults import hangs
from lti_app.demo.lms import StandInLms
from lti_app.services.worker import Worker
from tests.lti_app.circle import running_lms
from tests.lti_app.grading import Graded, graded_activity


@pytest.fixture
def graded(platform: StandInLms, tmp_path: Path) -> Iterator[Graded]:
    with graded_activity(platform, tmp_path) as activity:
        yield activity


@pytest.fixture
def worker(graded: Graded) -> Iterator[Worker]:
    running = Worker(graded.outbox, look=5.0).start()
    yield running
    running.stop()


def _until(condition: Callable[[], bool], seconds: float = 10.0) -> float:
    """How long it took until the condition held; fails after `seconds`."""
    started = time.monotonic()
    while time.monotonic() - started < seconds:
        if condition():
            return time.monotonic() - started
        time.sleep(0.01)
    raise AssertionError("it never happened")


def test_a_committed_score_rings_and_goes_at_once(graded: Graded, worker: Worker) -> None:
    time.sleep(0.2)
    graded.score("11", "1/2")

    assert _until(lambda: graded.grade("11") == 50) < 4, "the worker looks by itself only every 5 seconds"
    _until(lambda: graded.state("11").state == "sent")


def test_a_whole_class_is_delivered(graded: Graded, worker: Worker) -> None:
    for learner in ("11", "12", "13", "14", "15", "16"):
        graded.score(learner, "3/4")

    _until(lambda: all(graded.grade(learner) == 75 for learner in ("11", "12", "13", "14", "15", "16")))


def test_a_platform_that_hangs_does_not_hold_up_another(platform: StandInLms, tmp_path: Path) -> None:
    with running_lms() as other, graded_activity(platform, tmp_path, beside=other) as hanging:
        platform.faults.always["scores"] = hangs(3)
        for learner in ("11", "12", "13", "14", "15"):
            hanging.score(learner, "1/2")
        with graded_activity(other, tmp_path, url=str(hanging.database.engine.url)) as alive:
            worker = Worker(hanging.outbox, senders=4, share=2, look=0.1).start()
            _until(lambda: platform.counts["scores"] == 2)
            alive.score("11", 1)
            assert _until(lambda: alive.grade("11") == 100) < 2.5
            assert platform.counts["scores"] == 2
            worker.stop()


def test_what_is_in_flight_is_written_down_before_the_end(graded: Graded) -> None:
    worker = Worker(graded.outbox).start()
    graded.score("11", "1/2")
    _until(lambda: graded.grade("11") == 50)
    worker.stop()

    assert graded.state("11").state == "sent"

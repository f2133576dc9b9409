"""The worker: threads, bells, and databases and platforms that fail."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from lti_app.demo.faults import answers, hangs
from lti_app.demo.lms import StandInLms
from lti_app.services.parcels import Outcome, Parcel
from lti_app.services.worker import Worker
from tests.lti_app.circle import running_lms
from tests.lti_app.grading import Graded, graded_activity


@pytest.fixture
def graded(platform: StandInLms, tmp_path: Path) -> Iterator[Graded]:
    with graded_activity(platform, tmp_path) as activity:
        yield activity


@pytest.fixture
def worker(graded: Graded) -> Iterator[Worker]:
    running = Worker(graded.outbox, look=600.0).start()
    yield running
    running.stop()


def _until(condition: Callable[[], bool], seconds: float = 30.0) -> None:
    """Wait until the condition holds; fails after `seconds`."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.01)


def test_a_committed_score_rings_and_goes_at_once(graded: Graded, worker: Worker) -> None:
    time.sleep(0.2)
    graded.score("11", "1/2")

    # By itself the worker would look only ten minutes later.
    _until(lambda: graded.grade("11") == 50)
    _until(lambda: graded.state("11").state == "sent")


def test_a_whole_class_is_delivered(graded: Graded, worker: Worker) -> None:
    for learner in ("11", "12", "13", "14", "15", "16"):
        graded.score(learner, "3/4")

    _until(lambda: all(graded.grade(learner) == 75 for learner in ("11", "12", "13", "14", "15", "16")))


def test_a_platform_that_hangs_does_not_hold_up_another(platform: StandInLms, tmp_path: Path) -> None:
    with running_lms() as other, graded_activity(platform, tmp_path, beside=other) as hanging:
        platform.faults.always["scores"] = hangs(9)
        for learner in ("11", "12", "13", "14", "15"):
            hanging.score(learner, "1/2")
        with graded_activity(other, tmp_path, url=str(hanging.database.engine.url)) as alive:
            worker = Worker(hanging.outbox, senders=4, share=2, look=0.1).start()
            _until(lambda: platform.counts["scores"] == 2)
            alive.score("11", 1)
            _until(lambda: alive.grade("11") == 100, seconds=8)
            assert platform.counts["scores"] == 2
            worker.stop()


def test_what_is_in_flight_is_written_down_before_the_end(graded: Graded) -> None:
    worker = Worker(graded.outbox).start()
    graded.score("11", "1/2")
    _until(lambda: graded.grade("11") == 50)
    worker.stop()

    assert graded.state("11").state == "sent"


def test_a_fault_of_ours_is_logged_and_holds_up_nobody(
    graded: Graded, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    deliver = graded.outbox.deliver

    def faulty(parcel: Parcel) -> Outcome:
        if parcel.user_id == "11":
            raise RuntimeError("a fault")
        return deliver(parcel)

    monkeypatch.setattr(graded.outbox, "deliver", faulty)
    worker = Worker(graded.outbox, senders=2, share=1, look=0.1).start()
    for learner in ("11", "12", "13"):
        graded.score(learner, "1/2")
    _until(lambda: graded.grade("12") == graded.grade("13") == 50)
    worker.stop()

    assert graded.delivery("11").lease != "", "its lease ends by itself, so that the fault does not come at once again"
    assert caplog.text.count("because of a fault in the tool") == 1
    graded.clock.advance(seconds=61)
    monkeypatch.undo()
    graded.outbox.run_once()
    assert graded.grade("11") == 50


def test_a_platform_that_fails_is_not_tried_with_everything_at_once(graded: Graded) -> None:
    graded.lms.faults.always["scores"] = answers(503)
    for learner in ("11", "12", "13", "14", "15", "16"):
        graded.score(learner, "1/2")
    worker = Worker(graded.outbox, senders=2, share=1, look=0.05).start()
    _until(lambda: graded.lms.counts["scores"] >= 3)
    time.sleep(0.5)
    worker.stop()

    assert graded.lms.counts["scores"] == 3, "then the platform is left alone for 30 seconds"
    assert all(graded.delivery(learner).lease == "" for learner in ("11", "12", "13", "14", "15", "16"))

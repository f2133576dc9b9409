"""The commands about grades: what waits, pushing it, a worker of its own, and the demo."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
from click.testing import CliRunner, Result

from lti_app.cli import main
from lti_app.demo.faults import answers
from lti_app.demo.lms import StandInLms
from tests.lti_app.grading import Graded, graded_activity
from tests.lti_app.visitor import first_form


@pytest.fixture
def graded(platform: StandInLms, tmp_path: Path) -> Iterator[Graded]:
    with graded_activity(platform, tmp_path, migrated=True) as activity:
        yield activity


def _types(graded: Graded, *words: str) -> Result:
    result = CliRunner().invoke(main, words, env={"HORNBOOK_DATABASE": str(graded.database.engine.url)})
    assert result.exit_code == 0, result.output
    return result


@contextmanager
def _running(*words: str) -> Iterator[subprocess.Popen[str]]:
    """`hornbook-lti words`, until the test is done with it; it must end by itself when it is told to."""
    command = [sys.executable, "-c", "from lti_app.entry import main; main()", *words]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment)
    try:
        yield process
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
    finally:
        process.kill()
        process.communicate()


def _line(process: subprocess.Popen[str], pattern: str) -> re.Match[str]:
    assert process.stdout is not None
    for line in process.stdout:
        if match := re.search(pattern, line):
            return match
    raise AssertionError(f"it never said {pattern}")


def test_an_empty_outbox_says_so(graded: Graded) -> None:
    graded.score("11", "1/2")
    graded.outbox.run_once()
    assert _types(graded, "outbox", "list").output == "Every grade is in its gradebook.\n"


def test_the_list_tells_what_waits_and_why_without_names(graded: Graded) -> None:
    graded.score("11", "1/2")
    graded.score("12", "1/2")
    graded.lms.faults.script("scores", answers(422, text="Sorry"))
    graded.outbox.settle([graded.outbox.deliver(graded.outbox.claim(1)[0])])
    shown = _types(graded, "outbox", "list").output

    assert "refused: refused 422 (tries: 1)" in shown
    assert "How machines learn, A quiz, learner 11" in shown
    assert "waiting: not tried yet (tries: 0, next try" in shown
    assert "2 in all." in shown
    assert "Ada" not in shown
    only = [
        json.loads(line)
        for line in _types(graded, "outbox", "list", "--json", "--state", "refused").output.splitlines()
    ]
    assert [(row["sub"], row["state"], row["detail"]) for row in only] == [("11", "refused", "Sorry")]


def test_retry_makes_all_or_some_due_at_once(graded: Graded) -> None:
    for learner in ("11", "12"):
        graded.score(learner, "1/2")
    graded.lms.faults.script("scores", answers(422), answers(422))
    graded.outbox.run_once()
    number = graded.delivery("12").score_id

    assert _types(graded, "outbox", "retry", str(number)).output == "1 will be tried now.\n"
    graded.outbox.run_once()
    assert (graded.grade("11"), graded.grade("12")) == (None, 50)
    assert _types(graded, "outbox", "retry").output == "1 will be tried now.\n"
    graded.outbox.run_once()
    assert graded.grade("11") == 50
    assert _types(graded, "outbox", "retry").output == "Nothing to try.\n"


def test_retry_does_not_wait_for_the_next_probe(graded: Graded) -> None:
    graded.lms.down = True
    for learner in ("11", "12", "13"):
        graded.score(learner, "1/2")
    graded.outbox.run_once()
    graded.lms.down = False
    assert graded.outbox.run_once() == 0
    _types(graded, "outbox", "retry")
    graded.outbox.run_once()
    graded.outbox.run_once()
    assert [graded.grade(learner) for learner in ("11", "12", "13")] == [50, 50, 50]


def test_a_worker_sends_and_ends_when_it_is_told_to(graded: Graded) -> None:
    graded.score("11", "1/2")
    database, host = str(graded.database.engine.url), graded.lms.url.removeprefix("http://")
    with _running("worker", "--database", database, "--allow-platform-host", host) as worker:
        _line(worker, "ready")
        for _ in range(2_000):
            if graded.state("11").state == "sent":
                break
            time.sleep(0.05)
    assert graded.grade("11") == 50


def test_the_demo_shows_the_circle_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with _running("demo", "--no-browser") as demo:
        lms = _line(demo, r"Stand-in LMS:\s+(\S+)/")[1]
        tool = _line(demo, r"The LTI tool:\s+(\S+)/")[1]
        course = requests.get(lms, timeout=20)
        links = re.findall(r'class="name" href="([^"]+)">([^<]+)<', course.text)
        launch = requests.get(lms + links[0][0].replace("&amp;", "&") + "&window=1", timeout=20).text
        assert "Ines Okafor, teacher" in course.text
        assert len(links) == 2
        assert first_form(launch).action == tool + "/lti/login"
        assert requests.get(tool + "/readyz", timeout=20).text == "ready\n"
    assert list(tmp_path.iterdir()) == []


def test_a_port_that_is_taken_is_said_in_words(platform: StandInLms) -> None:
    port = platform.url.rpartition(":")[2]
    result = CliRunner().invoke(main, ["demo", "--no-browser", "--port", port])
    assert result.exit_code == 1
    assert f"Port {port} or {int(port) + 1} cannot be used" in result.output

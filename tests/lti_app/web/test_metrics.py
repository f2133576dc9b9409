"""What /metrics tells: numbers of what happened and of what waits, and nothing of persons."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from lti_app.app import create_app
from lti_app.config import Config
from lti_app.demo.lms import StandInLms
from lti_app.demo.server import ThreadedServer
from tests.lti_app.grading import Graded, graded_activity


@pytest.fixture
def graded(platform: StandInLms, tmp_path: Path) -> Iterator[Graded]:
    with graded_activity(platform, tmp_path) as activity:
        yield activity


@pytest.fixture
def address(graded: Graded) -> Iterator[str]:
    """Of the page."""
    app = create_app(Config(database=str(graded.database.engine.url)), clock=graded.clock)
    with ThreadedServer(app) as server:
        yield server.url + "/metrics"
    app.extensions["hornbook.database"].engine.dispose()


def _figure(text: str, name: str) -> float:
    found = re.search(rf"^{re.escape(name)} (\S+)$", text, re.MULTILINE)
    return 0.0 if found is None else float(found[1])


def test_depth_and_age_of_the_outbox_are_told_by_platform_and_state(graded: Graded, address: str) -> None:
    graded.score("11", "1/2")
    graded.score("12", "1/2")
    graded.clock.advance(seconds=90)
    text = requests.get(address, timeout=10).text
    labels = f'{{platform="{graded.lms.url}",state="waiting"}}'

    assert _figure(text, f"hornbook_outbox_grades{labels}") == 2
    assert 90 <= _figure(text, f"hornbook_outbox_oldest_seconds{labels}") < 100
    assert "Ada" not in text


def test_tokens_deliveries_and_failures_are_counted(graded: Graded, address: str) -> None:
    before = requests.get(address, timeout=10).text
    graded.lms.down = True
    graded.score("11", "1/2")
    graded.outbox.run_once()
    graded.lms.down = False
    graded.clock.advance(seconds=31)
    graded.outbox.run_once()
    after = requests.get(address, timeout=10).text

    def grew(name: str) -> float:
        return _figure(after, name) - _figure(before, name)

    assert grew('hornbook_token_fetches_total{outcome="no-answer"}') == 1
    assert grew('hornbook_token_fetches_total{outcome="fetched"}') == 1
    assert grew('hornbook_grade_delivery_failures_total{problem="no-answer"}') == 1
    assert grew("hornbook_grade_delivery_seconds_count") == 1
    assert "hornbook_outbox_grades{" not in after


def test_a_platform_that_is_left_alone_is_told(graded: Graded, address: str) -> None:
    graded.lms.down = True
    for learner in ("11", "12", "13"):
        graded.score(learner, "1/2")
    graded.outbox.run_once()

    text = requests.get(address, timeout=10).text
    assert _figure(text, f'hornbook_platform_left_alone{{platform="{graded.lms.url}"}}') == 1

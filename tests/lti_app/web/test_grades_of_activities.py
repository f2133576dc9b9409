"""From an answer to the outbox: what a learner does changes the score in the same transaction, and the page says so."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from lti_app.services.closing import close_overdue
from lti_app.storage.database import Database
from lti_app.storage.models import Attempt, GradeDelivery, Score
from tests.lti_app.conftest import MovableClock
from tests.lti_app.web.test_activity import Opener, begin, by_type, one, opened, opening_of, send, slot_of

__all__ = ["opened"]

ENDPOINT = {
    "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint": {
        "scope": ["https://purl.imsglobal.org/spec/lti-ags/scope/score"],
        "lineitem": "https://lms.example.org/lineitems/1",
    }
}


def _score(database: Database) -> Score:
    with database.reading() as session:
        return session.scalars(select(Score)).one()


def test_handing_in_puts_the_score_into_the_outbox_at_once(opened: Opener, database: Database) -> None:
    client = opened(**ENDPOINT)
    overview = begin(client)
    attempt = overview["attempt"]["id"]
    assert overview["standing"]["grade"] is None
    send(client, attempt, one(by_type(overview, "short"), 1, {"text": "qqacceptedqq"}))
    done = client.post(f"api/attempts/{attempt}/hand-in", json={}).get_json()
    score = _score(database)
    assert (score.earned, score.completed, score.submissions) == (Fraction(1, 5), True, 1)
    with database.reading() as session:
        assert session.scalars(select(GradeDelivery)).one().state == "waiting"
    assert done["standing"]["grade"] == {
        "state": "waiting",
        "text": "Your score is on its way to the gradebook.",
        "moving": True,
    }
    client.post(f"api/attempts/{attempt}/hand-in", json={})
    assert _score(database).version == score.version


def test_the_page_tells_when_the_score_has_arrived_or_the_lms_is_away(opened: Opener, database: Database) -> None:
    client = opened(**ENDPOINT)
    attempt = begin(client)["attempt"]["id"]
    client.post(f"api/attempts/{attempt}/hand-in", json={})

    def grade(**values: Any) -> str:
        with database.writing() as session:
            delivery = session.scalars(select(GradeDelivery)).one()
            for name, value in values.items():
                setattr(delivery, name, value)
        text: str = client.get("api/standing").get_json()["grade"]["text"]
        return text

    assert "does not answer" in grade(problem="unreachable", tries=3)
    assert "does not take" in grade(state="refused")
    changed = grade(problem="changed-in-lms")
    assert changed == "Your score here is 0 %. The grade in the gradebook was changed since."
    assert grade(state="sent", sent_version=_score(database).version) == "Your score is in the gradebook: 0 %."


def test_without_a_line_item_no_grade_is_spoken_of(opened: Opener) -> None:
    client = opened(**dict.fromkeys(ENDPOINT))
    attempt = begin(client)["attempt"]["id"]
    assert client.post(f"api/attempts/{attempt}/hand-in", json={}).get_json()["standing"]["grade"] is None


def test_a_lesson_earns_the_mean_of_its_graded_blocks_once_one_is_handed_in(opened: Opener, database: Database) -> None:
    client = opened(block="", lesson="", link="whole", **ENDPOINT)
    client.post("api/progress", json={"seen": [slot_of(client, "text")]})
    assert _score(database).earned is None
    overview = begin(client)
    short, attempt = by_type(overview, "short"), overview["attempt"]["id"]
    send(client, attempt, one(short, 1, {"text": "qqacceptedqq"}))
    client.post(f"api/attempts/{attempt}/hand-in", json={})
    score = _score(database)
    assert (score.earned, score.completed) == (Fraction(1, 10), False)


def test_a_graded_deck_earns_the_part_of_its_cards_that_is_known(opened: Opener, database: Database) -> None:
    client = opened(block="deck", link="deck", **ENDPOINT)
    first, second = slot_of(client, "cards") + 1, slot_of(client, "cards") + 2
    day = 2252
    client.post("api/progress", json={"cards": {str(first): 300 << 22 | 20 << 16 | day << 2 | 2}})
    assert (_score(database).earned, _score(database).completed) == (Fraction(1, 2), False)
    client.post("api/progress", json={"cards": {str(second): 9 << 22 | 60 << 16 | day << 2 | 1}})
    assert (_score(database).earned, _score(database).completed) == (Fraction(1, 2), True)


def test_practice_that_is_an_activity_of_its_own_is_graded_by_its_best(opened: Opener, database: Database) -> None:
    client = opened("mode=practice", **ENDPOINT)
    overview = begin(client)
    attempt = overview["attempt"]["id"]
    for sequence, question in enumerate(overview["attempt"]["questions"], 1):
        answer = {"text": "qqacceptedqq"} if question["data"]["type"] == "short" else {"keys": list(range(36))[:1]}
        if question["data"]["type"] != "short":
            keys = [part.split('"')[0] for part in question["html"].split('data-key="')[1:]]
            answer = {"keys": [int(keys[0], 36)]}
        send(client, attempt, one(question, sequence, answer))
    score = _score(database)
    assert score.earned is not None
    assert score.earned >= Fraction(1, 5)
    assert score.completed


def test_an_attempt_whose_time_is_over_is_handed_in_and_graded_without_its_learner(
    opened: Opener, app: Flask, database: Database, clock: MovableClock
) -> None:
    client = opened("mode=exam time=5", **ENDPOINT)
    overview = begin(client)
    send(client, overview["attempt"]["id"], one(by_type(overview, "short"), 1, {"text": "qqacceptedqq"}))
    library = app.extensions["hornbook.library"]
    clock.move(minutes=5, seconds=20)
    assert close_overdue(database, library, clock()) == 0
    clock.move(seconds=20)
    assert close_overdue(database, library, clock()) == 1
    assert close_overdue(database, library, clock()) == 0
    assert _score(database).earned == Fraction(1, 5)
    assert opening_of(client)["standing"]["grade"]["state"] == "waiting"


def test_what_was_tried_out_is_in_no_outbox_and_is_forgotten(
    opened: Opener, app: Flask, database: Database, clock: MovableClock
) -> None:
    teacher = opened(role="instructor", **ENDPOINT)
    attempt = begin(teacher)["attempt"]["id"]
    assert teacher.post(f"api/attempts/{attempt}/hand-in", json={}).get_json()["standing"]["grade"] is None
    with database.reading() as session:
        assert session.scalars(select(Score)).all() == []
    clock.move(days=2)
    close_overdue(database, app.extensions["hornbook.library"], clock())
    with database.reading() as session:
        assert session.scalars(select(Attempt)).all() == []


@pytest.mark.parametrize("role", ["assistant", "instructor"])
def test_who_teaches_sees_that_nothing_counts(opened: Opener, role: str) -> None:
    assert opening_of(opened(role=role))["preview"] is True

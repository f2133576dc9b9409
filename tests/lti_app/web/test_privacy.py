"""A data privacy launch shows all that is kept of one person, and of nobody else."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from lti_app.lti.claims import CLAIM
from lti_app.services.launches import find_launch
from lti_app.services.personal_data import everything_of
from lti_app.storage.database import Database
from lti_app.storage.models import Attempt, Base, CardState, Person, Response, Snapshot
from tests.lti_app.conftest import MovableClock
from tests.lti_app.launching import LaunchedClient, open_test_launch
from tests.lti_app.platforms import ORIGIN, StrictPlatform, begin, signed


def work_of(database: Database, launched: LaunchedClient, clock: MovableClock, answer: str) -> None:
    """Somebody has answered a question and met a card."""
    with database.writing() as session:
        launch = find_launch(session, launched.handle, clock())
        assert launch is not None
        session.merge(Snapshot(hash="h", course="c", data=b"", created_at=clock()))
        session.flush()
        attempt = Attempt(
            resource_link_id=launch.resource_link_id,
            person_id=launch.person_id,
            snapshot_hash="h",
            quiz_slot=1,
            number=1,
            seed=1,
            secret="our secret",
            started_at=clock(),
        )
        session.add(attempt)
        session.add(CardState(person_id=launch.person_id, course="c", slot=3, word=7, updated_at=clock()))
        session.flush()
        session.add(
            Response(
                attempt_id=attempt.id,
                question_slot=1,
                client="c",
                sequence=1,
                answer={"text": answer},
                received_at=clock() + timedelta(seconds=5),
            )
        )


@pytest.fixture
def asked(app: Flask, sender: StrictPlatform, database: Database, clock: MovableClock) -> tuple[Flask, str, str]:
    """The LMS asks for ada's data; bob is somebody else."""
    for name in ("ada", "bob"):
        launched = open_test_launch(app, sub=name, name=name.capitalize(), issuer=sender.issuer)
        work_of(database, launched, clock, f"answer of {name}")
    client = app.test_client()
    begun = begin(client, sender)
    claims = sender.claims(begun.nonce, clock(), sub="officer", name="Officer")
    claims[CLAIM + "message_type"] = "DataPrivacyLaunchRequest"
    claims[CLAIM + "for_user"] = {"user_id": "ada"}
    del claims[CLAIM + "context"], claims[CLAIM + "resource_link"]
    answer = client.post("/lti/launch", data={"state": begun.state, "id_token": signed(claims)}, base_url=ORIGIN)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    first = client.get(answer.headers["Location"], base_url=ORIGIN)
    assert first.status_code == 303
    page = client.get(first.headers["Location"], base_url=ORIGIN).get_data(as_text=True)
    data = client.get(first.headers["Location"] + ".json", base_url=ORIGIN).get_data(as_text=True)
    return app, page, data


def test_the_page_counts_and_the_file_holds_all_of_one_person(asked: tuple[Flask, str, str]) -> None:
    _, page, data = asked
    assert "<strong>Ada</strong>" in page
    found = json.loads(data)
    assert [row["sub"] for row in found["person"]] == ["ada"]
    assert [row["answer"] for row in found["response"]] == [{"text": "answer of ada"}]
    assert [row["slot"] for row in found["card_state"]] == [3]
    assert found["launch"][0]["role"] == "learner"
    for other in ("bob", "Officer", "secret"):
        assert other not in data


def test_other_launches_show_no_data(app: Flask) -> None:
    for role in ("learner", "instructor"):
        launched = open_test_launch(app, role="learner" if role == "learner" else "instructor", sub=role)
        assert launched.get("privacy").status_code == 404
        assert launched.get("privacy.json").status_code == 404


def test_every_table_that_knows_persons_is_told(database: Database, app: Flask, clock: MovableClock) -> None:
    """A new table with a person in it must not be forgotten."""
    launched = open_test_launch(app, sub="ada")
    work_of(database, launched, clock, "x")
    with database.reading() as session:
        person = session.scalars(select(Person).where(Person.sub == "ada")).one()
        told = set(everything_of(session, person))
    direct = {table.name for table in Base.metadata.sorted_tables if "person_id" in table.c}
    assert {"person", "launch", "attempt", "response", "card_state"} <= told
    assert direct == {"membership", "launch", "attempt", "progress", "card_state", "score"}

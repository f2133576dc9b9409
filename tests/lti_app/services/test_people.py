"""Somebody who asks to be forgotten is."""

from __future__ import annotations

import json
from datetime import datetime
from fractions import Fraction

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import select

from lti_app.cli import main
from lti_app.services import people
from lti_app.storage.database import Database
from lti_app.storage.models import Attempt, Base, HandMark, Person
from tests.lti_app.conftest import MovableClock
from tests.lti_app.launching import LaunchedClient, open_test_launch
from tests.lti_app.web.test_privacy import work_of


@pytest.fixture
def ada(app: Flask, database: Database, clock: MovableClock) -> LaunchedClient:
    """Ada and Bob have worked; Bob marked an answer of Ada's, and she one of his."""
    launches = {}
    for name in ("ada", "bob"):
        launches[name] = open_test_launch(app, sub=name, name=name.capitalize(), email=f"{name}@example.org")
        work_of(database, launches[name], clock, f"answer of {name}")
    with database.writing() as session:
        ids = {person.sub: person.id for person in session.scalars(select(Person))}
        for attempt in session.scalars(select(Attempt)):
            by = ids["bob"] if attempt.person_id == ids["ada"] else ids["ada"]
            session.add(_mark(attempt.id, by, clock()))
    return launches["ada"]


def _mark(attempt: int, by: int, now: datetime) -> HandMark:
    return HandMark(attempt_id=attempt, question_slot=1, earned=Fraction(1), marked_by=by, marked_at=now)


def _number(database: Database, words: str) -> int:
    with database.reading() as session:
        (found,) = people.search(session, words)
    return found.number


def _types(database: Database, *words: str, answer: str = "") -> Result:
    url = database.engine.url.render_as_string(hide_password=False)
    return CliRunner().invoke(main, words, input=answer, env={"HORNBOOK_DATABASE": url})


def test_who_is_erased_is_in_no_row_of_any_table_and_others_stay(
    app: Flask, ada: LaunchedClient, database: Database
) -> None:
    number = _number(database, "ada")
    with database.writing() as session:
        assert people.erase(session, number)
        assert not people.erase(session, number)
    with database.reading() as session:
        rows = {table.name: session.execute(select(table)).all() for table in Base.metadata.sorted_tables}
        (mark,) = session.scalars(select(HandMark))
    whole = repr(rows)
    assert "answer of ada" not in whole
    assert "Ada" not in whole
    assert "answer of bob" in whole
    # What she gave to Bob is his; that it was she is forgotten.
    assert mark.marked_by is None
    assert [row.person_id for row in rows["card_state"]] == [_number(database, "bob")]
    assert ada.get("").status_code == 401


def test_people_are_found_by_name_address_id_and_number(app: Flask, ada: LaunchedClient, database: Database) -> None:
    open_test_launch(app, sub="c%d", name="Carl", email="carl@school.example.org")
    for words in ("AD", "ada", str(_number(database, "ada"))):
        assert _types(database, "person", "find", words).output.startswith(f"{_number(database, 'ada')}  Ada")
    assert "Carl" in _types(database, "person", "find", "@school").output
    # Signs of the query language are letters like others.
    assert _types(database, "person", "find", "%").output == "Nobody is called that.\n"


def test_an_administrator_exports_and_erases(ada: LaunchedClient, database: Database) -> None:
    number = str(_number(database, "ada"))
    found = json.loads(_types(database, "person", "export", number).output)
    assert [row["name"] for row in found["person"]] == ["Ada"]
    assert _types(database, "person", "erase", number, answer="n\n").exit_code == 1
    assert _number(database, "ada")
    erased = _types(database, "person", "erase", number, answer="y\n")
    assert "Erase Ada and all that is kept of them?" in erased.output
    assert erased.output.endswith(f"Erased: {number}\n")
    for words in (("erase", number, "--yes"), ("export", number)):
        refused = _types(database, "person", *words)
        assert refused.exit_code == 1
        assert "There is nobody with the number" in refused.output

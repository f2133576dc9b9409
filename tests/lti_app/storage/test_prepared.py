"""Prepared statements give and find the same as SQLAlchemy."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from sqlalchemy import bindparam, insert, select
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError

from lti_app.storage.database import Database
from lti_app.storage.migrate import upgrade
from lti_app.storage.models import Base, Context, Deployment, Platform, ResourceLink
from tests.lti_app.databases import new_database
from tests.lti_app.services.world import NOW


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(new_database(tmp_path))
    upgrade(database)
    with database.writing() as session:
        platform = Platform(
            issuer="i", client_id="c", auth_url="", token_url="", jwks_url="", frame_origins=["a"], created_at=NOW
        )
        session.add(platform)
        session.flush()
        session.add(Deployment(id=1, platform_id=platform.id, deployment_id="d"))
        session.flush()
        session.add(Context(id=1, deployment_id=1, lti_id="x", scopes=["a", "b"]))
    yield database
    database.engine.dispose()


LINK = insert(ResourceLink)
FIND = (
    select(
        ResourceLink.lti_id,
        ResourceLink.points,
        ResourceLink.attempts,
        ResourceLink.due_at,
        Context.scopes,
        (ResourceLink.points == Context.title).label("same"),
    )
    .join(Context, Context.id == ResourceLink.context_id)
    .where(ResourceLink.lti_id == bindparam("name"), ResourceLink.due_at >= bindparam("now"))
)


def test_values_and_rows_are_those_of_sqlalchemy(database: Database) -> None:
    for name, points in (("one", Fraction(1, 3)), ("two", Fraction(20))):
        database.note(LINK, {"context_id": 1, "lti_id": name, "points": points, "due_at": NOW, **_PLAIN})
    for name in ("one", "two"):
        found = database.look(FIND, {"name": name, "now": NOW})
        with database.reading() as session:
            assert found._asdict() == session.execute(FIND, {"name": name, "now": NOW}).one()._asdict()
        assert (found.lti_id, found.due_at, found.scopes, found.same) == (name, NOW, ["a", "b"], False)
    assert database.look(FIND, {"name": "three", "now": NOW}) is None


def test_what_a_database_refuses_is_told_as_by_sqlalchemy(database: Database) -> None:
    values = {"context_id": 1, "lti_id": "one", "points": Fraction(1), "due_at": None, **_PLAIN}
    database.note(LINK, values)
    with pytest.raises(IntegrityError):
        database.note(LINK, values)
    with pytest.raises(IntegrityError):
        database.note(LINK, {**values, "context_id": 7, "lti_id": "two"})
    with database.reading() as session:
        assert list(session.scalars(select(ResourceLink.lti_id))) == ["one"]


def test_a_database_without_tables_is_told_as_by_sqlalchemy(tmp_path: Path) -> None:
    empty = Database(new_database(tmp_path, "empty"))
    with pytest.raises((OperationalError, ProgrammingError)):
        empty.look(FIND, {"name": "one", "now": NOW})
    Base.metadata.create_all(empty.engine)
    assert empty.look(FIND, {"name": "one", "now": NOW}) is None
    empty.engine.dispose()


#: Columns without a default in the database.
_PLAIN = {
    "title": "",
    "course": "",
    "lesson": "",
    "block": "",
    "counts": "",
    "line_item_url": "",
    "line_item_problem": "",
}

"""What is written into a file of SQLite is on the disk before anybody is told so."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from sqlalchemy import make_url, select

from lti_app.storage import sqlite
from lti_app.storage.database import Database
from lti_app.storage.migrate import upgrade
from lti_app.storage.models import AppSecret


@pytest.fixture
def database(tmp_path: Path) -> Database:
    database = Database(f"sqlite:///{tmp_path}/hornbook.db")
    upgrade(database)
    return database


def names(database: Database) -> set[str]:
    with database.reading() as session:
        return set(session.scalars(select(AppSecret.name)))


def test_the_disk_is_waited_for_after_the_commit_while_others_write(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    really, seen = os.fdatasync, []

    def flush(descriptor: int) -> None:
        seen.append((Path(f"/proc/self/fd/{descriptor}").readlink().name, names(database)))
        if len(seen) == 1:
            with database.noting() as session:
                session.add(AppSecret(name="other", value=b""))
        really(descriptor)

    monkeypatch.setattr(os, "fdatasync", flush)
    with database.writing() as session:
        session.add(AppSecret(name="mine", value=b""))
    assert seen == [("hornbook.db-wal", {"mine"})]
    assert names(database) == {"mine", "other"}
    database.engine.dispose()


def test_what_failed_waits_for_no_disk(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    flushed: list[int] = []
    monkeypatch.setattr(os, "fdatasync", flushed.append)

    def fail() -> None:
        with database.writing() as session:
            session.add(AppSecret(name="mine", value=b""))
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert (flushed, names(database)) == ([], set())
    database.engine.dispose()


def test_a_log_that_is_gone_is_in_the_file(database: Database, tmp_path: Path) -> None:
    with database.writing() as session:
        session.add(AppSecret(name="mine", value=b""))
    database.engine.dispose()
    assert not (tmp_path / "hornbook.db-wal").exists()
    sqlite.Log(tmp_path / "hornbook.db").flush()
    assert names(database) == {"mine"}
    database.engine.dispose()


@pytest.mark.parametrize(
    ("address", "synchronous"),
    [("hornbook.db", 1), (":memory:", 2), ("file:{folder}/other.db?uri=true", 2)],
)
def test_without_a_log_to_flush_commits_wait_themselves(tmp_path: Path, address: str, synchronous: int) -> None:
    url = f"sqlite:///{address.format(folder=tmp_path)}" if address[0] in ":f" else f"sqlite:///{tmp_path}/{address}"
    engine = sqlite.open_engine(make_url(url))
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == synchronous
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    engine.dispose()

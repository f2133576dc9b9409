"""The database: one engine a process, one session a unit of work."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.orm import Session, sessionmaker

#: Seconds that a writer waits for another one on SQLite.
BUSY_SECONDS = 10


def open_engine(url: str) -> Engine:
    """An engine for a database address of SQLAlchemy.

    On SQLite: write-ahead log, every commit on disk before it is acknowledged (`synchronous=FULL`), foreign keys
    enforced, and `BEGIN IMMEDIATE` for every transaction that writes (see `writing`).
    """
    engine = create_engine(url, pool_pre_ping=not url.startswith("sqlite"))
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _configure_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _configure_sqlite(connection: Any, _record: object) -> None:
    # The driver must not begin transactions by itself: `_begin_sqlite` does, in the mode that the work needs.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    _write_ahead(cursor)
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _write_ahead(cursor: Any) -> None:
    # All else waits for a busy database by itself; changing this mode, which a new file needs once, does not.
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return


def _begin_sqlite(connection: Any) -> None:
    options = connection.get_execution_options()
    wanted = "NORMAL" if options.get("hornbook_relaxed", False) else "FULL"
    # A connection of the pool is as its last transaction left it.
    if connection.info.get("synchronous", "FULL") != wanted:
        connection.exec_driver_sql(f"PRAGMA synchronous = {wanted}")
        connection.info["synchronous"] = wanted
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("hornbook_writes", False) else "BEGIN")


class Database:
    """Sessions on one engine."""

    def __init__(self, url: str) -> None:
        self.engine = open_engine(url)
        self._reading = sessionmaker(self.engine, expire_on_commit=False)
        writing = self.engine.execution_options(hornbook_writes=True)
        self._writing = sessionmaker(writing, expire_on_commit=False)
        self._noting = sessionmaker(writing.execution_options(hornbook_relaxed=True), expire_on_commit=False)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session for looking only; nothing is committed."""
        with self._reading() as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One transaction: committed at the end, undone by any exception.

        Takes the write lock of SQLite at once, so that reading first and writing later cannot fail half way.
        """
        with self._writing() as session, session.begin():
            yield session

    @contextmanager
    def noting(self) -> Iterator[Session]:
        """As `writing`, for what may be lost when the power goes out: whoever did it does it once more.

        The commit does not wait for the disk, but for the next one of `writing`. A killed process still loses nothing.
        """
        with self._noting() as session, session.begin():
            if session.get_bind().dialect.name == "postgresql":
                session.execute(text("SET LOCAL synchronous_commit TO OFF"))
            yield session

"""The database: one pool of connections a process, one session a unit of work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

from sqlalchemy import Connection, create_engine, make_url, text
from sqlalchemy.orm import Session, sessionmaker

from lti_app.storage import sqlite
from lti_app.storage.turns import Turns

_NO_WAIT = text("SET LOCAL synchronous_commit TO OFF")


class Database:
    """Sessions on one database, by its address of SQLAlchemy: SQLite or PostgreSQL."""

    def __init__(self, address: str) -> None:
        url = make_url(address)
        self._turns: Turns | None = None
        if url.get_backend_name() == "sqlite":
            self.engine = sqlite.open_engine(url)
            pool = self.engine.pool
            self.writing_engine = sqlite.open_engine(url, sqlite.WRITES, pool=pool)
            noting = sqlite.open_engine(url, sqlite.WRITES, relaxed=True, pool=pool)
            self._alone = sqlite.open_engine(url, sqlite.ALONE, relaxed=True, pool=pool)
            seen = url.database and url.database != ":memory:"
            self._turns = Turns(Path(f"{url.database}.turn") if seen else None, sqlite.BUSY_SECONDS)
        else:
            self.engine = create_engine(url, pool_pre_ping=True)
            self.writing_engine = noting = self._alone = self.engine
        self._reading = sessionmaker(self.engine, expire_on_commit=False)
        self._writing = sessionmaker(self.writing_engine, expire_on_commit=False)
        self._noting = sessionmaker(noting, expire_on_commit=False)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session for looking only; nothing is committed."""
        with self._reading() as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One transaction: committed at the end, undone by any exception; every commit is on the disk.

        Nobody else writes into SQLite meanwhile.
        """
        with self._turn(), self._writing() as session, session.begin():
            yield session

    @contextmanager
    def noting(self) -> Iterator[Session]:
        """As `writing`, for what may be lost when the power goes out: whoever did it does it once more.

        The commit does not wait for the disk, but for the next one of `writing`. A killed process still loses nothing.
        """
        with self._turn(), self._noting() as session, session.begin():
            self._relax(session.connection())
            yield session

    @contextmanager
    def looking_once(self) -> Iterator[Connection]:
        """A connection for one statement that reads."""
        with self._alone.connect() as connection:
            yield connection

    @contextmanager
    def noting_once(self) -> Iterator[Connection]:
        """As `noting`, for one statement: SQLite keeps others away only while it writes, and not while we think."""
        with self._turn(), self._alone.begin() as connection:
            self._relax(connection)
            yield connection

    def _turn(self) -> AbstractContextManager[None]:
        """The turn of a writer of SQLite; servers put writers in line by themselves.

        It is waited for before a connection of the pool is taken: who has the turn must find one.
        """
        return nullcontext() if self._turns is None else self._turns.turn()

    def _relax(self, connection: Connection) -> None:
        if connection.dialect.name == "postgresql":
            connection.execute(_NO_WAIT)

"""The database: one pool of connections a process, one session a unit of work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from typing import Any

from sqlalchemy import Connection, Insert, Select, create_engine, make_url, text
from sqlalchemy.orm import Session, sessionmaker

from lti_app.storage import sqlite
from lti_app.storage.prepared import Prepared
from lti_app.storage.turns import Turns

_NO_WAIT = text("SET LOCAL synchronous_commit TO OFF")


class Database:
    """Sessions on one database, by its address of SQLAlchemy: SQLite or PostgreSQL."""

    def __init__(self, address: str) -> None:
        url = make_url(address)
        self._turns: Turns | None = None
        self._log: sqlite.Log | None = None
        if url.get_backend_name() == "sqlite":
            self.engine = sqlite.open_engine(url)
            self.writing_engine = sqlite.open_engine(url, sqlite.WRITES, pool=self.engine.pool)
            self._alone = sqlite.open_engine(url, sqlite.ALONE, pool=self.engine.pool)
            file = sqlite.file_of(url)
            self._turns = Turns(file and file.with_name(f"{file.name}.turn"), sqlite.BUSY_SECONDS)
            self._log = sqlite.Log(file) if file else None
        else:
            self.engine = self.writing_engine = self._alone = create_engine(url, pool_pre_ping=True)
        self._reading = sessionmaker(self.engine, expire_on_commit=False)
        self._writing = sessionmaker(self.writing_engine, expire_on_commit=False)
        self._prepared: dict[Select[Any] | Insert, Prepared] = {}

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session for looking only; nothing is committed."""
        with self._reading() as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One transaction: undone by any exception, else committed at the end, and on the disk.

        Nobody else writes into SQLite meanwhile; the disk is waited for when others write already.
        """
        with self._turn(), self._writing() as session, session.begin():
            yield session
        if self._log is not None:
            self._log.flush()

    @contextmanager
    def noting(self) -> Iterator[Session]:
        """As `writing`, for what may be lost when the power goes out: whoever did it does it once more.

        Nobody waits for the disk, to which it comes with the next one of `writing`. A killed process still loses
        nothing.
        """
        with self._turn(), self._writing() as session, session.begin():
            self._relax(session.connection())
            yield session

    def look(self, statement: Select[Any], values: Mapping[str, Any]) -> Any:
        """The first row that a statement finds, or None; for statements that are run very often."""
        prepared = self._prepared.get(statement) or self._prepare(statement)
        with closing(self._alone.raw_connection()) as connection:
            return prepared.row(connection, values)

    def note(self, statement: Insert, values: Mapping[str, Any]) -> None:
        """As `noting`, for one statement that is run very often, always with the same columns.

        SQLite keeps others away only while it writes, and not while we think.
        """
        prepared = self._prepared.get(statement) or self._prepare(statement, values)
        with self._turn(), closing(self._alone.raw_connection()) as connection:
            if self._alone.dialect.name == "postgresql":
                connection.cursor().execute(_NO_WAIT.text)
            prepared.run(connection, values)
            connection.commit()

    def _prepare(self, statement: Select[Any] | Insert, names: Iterable[str] = ()) -> Prepared:
        return self._prepared.setdefault(statement, Prepared(self._alone, statement, names))

    def _turn(self) -> AbstractContextManager[None]:
        """The turn of a writer of SQLite; servers put writers in line by themselves.

        It is waited for before a connection of the pool is taken: who has the turn must find one.
        """
        return nullcontext() if self._turns is None else self._turns.turn()

    def _relax(self, connection: Connection) -> None:
        if connection.dialect.name == "postgresql":
            connection.execute(_NO_WAIT)

"""SQLite as the tool uses it: write-ahead log, foreign keys enforced, transactions that begin as their work needs.

One that only reads sees one state of the database. One that writes takes the write lock at once (`IMMEDIATE`), so that
reading first and writing later cannot fail half way. No commit waits for the disk (`synchronous=NORMAL`): whoever needs
to know that it is there calls `Log.flush` after it, when others write already.
"""

from __future__ import annotations

import os
import sqlite3
import time
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, Pool, create_engine, event
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.pool import PoolProxiedConnection

#: Seconds that a writer waits for another one.
BUSY_SECONDS = 10
READS, WRITES, ALONE = "BEGIN", "BEGIN IMMEDIATE", ""

registry.register("sqlite.hornbook", __name__, "HornbookDialect")


class HornbookDialect(SQLiteDialect_pysqlite):
    """The dialect of SQLAlchemy for an engine whose transactions all begin in the same way.

    `begins` is a statement, or `ALONE`: each statement is a transaction of its own.
    """

    supports_statement_cache = True

    def __init__(self, begins: str = READS, **rest: Any) -> None:
        super().__init__(**rest)
        self._begins = begins

    def do_begin(self, dbapi_connection: PoolProxiedConnection) -> None:
        """Begin: the driver does not by itself (see `_configure`)."""
        if self._begins:
            _run(dbapi_connection, self._begins)


class Log:
    """The write-ahead log of a file of SQLite: what was committed is in it, for the disk or not yet."""

    def __init__(self, database: Path) -> None:
        self._path = database.with_name(f"{database.name}-wal")

    def flush(self) -> None:
        """Return when all that was committed before is on the disk.

        SQLite does the same with `synchronous=FULL`, but keeps the next writer waiting for it; here several may wait at
        once, for one work of the disk. There are no locks on this file that closing it would give up.
        """
        try:
            descriptor = os.open(self._path, os.O_RDWR)
        except FileNotFoundError:
            # Whoever closed the database last has brought all of it into the file itself.
            return
        try:
            getattr(os, "fdatasync", os.fsync)(descriptor)
        finally:
            os.close(descriptor)


def file_of(url: URL) -> Path | None:
    """The file of a database; None where it is in the memory, or named in another way."""
    name = url.database or ":memory:"
    return None if name == ":memory:" or name.startswith("file:") else Path(name)


def open_engine(url: URL, begins: str = READS, *, pool: Pool | None = None) -> Engine:
    """An engine whose transactions begin so; engines of one database share the pool of the first."""
    found = create_engine(url.set(drivername="sqlite+hornbook"), begins=begins, pool=pool)
    if pool is None:
        # Without a file there is no log that could be flushed.
        synchronous = "NORMAL" if file_of(url) else "FULL"
        event.listen(found.pool, "connect", lambda connection, _record: _configure(connection, synchronous))
    return found


def _run(connection: Any, statement: str) -> None:
    cursor = connection.cursor()
    cursor.execute(statement)
    cursor.close()


def _configure(connection: Any, synchronous: str) -> None:
    # The driver must not begin transactions by itself: it would only do so when something is written.
    connection.isolation_level = None
    _run(connection, f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    _write_ahead(connection)
    _run(connection, f"PRAGMA synchronous = {synchronous}")
    _run(connection, "PRAGMA foreign_keys = ON")


def _write_ahead(connection: Any) -> None:
    # All else waits for a busy database by itself; changing this mode, which a new file needs once, does not.
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            _run(connection, "PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return

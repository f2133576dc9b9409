"""SQLite as the tool uses it: write-ahead log, foreign keys enforced, transactions that begin as their work needs.

One that only reads sees one state of the database. One that writes takes the write lock at once (`IMMEDIATE`), so that
reading first and writing later cannot fail half way.
"""

from __future__ import annotations

import sqlite3
import time
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

    `begins` is a statement, or `ALONE`: each statement is a transaction of its own. `relaxed` commits do not wait for
    the disk.
    """

    supports_statement_cache = True

    def __init__(self, begins: str = READS, relaxed: bool = False, **rest: Any) -> None:
        super().__init__(**rest)
        self._begins = begins
        self._synchronous = "NORMAL" if relaxed else "FULL"

    def do_begin(self, dbapi_connection: PoolProxiedConnection) -> None:
        """Begin: the driver does not by itself (see `_configure`)."""
        # A connection of the pool is as its last transaction left it.
        info = dbapi_connection.info
        if info.get("synchronous") != self._synchronous:
            _run(dbapi_connection, f"PRAGMA synchronous = {self._synchronous}")
            info["synchronous"] = self._synchronous
        if self._begins:
            _run(dbapi_connection, self._begins)


def open_engine(url: URL, begins: str = READS, *, relaxed: bool = False, pool: Pool | None = None) -> Engine:
    """An engine whose transactions begin so; engines of one database share the pool of the first."""
    found = create_engine(url.set(drivername="sqlite+hornbook"), begins=begins, relaxed=relaxed, pool=pool)
    if pool is None:
        event.listen(found.pool, "connect", _configure)
    return found


def _run(connection: Any, statement: str) -> None:
    cursor = connection.cursor()
    cursor.execute(statement)
    cursor.close()


def _configure(connection: Any, _record: object) -> None:
    # The driver must not begin transactions by itself: it would only do so when something is written.
    connection.isolation_level = None
    _run(connection, f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    _write_ahead(connection)
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

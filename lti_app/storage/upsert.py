"""Rows that several processes may make at the same moment, made once."""

from __future__ import annotations

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from lti_app.storage.models import Base


def insert_missing(session: Session, table: type[Base], *rows: dict[str, Any]) -> int:
    """Insert rows, each unless one with the same key is there already; what is there stays as it is. How many came.

    Columns that the rows leave out get the defaults of the model.
    """
    insert: Any = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    values = rows[0] if len(rows) == 1 else list(rows)
    result: Any = session.execute(insert(table).values(values).on_conflict_do_nothing())
    return int(result.rowcount)

"""Rows that several processes may make at the same moment, made once."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from lti_app.storage.models import Base


def insert_missing(session: Session, table: type[Base], *rows: dict[str, Any]) -> int:
    """Insert rows, each unless one with the same key is there already; what is there stays as it is. How many came.

    Columns that the rows leave out get the defaults of the model.
    """
    statement = _insertion(session.get_bind().dialect.name, table)
    results: list[Any] = [session.execute(statement, row) for row in rows]
    return sum(result.rowcount for result in results)


@cache
def _insertion(dialect: str, table: type[Base]) -> Any:
    insert: Any = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return insert(table.__table__).on_conflict_do_nothing()

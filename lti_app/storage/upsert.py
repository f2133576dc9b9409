"""Rows that several processes may make at the same moment, made once."""

from __future__ import annotations

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from lti_app.storage.models import Base


def insert_missing(session: Session, table: type[Base], values: dict[str, Any]) -> None:
    """Insert a row unless one with the same key is there already; the one that is there stays as it is.

    Columns that `values` leaves out get the defaults of the model.
    """
    insert: Any = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    session.execute(insert(table).values(values).on_conflict_do_nothing())

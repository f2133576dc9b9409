"""All that is kept of one person, as a value that can be written down (LTI data privacy launch)."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from lti_app.storage.models import Attempt, Base, Person, Score

#: Columns that are no news of a person: secrets of ours, and leases of workers.
_OURS = {"secret", "secret_hash", "lease", "leased_until"}
#: Tables that belong to a person by way of another one.
_BELOW: dict[str, type[Attempt] | type[Score]] = {"attempt_id": Attempt, "score_id": Score}


def everything_of(session: Session, person: Person) -> dict[str, list[dict[str, Any]]]:
    """Rows by table, with the names of their columns; tables without a row of this person are left out."""
    found: dict[str, list[dict[str, Any]]] = {}
    for table in Base.metadata.sorted_tables:
        rows = _rows(session, table, person)
        if rows:
            found[table.name] = rows
    return found


def _rows(session: Session, table: Table, person: Person) -> list[dict[str, Any]]:
    if table.name == "person":
        condition = table.c.id == person.id
    elif "person_id" in table.c:
        condition = table.c.person_id == person.id
    else:
        way = next((name for name in _BELOW if name in table.c), None)
        if way is None:
            return []
        owner = _BELOW[way]
        condition = table.c[way].in_(select(owner.id).where(owner.person_id == person.id))
    shown = [column for column in table.c if column.name not in _OURS]
    result = session.execute(select(*shown).where(condition).order_by(*table.primary_key.columns))
    return [{name: _plain(value) for name, value in row.items()} for row in result.mappings()]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Fraction) else value

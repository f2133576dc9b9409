"""Empty databases for tests: files of SQLite, or schemas of the PostgreSQL that `tools/with-postgresql` starts."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

#: The address of a PostgreSQL that tests may fill; without it every database is a file.
ELSEWHERE = os.environ.get("HORNBOOK_TEST_DATABASE", "")


def new_database(folder: Path, name: str = "hornbook") -> str:
    """The address (SQLAlchemy) of a database without tables of its own; `name` is one word of small letters."""
    if not ELSEWHERE:
        return f"sqlite:///{folder / name}.db"
    schema = f"{name}_{secrets.token_hex(8)}"
    engine = create_engine(ELSEWHERE)
    with engine.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    engine.dispose()
    url = make_url(ELSEWHERE).update_query_dict({"options": f"-csearch_path={schema}"})
    return url.render_as_string(hide_password=False)

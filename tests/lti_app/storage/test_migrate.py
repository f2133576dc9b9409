"""The steps lead to the tables of the models, from nothing and from every version."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from lti_app.storage.database import Database
from lti_app.storage.migrate import NewerDatabase, upgrade
from lti_app.storage.models import Base
from tests.lti_app.databases import new_database


def described(database: Database) -> dict[str, object]:
    """All that an inspector sees of the tables, but for the one of the steps."""
    seen = inspect(database.engine)
    return {
        table: (
            [(column["name"], str(column["type"]), column["nullable"]) for column in seen.get_columns(table)],
            seen.get_pk_constraint(table),
            sorted(seen.get_foreign_keys(table), key=str),
            sorted(seen.get_indexes(table), key=str),
            sorted(seen.get_unique_constraints(table), key=str),
        )
        for table in sorted(seen.get_table_names())
        if table != "alembic_version"
    }


def test_all_steps_together_make_the_tables_of_the_models(tmp_path: Path) -> None:
    stepped, made = Database(new_database(tmp_path, "stepped")), Database(new_database(tmp_path, "made"))
    upgrade(stepped)
    Base.metadata.create_all(made.engine)
    why = "The models changed: run  python tools/make_migration.py --first  (see docs/developers.md)."
    assert described(stepped) == described(made), why
    with stepped.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == [], why
    stepped.engine.dispose()
    made.engine.dispose()


def test_a_second_upgrade_changes_nothing(tmp_path: Path) -> None:
    database = Database(new_database(tmp_path))
    upgrade(database)
    before = described(database)
    upgrade(database)
    assert described(database) == before
    database.engine.dispose()


def test_many_processes_may_start_at_once(tmp_path: Path) -> None:
    address = new_database(tmp_path)
    databases = [Database(address) for _ in range(6)]
    with ThreadPoolExecutor(len(databases)) as pool:
        list(pool.map(upgrade, databases))
    for database in databases:
        database.engine.dispose()


def test_a_database_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    database = Database(new_database(tmp_path))
    upgrade(database)
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(NewerDatabase, match="newer version"):
        upgrade(database)
    database.engine.dispose()

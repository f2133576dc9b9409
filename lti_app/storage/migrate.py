"""Brings the tables of a database up to this version of the program; the steps stand in `migrations/versions`."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from lti_app.storage.database import Database

#: Any number; servers of PostgreSQL know it as the lock of whoever migrates.
_LOCK = 7_145_203


class NewerDatabase(Exception):
    """The database was made by a newer version of the program; `args[0]` says so to the administrator."""


def _settings(connection: Connection) -> Config:
    settings = Config()
    settings.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    settings.attributes["connection"] = connection
    return settings


def upgrade(database: Database) -> None:
    """Take the steps that are missing, all or none, one process at a time."""
    engine = database.writing_engine
    with engine.connect() as reading:
        found = MigrationContext.configure(reading).get_current_revision()
        scripts = ScriptDirectory.from_config(_settings(reading))
    newest = scripts.get_current_head()
    if found == newest:
        return
    if found is not None and found not in {step.revision for step in scripts.walk_revisions()}:
        raise NewerDatabase(
            "The database was made by a newer version of Hornbook."
            " Install that version, or restore the backup from before."
        )
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        command.upgrade(_settings(connection), "head")

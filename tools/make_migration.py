"""Writes the next step of lti_app/storage/migrations from what changed in the models.

    python tools/make_migration.py "Score knows its comment"     a new step
    python tools/make_migration.py --first                       write the first one anew (before the first release)

Read what it wrote: Alembic sees new columns, and no meaning.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config

from lti_app.storage.database import Database
from lti_app.storage.types import Exact, Moment

FOLDER = Path(__file__).resolve().parent.parent / "lti_app/storage/migrations"


def plain_type(kind: str, item: Any, _context: Any) -> str | bool:
    """Steps name the types of the database, never ours, which may change later."""
    if kind == "type" and isinstance(item, Moment):
        return "sa.BigInteger()"
    if kind == "type" and isinstance(item, Exact):
        return "sa.String()"
    return False


def main() -> None:
    """Write the step."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("message", nargs="?", default="The tables")
    parser.add_argument("--first", action="store_true", help="write the first step anew")
    options = parser.parse_args()
    versions = FOLDER / "versions"
    if options.first:
        for old in versions.glob("[0-9]*.py"):
            old.unlink()
    number = len(list(versions.glob("[0-9]*.py"))) + 1
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/empty.db")
        with database.engine.connect() as connection:
            settings = Config()
            settings.set_main_option("script_location", str(FOLDER))
            settings.set_main_option("file_template", "%%(rev)s_%%(slug)s")
            settings.attributes["connection"] = connection
            settings.attributes["render_item"] = plain_type
            command.upgrade(settings, "head")
            command.revision(settings, options.message, autogenerate=True, rev_id=f"{number:04}")
        database.engine.dispose()
    for step in versions.glob(f"{number:04}_*.py"):
        lines = step.read_text("utf-8").splitlines(keepends=True)
        step.write_text("".join(line for line in lines if "# ###" not in line), "utf-8")
    ruff = [sys.executable, "-m", "ruff"]
    subprocess.run([*ruff, "format", "--quiet", str(versions)], check=True)
    subprocess.run([*ruff, "check", "--fix", "--quiet", str(versions)], check=True)


if __name__ == "__main__":
    main()

"""What views find in the running application."""

from __future__ import annotations

from typing import cast

from flask import current_app

from lti_app.config import Config
from lti_app.storage.database import Database


def config() -> Config:
    """The settings of this application."""
    return cast("Config", current_app.extensions["hornbook.config"])


def database() -> Database:
    """The database of this application."""
    return cast("Database", current_app.extensions["hornbook.database"])

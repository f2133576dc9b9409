"""What views find in the running application."""

from __future__ import annotations

from typing import cast

from flask import current_app

from lti_app.config import Config
from lti_app.lti.connector import Connector
from lti_app.lti.http import PlatformSession
from lti_app.lti.jwks import KeySets
from lti_app.lti.platforms import PlatformBook
from lti_app.services.library import Library
from lti_app.storage.database import Database
from lti_app.storage.secrets import app_secret as make_or_read_secret


def config() -> Config:
    """The settings of this application."""
    return cast("Config", current_app.extensions["hornbook.config"])


def database() -> Database:
    """The database of this application."""
    return cast("Database", current_app.extensions["hornbook.database"])


def app_secret() -> bytes:
    """The secret that signs states and links; made at the first use."""
    extensions = current_app.extensions
    if "hornbook.secret" not in extensions:
        extensions["hornbook.secret"] = make_or_read_secret(database())
    return cast("bytes", extensions["hornbook.secret"])


def key_sets() -> KeySets:
    """The platforms' keys, as this process knows them."""
    return cast("KeySets", current_app.extensions["hornbook.key_sets"])


def platform_book() -> PlatformBook:
    """The registrations, as this process knows them."""
    return cast("PlatformBook", current_app.extensions["hornbook.platform_book"])


def platform_session() -> PlatformSession:
    """How this application speaks to platforms."""
    return cast("PlatformSession", current_app.extensions["hornbook.platform_session"])


def connector() -> Connector:
    """How this application speaks to services of platforms."""
    return cast("Connector", current_app.extensions["hornbook.connector"])


def library() -> Library:
    """The courses that this application serves."""
    return cast("Library", current_app.extensions["hornbook.library"])

"""The address under which the tool was started last, for commands that give addresses out."""

from __future__ import annotations

from lti_app.storage.database import Database
from lti_app.storage.models import AppSecret

_NAME = "address"


def note_address(database: Database, public_url: str) -> None:
    """Remember where browsers and LMSs reach the tool."""
    with database.writing() as session:
        session.merge(AppSecret(name=_NAME, value=public_url.encode()))


def noted_address(database: Database) -> str:
    """What was noted last; empty before the first start."""
    with database.reading() as session:
        found = session.get(AppSecret, _NAME)
    return "" if found is None else found.value.decode()

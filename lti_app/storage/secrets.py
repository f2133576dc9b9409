"""The secret that all processes of one tool share."""

from __future__ import annotations

import secrets

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from lti_app.storage.database import Database
from lti_app.storage.models import AppSecret

_NAME = "signing"


def app_secret(database: Database) -> bytes:
    """32 random bytes, made by whoever asks first and the same for everybody after."""
    with database.reading() as session:
        found = session.scalar(select(AppSecret.value).where(AppSecret.name == _NAME))
    if found is not None:
        return found
    try:
        with database.writing() as session:
            session.add(AppSecret(name=_NAME, value=secrets.token_bytes(32)))
    except IntegrityError:
        # Another process was faster; its secret counts.
        pass
    with database.reading() as session:
        return session.scalars(select(AppSecret.value).where(AppSecret.name == _NAME)).one()

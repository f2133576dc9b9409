"""Whether the tool is alive, and whether it can work."""

from __future__ import annotations

from flask import Blueprint
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from lti_app.web.wiring import database

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def healthz() -> tuple[str, int]:
    """The process answers."""
    return "ok\n", 200


@blueprint.get("/readyz")
def readyz() -> tuple[str, int]:
    """The process can reach its database."""
    try:
        with database().reading() as session:
            session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return "database unreachable\n", 503
    return "ready\n", 200

"""What stands at the address of the tool itself, for whoever types it into a browser."""

from __future__ import annotations

from flask import Blueprint, redirect
from sqlalchemy import exists, select
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response as BaseResponse

from lti_app.storage.models import Platform
from lti_app.web.pages import page
from lti_app.web.wiring import config, database

blueprint = Blueprint("front", __name__)

#: Addresses that an LMS asks for, by their names in the texts.
_ADDRESSES = {
    "launch": "/lti/launch",
    "login": "/lti/login",
    "keys": "/lti/jwks",
    "canvas": "/lti/canvas.json",
}


@blueprint.get("/")
def front() -> BaseResponse:
    """What this is, whether it works, and what an administrator does next; nothing about anybody."""
    if config().front_page:
        return redirect(config().front_page, 302)
    try:
        with database().reading() as session:
            connected = session.scalar(select(exists().where(Platform.disabled_at.is_(None))))
    except SQLAlchemyError:
        return page("front.html", 503, works=False, connected=True, addresses={})
    addresses = {name: config().url(path) for name, path in _ADDRESSES.items()}
    return page("front.html", works=True, connected=connected, addresses=addresses)

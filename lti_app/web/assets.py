"""The built player, under an address that changes with its content, so that browsers keep it for good."""

from __future__ import annotations

import hashlib
from functools import cache

from flask import Blueprint, Response

from hornbook import resources
from lti_app.lti.refusals import Refused
from lti_app.web.wiring import config

blueprint = Blueprint("assets", __name__)

_KINDS = {
    "player-lti.js": "text/javascript; charset=utf-8",
    "player.css": "text/css; charset=utf-8",
}


@cache
def _files() -> tuple[str, dict[str, bytes]]:
    folder = resources.templates() / "player"
    files = {name: (folder / name).read_bytes() for name in _KINDS}
    return hashlib.sha256(b"\0".join(files.values())).hexdigest()[:16], files


def player_folder() -> str:
    """Where pages find the player; an address from the root of our host."""
    return f"{config().root}/player/{_files()[0]}"


@blueprint.get("/player/<tag>/<name>")
def player(tag: str, name: str) -> Response:
    """A file of the player: the same for everybody, and no secret."""
    known, files = _files()
    if name not in files:
        raise Refused("page-unknown", status=404)
    response = Response(files[name], content_type=_KINDS[name])
    # A page that was open while the tool was updated gets the new player, and does not keep it under the old name.
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if tag == known else "no-cache"
    return response

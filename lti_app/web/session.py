"""Who asks: rights belong to one launch, and come with its cookie or, where cookies are blocked, with its token.

A page of a launch lies at /l/HANDLE/... The handle grants nothing. The secret comes as the cookie of this launch
(partitioned, for its path alone) or in the header `Hornbook-Launch`, which scripts fill from the tab's storage. A
browser that asks for a page with neither gets a small page that asks again with the header, and shows the answer in its
own place; so addresses, reloads and links work in both cases.
"""

from __future__ import annotations

import base64
import hmac
from datetime import timedelta
from typing import cast
from urllib.parse import quote, urlsplit

from flask import Response, current_app, g, request
from werkzeug.http import dump_cookie
from werkzeug.wrappers import Response as BaseResponse

from lti_app.lti.clock import Clock
from lti_app.lti.refusals import Refused
from lti_app.services.launches import LIFETIME, OpenedLaunch, find_launch, holds
from lti_app.storage.models import Launch
from lti_app.web.pages import page
from lti_app.web.security import frames_for, frames_for_anybody
from lti_app.web.wiring import app_secret, config, database

#: How long a link to a file can be used.
FILE_LINK_LIFETIME = timedelta(minutes=5)
HEADER = "Hornbook-Launch"
_READING = ("GET", "HEAD", "OPTIONS")


class NeedsToken(Exception):
    """A browser asks for a page without its cookie: it gets the page that brings the token."""


def clock() -> Clock:
    """The clock of this application."""
    return cast("Clock", current_app.extensions["hornbook.clock"])


def cookie_name(handle: str) -> str:
    """The name of the cookie of one launch."""
    return f"hb_{handle}"


def current_launch(handle: str, *, file: str | None = None) -> Launch:
    """The launch that this request has the rights of.

    `file` is the path that a signed link may stand for, see `file_link`. Refused, or answered with the page that
    brings the token, for everybody else. Requests that change something must come from a page of our own.
    """
    cached: Launch | None = g.get("launch")
    if cached is not None and cached.handle == handle:
        return cached
    now = clock()()
    token = request.headers.get(HEADER, "")
    cookie = request.cookies.get(cookie_name(handle), "")
    with database().reading() as session:
        launch = find_launch(session, handle, now)
    if launch is None or not (
        (token and holds(launch, token))
        or (cookie and holds(launch, cookie))
        or (file is not None and link_is_good(handle, file))
    ):
        if not token and _browser_asks_for_page():
            raise NeedsToken
        raise Refused("launch-ended", status=401)
    if request.method not in _READING:
        same_origin()
    g.launch = launch
    frames_for(launch)
    return launch


def require(launch: Launch, *roles: str) -> None:
    """Refused unless the launch has one of these roles in its context."""
    if launch.role not in roles:
        raise Refused("role-too-low", status=403, detail=f"role {launch.role or 'none'}")


def give_rights(response: BaseResponse, opened: OpenedLaunch) -> None:
    """Set the cookie of a launch that was just opened."""
    seconds = int(LIFETIME.total_seconds())
    set_cookie(response, cookie_name(opened.handle), opened.secret, max_age=seconds, path=launch_path(opened.handle))


def set_cookie(response: BaseResponse, name: str, value: str, *, max_age: int, path: str, script: bool = False) -> None:
    """Set a cookie that also works inside a frame of an LMS; only with `script` can scripts read it."""
    secure = config().secure
    cookie = dump_cookie(
        name,
        value,
        max_age=max_age,
        path=path,
        httponly=not script,
        secure=secure,
        samesite="None" if secure else "Lax",
        partitioned=secure,
        # No date beside the age: browsers that know no age know no Partitioned either.
        sync_expires=False,
    )
    response.headers.add("Set-Cookie", cookie)


def launch_path(handle: str) -> str:
    """The address of a launch's first page, from the root of our host."""
    return f"{config().root}/l/{handle}/"


def file_link(launch: Launch, path: str) -> str:
    """A link to one file of a launch that works without cookie and header, for five to ten minutes.

    It lies at /l/HANDLE/files/PATH; the view there calls `current_launch(handle, file=path)`. Links that are made
    within the same five minutes are equal, so that browsers keep what they have fetched.
    """
    span = int(FILE_LINK_LIFETIME.total_seconds())
    until = (int(clock()().timestamp()) // span + 2) * span
    proof = _file_proof(launch.handle, path, until)
    return f"{launch_path(launch.handle)}files/{quote(path)}?until={until}&proof={proof}"


def _file_proof(handle: str, path: str, until: int) -> str:
    raw = hmac.digest(app_secret(), f"file link\0{handle}\0{path}\0{until}".encode(), "sha256")
    return base64.urlsafe_b64encode(raw[:18]).decode("ascii")


def link_is_good(handle: str, path: str) -> bool:
    """Whether this request came by a link to this file that we made, and not too late."""
    return link_was_good(handle, path) and clock()().timestamp() < int(request.args["until"])


def link_was_good(handle: str, path: str) -> bool:
    """Whether this request names a link to this file that we made, however long ago."""
    until, proof = request.args.get("until", ""), request.args.get("proof", "")
    if request.method not in ("GET", "HEAD") or not (until.isascii() and until.isdigit() and len(until) < 12):
        return False
    return hmac.compare_digest(proof.encode(), _file_proof(handle, path, int(until)).encode())


def _browser_asks_for_page() -> bool:
    if request.method != "GET":
        return False
    destination = request.headers.get("Sec-Fetch-Dest", "")
    if destination:
        return destination in ("document", "iframe", "frame", "embed", "object")
    return "text/html" in request.headers.get("Accept", "")


def same_origin() -> None:
    """Refused for a change that another site's page asks for."""
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    good = site == "same-origin" if site else origin is not None and origin.lower() == _own_origin()
    if not good:
        raise Refused("other-site", status=403, detail=f"site {site or '-'}")


def _own_origin() -> str:
    parts = urlsplit(config().public_url.lower())
    return f"{parts.scheme}://{parts.netloc}"


def bring_token(_error: NeedsToken) -> Response:
    """The page that asks again with the token of this tab."""
    frames_for_anybody()
    return page("bring-token.html", 401)

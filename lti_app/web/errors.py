"""What goes wrong, told to a person: cause, next step, a number that the log knows too, and the way back."""

from __future__ import annotations

import logging
import secrets
from typing import Any

from flask import Flask, Response, g, jsonify, request
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException

from lti_app.lti.refusals import Refused, loggable
from lti_app.metrics import REFUSALS
from lti_app.storage.models import Launch
from lti_app.web.pages import page, written
from lti_app.web.security import frames_for_anybody

log = logging.getLogger("lti_app.requests")
# Without letters and digits that are read as others.
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def new_reference() -> str:
    """A number for one failure, short enough to be read out over a telephone."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"


def wants_json() -> bool:
    """Whether a script asks, and not a person's browser."""
    accepted = request.accept_mimetypes
    return "/api/" in request.path or accepted["application/json"] > accepted["text/html"]


def refusal_page(refused: Refused, *, ask_json: bool | None = None) -> Response:
    """The page of a refusal, one line in the log, and one more in the count."""
    reference = new_reference()
    REFUSALS.labels(refused.reason).inc()
    log.info(
        "refused reference=%s reason=%s status=%d platform=%s path=%s detail=%s",
        reference,
        refused.reason,
        refused.status,
        refused.platform_id or "-",
        loggable(request.path, 60),
        loggable(refused.detail or "-", 200),
    )
    words: dict[str, Any] = written("en")["errors"][refused.reason]
    shown = {name: str(words[name]).format(**refused.shown) for name in ("title", "cause", "next")}
    if wants_json() if ask_json is None else ask_json:
        response = jsonify(problem=refused.reason, message=f"{shown['cause']} {shown['next']}", reference=reference)
        response.status_code = refused.status
    else:
        frames_for_anybody()
        response = page(
            "error.html",
            refused.status,
            words=shown,
            reason=refused.reason,
            reference=reference,
            way_back=refused.way_back or _way_back_of_launch(),
        )
    if refused.status == 503:
        response.headers["Retry-After"] = "30"
    return response


def _way_back_of_launch() -> str:
    """Where a launch that this request has the rights of said that the way back is."""
    launch: Launch | None = g.get("launch")
    return "" if launch is None else launch.return_url


def _refused(error: Refused) -> Response:
    return refusal_page(error)


_BY_STATUS = {
    400: "request-wrong",
    403: "not-allowed",
    404: "page-unknown",
    405: "method-wrong",
    408: "request-wrong",
    411: "request-wrong",
    413: "request-too-large",
    414: "request-too-large",
    415: "kind-wrong",
    431: "request-too-large",
}


def _http_error(error: HTTPException) -> Response:
    status = error.code or 500
    if status < 400:
        return Response(status=status, headers=error.get_headers())
    refused = Refused(_BY_STATUS.get(status, "request-wrong" if status < 500 else "fault"), status=status)
    refused.detail = loggable(error.name)
    response = refusal_page(refused)
    if status == 405:
        for name, value in error.get_headers():
            if name == "Allow":
                response.headers[name] = value
    return response


def _busy(error: Exception) -> Response:
    """The database is away, or others kept it for too long: not for ever, and whoever waits is told so."""
    log.warning("busy path=%s error=%s", loggable(request.path, 60), loggable(error, 200))
    return refusal_page(Refused("busy", status=503, detail=type(error).__name__))


def _fault(error: Exception) -> Response:
    """A fault of ours: its traceback is in the log under the reference that the page shows."""
    refused = Refused("fault", status=500, detail=type(error).__name__)
    log.error("fault path=%s", loggable(request.path, 60), exc_info=error)
    return refusal_page(refused)


def init_app(app: Flask) -> None:
    """Show pages of our own for all that goes wrong."""
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(HTTPException, _http_error)
    for away in (OperationalError, PoolTimeout):
        app.register_error_handler(away, _busy)
    app.register_error_handler(Exception, _fault)

"""The platform of `lti_grades`: the stand-in LMS without its checks of tokens, so that it is not what is measured."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Any

#: What a WSGI server calls.
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def application(learners: int, delay: float) -> Application:
    """Hands out one token, and takes any score with it."""
    headers = [("Content-Type", "application/vnd.ims.lis.v1.score+json")]

    def serve(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        path = environ["PATH_INFO"]
        if path.endswith("token.php"):
            body = b'{"access_token": "t", "token_type": "Bearer", "expires_in": 3600}'
            start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
            return [body]
        if path.endswith("/scores") and environ.get("HTTP_AUTHORIZATION") != "Bearer t":
            start_response("401 Unauthorized", [("Content-Length", "0")])
            return []
        if path.endswith("/scores"):
            time.sleep(delay)
        start_response("200 OK", [*headers, ("Content-Length", "0")])
        return []

    return serve

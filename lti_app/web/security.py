"""What every answer says to the browser: where scripts may come from, and who may show the page in a frame."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, Response, g, request
from werkzeug.routing import RequestRedirect

from lti_app.lti.platforms import PlatformFacts, origin_of
from lti_app.storage.models import Launch
from lti_app.web.wiring import config

_POLICY = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "media-src": ["'self'"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": [],
}
_NOBODY = "'none'"


def allow(directive: str, *sources: str) -> None:
    """Add sources to the policy of the answer to this request, such as a platform's origin to `form-action`."""
    g.setdefault("policy", {}).setdefault(directive, []).extend(sources)


def frames_for(launch: Launch) -> None:
    """Let the pages of this launch's platform show the answer, and nobody else."""
    platform = PlatformFacts.of(launch.context.deployment.platform)
    allow("frame-ancestors", *platform.ancestors)
    if launch.return_url:
        allow("frame-ancestors", origin_of(launch.return_url))


def frames_for_anybody() -> None:
    """For pages before a launch: they hold no rights, and the page around them may be of a school that Canvas hosts,
    which nobody can know before the signed message."""
    allow("frame-ancestors", "*")


def policy() -> str:
    """The content security policy of this answer."""
    added: dict[str, list[str]] = g.get("policy", {})
    return _written({name: [*_POLICY.get(name, ()), *sources] for name, sources in added.items()}) if added else _USUAL


def _written(changed: dict[str, list[str]]) -> str:
    whole = {**_POLICY, **changed}
    return "; ".join(f"{name} {' '.join(dict.fromkeys(sources)) or _NOBODY}" for name, sources in whole.items())


_USUAL = _written({})


def _stay_here(response: Response) -> Response:
    """Where Werkzeug completes an address (`/l/HANDLE` to `/l/HANDLE/`), it takes our host from the request, which may
    name any; and it knows no root that a proxy has taken off."""
    if isinstance(request.routing_exception, RequestRedirect):
        completed = urlsplit(request.routing_exception.new_url)
        path = f"{config().root}/{completed.path.lstrip('/')}"
        response.location = f"{path}?{completed.query}" if completed.query else path
        response.set_data(b"")
    return response


def _add_headers(response: Response) -> Response:
    headers = response.headers
    if "Content-Security-Policy" not in headers:
        headers.add("Content-Security-Policy", policy())
    headers.add("X-Content-Type-Options", "nosniff")
    headers.add("Referrer-Policy", "no-referrer")
    if "Cache-Control" not in headers:
        headers.add("Cache-Control", "no-store")
    return response


def init_app(app: Flask) -> None:
    """Put the headers on every answer. No X-Frame-Options: it knows no list, and the policy says more."""
    app.after_request(_add_headers)
    app.after_request(_stay_here)

"""Pages of the tool itself: templates of templates/lti with the texts of templates/interface/lti-en.json."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from werkzeug.datastructures import Headers
from werkzeug.urls import iri_to_uri

from hornbook import resources
from lti_app.web.wiring import config

if TYPE_CHECKING:
    from wsgiref.types import WSGIEnvironment

#: Kinds of the files in templates/lti/static.
_KINDS = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}


@cache
def texts() -> dict[str, Any]:
    """All words of these pages, by section and name."""
    found: dict[str, Any] = json.loads((resources.templates() / "interface/lti-en.json").read_text("utf-8"))
    return found


@cache
def _environment() -> Environment:
    loader = FileSystemLoader(resources.templates() / "lti")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def render(template: str, **values: Any) -> str:
    """A template of templates/lti; it sees `text` (all words), `root` (what addresses here begin with) and `values`."""
    return (
        _environment()
        .get_template(template)
        .render(text=texts(), root=config().root, title_of_tool=config().title, **values)
    )


def page(template: str, status: int = 200, **values: Any) -> Response:
    """An HTML answer that nobody keeps."""
    response = Response(render(template, **values), status, content_type="text/html; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response


class Onward(Response):
    """Sends the browser to another address, without the page that browsers do not show; nobody keeps it."""

    default_mimetype = None

    def __init__(self, address: str, status: int) -> None:
        uri = address if address.isascii() else iri_to_uri(address)
        super().__init__(status=status, headers={"Location": uri, "Cache-Control": "no-store"})

    def get_wsgi_headers(self, environ: WSGIEnvironment) -> Headers:
        """The headers as they are: what werkzeug does to an address has been done."""
        self.headers["Content-Length"] = "0"
        return self.headers


@cache
def static_file(name: str) -> tuple[bytes, str] | None:
    """Content and type of a file in templates/lti/static; None if there is none of this name."""
    folder = resources.templates() / "lti/static"
    kind = _KINDS.get(Path(name).suffix)
    path = folder / name
    if kind is None or path.parent != folder or not path.is_file():
        return None
    return path.read_bytes(), kind

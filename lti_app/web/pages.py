"""Pages of the tool itself: templates of templates/lti with the texts of templates/interface/lti-LANGUAGE.json."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Response, g, request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from werkzeug.datastructures import Headers
from werkzeug.urls import iri_to_uri

from hornbook import resources
from hornbook.interface import direction, headed, primary
from lti_app.storage.models import Launch
from lti_app.web.wiring import config

if TYPE_CHECKING:
    from wsgiref.types import WSGIEnvironment

#: Kinds of the files in templates/lti/static.
_KINDS = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}


#: The language that has all sections of the texts; what another one lacks is English.
_WHOLE = "en"


@cache
def written(language: str) -> dict[str, Any]:
    """The words that one language has of its own, by section and name."""
    found: dict[str, Any] = json.loads(
        (resources.templates() / f"interface/lti-{language}.json").read_text(encoding="utf-8")
    )
    return found


@cache
def spoken() -> tuple[str, ...]:
    """The languages that there are words in, as primary subtags."""
    files = (resources.templates() / "interface").glob("lti-*.json")
    return tuple(sorted(path.stem.removeprefix("lti-") for path in files))


@cache
def _merged(language: str) -> dict[str, Any]:
    return {**written(_WHOLE), **written(language)}


def language() -> str:
    """The language of the pages of this request: the one that the LMS shows, before a launch the browser's."""
    launch: Launch | None = g.get("launch")
    wished = [launch.locale] if launch is not None and launch.locale else list(request.accept_languages.values())
    return next((own for tag in wished if (own := primary(tag)) in spoken()), _WHOLE)


def texts() -> dict[str, Any]:
    """All words of these pages, by section and name."""
    return _merged(language())


@cache
def _environment() -> Environment:
    loader = FileSystemLoader(resources.templates() / "lti")
    found = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    # Of a German sentence more than the first letter is large.
    found.filters["sentence"] = lambda text: str(text)[:1].upper() + str(text)[1:]
    found.filters["headed"] = headed
    return found


#: Pages whose words are English in every language so far; half of a page in each would be worse.
_ENGLISH = frozenset({"error.html", "front.html", "invitation.html", "registered.html", "privacy.html"})


def render(template: str, **values: Any) -> str:
    """A template of templates/lti; it sees `text` (all words), `root` (what addresses here begin with) and `values`."""
    text = written(_WHOLE) if template in _ENGLISH else texts()
    return (
        _environment()
        .get_template(template)
        .render(
            text=text,
            direction=direction(text["language"]),
            root=config().root,
            title_of_tool=config().title,
            **values,
        )
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

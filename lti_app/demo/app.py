"""The stand-in LMS as a Flask application."""

from __future__ import annotations

from flask import Flask, Response
from jinja2 import StrictUndefined
from werkzeug.http import http_date

from hornbook import resources
from lti_app.demo import launching, pages, services
from lti_app.demo.lms import StandInLms
from lti_app.demo.tool_tokens import ToolKeys

#: Frames and forms lead to the tool, wherever it is; all else stays at home.
_POLICY = "default-src 'self'; img-src 'self' data:; frame-src *; form-action *; object-src 'none'; base-uri 'none'"


def create_lms_app(lms: StandInLms) -> Flask:
    """All pages and services of one LMS."""
    app = Flask("lti_app.demo", static_folder=None, template_folder=str(resources.templates() / "demo"))
    app.config["MAX_CONTENT_LENGTH"] = 2_000_000
    app.jinja_env.undefined = StrictUndefined
    app.extensions["stand-in.lms"] = lms
    app.extensions["stand-in.keys"] = ToolKeys(lms)
    app.register_blueprint(services.blueprint)
    app.register_blueprint(launching.blueprint)
    app.register_blueprint(pages.blueprint)

    @app.after_request
    def protect(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", _POLICY)
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Cache-Control"] = "no-store"
        response.headers["Date"] = http_date(lms.now())
        return response

    return app

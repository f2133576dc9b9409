"""The application: settings in, a Flask app that is wired and ready out."""

from __future__ import annotations

from flask import Flask

from lti_app.config import Config
from lti_app.storage.database import Database
from lti_app.web import health


def create_app(config: Config) -> Flask:
    """The tool for one set of settings; opens the database, sends nothing."""
    app = Flask("lti_app", static_folder=None, template_folder=None)
    # The largest honest body is an id_token with a roster's worth of custom claims, or a long essay.
    app.config["MAX_CONTENT_LENGTH"] = 1_000_000
    app.extensions["hornbook.config"] = config
    app.extensions["hornbook.database"] = Database(config.database)
    app.register_blueprint(health.blueprint)
    return app

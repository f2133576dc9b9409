"""The application: settings in, a Flask app that is wired and ready out."""

from __future__ import annotations

from flask import Flask

from lti_app.config import Config
from lti_app.lti.clock import Clock
from lti_app.lti.clock import now as present
from lti_app.lti.connector import Connector, key_of
from lti_app.lti.guard import Guard
from lti_app.lti.http import PlatformSession
from lti_app.lti.jwks import KeySets
from lti_app.lti.platforms import PlatformBook
from lti_app.services.library import Library
from lti_app.storage.database import Database
from lti_app.web import (
    activity,
    assets,
    due,
    errors,
    files,
    front,
    health,
    instructor,
    lti,
    marking,
    metrics,
    picker,
    privacy,
    registration,
    security,
    session,
)


def create_app(config: Config, *, clock: Clock = present, guard: Guard | None = None) -> Flask:
    """The tool for one set of settings; opens the database, sends nothing.

    Tests move the clock, and say what names resolve to.
    """
    app = Flask("lti_app", static_folder=None, template_folder=None)
    # The largest honest body is an id_token with a roster's worth of custom claims, or a long essay.
    app.config["MAX_CONTENT_LENGTH"] = 1_000_000
    database = Database(config.database)
    platform_session = PlatformSession(guard or Guard(config.allowed_hosts))
    app.extensions["hornbook.config"] = config
    app.extensions["hornbook.database"] = database
    app.extensions["hornbook.clock"] = clock
    app.extensions["hornbook.library"] = Library(config.content)
    app.extensions["hornbook.platform_session"] = platform_session
    app.extensions["hornbook.platform_book"] = PlatformBook(database, clock)
    app.extensions["hornbook.key_sets"] = KeySets(database, platform_session, clock)
    app.extensions["hornbook.connector"] = Connector(database, platform_session, key_of(database), clock)
    errors.init_app(app)
    security.init_app(app)
    app.register_error_handler(session.NeedsToken, session.bring_token)
    for part in (
        front,
        health,
        metrics,
        lti,
        registration,
        privacy,
        activity,
        due,
        picker,
        files,
        assets,
        instructor,
        marking,
    ):
        app.register_blueprint(part.blueprint)
    return app

"""What a serving process does besides answering: the jobs of the steward, wired to an application."""

from __future__ import annotations

from flask import Flask

from lti_app.config import Config
from lti_app.lti.clock import Clock
from lti_app.services.closing import close_overdue
from lti_app.services.columns import read_due_dates
from lti_app.services.launches import forget_old
from lti_app.services.library import Library
from lti_app.services.outbox import Outbox
from lti_app.services.steward import Job, Repeated, Steward, lock_path
from lti_app.services.worker import Worker
from lti_app.storage.database import Database

_HOUR = 3600.0
#: Seconds between two looks for attempts whose time is over, and for due dates to be asked for.
_OFTEN = 20.0


def start(app: Flask) -> Steward:
    """Do the work in the background of this application, as soon as no other process does it."""
    config: Config = app.extensions["hornbook.config"]
    return Steward(lock_path(config.database), lambda: jobs(app)).start()


def outbox_of(app: Flask) -> Outbox:
    """The outbox of an application."""
    return Outbox(
        app.extensions["hornbook.database"], app.extensions["hornbook.connector"], app.extensions["hornbook.clock"]
    )


def jobs(app: Flask) -> list[Job]:
    """All of it."""
    database: Database = app.extensions["hornbook.database"]
    clock: Clock = app.extensions["hornbook.clock"]

    def forget() -> None:
        with database.writing() as session:
            forget_old(session, clock())

    library: Library = app.extensions["hornbook.library"]

    def close() -> None:
        close_overdue(database, library, clock())

    def ask_for_dates() -> None:
        read_due_dates(database, app.extensions["hornbook.connector"], clock())

    return [
        Repeated("housekeeping", _HOUR, forget),
        Repeated("closing attempts", _OFTEN, close),
        Repeated("due dates", _OFTEN, ask_for_dates),
        Worker(outbox_of(app)),
    ]

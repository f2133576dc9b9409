"""`hornbook-lti worker`: a process that does nothing but send grades."""

from __future__ import annotations

import signal
import threading

import click

from lti_app.cli.logs import start_log
from lti_app.cli.settings import open_database, settings
from lti_app.config import Config


@click.command()
@settings
@click.option(
    "--senders",
    envvar="HORNBOOK_SENDERS",
    default=16,
    show_default=True,
    type=click.IntRange(2, 200),
    help="Grades that are on their way at the same time; half of them at most to one LMS.",
)
def worker(config: Config, senders: int) -> None:
    """Send grades, and nothing else. `serve` does this, too: a process of its own is for large sites on PostgreSQL.

    Any number may run, on any machine. It ends when it is told to, after what is in flight.
    """
    from lti_app.app import create_app
    from lti_app.background import outbox_of
    from lti_app.services.worker import Worker

    start_log()
    open_database(config).engine.dispose()
    end = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: end.set())
    running = Worker(outbox_of(create_app(config)), senders=senders, share=max(1, senders // 2)).start()
    click.echo("The worker is ready.", err=True)
    end.wait()
    running.stop()

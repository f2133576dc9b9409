"""`hornbook-lti serve`: the tool, ready for work."""

from __future__ import annotations

import gc
import os
import socket
import tempfile
from collections.abc import Callable
from typing import Any

import click

from lti_app.cli.logs import start_log
from lti_app.cli.settings import open_database, settings
from lti_app.config import Config


@click.command()
@settings
@click.option("--host", envvar="HORNBOOK_HOST", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    envvar="HORNBOOK_PORT",
    default=8000,
    show_default=True,
    type=click.IntRange(1, 65535),
    help="Port to listen on.",
)
@click.option(
    "--workers",
    envvar="HORNBOOK_WORKERS",
    default=2,
    show_default=True,
    type=click.IntRange(1, 64),
    help="Processes that answer requests.",
)
@click.option(
    "--threads",
    envvar="HORNBOOK_THREADS",
    default=8,
    show_default=True,
    type=click.IntRange(1, 64),
    help="Requests that each process answers at the same time.",
)
def serve(config: Config, host: str, port: int, workers: int, threads: int) -> None:
    """Start the tool. It needs no configuration: without any, it keeps everything in hornbook.db, here."""
    from lti_app.storage.address import note_address

    _refuse_a_taken_port(host, port)
    start_log()
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        # Must be set before anything counts; each process then writes its own numbers there.
        folder = tempfile.TemporaryDirectory(prefix="hornbook-metrics-")
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder.name
    database = open_database(config)
    note_address(database, config.public_url)
    database.engine.dispose()
    click.echo(f"Hornbook listens on http://{f'[{host}]' if ':' in host else host}:{port}", err=True)
    click.echo(f"Browsers and LMSs reach it at {config.public_url}", err=True)
    if not config.secure:
        click.echo(
            "Browsers keep no cookies for a page inside an LMS unless its address begins with https:"
            " most launches will fail. Set --public-url.",
            err=True,
        )
    if config.content is not None and not config.content.is_dir():
        # It may come later, as a drive that is mounted; until then there is nothing to choose.
        click.echo(f"There is no folder {config.content}: no course can be chosen. Set --content.", err=True)
    _run(config, host, port, workers, threads)


def _refuse_a_taken_port(host: str, port: int) -> None:
    """One sentence before anything is begun or noted, where another program listens there already."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno is not None and error.errno > 0 else str(error)
        raise click.ClickException(
            f"The tool cannot listen on {host}, port {port}: {reason}. Name another: --host, --port."
        ) from None


def _run(config: Config, host: str, port: int, workers: int, threads: int) -> None:
    from gunicorn.app.base import BaseApplication

    class Server(BaseApplication):
        """gunicorn, told everything by us and nothing by files."""

        def load_config(self) -> None:
            """Our settings."""
            options: dict[str, Any] = {
                "bind": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
                "workers": workers,
                "threads": threads,
                "worker_class": "gthread",
                "timeout": 60,
                "graceful_timeout": 20,
                "keepalive": 5,
                "loglevel": "warning",
                # Tokens of one-time links stand in addresses: no log of requests but our own.
                "accesslog": None,
                "control_socket_disable": True,
                "post_worker_init": _begin,
                "worker_exit": _stop_steward,
                "child_exit": _forget_metrics,
            }
            for name, value in options.items():
                # Older versions know no socket for commands, which ours does not need.
                if name in self.cfg.settings:
                    self.cfg.set(name, value)

        def load(self) -> Any:
            """The application, in each worker."""
            from lti_app.app import create_app

            return create_app(config)

    Server().run()


def _begin(worker: Any) -> None:
    from lti_app.background import start

    # What is there now stays until the end: looking through it for garbage would only make learners wait.
    gc.collect()
    gc.freeze()
    worker.steward = start(worker.wsgi)


def _stop_steward(_server: Any, worker: Any) -> None:
    if getattr(worker, "steward", None) is not None:
        worker.steward.stop()


def _forget_metrics(_server: Any, worker: Any) -> None:
    from prometheus_client import multiprocess

    forget: Callable[[int], None] = multiprocess.mark_process_dead
    forget(worker.pid)

"""`hornbook-lti demo`: the whole circle on a laptop."""

from __future__ import annotations

import os
import signal
import socket
import threading
import webbrowser
from pathlib import Path

import click

_PORT = 8080


@click.command()
@click.option(
    "--port",
    envvar="HORNBOOK_DEMO_PORT",
    type=click.IntRange(1, 65534),
    help="Port of the stand-in LMS; the tool takes the next one.  [default: 8080, or two that are free]",
)
@click.option(
    "--content",
    envvar="HORNBOOK_CONTENT",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Folder whose sub-folders are courses.  [default: the example courses]",
)
@click.option("--browser/--no-browser", default=True, help="Open the LMS in the browser.")
def demo(port: int | None, content: Path | None, browser: bool) -> None:
    """Try it all without an LMS: a small stand-in LMS with a course, a class and a gradebook, and the tool beside it.

    Open an activity as a student, choose others as the teacher, stop the LMS and watch the grades wait and arrive.
    Nothing is kept: when it ends, all is gone.
    """
    from lti_app.demo.start import running_demo

    end = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: end.set())
    first = port or _PORT
    lms_port, tool_port = (first, first + 1) if port or (_is_free(first) and _is_free(first + 1)) else (0, 0)
    try:
        with running_demo(lms_port, tool_port, content) as running:
            click.echo(f"Stand-in LMS:  {running.lms_url}/")
            click.echo(f"The LTI tool:  {running.tool_url}/")
            click.echo("Stop with Ctrl-C; nothing is kept.")
            if browser:
                webbrowser.open(running.lms_url + "/")
            end.wait()
    except OSError as error:
        reason = error if error.errno is None else os.strerror(error.errno)
        raise click.ClickException(
            f"Port {first} or {first + 1} cannot be used ({reason}). Name another one with --port."
        ) from None


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True

"""`hornbook-lti demo`: the whole circle on a laptop."""

from __future__ import annotations

import signal
import threading
import webbrowser
from pathlib import Path

import click


@click.command()
@click.option(
    "--port",
    envvar="HORNBOOK_DEMO_PORT",
    default=8080,
    show_default=True,
    type=click.IntRange(0, 65534),
    help="Port of the stand-in LMS; the tool takes the next one. 0: any two.",
)
@click.option(
    "--content",
    envvar="HORNBOOK_CONTENT",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Folder whose sub-folders are courses.  [default: the example courses]",
)
@click.option("--browser/--no-browser", default=True, help="Open the LMS in the browser.")
def demo(port: int, content: Path | None, browser: bool) -> None:
    """Try it all without an LMS: a small stand-in LMS with a course, a class and a gradebook, and the tool beside it.

    Open an activity as a student, choose others as the teacher, stop the LMS and watch the grades wait and arrive.
    Nothing is kept: when it ends, all is gone.
    """
    from lti_app.demo.start import running_demo

    end = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: end.set())
    try:
        with running_demo(port, port + 1 if port else 0, content) as running:
            click.echo(f"Stand-in LMS:  {running.lms_url}/")
            click.echo(f"The tool:      {running.tool_url}/")
            click.echo("Stop with Ctrl-C; nothing is kept.")
            if browser:
                webbrowser.open(running.lms_url + "/")
            end.wait()
    except OSError as error:
        raise click.ClickException(
            f"Port {port} or {port + 1} cannot be used ({error.strerror or error}). Name another one with --port."
        ) from None

"""The `hornbook-lti` command."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from lti_app.config import Config, ConfigError


def _settings(command: Any) -> Any:
    """The settings that every command takes, as flags and as `HORNBOOK_*` in the environment."""
    options = [
        click.option(
            "--public-url",
            default="http://127.0.0.1:8000",
            show_default=True,
            help="Address under which browsers and the LMS reach the tool.",
        ),
        click.option(
            "--database",
            default="sqlite:///hornbook.db",
            show_default=True,
            help="Address of the database (SQLAlchemy).",
        ),
        click.option(
            "--content",
            type=click.Path(path_type=Path, file_okay=False),
            help="Folder whose sub-folders are courses. [default: the example courses]",
        ),
        click.option(
            "--allow-platform-host",
            "allowed_hosts",
            multiple=True,
            metavar="HOST:PORT",
            help="Let the tool speak to an LMS on this private address; may be repeated.",
        ),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def _config(public_url: str, database: str, content: Path | None, allowed_hosts: tuple[str, ...]) -> Config:
    try:
        return Config(public_url, database, content, frozenset(allowed_hosts))
    except ConfigError as error:
        raise click.UsageError(str(error)) from None


@click.group(context_settings={"auto_envvar_prefix": "HORNBOOK", "help_option_names": ["-h", "--help"]})
@click.version_option(package_name="hornbook", prog_name="hornbook-lti")
def main() -> None:
    """Serve flash cards, quizzes and lessons inside an LMS, and send grades to its gradebook."""

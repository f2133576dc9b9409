"""The settings that every command takes: as flags, and as `HORNBOOK_*` in the environment."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click

from lti_app.config import Config, ConfigError
from lti_app.storage.database import Database

_OPTIONS = [
    click.option(
        "--public-url",
        envvar="HORNBOOK_PUBLIC_URL",
        help="Address under which browsers and the LMS reach the tool.  [default: http://127.0.0.1:8000]",
    ),
    click.option(
        "--database",
        envvar="HORNBOOK_DATABASE",
        default="sqlite:///hornbook.db",
        show_default=True,
        help="Address of the database (SQLAlchemy).",
    ),
    click.option(
        "--content",
        envvar="HORNBOOK_CONTENT",
        type=click.Path(path_type=Path, file_okay=False),
        help="Folder whose sub-folders are courses.  [default: the example courses]",
    ),
    click.option(
        "--allow-platform-host",
        "allowed_hosts",
        envvar="HORNBOOK_ALLOW_PLATFORM_HOST",
        multiple=True,
        metavar="HOST:PORT",
        help="Let the tool speak to an LMS on this private address; may be repeated.",
    ),
]


def settings(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the settings as flags; it is called with `config`, and `port` and `host` where it has them."""

    @functools.wraps(command)
    def with_config(
        public_url: str | None, database: str, content: Path | None, allowed_hosts: tuple[str, ...], **rest: Any
    ) -> Any:
        return command(config=_config(public_url, database, content, allowed_hosts, rest), **rest)

    for option in reversed(_OPTIONS):
        with_config = option(with_config)
    return with_config


def _config(
    public_url: str | None, database: str, content: Path | None, allowed_hosts: tuple[str, ...], rest: dict[str, Any]
) -> Config:
    if public_url is None:
        # A tool that listens to the whole world is still reached by some name; this machine's is a beginning.
        host = rest.get("host", "127.0.0.1")
        if host.strip("0.:") == "":
            host = "127.0.0.1"
        host = f"[{host}]" if ":" in host else host
        public_url = f"http://{host}:{rest.get('port', 8000)}"
    for entry in allowed_hosts:
        name, _, port = entry.rpartition(":")
        if not name or not port.isdigit():
            raise click.BadParameter(
                f'"{entry}" is not HOST:PORT, such as moodle.local:443.', param_hint="--allow-platform-host"
            )
    try:
        return Config(public_url, database, content, frozenset(allowed_hosts))
    except ConfigError as error:
        raise click.UsageError(str(error)) from None


def at_its_address(config: Config, database: Database) -> Config:
    """The settings of a command that gives addresses out: one that names none takes the address of the running tool.

    An address that leads to this machine alone is told, because an LMS on another one cannot use it.
    """
    from lti_app.storage.address import noted_address

    named = click.get_current_context().params["public_url"] is not None
    if not named:
        config = replace(config, public_url=noted_address(database) or config.public_url)
    if urlsplit(config.public_url).hostname in ("127.0.0.1", "::1", "localhost"):
        click.echo(
            f"{config.public_url} is reached from this machine alone. If the LMS is on another one, name the address"
            " under which it reaches the tool: --public-url https://lti.example.org",
            err=True,
        )
    return config


def open_database(config: Config) -> Database:
    """The database, its tables brought up to this version, and a key of the tool in it; closed with the command."""
    from sqlalchemy.exc import ArgumentError, NoSuchModuleError, OperationalError

    from lti_app.lti.keys import ensure_key
    from lti_app.storage.migrate import NewerDatabase, upgrade

    try:
        database = Database(config.database)
        if (command := click.get_current_context(silent=True)) is not None:
            command.call_on_close(database.engine.dispose)
        upgrade(database)
        with database.writing() as session:
            ensure_key(session)
    except (ArgumentError, NoSuchModuleError) as error:
        raise click.UsageError(f'"{_told(config.database)}" is no address of a database: {error}') from None
    except ModuleNotFoundError as error:
        raise click.ClickException(
            f"Python lacks the package {error.name} for this database."
            " For PostgreSQL: pip install 'hornbook[lti,postgres]'"
        ) from None
    except OperationalError as error:
        raise click.ClickException(f"The database {_told(config.database)} cannot be opened: {error.orig}") from None
    except NewerDatabase as error:
        raise click.ClickException(str(error)) from None
    return database


def _told(address: str) -> str:
    """The address of a database without its password: what is printed ends in logs."""
    return re.sub(r"(://[^:/@]*:).*@", r"\1***@", address)

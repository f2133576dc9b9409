"""`hornbook-lti keys`: the tool's own keys."""

from __future__ import annotations

import click

from lti_app.cli.settings import open_database, settings
from lti_app.config import Config


@click.group()
def keys() -> None:
    """The keys with which the tool signs."""


@keys.command()
@settings
def rotate(config: Config) -> None:
    """Sign with a new key from now on; the old one stays published for seven days."""
    from lti_app.lti.clock import now
    from lti_app.lti.keys import rotate as make_new_key

    database = open_database(config)
    with database.writing() as session:
        kid, until = make_new_key(session, now())
    click.echo(f"The key {kid} signs from now on.")
    click.echo(f"The keys before it stay published until {until:%Y-%m-%d %H:%M} UTC; nothing is to be done in any LMS.")

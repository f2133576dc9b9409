"""`hornbook-lti person`: what is kept of somebody, shown and erased."""

from __future__ import annotations

import json

import click

from lti_app.cli.settings import open_database, settings
from lti_app.config import Config

_NOBODY = "There is nobody with the number {number}; see hornbook-lti person find."


@click.group()
def person() -> None:
    """What is kept of a person: find, export, erase."""


@person.command()
@settings
@click.argument("words")
def find(config: Config, words: str) -> None:
    """Look for people by name, address, id in the LMS, or number."""
    from lti_app.services.people import MOST, search

    database = open_database(config)
    with database.reading() as session:
        found = search(session, words)
    if not found:
        click.echo("Nobody is called that.")
    for row in found:
        called = ", ".join(part for part in (row.name, row.email) if part) or "no name"
        click.echo(f"{row.number}  {called}  id {row.sub} in {row.platform}")
    if len(found) == MOST:
        click.echo(f"These are the first {MOST}; there may be more.")


@person.command()
@settings
@click.argument("number", type=int)
def export(config: Config, number: int) -> None:
    """Print all that is kept of a person, as JSON."""
    from lti_app.services.personal_data import everything_of
    from lti_app.storage.models import Person

    database = open_database(config)
    with database.reading() as session:
        row = session.get(Person, number)
        if row is None:
            raise click.ClickException(_NOBODY.format(number=number))
        found = everything_of(session, row)
    click.echo(json.dumps(found, ensure_ascii=False, indent=2))


@person.command()
@settings
@click.argument("number", type=int)
@click.option("--yes", is_flag=True, help="Do not ask.")
def erase(config: Config, number: int, yes: bool) -> None:
    """Erase a person: name, visits, answers, attempts, cards, scores. It cannot be undone.

    Grades in the gradebook of the LMS stay there. An LMS that still lists the person brings the name back with the next
    roster or launch.
    """
    from lti_app.services import people

    database = open_database(config)
    with database.reading() as session:
        found = next((row for row in people.search(session, str(number)) if row.number == number), None)
    if found is None:
        raise click.ClickException(_NOBODY.format(number=number))
    called = found.name or f"id {found.sub} in {found.platform}"
    if not yes:
        click.confirm(f"Erase {called} and all that is kept of them?", abort=True)
    with database.writing() as session:
        erased = people.erase(session, number)
    click.echo(f"Erased: {number}" if erased else "Somebody else has just erased them.")

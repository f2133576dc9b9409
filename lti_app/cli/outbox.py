"""`hornbook-lti outbox`: grades that did not reach a gradebook yet."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime

import click

from lti_app.cli.settings import open_database, settings
from lti_app.config import Config


@click.group()
def outbox() -> None:
    """Grades that the LMS does not hold yet."""


@outbox.command("list")
@settings
@click.option(
    "--state",
    "states",
    type=click.Choice(["waiting", "refused", "given-up"]),
    multiple=True,
    help="Only grades in this state; may be repeated.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, for programs.")
def list_(config: Config, states: tuple[str, ...], as_json: bool) -> None:
    """Show grades that wait, are refused or were given up, and why; the oldest first.

    Learners are named by their id in the LMS alone.
    """
    from lti_app.services.backlog import OUTSTANDING, Outstanding, outstanding

    database = open_database(config)
    with database.reading() as session:
        found = outstanding(session, states or OUTSTANDING)
    if as_json:
        for row in found:
            click.echo(json.dumps(asdict(row), default=_text, ensure_ascii=False))
        return
    if not found:
        click.echo("Every grade is in its gradebook.")
        return

    def line(row: Outstanding) -> str:
        status = f" {row.problem_status}" if row.problem_status else ""
        reason = f"{row.problem}{status}" if row.problem else "not tried yet"
        following = f", next try {_text(row.next_try_at)}" if row.next_try_at else ""
        detail = f"\n    {row.detail}" if row.detail else ""
        return (
            f"{row.number}  {row.state}: {reason} (tries: {row.tries}{following})\n"
            f"    {row.platform}, {row.context}, {row.activity}, learner {row.sub}, "
            f"since {_text(row.waiting_since)}{detail}"
        )

    for row in found:
        click.echo(line(row))
    click.echo(f"{len(found)} in all. Try them now:  hornbook-lti outbox retry")


def _text(value: object) -> str:
    return value.strftime("%Y-%m-%d %H:%M:%S UTC") if isinstance(value, datetime) else str(value)


@outbox.command()
@settings
@click.argument("numbers", nargs=-1, type=int)
def retry(config: Config, numbers: tuple[int, ...]) -> None:
    """Try grades at once: those with these NUMBERS of `outbox list`, or all. A running worker sends them."""
    from lti_app.lti.clock import now
    from lti_app.services.backlog import retry as try_now

    database = open_database(config)
    with database.writing() as session:
        count = try_now(session, now(), numbers)
    click.echo("Nothing to try." if count == 0 else f"{count} will be tried now.")

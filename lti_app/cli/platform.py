"""`hornbook-lti platform`: the LMSs that are connected."""

from __future__ import annotations

import click

from lti_app.cli.settings import at_its_address, open_database, settings
from lti_app.config import Config


@click.group()
def platform() -> None:
    """The LMSs that may launch the tool."""


@platform.command()
@settings
@click.option("--issuer", required=True, help="Issuer or platform id; in Moodle its address.")
@click.option("--client-id", required=True, help="Client id that the LMS gave the tool.")
@click.option(
    "--deployment-id",
    "deployment_ids",
    multiple=True,
    help="Deployment of the tool; may be repeated. None: each one is taken in at its first launch.",
)
@click.option("--auth-url", required=True, help="Authentication request URL (OIDC authorization endpoint).")
@click.option("--token-url", required=True, help="Access token URL.")
@click.option("--jwks-url", required=True, help="Public keyset URL.")
@click.option("--token-audience", default="", help="Audience of token requests, where it is not the access token URL.")
@click.option("--name", default="", help="What people call this LMS.")
@click.option("--family", default="", help="Kind of the LMS, such as moodle or canvas.")
@click.option(
    "--frame-origin",
    "frame_origins",
    multiple=True,
    metavar="URL",
    help="Another address whose pages show the tool in a frame; may be repeated.",
)
def add(
    config: Config,
    issuer: str,
    client_id: str,
    deployment_ids: tuple[str, ...],
    auth_url: str,
    token_url: str,
    jwks_url: str,
    token_audience: str,
    name: str,
    family: str,
    frame_origins: tuple[str, ...],
) -> None:
    """Connect an LMS by hand, or change what is known of one.

    Issuer and client id name it. Deployments are added to the ones that are known.
    """
    from lti_app.lti.clock import now
    from lti_app.lti.guard import Guard
    from lti_app.services.platforms import PlatformDetails, UnusableAddress, connect

    details = PlatformDetails(
        issuer=issuer,
        client_id=client_id,
        auth_url=auth_url,
        token_url=token_url,
        jwks_url=jwks_url,
        deployment_ids=deployment_ids,
        token_audience=token_audience,
        name=name,
        family=family,
        frame_origins=frame_origins,
    )
    database = open_database(config)
    try:
        with database.writing() as session:
            made = connect(session, details, Guard(config.allowed_hosts), now())
    except UnusableAddress as error:
        raise click.UsageError(str(error)) from None
    click.echo(f"{'Connected' if made.new else 'Changed'}: {made.number}  {issuer}  client {client_id}")
    click.echo("In the LMS, the tool has these addresses:")
    config = at_its_address(config, database)
    for label, path in _ADDRESSES:
        click.echo(f"  {label:<24} {config.url(path)}")


_ADDRESSES = (
    ("Tool URL, redirect URI", "/lti/launch"),
    ("Initiate login URL", "/lti/login"),
    ("Public keyset URL", "/lti/jwks"),
)


@platform.command(name="list")
@settings
def list_platforms(config: Config) -> None:
    """Show what is connected: number, issuer, client, deployments."""
    from lti_app.services.platforms import connected

    database = open_database(config)
    with database.reading() as session:
        found = connected(session)
    if not found:
        click.echo("No LMS is connected. Connect one with: hornbook-lti platform invite")
    for entry in found:
        adopts = "" if entry.deployment_ids and not entry.adopts else "any"
        deployments = ", ".join((*entry.deployment_ids, *([adopts] if adopts else [])))
        state = "  (removed)" if entry.disabled else ""
        click.echo(f"{entry.number}  {entry.issuer}  client {entry.client_id}  deployments {deployments}{state}")


@platform.command()
@settings
@click.option(
    "--hours", default=24, show_default=True, type=click.IntRange(1, 24 * 14), help="How long it can be used."
)
def invite(config: Config, hours: int) -> None:
    """Print a link with which an LMS connects itself, once (LTI dynamic registration)."""
    from datetime import timedelta

    from lti_app.lti.clock import now
    from lti_app.services.invitations import invite as make_invitation

    database = open_database(config)
    config = at_its_address(config, database)
    with database.writing() as session:
        token = make_invitation(session, now(), timedelta(hours=hours))
    click.echo(config.url(f"/lti/register?invitation={token}"))
    click.echo(f"Paste it into the LMS where tools are added. It works once, within {hours} hours.", err=True)


@platform.command()
@settings
@click.argument("number", type=int)
def remove(config: Config, number: int) -> None:
    """Let an LMS launch no longer. What learners did stays; `platform add` with the same ids connects it again."""
    from lti_app.lti.clock import now
    from lti_app.services.platforms import disconnect

    database = open_database(config)
    with database.writing() as session:
        known = disconnect(session, number, now())
    if not known:
        raise click.ClickException(
            f"There is no connected LMS with the number {number}; see hornbook-lti platform list."
        )
    click.echo(f"Removed: {number}")

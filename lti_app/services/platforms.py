"""Which LMSs are connected: added, listed, removed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from lti_app.lti.guard import Forbidden, Guard
from lti_app.lti.platforms import origin_of
from lti_app.storage.models import Deployment, Platform, PlatformKeys


class UnusableAddress(ValueError):
    """An address of a platform that cannot be used; `args[0]` says which and why, for the administrator."""


@dataclass(frozen=True)
class PlatformDetails:
    """What an LMS says of itself, by hand or by dynamic registration."""

    issuer: str
    client_id: str
    auth_url: str
    token_url: str
    jwks_url: str
    deployment_ids: tuple[str, ...] = ()
    token_audience: str = ""
    name: str = ""
    family: str = ""
    frame_origins: tuple[str, ...] = ()


@dataclass(frozen=True)
class Connection:
    """A platform as lists show it."""

    number: int
    issuer: str
    client_id: str
    deployment_ids: tuple[str, ...]
    adopts: bool
    disabled: bool
    name: str = ""
    new: bool = False


def check_addresses(details: PlatformDetails, guard: Guard) -> None:
    """UnusableAddress if one of the addresses is none that the tool may use."""
    for label, url in (
        ("authentication request", details.auth_url),
        ("access token", details.token_url),
        ("public keyset", details.jwks_url),
    ):
        try:
            guard.check_url(url)
        except Forbidden as error:
            raise UnusableAddress(
                f"The address for {label}, {url[:200]}, cannot be used: {error}."
                " A platform on a private network needs --allow-platform-host."
            ) from None
    for origin in details.frame_origins:
        if origin_of(origin) != origin.rstrip("/"):
            raise UnusableAddress(
                f"The frame origin {origin[:200]} is not of the form https://host or https://host:port."
            )
    for label, value in (
        ("issuer", details.issuer),
        ("client id", details.client_id),
        *(("deployment id", deployment) for deployment in details.deployment_ids),
    ):
        if not value or len(value) > 255 or not value.isprintable():
            raise UnusableAddress(f"The {label} must have 1 to 255 printable characters.")


def connect(session: Session, details: PlatformDetails, guard: Guard, now: datetime) -> Connection:
    """Store a platform, or change the one with this issuer and client. UnusableAddress where it says so."""
    check_addresses(details, guard)
    row = session.scalars(
        select(Platform).where(Platform.issuer == details.issuer, Platform.client_id == details.client_id)
    ).first()
    new = row is None
    if row is None:
        row = Platform(issuer=details.issuer, client_id=details.client_id, created_at=now)
    known = [] if new else _deployments(session, row.id)
    if not new and row.jwks_url != details.jwks_url:
        session.execute(delete(PlatformKeys).where(PlatformKeys.platform_id == row.id))
    row.auth_url, row.token_url, row.jwks_url = details.auth_url, details.token_url, details.jwks_url
    row.token_audience = details.token_audience
    row.name = details.name or row.name or ""
    row.family = details.family or row.family or ""
    row.frame_origins = [origin_of(origin) for origin in details.frame_origins] or row.frame_origins or []
    row.disabled_at = None
    # Where nobody names a deployment, the platform is trusted to know its own.
    row.adopts_deployments = not details.deployment_ids and (new or bool(row.adopts_deployments) or not known)
    session.add(row)
    session.flush()
    for name in details.deployment_ids:
        if name not in known:
            session.add(Deployment(platform_id=row.id, deployment_id=name))
            known.append(name)
    session.flush()
    return Connection(
        row.id, row.issuer, row.client_id, tuple(known), row.adopts_deployments, disabled=False, name=row.name, new=new
    )


def _deployments(session: Session, platform_id: int) -> list[str]:
    query = select(Deployment.deployment_id).where(Deployment.platform_id == platform_id).order_by(Deployment.id)
    return list(session.scalars(query))


def connected(session: Session) -> list[Connection]:
    """All platforms, removed ones too, oldest first."""
    return [
        Connection(
            row.id,
            row.issuer,
            row.client_id,
            tuple(_deployments(session, row.id)),
            row.adopts_deployments,
            disabled=row.disabled_at is not None,
            name=row.name,
        )
        for row in session.scalars(select(Platform).order_by(Platform.id))
    ]


def disconnect(session: Session, number: int, now: datetime) -> bool:
    """Refuse its launches from now on; False if there is no such platform, or it is removed already."""
    row = session.get(Platform, number)
    if row is None or row.disabled_at is not None:
        return False
    row.disabled_at = now
    return True


def is_connected(session: Session, issuer: str, client_id: str) -> bool:
    """Whether this issuer and client are known, removed or not."""
    query = select(Platform.id).where(Platform.issuer == issuer, Platform.client_id == client_id)
    return session.scalar(query) is not None

"""Registrations as the LTI library wants to see them, from our tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from pylti1p3.deployment import Deployment as LibraryDeployment
from pylti1p3.registration import Registration
from pylti1p3.request import Request
from pylti1p3.tool_config.abstract import ToolConfAbstract
from sqlalchemy import select
from sqlalchemy.orm import Session

from lti_app.lti.clock import Clock
from lti_app.lti.refusals import Refused
from lti_app.storage.database import Database
from lti_app.storage.models import Deployment, Platform

#: Hosts that show Canvas of the cloud in pages; one issuer stands for all of them.
_CANVAS_FRAMES = ("https://*.instructure.com", "https://*.canvaslms.com")


def origin_of(url: str) -> str:
    """Scheme, host and port of an address, as browsers write an origin; empty if it is no web address."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return ""
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    usual = {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{host}" + ("" if port in (None, usual) else f":{port}")


_KEPT = timedelta(seconds=2)
_MOST_KEPT = 2000


@dataclass(frozen=True)
class PlatformFacts:
    """A registration as a value, so that it may be kept for some seconds by each process."""

    id: int
    issuer: str
    client_id: str
    name: str
    family: str
    auth_url: str
    jwks_url: str
    adopts_deployments: bool
    frame_origins: tuple[str, ...]
    disabled_at: datetime | None

    @classmethod
    def of(cls, row: Platform) -> PlatformFacts:
        """The facts of a row."""
        return cls(
            row.id,
            row.issuer,
            row.client_id,
            row.name,
            row.family,
            row.auth_url,
            row.jwks_url,
            row.adopts_deployments,
            tuple(str(origin) for origin in row.frame_origins),
            row.disabled_at,
        )

    @cached_property
    def own_origins(self) -> tuple[str, ...]:
        """Where pages of this platform lie, as its registration says."""
        found = dict.fromkeys((origin_of(self.issuer), origin_of(self.auth_url), *self.frame_origins))
        return tuple(origin for origin in found if origin)

    @property
    def ancestors(self) -> tuple[str, ...]:
        """Who may show the tool in a frame, as sources of a content security policy."""
        return (*self.own_origins, *(_CANVAS_FRAMES if self.family == "canvas" else ()))

    def owns(self, url: str) -> bool:
        """Whether an address is on a page of this platform."""
        origin = origin_of(url)
        if origin in self.own_origins:
            return True
        return self.family == "canvas" and origin.startswith("https://") and origin.endswith(_CANVAS_SUFFIXES)


_CANVAS_SUFFIXES = tuple(frame.removeprefix("https://*") for frame in _CANVAS_FRAMES)


class PlatformBook:
    """Registrations, kept by one process for a moment: each login and launch asks for one.

    What an administrator changes counts after two seconds.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._kept: dict[object, tuple[datetime, PlatformFacts]] = {}

    def by_name(self, issuer: str, client_id: str, deployment_id: str) -> PlatformFacts:
        """The registration that a login names; Refused as by `find_platform`."""
        # Without a client it may be another one as soon as a second client is known.
        name = (issuer, client_id) if client_id else None
        found = self._fresh(name)
        if found is None:
            with self._database.reading() as session:
                found = find_platform(session, issuer, client_id, deployment_id)
            self._keep(name, found)
        return found

    def by_number(self, number: int) -> PlatformFacts | None:
        """The registration with this number, removed or not."""
        found = self._fresh(number)
        if found is None:
            with self._database.reading() as session:
                row = session.get(Platform, number)
                found = None if row is None else PlatformFacts.of(row)
            if found is not None:
                self._keep(number, found)
        return found

    def _fresh(self, name: object) -> PlatformFacts | None:
        kept = self._kept.get(name)
        return kept[1] if kept is not None and abs(self._clock() - kept[0]) < _KEPT else None

    def _keep(self, name: object, facts: PlatformFacts) -> None:
        if name is not None:
            if len(self._kept) > _MOST_KEPT:
                self._kept.clear()
            self._kept[name] = self._clock(), facts


def find_platform(session: Session, issuer: str, client_id: str, deployment_id: str) -> PlatformFacts:
    """The registration that a login names; Refused if there is none, or it is not clear which.

    The client is optional in a login (core, 4.1.1). With one client for the issuer it is that one; with several the
    deployment must tell.
    """
    query = select(Platform).where(Platform.issuer == issuer)
    if client_id:
        query = query.where(Platform.client_id == client_id)
    rows = session.scalars(query.order_by(Platform.id).limit(50)).all()
    if len(rows) > 1 and deployment_id:
        ids = [row.id for row in rows]
        placed = select(Deployment.platform_id).where(
            Deployment.platform_id.in_(ids), Deployment.deployment_id == deployment_id
        )
        owners = set(session.scalars(placed))
        rows = [row for row in rows if row.id in owners]
    if len(rows) > 1:
        raise Refused("client-ambiguous")
    if not rows:
        known = session.scalar(select(Platform.id).where(Platform.issuer == issuer).limit(1))
        raise Refused("issuer-unknown" if known is None else "client-unknown")
    facts = PlatformFacts.of(rows[0])
    refuse_disabled(facts)
    return facts


def refuse_disabled(facts: PlatformFacts) -> None:
    """Refused for a platform that an administrator has removed."""
    if facts.disabled_at is not None:
        raise Refused("platform-disabled", status=403)


def registration_of(facts: PlatformFacts) -> Registration:
    """The library's form of a registration; keys stay out of it, as we sign and verify ourselves."""
    registration = Registration()
    registration.set_issuer(facts.issuer)
    registration.set_client_id(facts.client_id)
    registration.set_auth_login_url(facts.auth_url)
    registration.set_key_set_url(facts.jwks_url)
    return registration


class FormRequest(Request):
    """The parameters of one request, as the library reads them; none is ever missing, only empty."""

    def __init__(self, parameters: dict[str, str], *, secure: bool) -> None:
        super().__init__()
        self._parameters = parameters
        self._secure = secure

    @property
    def session(self) -> dict[str, Any]:
        """Nothing: no state is kept between requests."""
        return {}

    def is_secure(self) -> bool:
        """Whether browsers trust the connection."""
        return self._secure

    def get_param(self, key: str) -> str:
        """The value of a parameter."""
        return self._parameters.get(key, "")


class KnownPlatform(ToolConfAbstract[FormRequest]):
    """The library's configuration, for the one platform that a request is about."""

    def __init__(self, facts: PlatformFacts) -> None:
        super().__init__()
        self._registration = registration_of(facts)

    def check_iss_has_one_client(self, iss: str) -> bool:
        """False: an issuer may always have several clients (one issuer is all of Canvas's cloud)."""
        return False

    def check_iss_has_many_clients(self, iss: str) -> bool:
        """True, see above."""
        return True

    def find_registration_by_issuer(self, iss: str, *args: Any, **kwargs: Any) -> Registration:
        """Never asked, see above."""
        raise LookupError(iss)

    def find_registration_by_params(self, iss: str, client_id: str | None, *args: Any, **kwargs: Any) -> Registration:
        """The registration of the platform."""
        return self._registration

    def find_deployment(self, iss: str, deployment_id: str) -> LibraryDeployment | None:
        """Never asked, see above."""
        raise LookupError(iss)

    def find_deployment_by_params(
        self, iss: str, deployment_id: str, client_id: str, *args: Any, **kwargs: Any
    ) -> LibraryDeployment | None:
        """A deployment; whether it is known is decided in the transaction that stores the launch."""
        return LibraryDeployment().set_deployment_id(deployment_id)

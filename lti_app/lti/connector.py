"""Requests to the services of a platform, with access tokens that all processes share.

An access token is asked for once for a registration and a set of scopes (1EdTech security framework 1.0, 4.1) and
kept until shortly before it ends, in this process and in the database. A 401 gets a new one, once.
"""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import jwt
import requests
import urllib3
from sqlalchemy import select, update

from lti_app.lti.clock import Clock
from lti_app.lti.guard import Forbidden
from lti_app.lti.keys import SigningKey, signing_key
from lti_app.lti.service_errors import Kind, ServiceError, check, of_exception, printable
from lti_app.metrics import TOKEN_FETCHES
from lti_app.storage.database import Database
from lti_app.storage.models import AccessToken, Platform
from lti_app.storage.upsert import insert_missing

#: An access token is not used in its last minute: it must outlive the request, and clocks differ.
MARGIN = timedelta(seconds=60)
#: Where a platform does not say how long its token is good for.
_UNSAID = timedelta(minutes=5)
_LONGEST = timedelta(hours=24)
#: How long one process may take to fetch a token before another tries, too: two tokens do no harm, and the process may
#: have died.
_FETCHING = timedelta(seconds=10)
_ASSERTION = timedelta(minutes=5)


@dataclass(frozen=True)
class ServicePlatform:
    """What is needed of a registration to speak to its services."""

    id: int
    client_id: str
    token_url: str
    token_audience: str
    family: str

    @classmethod
    def of(cls, platform: Platform) -> ServicePlatform:
        """Of a row."""
        return cls(platform.id, platform.client_id, platform.token_url, platform.token_audience, platform.family)


@dataclass(frozen=True)
class _Held:
    token: str
    usable_until: datetime


class Connector:
    """Speaks to the services of all platforms; one for each process, used by any number of threads."""

    def __init__(
        self,
        database: Database,
        http: requests.Session,
        signing_key: Callable[[], SigningKey],
        clock: Clock,
        *,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._database = database
        self._http = http
        self._signing_key = signing_key
        self._clock = clock
        self._pause = pause
        self._held: dict[tuple[int, str], _Held] = {}
        self._locks: dict[tuple[int, str], threading.Lock] = {}
        self._guard = threading.Lock()

    def request(
        self,
        platform: ServicePlatform,
        scopes: Iterable[str],
        method: str,
        url: str,
        *,
        accept: str = "",
        content_type: str = "",
        body: bytes | None = None,
    ) -> requests.Response:
        """One request with a token for these scopes; the checked answer, or ServiceError.

        `accept` is sent to the letter: Moodle takes no other (research: `*/*` gets 400).
        """
        wanted = " ".join(sorted(set(scopes)))
        token = self.access_token(platform, wanted)
        try:
            return self._send(token, method, url, accept, content_type, body)
        except ServiceError as error:
            if error.status != 401:
                raise
        token = self.access_token(platform, wanted, instead_of=token)
        return self._send(token, method, url, accept, content_type, body)

    def _send(
        self, token: str, method: str, url: str, accept: str, content_type: str, body: bytes | None
    ) -> requests.Response:
        # None takes the header of the session out, where nothing is asked for.
        headers: dict[str, Any] = {"Authorization": f"Bearer {token}", "Accept": accept or None}
        if content_type:
            headers["Content-Type"] = content_type
        return self.fetch(method, url, headers=headers, data=body)

    def close(self) -> None:
        """Let go of open connections."""
        self._http.close()

    def fetch(self, method: str, url: str, **options: Any) -> requests.Response:
        """One request without a token; the checked answer, or ServiceError."""
        try:
            response = self._http.request(method, url, **options)
        except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
            raise of_exception(error) from error
        except Forbidden as error:
            raise ServiceError(Kind.REFUSED, "address-forbidden", detail=printable(str(error))) from error
        return check(response)

    # --- access tokens ---------------------------------------------------------------------------------------------

    def access_token(self, platform: ServicePlatform, scopes: str, *, instead_of: str = "") -> str:
        """A token that is good for these scopes, sorted and parted by spaces; ServiceError where there is none.

        `instead_of` names one that the platform has just refused.
        """
        name = (platform.id, scopes)
        held = self._held.get(name)
        if held is not None and self._usable(held.token, held.usable_until, instead_of):
            return held.token
        with self._guard:
            lock = self._locks.setdefault(name, threading.Lock())
        with lock:
            # Another thread may have fetched it while this one waited.
            held = self._held.get(name)
            if held is None or not self._usable(held.token, held.usable_until, instead_of):
                held = self._held[name] = self._shared(platform, scopes, instead_of)
            return held.token

    def _usable(self, token: str, until: datetime, instead_of: str) -> bool:
        return bool(token) and token != instead_of and until > self._clock()

    def _shared(self, platform: ServicePlatform, scopes: str, instead_of: str) -> _Held:
        """The token that another process has fetched, or a new one: one process asks at a time."""
        patience = self._clock() + 2 * _FETCHING
        while True:
            found = self._look(platform.id, scopes, instead_of)
            if found is not None:
                return found
            if self._take_turn(platform.id, scopes, instead_of):
                break
            if self._clock() > patience:
                raise ServiceError(Kind.LATER, "unreachable")
            self._pause(0.1)
        try:
            held = self._fetch_token(platform, scopes)
        except ServiceError as error:
            TOKEN_FETCHES.labels(error.problem).inc()
            self._end_turn(platform.id, scopes, None)
            raise
        TOKEN_FETCHES.labels("fetched").inc()
        self._end_turn(platform.id, scopes, held)
        return held

    def _look(self, platform_id: int, scopes: str, instead_of: str) -> _Held | None:
        with self._database.reading() as session:
            row = session.get(AccessToken, (platform_id, scopes))
            if row is not None and self._usable(row.token, row.expires_at, instead_of):
                return _Held(row.token, row.expires_at)
        return None

    def _take_turn(self, platform_id: int, scopes: str, instead_of: str) -> bool:
        """Whether this process is the one to ask now."""
        now = self._clock()
        with self._database.writing() as session:
            insert_missing(session, AccessToken, {"platform_id": platform_id, "scopes": scopes, "expires_at": now})
            row = session.scalars(
                select(AccessToken)
                .where(AccessToken.platform_id == platform_id, AccessToken.scopes == scopes)
                .with_for_update()
            ).one()
            if self._usable(row.token, row.expires_at, instead_of):
                return False
            if row.fetching_until is not None and row.fetching_until > now:
                return False
            row.fetching_until = now + _FETCHING
            return True

    def _end_turn(self, platform_id: int, scopes: str, held: _Held | None) -> None:
        values: dict[str, Any] = {"fetching_until": None}
        if held is not None:
            values |= {"token": held.token, "expires_at": held.usable_until}
        with self._database.writing() as session:
            session.execute(
                update(AccessToken)
                .where(AccessToken.platform_id == platform_id, AccessToken.scopes == scopes)
                .values(values)
            )

    def _fetch_token(self, platform: ServicePlatform, scopes: str) -> _Held:
        now = self._clock()
        form = {
            "grant_type": "client_credentials",
            "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion": self._assertion(platform, now),
            "scope": scopes,
        }
        try:
            response = self.fetch("POST", platform.token_url, data=form, headers={"Accept": "application/json"})
        except ServiceError as error:
            if error.kind is Kind.LATER:
                # Nothing was stored by a request for a token.
                error.unsure = False
                raise
            raise ServiceError(
                Kind.KEY,
                "token-refused",
                status=error.status,
                detail=error.detail,
                platform_time=error.platform_time,
            ) from error
        try:
            answer = response.json()
            token = answer["access_token"]
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise ServiceError(Kind.LATER, "login-page", status=response.status_code) from error
        if not isinstance(token, str) or not token or len(token) > 10_000 or not token.isascii():
            raise ServiceError(Kind.LATER, "login-page", status=response.status_code)
        lifetime = _lifetime(answer.get("expires_in"))
        return _Held(token, now + lifetime - min(MARGIN, lifetime / 2))

    def _assertion(self, platform: ServicePlatform, now: datetime) -> str:
        key = self._signing_key()
        claims = {
            "iss": platform.client_id,
            "sub": platform.client_id,
            "aud": platform.token_audience or platform.token_url,
            # A platform whose clock is a little behind must not take it for a token of the future.
            "iat": int(now.timestamp()) - 10,
            "exp": int((now + _ASSERTION).timestamp()),
            "jti": uuid.uuid4().hex,
        }
        return jwt.encode(claims, key.private, algorithm="RS256", headers={"kid": key.kid})


def key_of(database: Database) -> Callable[[], SigningKey]:
    """The key of the tool that signs now."""

    def current() -> SigningKey:
        with database.reading() as session:
            return signing_key(session)

    return current


def _lifetime(expires_in: object) -> timedelta:
    try:
        seconds = float(expires_in) if isinstance(expires_in, int | float | str) else 0.0
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < 10**9:
        return _UNSAID
    return min(timedelta(seconds=seconds), _LONGEST)

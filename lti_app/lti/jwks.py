"""Platforms' key sets: kept by each process and by the database, so that a launch asks no platform.

A set is fresh for as long as the platform says, within bounds. An unknown key id makes it be fetched again, at most
once a minute; where that fails, the old set serves on.
"""

from __future__ import annotations

import base64
import re
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import requests
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey, RSAPublicNumbers
from sqlalchemy import or_, select, update
from sqlalchemy.exc import IntegrityError

from lti_app.lti.clock import Clock
from lti_app.lti.clock import now as present
from lti_app.lti.guard import Forbidden
from lti_app.lti.http import PlatformSession, json_object
from lti_app.lti.refusals import Refused, loggable
from lti_app.metrics import KEY_FETCHES
from lti_app.storage.database import Database
from lti_app.storage.models import PlatformKeys

#: A set is not asked for more often than the first, nor kept longer than the last; where nothing is said, the middle.
SHORTEST, USUAL, LONGEST = timedelta(minutes=5), timedelta(hours=1), timedelta(hours=24)
#: Between two tries to fetch one set, whoever tries.
BETWEEN_TRIES = timedelta(minutes=1)
_MAX_AGE = re.compile(r"(?:^|,)\s*max-age\s*=\s*\"?(\d{1,9})")
_MOST_KEYS = 100
#: The longest that one request may take, and how long others wait for its answer.
_ASKING = timedelta(seconds=40)
_PATIENCE_SECONDS = 8.0


@dataclass(frozen=True)
class _KeySet:
    keys: Mapping[str, RSAPublicKey]
    fetched_at: datetime
    expires_at: datetime


def _unsigned(text: object) -> int:
    if not isinstance(text, str) or len(text) > 3000 or not re.fullmatch(r"[A-Za-z0-9_-]+={0,2}", text):
        raise ValueError("no base64url number")
    bare = text.rstrip("=")
    return int.from_bytes(base64.urlsafe_b64decode(bare + "=" * (-len(bare) % 4)))


def parse_keys(document: Mapping[str, Any]) -> dict[str, RSAPublicKey]:
    """The RSA keys for signatures in a key set, by their ids; what is of another kind or broken is left out.

    ValueError if it is no key set at all.
    """
    if "keys" not in document:
        raise ValueError("it holds no list of keys")
    listed = document["keys"]
    found: dict[str, RSAPublicKey] = {}
    for entry in listed[:_MOST_KEYS] if isinstance(listed, list) else []:
        if not isinstance(entry, dict) or entry.get("kty") != "RSA" or entry.get("use", "sig") != "sig":
            continue
        if entry.get("alg", "RS256") != "RS256" or not isinstance(entry.get("kid"), str):
            continue
        try:
            modulus, exponent = _unsigned(entry.get("n")), _unsigned(entry.get("e"))
            if not 2048 <= modulus.bit_length() <= 8192 or exponent.bit_length() > 64:
                continue
            found[entry["kid"]] = RSAPublicNumbers(exponent, modulus).public_key()
        except ValueError:
            continue
    return found


def _lifetime(headers: Mapping[str, str]) -> timedelta:
    said = headers.get("Cache-Control", "").lower()
    if "no-store" in said or "no-cache" in said:
        return SHORTEST
    match = _MAX_AGE.search(said)
    return min(max(timedelta(seconds=int(match.group(1))), SHORTEST), LONGEST) if match else USUAL


@dataclass(frozen=True)
class _Row:
    """What the database knows of one platform's set."""

    found: _KeySet | None
    tried_at: datetime | None
    failed_at: datetime | None

    def being_fetched(self, now: datetime) -> bool:
        """Whether somebody is asking the platform in this moment."""
        if self.tried_at is None or now - self.tried_at > _ASKING:
            return False
        fetched_at = self.found.fetched_at if self.found else None
        return not any(end is not None and end >= self.tried_at for end in (fetched_at, self.failed_at))


class KeySets:
    """The key sets of all platforms, for one process; safe for threads."""

    def __init__(self, database: Database, http: PlatformSession, clock: Clock = present) -> None:
        self._database = database
        self._http = http
        self._clock = clock
        self._sets: dict[tuple[int, str], _KeySet] = {}
        self._lock = threading.Lock()

    def key(self, platform_id: int, url: str, key_id: str) -> RSAPublicKey:
        """The platform's key of this id; Refused if it has none, or cannot be asked."""
        now = self._clock()
        held = self._sets.get((platform_id, url))
        if held is not None and key_id in held.keys and now < held.expires_at:
            return held.keys[key_id]
        row = self._row(platform_id, url)
        problem = ""
        if row.found is None or key_id not in row.found.keys or now >= row.found.expires_at:
            problem = self._fetch(platform_id, url, now)
            row = self._settled(platform_id, url)
        # A set that is too old is better than none: its keys were the platform's, and most still are.
        if row.found is None:
            raise Refused("keys-unreachable", status=503, detail=problem or "no key set yet")
        if key_id in row.found.keys:
            return row.found.keys[key_id]
        raise Refused("key-unknown", detail=f"kid {loggable(key_id, 60)} {problem}".rstrip())

    def _settled(self, platform_id: int, url: str) -> _Row:
        """The row as soon as nobody is fetching it, or after a few seconds."""
        end = time.monotonic() + _PATIENCE_SECONDS
        row = self._row(platform_id, url)
        while row.being_fetched(self._clock()) and time.monotonic() < end:
            time.sleep(0.05)
            row = self._row(platform_id, url)
        return row

    def _row(self, platform_id: int, url: str) -> _Row:
        """What the database holds; the set is parsed once for each version of it."""
        with self._database.reading() as session:
            row = session.get(PlatformKeys, platform_id)
        if row is None:
            return _Row(None, None, None)
        if row.document.get("url") != url or row.fetched_at is None or row.expires_at is None:
            return _Row(None, row.tried_at, row.failed_at)
        with self._lock:
            held = self._sets.get((platform_id, url))
            same = held is not None and held.fetched_at == row.fetched_at
            keys = held.keys if held is not None and same else parse_keys(row.document["set"])
            found = self._sets[platform_id, url] = _KeySet(keys, row.fetched_at, row.expires_at)
        return _Row(found, row.tried_at, row.failed_at)

    def _fetch(self, platform_id: int, url: str, now: datetime) -> str:
        """Fetch and store the set, unless somebody tried within the last minute; what went wrong, for the log."""
        if not self._may_try(platform_id, now):
            KEY_FETCHES.labels("too-soon").inc()
            return "asked less than a minute ago"
        values: dict[str, Any]
        problem = ""
        try:
            response = self._http.get(url, headers={"Accept": "application/json"})
            document = dict(json_object(response))
            parse_keys(document)
            expires_at = now + _lifetime(response.headers)
            values = {"document": {"url": url, "set": document}, "fetched_at": now, "expires_at": expires_at}
        except (Forbidden, requests.RequestException, ValueError) as error:
            problem = loggable(f"{type(error).__name__}: {error}")
            values = {"failed_at": now}
        KEY_FETCHES.labels("failed" if problem else "fetched").inc()
        with self._database.writing() as session:
            session.execute(update(PlatformKeys).where(PlatformKeys.platform_id == platform_id).values(values))
        return problem

    def _may_try(self, platform_id: int, now: datetime) -> bool:
        """Take the right to try, which only one process gets each minute."""
        may_try = or_(PlatformKeys.tried_at.is_(None), PlatformKeys.tried_at <= now - BETWEEN_TRIES)
        try:
            with self._database.writing() as session:
                row = session.scalars(
                    select(PlatformKeys).where(PlatformKeys.platform_id == platform_id).with_for_update()
                ).first()
                if row is None:
                    session.add(PlatformKeys(platform_id=platform_id, document={}, tried_at=now))
                    return True
                taken = session.scalar(
                    update(PlatformKeys)
                    .where(PlatformKeys.platform_id == platform_id, may_try)
                    .values(tried_at=now)
                    .returning(PlatformKeys.platform_id)
                )
                return taken is not None
        except IntegrityError:
            return False

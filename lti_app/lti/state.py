"""The state of a login: signed and complete in itself, so that a login stores nothing.

It names the platform, the nonce, the target that the LMS asked for by its hash, and the browser by the hash of a secret
that only this browser holds (in a cookie, or in the platform's storage). That it is used once is kept by the name of
its launch.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
import secrets
import struct
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from lti_app.lti.refusals import Refused

#: Seconds from the login to the launch; somebody may have to sign in at the LMS in between.
LIFETIME = 600
#: Names of frames that are passed on; others count as absent.
_TARGET = re.compile(r"[A-Za-z0-9_.-]{1,64}")
_HEAD = struct.Struct(">BIQ16s16s8s")
_VERSION = 3
_PROOF = 16
_LONGEST = 200


def digest(value: str) -> str:
    """The form in which secrets are kept: SHA-256 in hexadecimal."""
    return hashlib.sha256(value.encode()).hexdigest()


def _browser_mark(browser: str) -> bytes:
    return hashlib.sha256(b"browser\0" + browser.encode()).digest()[:16]


def _target_mark(target: str) -> bytes:
    """The same for spellings of an address that every browser takes for one."""
    parts = urlsplit(target)
    plain = parts._replace(
        scheme=parts.scheme.lower(), netloc=parts.netloc.lower(), path=parts.path or "/", fragment=""
    )
    return hashlib.sha256(b"target\0" + plain.geturl().encode()).digest()[:8]


@dataclass(frozen=True)
class LoginState:
    """What a login hands to its launch. `begun` is in whole seconds since 1970."""

    platform_id: int
    begun: int
    nonce: bytes
    browser_mark: bytes
    target_mark: bytes
    storage_target: str = ""

    @classmethod
    def begin(cls, platform_id: int, browser: str, target: str, now: datetime, storage_target: str = "") -> LoginState:
        """A new one for the browser that holds the secret `browser`, on its way to the address `target`."""
        frame = storage_target if _TARGET.fullmatch(storage_target) else ""
        marks = _browser_mark(browser), _target_mark(target)
        return cls(platform_id, int(now.timestamp()), secrets.token_bytes(16), *marks, frame)

    @property
    def nonce_text(self) -> str:
        """The nonce as it stands in messages."""
        return self.nonce.hex()

    @property
    def handle(self) -> str:
        """The name of the launch that it becomes: there can be only one, whatever answers the login."""
        mark = hashlib.sha256(b"handle\0" + self.nonce).digest()[:12]
        return base64.urlsafe_b64encode(mark).decode("ascii")

    @property
    def expires_at(self) -> datetime:
        """When it is too late to launch with it."""
        return datetime.fromtimestamp(self.begun + LIFETIME, UTC)

    def is_from(self, browser: str) -> bool:
        """Whether this browser, by its secret, began the login."""
        return hmac.compare_digest(self.browser_mark, _browser_mark(browser))

    def is_for(self, target: str) -> bool:
        """Whether this is the address that the login asked for."""
        return hmac.compare_digest(self.target_mark, _target_mark(target))

    def signed(self, key: bytes) -> str:
        """As text for addresses and forms, 92 to 178 characters."""
        head = _HEAD.pack(_VERSION, self.platform_id, self.begun, self.nonce, self.browser_mark, self.target_mark)
        body = head + self.storage_target.encode("ascii")
        return base64.urlsafe_b64encode(_proof(key, body) + body).rstrip(b"=").decode("ascii")


def _proof(key: bytes, body: bytes) -> bytes:
    return hmac.digest(key, b"login state\0" + body, "sha256")[:_PROOF]


def read_state(text: str, key: bytes, now: datetime) -> LoginState:
    """The state that `signed` made; Refused if it is missing, altered, or too old."""
    if not text:
        raise Refused("state-missing")
    try:
        if len(text) > _LONGEST:
            raise ValueError("too long")
        raw = base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
        proof, body = raw[:_PROOF], raw[_PROOF:]
        if not hmac.compare_digest(proof, _proof(key, body)):
            raise ValueError("proof")
        version, platform_id, begun, nonce, mark, target_mark = _HEAD.unpack_from(body)
        if version != _VERSION:
            raise ValueError("version")
        frame = body[_HEAD.size :].decode("ascii")
    except (ValueError, binascii.Error, struct.error) as error:
        raise Refused("state-unknown", detail=type(error).__name__) from None
    state = LoginState(platform_id, begun, nonce, mark, target_mark, frame)
    if now > state.expires_at:
        raise Refused("state-old", detail=f"{int(now.timestamp()) - begun} s")
    return state

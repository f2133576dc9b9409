"""Signed tokens, read strictly: three parts, RS256 alone, a key id, no extensions (security framework 1.0, 5.1)."""

from __future__ import annotations

import base64
import binascii
import json
import re
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256

from lti_app.lti.claims import strict_json
from lti_app.lti.refusals import Refused, loggable

ALGORITHM = "RS256"
#: Characters; an honest id_token has three thousand, with rosters of groups perhaps twenty thousand.
LONGEST_TOKEN = 100_000
_PART = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True)
class Token:
    """A token whose form is right and whose signature nobody has checked yet."""

    key_id: str
    claims: dict[str, Any]
    signed: bytes
    signature: bytes

    def verify(self, key: RSAPublicKey) -> None:
        """Refused unless the holder of this key signed it."""
        try:
            key.verify(self.signature, self.signed, PKCS1v15(), SHA256())
        except InvalidSignature:
            raise Refused("signature-wrong", detail=f"kid {loggable(self.key_id, 60)}") from None


def _bytes(part: str) -> bytes:
    if not _PART.fullmatch(part):
        raise ValueError("not base64url")
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def read_token(text: str) -> Token:
    """A token of the only form that is accepted; Refused otherwise."""
    if not text:
        raise Refused("token-missing")
    if len(text) > LONGEST_TOKEN:
        raise Refused("token-too-long", status=413, detail=f"{len(text)} characters")
    parts = text.split(".")
    if len(parts) != 3:
        raise Refused("token-malformed", detail=f"{len(parts)} parts")
    try:
        header = strict_json(_bytes(parts[0]))
        signature = _bytes(parts[2]) if parts[2] else b""
        claims = strict_json(_bytes(parts[1]))
    except (ValueError, binascii.Error) as error:
        raise Refused("token-malformed", detail=loggable(type(error).__name__)) from None
    algorithm = header.get("alg")
    if algorithm != ALGORITHM:
        raise Refused("algorithm-wrong", detail=f"alg {loggable(algorithm, 40)}")
    if "crit" in header or header.get("b64") is False:
        raise Refused("token-malformed", detail="critical extensions")
    if str(header.get("typ", "JWT")).upper() not in ("JWT", "APPLICATION/JWT"):
        raise Refused("token-malformed", detail=f"typ {loggable(header.get('typ'), 40)}")
    key_id = header.get("kid")
    if not isinstance(key_id, str) or not 0 < len(key_id) <= 255:
        raise Refused("key-id-missing")
    return Token(key_id, claims, f"{parts[0]}.{parts[1]}".encode("ascii"), signature)


def sign(claims: dict[str, Any], key_id: str, key: RSAPrivateKey) -> str:
    """A token of ours: RS256 with the id of the key."""
    header = {"alg": ALGORITHM, "kid": key_id, "typ": "JWT"}
    body = ".".join(_text(json.dumps(part, separators=(",", ":")).encode("utf-8")) for part in (header, claims))
    return f"{body}.{_text(key.sign(body.encode('ascii'), PKCS1v15(), SHA256()))}"


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")

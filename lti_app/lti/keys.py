"""The tool's own keys: made, published, rotated with an overlap (security framework 1.0, 6)."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from lti_app.lti.clock import now as present
from lti_app.storage.models import ToolKey

#: How long a key that no longer signs stays published: platforms keep key sets for as long as a day.
OVERLAP = timedelta(days=7)
_BITS = 2048


@dataclass(frozen=True)
class SigningKey:
    """The key that signs now, parsed."""

    kid: str
    private: rsa.RSAPrivateKey


# Parsing a key costs more than a hundred signatures (it is checked), so that each process does it once a key.
_parsed: dict[str, rsa.RSAPrivateKey] = {}
_lock = threading.Lock()


def _number(value: int) -> str:
    raw = value.to_bytes((value.bit_length() + 7) // 8)
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def _thumbprint(public: rsa.RSAPublicKey) -> str:
    """The name of a key by what it is (RFC 7638)."""
    numbers = public.public_numbers()
    members = {"e": _number(numbers.e), "kty": "RSA", "n": _number(numbers.n)}
    raw = hashlib.sha256(json.dumps(members, separators=(",", ":")).encode("ascii")).digest()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def _parse(row: ToolKey) -> rsa.RSAPrivateKey:
    with _lock:
        found = _parsed.get(row.kid)
        if found is None:
            key = serialization.load_pem_private_key(row.private_pem.encode("ascii"), password=None)
            assert isinstance(key, rsa.RSAPrivateKey)
            found = _parsed[row.kid] = key
        return found


def _make(session: Session, now: datetime) -> ToolKey:
    key = rsa.generate_private_key(public_exponent=65537, key_size=_BITS)
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    row = ToolKey(kid=_thumbprint(key.public_key()), private_pem=pem.decode("ascii"), created_at=now)
    session.add(row)
    session.flush()
    return row


def signing_key(session: Session) -> SigningKey:
    """The key that signs now. LookupError before `ensure_key` has run."""
    row = session.scalars(
        select(ToolKey).where(ToolKey.retire_at.is_(None)).order_by(ToolKey.created_at.desc(), ToolKey.kid).limit(1)
    ).first()
    if row is None:
        raise LookupError("The tool has no key yet.")
    return SigningKey(row.kid, _parse(row))


def ensure_key(session: Session, now: datetime | None = None) -> None:
    """Make the first key where there is none; inside a writing transaction."""
    if session.scalar(select(ToolKey.kid).where(ToolKey.retire_at.is_(None)).limit(1)) is None:
        _make(session, now or present())


def rotate(session: Session, now: datetime) -> tuple[str, datetime]:
    """A new key signs from now on; the ones before it stay published for the overlap. Its kid, and until when."""
    until = now + OVERLAP
    session.execute(update(ToolKey).where(ToolKey.retire_at.is_(None)).values(retire_at=until))
    for old in session.scalars(select(ToolKey).where(ToolKey.retire_at <= now)):
        session.delete(old)
    return _make(session, now).kid, until


def published(session: Session, now: datetime) -> dict[str, Any]:
    """The key set of /lti/jwks: public parts of all keys that may still have signed something (RFC 7517)."""
    rows = session.scalars(
        select(ToolKey)
        .where(or_(ToolKey.retire_at.is_(None), ToolKey.retire_at > now))
        .order_by(ToolKey.created_at.desc(), ToolKey.kid)
    ).all()
    keys = []
    for row in rows:
        numbers = _parse(row).public_key().public_numbers()
        keys.append(
            {
                "kty": "RSA",
                "use": "sig",
                "alg": "RS256",
                "kid": row.kid,
                "e": _number(numbers.e),
                "n": _number(numbers.n),
            }
        )
    return {"keys": keys}

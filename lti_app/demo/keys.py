"""The signing keys of the stand-in LMS; old ones stay published until they are dropped."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from jwt.algorithms import RSAAlgorithm


@dataclass(frozen=True)
class Key:
    """A key pair with the name under which its public half is published."""

    kid: str
    private: RSAPrivateKey

    @property
    def public_jwk(self) -> dict[str, Any]:
        """The public half as a JSON Web Key (RFC 7517)."""
        jwk = json.loads(RSAAlgorithm.to_jwk(self.private.public_key()))
        return {**jwk, "kid": self.kid, "alg": "RS256", "use": "sig"}


def new_key(kid: str) -> Key:
    """A fresh key pair of 2048 bits."""
    return Key(kid, generate_private_key(public_exponent=65537, key_size=2048))


class Keys:
    """Keys in the order in which they were made; the newest one signs."""

    def __init__(self, first: Key | None = None) -> None:
        self._made = 1
        self.all: list[Key] = [first or new_key("lms-1")]

    def rotate(self, *, keep_old: bool = True) -> None:
        """Sign with a new key from now on; `keep_old` goes on publishing the others."""
        self._made += 1
        key = new_key(f"lms-{self._made}")
        self.all = [*self.all, key] if keep_old else [key]

    @property
    def newest(self) -> Key:
        """The key that signs."""
        return self.all[-1]

    def public_set(self) -> dict[str, Any]:
        """The JSON Web Key Set."""
        return {"keys": [key.public_jwk for key in self.all]}

    def sign(self, claims: dict[str, Any], key: Key | None = None) -> str:
        """A compact JWT, RS256."""
        key = key or self.newest
        return jwt.encode(claims, key.private, algorithm="RS256", headers={"kid": key.kid})

"""What a tool signed: checked against the keys that the tool publishes."""

from __future__ import annotations

import threading
from typing import Any

import jwt
import requests
from jwt import PyJWK

from lti_app.demo.lms import StandInLms, Tool

_LOCK = threading.Lock()
_LEEWAY = 60.0


class BadToken(Exception):
    """A token that the platform does not believe, with the reason."""


class ToolKeys:
    """Keys of tools, kept until one is met that is not among them."""

    def __init__(self, lms: StandInLms) -> None:
        self._lms = lms
        self._sets: dict[str, dict[str, PyJWK]] = {}

    def read(self, token: str, *, client: str | None, audience: list[str]) -> tuple[Tool, dict[str, Any]]:
        """The tool and the claims of a token, or BadToken; `client` None = whoever the token says it is."""
        try:
            header = jwt.get_unverified_header(token)
            claimed = jwt.decode(token, options={"verify_signature": False})
        except jwt.InvalidTokenError as error:
            raise BadToken("This is no JSON Web Token.") from error
        tool = self._lms.tools.get(client or str(claimed.get("iss")))
        if tool is None:
            raise BadToken("No tool has this client id.")
        if header.get("alg") != "RS256" or not header.get("kid"):
            raise BadToken("A token is signed with RS256 and names its key (kid).")
        key = self._key(tool, str(header["kid"]))
        try:
            claims = jwt.decode(
                token,
                key,
                algorithms=["RS256"],
                audience=audience,
                issuer=tool.client_id,
                options={"require": ["iss", "aud", "iat", "exp"], "verify_exp": False, "verify_iat": False},
            )
            now = self._lms.time().timestamp()
            if not float(claims["iat"]) - _LEEWAY <= now < float(claims["exp"]) + _LEEWAY:
                raise BadToken("The token is not of now.")
        except (jwt.InvalidTokenError, TypeError, ValueError) as error:
            raise BadToken(f"{type(error).__name__}: {error}") from error
        return tool, claims

    def _key(self, tool: Tool, kid: str) -> PyJWK:
        known = self._sets.get(tool.client_id, {})
        if kid not in known:
            with _LOCK:
                try:
                    answer = requests.get(tool.jwks_url, timeout=10)
                    answer.raise_for_status()
                    keys = [PyJWK(key) for key in answer.json()["keys"]]
                except (requests.RequestException, ValueError, KeyError, TypeError, jwt.PyJWTError) as error:
                    raise BadToken(f"The keys of the tool cannot be read: {type(error).__name__}") from error
                known = {str(key.key_id): key for key in keys}
                self._sets[tool.client_id] = known
        if kid not in known:
            raise BadToken(f"The tool publishes no key {kid}.")
        return known[kid]

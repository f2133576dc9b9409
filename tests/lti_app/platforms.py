"""A platform for tests: it signs whatever it is told to, right or wrong, and its key set lies on a real server."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any
from urllib.parse import parse_qs, urlsplit

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse
from werkzeug.wrappers import Request, Response

from lti_app.demo.server import ThreadedServer
from lti_app.lti.claims import CLAIM, DEEP_LINKING, GRADES, ROSTER
from lti_app.storage.database import Database
from lti_app.storage.models import Deployment, Platform

#: Where the tool of the fixtures is.
ORIGIN = "https://tool.example.org"
MEMBERSHIP = "http://purl.imsglobal.org/vocab/lis/v2/membership#"
AGS_SCOPES = [
    "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem",
    "https://purl.imsglobal.org/spec/lti-ags/scope/score",
    "https://purl.imsglobal.org/spec/lti-ags/scope/result.readonly",
]


@cache
def rsa_key(number: int = 0, bits: int = 2048) -> RSAPrivateKey:
    """A key pair, made once in a run; each number is another one."""
    return generate_private_key(65537, bits)


@cache
def tool_key_pem() -> str:
    """A key of the tool, as it is stored; made once in a run, as that takes long."""
    encoding, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    return rsa_key(100).private_bytes(encoding, form, serialization.NoEncryption()).decode("ascii")


def b64(raw: bytes) -> str:
    """base64url without padding."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def public_jwk(key: RSAPrivateKey, kid: str) -> dict[str, Any]:
    """The public part of a key as a member of a key set."""
    numbers = key.public_key().public_numbers()

    def number(value: int) -> str:
        return b64(value.to_bytes((value.bit_length() + 7) // 8))

    return {"kty": "RSA", "use": "sig", "alg": "RS256", "kid": kid, "e": number(numbers.e), "n": number(numbers.n)}


def signed(claims: Any, *, key: RSAPrivateKey | None = None, header: dict[str, Any] | None = None) -> str:
    """A token with this header and body, RS256."""
    parts = [
        part if isinstance(part, bytes) else json.dumps(part).encode()
        for part in ({"alg": "RS256", "typ": "JWT", "kid": "platform-1"} if header is None else header, claims)
    ]
    body = ".".join(b64(part) for part in parts)
    return f"{body}.{b64((key or rsa_key()).sign(body.encode(), PKCS1v15(), SHA256()))}"


@dataclass
class KeyServer:
    """What the key set's address answers, and how often it was asked."""

    url: str = ""
    document: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    status: int = 200
    asked: int = 0

    def __call__(self, environ: Any, start_response: Any) -> Any:
        """The WSGI application."""
        Request(environ)
        self.asked += 1
        body = self.document if isinstance(self.document, bytes) else json.dumps(self.document).encode()
        response = Response(body, self.status, content_type="application/json")
        for name, value in self.headers.items():
            response.headers[name] = value
        return response(environ, start_response)


@contextmanager
def key_server() -> Iterator[KeyServer]:
    """A server on 127.0.0.1 with the key set of `rsa_key()`."""
    answers = KeyServer(document={"keys": [public_jwk(rsa_key(), "platform-1")]})
    with ThreadedServer(answers) as server:
        answers.url = server.url + "/jwks"
        yield answers


@dataclass
class StrictPlatform:
    """A registration in the tool, and the messages that its LMS sends."""

    issuer: str
    client_id: str
    deployment_id: str
    jwks_url: str
    origin: str = "https://lms.example.org"

    def connect(self, database: Database, now: datetime, **values: Any) -> int:
        """Store the registration; its number."""
        with database.writing() as session:
            row = Platform(
                issuer=self.issuer,
                client_id=self.client_id,
                auth_url=f"{self.origin}/auth",
                token_url=f"{self.origin}/token",
                jwks_url=self.jwks_url,
                created_at=now,
                frame_origins=[],
                **values,
            )
            session.add(row)
            session.flush()
            session.add(Deployment(platform_id=row.id, deployment_id=self.deployment_id))
            return row.id

    def login_form(self, **changes: str | None) -> dict[str, str]:
        """What the LMS posts to /lti/login."""
        form: dict[str, str | None] = {
            "iss": self.issuer,
            "login_hint": "hint",
            "target_link_uri": "https://tool.example.org/lti/launch",
            "client_id": self.client_id,
            "lti_message_hint": '{"cmid":7}',
            **changes,
        }
        return {name: value for name, value in form.items() if value is not None}

    def claims(self, nonce: str, now: datetime, /, **changes: Any) -> dict[str, Any]:
        """The claims of a resource link launch of a learner; a change of None takes a claim out."""
        moment = int(now.timestamp())
        found: dict[str, Any] = {
            "iss": self.issuer,
            "aud": self.client_id,
            "sub": "learner-1",
            "exp": moment + 60,
            "iat": moment,
            "nonce": nonce,
            "name": "Ada Lovelace",
            "email": "ada@example.org",
            CLAIM + "message_type": "LtiResourceLinkRequest",
            CLAIM + "version": "1.3.0",
            CLAIM + "deployment_id": self.deployment_id,
            CLAIM + "target_link_uri": "https://tool.example.org/lti/launch",
            CLAIM + "roles": [MEMBERSHIP + "Learner"],
            CLAIM + "context": {"id": "course-1", "title": "Physics"},
            CLAIM + "resource_link": {"id": "link-1", "title": "Motion"},
            CLAIM + "launch_presentation": {"return_url": f"{self.origin}/back", "locale": "en"},
            CLAIM + "custom": {"hornbook_course": "physics"},
            GRADES: {
                "scope": AGS_SCOPES,
                "lineitems": f"{self.origin}/lineitems",
                "lineitem": f"{self.origin}/lineitems/1",
            },
            ROSTER: {"context_memberships_url": f"{self.origin}/roster", "service_versions": ["2.0"]},
        }
        for name, value in changes.items():
            if value is None:
                found.pop(name, None)
            else:
                found[name] = value
        return found

    def deep_linking_claims(self, nonce: str, now: datetime, /, **changes: Any) -> dict[str, Any]:
        """The claims of a deep linking request of an instructor."""
        found = self.claims(nonce, now)
        del found[CLAIM + "resource_link"]
        found[CLAIM + "message_type"] = "LtiDeepLinkingRequest"
        found[CLAIM + "roles"] = [MEMBERSHIP + "Instructor"]
        found[DEEP_LINKING + "deep_linking_settings"] = {
            "deep_link_return_url": f"{self.origin}/deep-link",
            "accept_types": ["ltiResourceLink"],
            "accept_presentation_document_targets": ["iframe", "window"],
            "accept_multiple": True,
            "data": "opaque",
        }
        found.update(changes)
        return found


@dataclass(frozen=True)
class Begun:
    """A login that was sent on: what its address at the LMS holds."""

    state: str
    nonce: str
    address: str
    response: TestResponse


def begin(client: FlaskClient, platform: StrictPlatform, **changes: str | None) -> Begun:
    """Log in as the LMS does, and read the address of the redirect."""
    response = client.post("/lti/login", data=platform.login_form(**changes), base_url=ORIGIN)
    assert response.status_code == 302, response.get_data(as_text=True)
    query = parse_qs(urlsplit(response.headers["Location"]).query)
    return Begun(query["state"][0], query["nonce"][0], response.headers["Location"], response)


def browser(app: Flask) -> FlaskClient:
    """A browser with cookies of its own, on the tool's public address."""
    return app.test_client()

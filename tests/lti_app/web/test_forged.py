"""Forged and odd messages: each is refused with a page of its own, one line in the log, and nothing stored.

LTI 1.3 core, 5.3 and 6; 1EdTech security framework 1.0, 5.1.3 (validation of id_token) and 5.1.1.5.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from lti_app.lti.claims import CLAIM, DEEP_LINKING, GRADES
from lti_app.storage.database import Database
from lti_app.storage.models import Context, Launch, Person, Platform, ResourceLink
from tests.lti_app.conftest import MovableClock
from tests.lti_app.platforms import (
    MEMBERSHIP,
    ORIGIN,
    Begun,
    KeyServer,
    StrictPlatform,
    b64,
    begin,
    public_jwk,
    rsa_key,
    signed,
)

#: Words that may stand in a token and must stand nowhere else.
SECRET = "Zebra-Zeppelin"


@dataclass
class Scene:
    """What a forger has at hand: an honest login in this browser, and the platform's key."""

    client: FlaskClient
    sender: StrictPlatform
    begun: Begun
    now: datetime
    jwks: KeyServer
    database: Database

    def claims(self, **changes: Any) -> dict[str, Any]:
        """Honest claims with changes."""
        return self.sender.claims(self.begun.nonce, self.now, **{"name": SECRET, **changes})

    def changed(self, claim: str, value: Any) -> dict[str, Any]:
        """Honest claims with one LTI claim changed; None takes it out."""
        return self.claims(**{CLAIM + claim: value})

    @property
    def second(self) -> int:
        """The present moment."""
        return int(self.now.timestamp())


Forge = Callable[[Scene], "str | dict[str, Any]"]
CASES: dict[str, tuple[str, Forge]] = {}


def case(name: str, reason: str) -> Callable[[Forge], Forge]:
    """Put a forgery on the list: its function gives a token, or claims that are signed honestly."""

    def put(forge: Forge) -> Forge:
        assert name not in CASES
        CASES[name] = reason, forge
        return forge

    return put


def claims_case(name: str, reason: str, make: Forge) -> None:
    """A forgery in the claims alone."""
    case(name, reason)(make)


def changing(claim: str, value: Any) -> Forge:
    """A forgery that changes one LTI claim."""
    return lambda scene: scene.changed(claim, value)


# --- the form of the token ----------------------------------------------------------------------------------------


@case("no signature, alg none", "algorithm-wrong")
def _(scene: Scene) -> str:
    return none_token(scene, "none")


def none_token(scene: Scene, algorithm: str) -> str:
    """An unsigned token."""
    header = json.dumps({"alg": algorithm, "kid": "platform-1"}).encode()
    return f"{b64(header)}.{b64(json.dumps(scene.claims()).encode())}."


@case("alg None in other letters", "algorithm-wrong")
def _(scene: Scene) -> str:
    return none_token(scene, "NonE")


@case("signed with our public key as a secret, HS256", "algorithm-wrong")
def _(scene: Scene) -> str:
    public = rsa_key().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    body = hs_body(scene)
    return f"{body}.{b64(hmac.digest(public, body.encode(), 'sha256'))}"


def hs_body(scene: Scene) -> str:
    """Header and body of a token with a shared secret."""
    header = json.dumps({"alg": "HS256", "kid": "platform-1"}).encode()
    return f"{b64(header)}.{b64(json.dumps(scene.claims()).encode())}"


@case("RS256 in the header, HMAC by the public key in the signature", "signature-wrong")
def _(scene: Scene) -> str:
    public = rsa_key().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    header = json.dumps({"alg": "RS256", "kid": "platform-1"}).encode()
    body = f"{b64(header)}.{b64(json.dumps(scene.claims()).encode())}"
    return f"{body}.{b64(hmac.digest(public, body.encode(), 'sha256'))}"


@case("RS384", "algorithm-wrong")
def _(scene: Scene) -> str:
    return signed(scene.claims(), header={"alg": "RS384", "kid": "platform-1"})


@case("PS256", "algorithm-wrong")
def _(scene: Scene) -> str:
    header = json.dumps({"alg": "PS256", "kid": "platform-1"}).encode()
    body = f"{b64(header)}.{b64(json.dumps(scene.claims()).encode())}"
    padding = PSS(MGF1(hashes.SHA256()), hashes.SHA256().digest_size)
    return f"{body}.{b64(rsa_key().sign(body.encode(), padding, hashes.SHA256()))}"


@case("ES256", "algorithm-wrong")
def _(scene: Scene) -> str:
    header = json.dumps({"alg": "ES256", "kid": "platform-1"}).encode()
    body = f"{b64(header)}.{b64(json.dumps(scene.claims()).encode())}"
    key = ec.generate_private_key(ec.SECP256R1())
    return f"{body}.{b64(key.sign(body.encode(), ec.ECDSA(hashes.SHA256())))}"


@case("alg missing", "algorithm-wrong")
def _(scene: Scene) -> str:
    return signed(scene.claims(), header={"kid": "platform-1"})


@case("alg is a list", "algorithm-wrong")
def _(scene: Scene) -> str:
    return signed(scene.claims(), header={"alg": ["RS256"], "kid": "platform-1"})


@case("kid missing", "key-id-missing")
def _(scene: Scene) -> str:
    return signed(scene.claims(), header={"alg": "RS256"})


@case("kid is a number", "key-id-missing")
def _(scene: Scene) -> str:
    return signed(scene.claims(), header={"alg": "RS256", "kid": 1})


@case("kid is a path", "key-unknown")
def _(scene: Scene) -> str:
    return signed(scene.claims(), header={"alg": "RS256", "kid": "../../etc/passwd"})


@case("kid is a command of SQL", "key-unknown")
def _(scene: Scene) -> str:
    return signed(scene.claims(), header={"alg": "RS256", "kid": "x' OR '1'='1"})


@case("kid of another key", "key-unknown")
def _(scene: Scene) -> str:
    return signed(scene.claims(), key=rsa_key(1), header={"alg": "RS256", "kid": "platform-2"})


@case("signed with another key under the right kid", "signature-wrong")
def _(scene: Scene) -> str:
    return signed(scene.claims(), key=rsa_key(1))


@case("the key comes in the header (jwk)", "signature-wrong")
def _(scene: Scene) -> str:
    header = {"alg": "RS256", "kid": "platform-1", "jwk": public_jwk(rsa_key(1), "platform-1")}
    return signed(scene.claims(), key=rsa_key(1), header=header)


@case("the header names a key set of the forger (jku)", "signature-wrong")
def _(scene: Scene) -> str:
    header = {"alg": "RS256", "kid": "platform-1", "jku": "https://evil.example.org/jwks"}
    return signed(scene.claims(), key=rsa_key(1), header=header)


@case("critical extension", "token-malformed")
def _(scene: Scene) -> str:
    return signed(scene.claims(), header={"alg": "RS256", "kid": "platform-1", "crit": ["exp"]})


@case("body changed after signing", "signature-wrong")
def _(scene: Scene) -> str:
    header, _, signature = signed(scene.claims()).split(".")
    return f"{header}.{b64(json.dumps(scene.changed('roles', [MEMBERSHIP + 'Instructor'])).encode())}.{signature}"


@case("header changed after signing", "signature-wrong")
def _(scene: Scene) -> str:
    _, body, signature = signed(scene.claims()).split(".")
    return f"{b64(json.dumps({'kid': 'platform-1', 'alg': 'RS256', 'x': 1}).encode())}.{body}.{signature}"


@case("signature cut off", "signature-wrong")
def _(scene: Scene) -> str:
    return signed(scene.claims()).rpartition(".")[0] + "."


@case("signature half", "signature-wrong")
def _(scene: Scene) -> str:
    return signed(scene.claims())[:-100]


@case("two parts", "token-malformed")
def _(scene: Scene) -> str:
    return signed(scene.claims()).rpartition(".")[0]


@case("five parts, an encrypted token", "token-malformed")
def _(scene: Scene) -> str:
    return signed(scene.claims()) + ".x.y"


@case("not base64", "token-malformed")
def _(scene: Scene) -> str:
    return "%%%.???.###"


@case("base64 of the other alphabet", "token-malformed")
def _(scene: Scene) -> str:
    raw = base64.b64encode(b'{"a":"??>>??>>~~"}').decode()
    assert "/" in raw or "+" in raw
    return f"{raw}.{raw}.{raw}"


@case("no JSON inside", "token-malformed")
def _(scene: Scene) -> str:
    return signed(b"not json")


@case("JSON list inside", "token-malformed")
def _(scene: Scene) -> str:
    return signed([scene.claims()])


@case("a claim stands twice", "token-malformed")
def _(scene: Scene) -> str:
    text = json.dumps(scene.claims())
    return signed((text[:-1] + f', "sub": "{SECRET}"' + "}").encode())


@case("broken UTF-8", "token-malformed")
def _(scene: Scene) -> str:
    return signed(json.dumps(scene.claims()).encode()[:-1] + b', "x": "\xff\xfe"}')


@case("NaN as a time", "token-malformed")
def _(scene: Scene) -> str:
    return signed(json.dumps(scene.claims(exp=float("nan"))).encode())


@case("nested a hundred thousand deep", "token-malformed")
def _(scene: Scene) -> str:
    return signed(b'{"a":' + b"[" * 30_000 + b"]" * 30_000 + b"}")


@case("token of 150,000 characters", "token-too-long")
def _(scene: Scene) -> str:
    return signed(scene.claims(padding="x" * 110_000))


@case("no token", "token-missing")
def _(scene: Scene) -> str:
    return ""


# --- who and for whom ---------------------------------------------------------------------------------------------

claims_case("another issuer", "issuer-wrong", lambda s: s.claims(iss="https://evil.example.org"))
claims_case("issuer with a slash more", "issuer-wrong", lambda s: s.claims(iss="https://lms.example.org/"))
claims_case("issuer missing", "issuer-wrong", lambda s: s.claims(iss=None))
claims_case("issuer is a list", "issuer-wrong", lambda s: s.claims(iss=["https://lms.example.org"]))
claims_case("another audience", "audience-wrong", lambda s: s.claims(aud="client-2"))
claims_case("audience empty", "claim-wrong", lambda s: s.claims(aud=[]))
claims_case("audience missing", "claim-missing", lambda s: s.claims(aud=None))
claims_case("audience is a number", "claim-wrong", lambda s: s.claims(aud=7))
claims_case("several audiences without azp", "audience-wrong", lambda s: s.claims(aud=["client-1", "other"]))
claims_case(
    "several audiences and a foreign azp", "audience-wrong", lambda s: s.claims(aud=["client-1", "other"], azp="other")
)
claims_case("foreign azp", "audience-wrong", lambda s: s.claims(azp="client-2"))
claims_case("azp is a number", "claim-wrong", lambda s: s.claims(azp=1))
claims_case("client id as part of a longer one", "audience-wrong", lambda s: s.claims(aud="client-10"))
claims_case("nobody (no sub)", "claim-missing", lambda s: s.claims(sub=None))
claims_case("empty sub", "claim-wrong", lambda s: s.claims(sub=""))
claims_case("sub is a number", "claim-wrong", lambda s: s.claims(sub=12))
claims_case("sub of 300 characters", "claim-wrong", lambda s: s.claims(sub="x" * 300))
claims_case("sub with a null character", "claim-wrong", lambda s: s.claims(sub="a\0b"))
claims_case("sub with half a character", "claim-wrong", lambda s: s.claims(sub="\ud800"))
claims_case("deployment unknown", "deployment-unknown", lambda s: s.changed("deployment_id", "deployment-2"))
claims_case("deployment missing", "claim-missing", lambda s: s.changed("deployment_id", None))
claims_case("deployment is a number", "claim-wrong", lambda s: s.changed("deployment_id", 1))

# --- when ---------------------------------------------------------------------------------------------------------

claims_case("expired by 61 seconds", "token-expired", lambda s: s.claims(exp=s.second - 61, iat=s.second - 120))
claims_case("issued 61 seconds from now", "clock-ahead", lambda s: s.claims(iat=s.second + 61, exp=s.second + 120))
claims_case("not valid before 61 seconds from now", "clock-ahead", lambda s: s.claims(nbf=s.second + 61))
claims_case("exp missing", "claim-missing", lambda s: s.claims(exp=None))
claims_case("iat missing", "claim-missing", lambda s: s.claims(iat=None))
claims_case("exp is a text", "claim-wrong", lambda s: s.claims(exp=str(s.second + 60)))
claims_case("exp is true", "claim-wrong", lambda s: s.claims(exp=True))
claims_case("exp is 10^400", "claim-wrong", lambda s: s.claims(exp=10**400))
claims_case("valid for ten years", "token-times-wrong", lambda s: s.claims(exp=s.second + 315_360_000))
claims_case("issued two days ago", "token-times-wrong", lambda s: s.claims(iat=s.second - 172_800, exp=s.second + 60))
claims_case("expires before it is issued", "token-times-wrong", lambda s: s.claims(exp=s.second, iat=s.second + 1))

# --- nonce --------------------------------------------------------------------------------------------------------

claims_case("invented nonce", "nonce-wrong", lambda s: s.claims(nonce="0" * 32))
claims_case("nonce missing", "claim-missing", lambda s: s.claims(nonce=None))
claims_case("nonce empty", "claim-wrong", lambda s: s.claims(nonce=""))
claims_case("nonce is a list", "claim-wrong", lambda s: s.claims(nonce=[s.begun.nonce]))
claims_case("nonce in capital letters", "nonce-wrong", lambda s: s.claims(nonce=s.begun.nonce.upper() + "A"))

# --- what ---------------------------------------------------------------------------------------------------------

claims_case("version 1.1", "version-wrong", lambda s: s.changed("version", "LTI-1p0"))
claims_case("version missing", "claim-missing", lambda s: s.changed("version", None))
claims_case("version is a number", "claim-wrong", lambda s: s.changed("version", 1.3))
claims_case("unknown message", "message-unknown", lambda s: s.changed("message_type", "LtiStartProctoring"))
claims_case("message type missing", "claim-missing", lambda s: s.changed("message_type", None))
claims_case("message type is an object", "claim-wrong", lambda s: s.changed("message_type", {}))
claims_case("roles missing", "claim-missing", lambda s: s.changed("roles", None))
claims_case("roles are a text", "claim-wrong", lambda s: s.changed("roles", MEMBERSHIP + "Instructor"))
claims_case("a role is an object", "claim-wrong", lambda s: s.changed("roles", [{"role": "Instructor"}]))
claims_case("ten thousand roles", "claim-wrong", lambda s: s.changed("roles", ["Learner"] * 5000))
claims_case("resource link missing", "claim-missing", lambda s: s.changed("resource_link", None))
claims_case("resource link without id", "claim-missing", lambda s: s.changed("resource_link", {"title": "x"}))
claims_case("resource link id empty", "claim-wrong", lambda s: s.changed("resource_link", {"id": ""}))
claims_case("resource link is a text", "claim-wrong", lambda s: s.changed("resource_link", "link-1"))
claims_case("context is a list", "claim-wrong", lambda s: s.changed("context", ["course-1"]))
claims_case("context id of 1000 characters", "claim-wrong", lambda s: s.changed("context", {"id": "x" * 1000}))
claims_case("custom is a list", "claim-wrong", lambda s: s.changed("custom", ["a"]))
claims_case("custom holds an object", "claim-wrong", lambda s: s.changed("custom", {"a": {"b": "c"}}))
claims_case("grades claim is a text", "claim-wrong", lambda s: s.claims(**{GRADES: "https://lms.example.org"}))
claims_case("scopes are a text", "claim-wrong", lambda s: s.claims(**{GRADES: {"scope": "all"}}))
claims_case("target missing", "claim-missing", lambda s: s.changed("target_link_uri", None))
for title, target in {
    "another host": "https://evil.example.org/lti/launch",
    "another port": "https://tool.example.org:8443/lti/launch",
    "http": "http://tool.example.org/lti/launch",
    "our name as a user": "https://tool.example.org@evil.example.org/",
    "our host with a user": "https://user@tool.example.org/lti/launch",
    "our name as a beginning": "https://tool.example.org.evil.example.org/",
    "a backslash": "https://evil.example.org\\@tool.example.org/",
    "no scheme": "//evil.example.org/",
    "a script": "javascript:alert(1)",
    "data": "data:text/html,x",
    "a line break": "https://tool.example.org/\r\nSet-Cookie: a=b",
    "an impossible port": "https://tool.example.org:99999/",
    "a climbing path": "https://tool.example.org/../../etc",
}.items():
    expected = "claim-wrong" if "\r" in target else "target-elsewhere"
    claims_case(f"target with {title}", expected, changing("target_link_uri", target))
for title, target in {
    "another page of ours": "https://tool.example.org/lti/register",
    "another query": "https://tool.example.org/lti/launch?course=other",
    "other letters": "https://tool.example.org/LTI/launch",
}.items():
    claims_case(f"not the login's target: {title}", "target-changed", changing("target_link_uri", target))


def deep(scene: Scene, **changes: Any) -> dict[str, Any]:
    """The claims of a deep linking request with changes."""
    return scene.sender.deep_linking_claims(scene.begun.nonce, scene.now, **changes)


SETTINGS = DEEP_LINKING + "deep_linking_settings"
claims_case(
    "a learner opens a deep link", "role-too-low", lambda s: deep(s, **{CLAIM + "roles": [MEMBERSHIP + "Learner"]})
)
claims_case(
    "an administrator of the institution who is nothing in the course opens a deep link",
    "role-too-low",
    lambda s: deep(s, **{CLAIM + "roles": ["http://purl.imsglobal.org/vocab/lis/v2/institution/person#Administrator"]}),
)
claims_case(
    "an instructor of the institution who learns in the course opens a deep link",
    "role-too-low",
    lambda s: deep(
        s,
        **{
            CLAIM + "roles": [
                "http://purl.imsglobal.org/vocab/lis/v2/institution/person#Instructor",
                MEMBERSHIP + "Learner",
            ]
        },
    ),
)
claims_case("a deep link without settings", "message-wrong", lambda s: deep(s, **{SETTINGS: None}))
claims_case("a deep link without a way back", "claim-missing", lambda s: deep(s, **{SETTINGS: {"accept_types": []}}))
claims_case(
    "a deep link that takes no activities",
    "message-wrong",
    lambda s: deep(
        s,
        **{
            SETTINGS: {
                "deep_link_return_url": "https://lms.example.org/x",
                "accept_types": ["file"],
                "accept_presentation_document_targets": ["iframe"],
            }
        },
    ),
)
claims_case(
    "a review of nobody's work",
    "message-wrong",
    lambda s: s.changed("message_type", "LtiSubmissionReviewRequest"),
)
claims_case(
    "a data privacy launch in a course",
    "message-wrong",
    lambda s: s.changed("message_type", "DataPrivacyLaunchRequest"),
)
for setting, value in {
    "course": "../../etc/passwd",
    "lesson": "<script>",
    "block": "a b",
    "points": "-5",
    "attempts": "0",
    "counts": "worst",
    "due": "tomorrow",
}.items():
    custom = {"hornbook_course": "physics", f"hornbook_{setting}": value}
    claims_case(f"custom parameter {setting} that means nothing", "setting-wrong", changing("custom", custom))


# --- and what becomes of them -------------------------------------------------------------------------------------


@pytest.fixture
def scene(app: Flask, sender: StrictPlatform, clock: MovableClock, jwks: KeyServer, database: Database) -> Scene:
    """An honest login, and a platform whose keys are known already."""
    client = app.test_client()
    return Scene(client, sender, begin(client, sender), clock(), jwks, database)


def rows(database: Database) -> list[int]:
    """How many launches, people, courses and placements there are."""
    with database.reading() as session:
        return [
            session.scalar(select(func.count()).select_from(table)) or 0
            for table in (Launch, Person, Context, ResourceLink)
        ]


def the_line(log: pytest.LogCaptureFixture) -> str:
    """The one line of the log."""
    (line,) = [record.getMessage() for record in log.records if record.name == "lti_app.requests"]
    return line


def assert_refused(
    answer: TestResponse, reason: str, database: Database, log: pytest.LogCaptureFixture, secrets: tuple[str, ...] = ()
) -> None:
    """A 4xx page that a person understands, the same number in one line of the log, and nothing stored."""
    page = answer.get_data(as_text=True)
    line = the_line(log)
    assert f"reason={reason} " in line, line
    assert 400 <= answer.status_code < 500 or (answer.status_code, reason) == (503, "keys-unreachable")
    assert answer.content_type == "text/html; charset=utf-8"
    title, reference = re.search(r"<h1>(.+)</h1>", page), re.search(r"<code>([0-9A-Z]{4}-[0-9A-Z]{4})</code>", page)
    assert title is not None
    assert reference is not None
    assert "What to do:" in page
    assert f"reference={reference.group(1)} " in line
    assert len(line) < 600
    for secret in (SECRET, *secrets):
        assert secret not in page
        assert secret not in line
    assert rows(database) == [0, 0, 0, 0]
    assert not [cookie for cookie in answer.headers.getlist("Set-Cookie") if not cookie.startswith("hb_login_")]
    assert "Location" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"


def test_there_are_more_than_sixty_cases() -> None:
    assert len(CASES) >= 100


@pytest.mark.parametrize("name", CASES)
def test_refused(scene: Scene, database: Database, caplog: pytest.LogCaptureFixture, name: str) -> None:
    reason, forge = CASES[name]
    made = forge(scene)
    token = made if isinstance(made, str) else signed(made)
    caplog.set_level(logging.INFO, "lti_app.requests")

    answer = scene.client.post("/lti/launch", data={"state": scene.begun.state, "id_token": token}, base_url=ORIGIN)

    assert_refused(answer, reason, database, caplog, tuple(part for part in token.split(".") if len(part) > 20))


def test_the_honest_message_is_accepted(scene: Scene, database: Database) -> None:
    """Without it all the others could be refused for a wrong reason."""
    answer = scene.client.post(
        "/lti/launch", data={"state": scene.begun.state, "id_token": signed(scene.claims())}, base_url=ORIGIN
    )
    assert answer.status_code == 303
    assert rows(database) == [1, 1, 1, 1]


HONEST: dict[str, Forge] = {
    "expired by 59 seconds": lambda s: s.claims(exp=s.second - 59, iat=s.second - 119),
    "issued 59 seconds from now": lambda s: s.claims(iat=s.second + 59, exp=s.second + 119),
    "times with fractions": lambda s: s.claims(iat=s.second + 0.5, exp=s.second + 60.5),
    "several audiences and our azp": lambda s: s.claims(aud=["other", "client-1"], azp="client-1"),
    "one audience in a list": lambda s: s.claims(aud=["client-1"]),
    "no course": lambda s: s.changed("context", None),
    "no services": lambda s: s.claims(**{GRADES: None}),
    "custom numbers and nothing": lambda s: s.changed("custom", {"a": 1, "b": None, "c": True, "d": 1.5}),
    "unknown variable": lambda s: s.changed("custom", {"hornbook_course": "physics", "hornbook_due": "$x.y"}),
    "no names": lambda s: s.claims(name=None, email=None),
    "names that are null": lambda s: {**s.claims(), "email": None, "given_name": None},
    "no roles": lambda s: s.changed("roles", []),
    "claims of others": lambda s: s.claims(**{"https://example.org/claim": {"deep": [1]}}),
    "a name of 5000 characters": lambda s: s.claims(name="x" * 5000),
    "deep linking": lambda s: deep(s),
    "a submission review": lambda s: s.claims(
        **{
            CLAIM + "message_type": "LtiSubmissionReviewRequest",
            CLAIM + "for_user": {"user_id": "learner-2"},
            CLAIM + "roles": [MEMBERSHIP + "Instructor"],
        }
    ),
    "the login's target in capitals": lambda s: s.changed("target_link_uri", "HTTPS://Tool.example.org/lti/launch"),
    "a data privacy launch": lambda s: s.claims(
        **{
            CLAIM + "message_type": "DataPrivacyLaunchRequest",
            CLAIM + "for_user": {"user_id": "learner-2"},
            CLAIM + "context": None,
            CLAIM + "resource_link": None,
        }
    ),
}


@pytest.mark.parametrize("name", HONEST)
def test_accepted(scene: Scene, name: str) -> None:
    made = HONEST[name](scene)
    assert isinstance(made, dict)
    answer = scene.client.post(
        "/lti/launch", data={"state": scene.begun.state, "id_token": signed(made)}, base_url=ORIGIN
    )
    assert answer.status_code == 303, answer.get_data(as_text=True)


def test_the_message_names_how_far_the_clocks_are_apart(scene: Scene) -> None:
    token = signed(scene.claims(iat=scene.second + 300, exp=scene.second + 400))
    answer = scene.client.post("/lti/launch", data={"state": scene.begun.state, "id_token": token}, base_url=ORIGIN)
    assert "by 300 seconds" in answer.get_data(as_text=True)


HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "\u202egnp.exe",
    "=cmd|' /C calc'!A0",
    "{{ 7*7 }}",
    "a\nb\r\nSet-Cookie: x=y",
    "Robert'); DROP TABLE person;--",
    "\u0000\u0007\u001b[31m",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_kept_as_one_line_of_plain_text(scene: Scene, database: Database, name: str) -> None:
    claims = scene.claims(
        name=name,
        **{CLAIM + "context": {"id": "c", "title": name}, CLAIM + "resource_link": {"id": "l", "title": name}},
    )
    answer = scene.client.post(
        "/lti/launch", data={"state": scene.begun.state, "id_token": signed(claims)}, base_url=ORIGIN
    )
    assert answer.status_code == 303
    with database.reading() as session:
        for kept in (
            session.scalars(select(Person.name)).one(),
            session.scalars(select(Context.title)).one(),
            session.scalars(select(ResourceLink.title)).one(),
        ):
            assert re.search(r"[\x00-\x1f\x7f\u202a-\u202e]", kept) is None
    assert "\n" not in answer.headers["Location"]


def test_the_way_back_leads_to_the_platform_only(scene: Scene) -> None:
    for address, shown in {
        "https://lms.example.org/mod/lti/return": True,
        "https://evil.example.org/": False,
        "javascript:alert(1)": False,
        "https://lms.example.org@evil.example.org/": False,
        "//evil.example.org": False,
    }.items():
        begun = begin(scene.client, scene.sender)
        claims = scene.sender.claims(begun.nonce, scene.now, **{CLAIM + "launch_presentation": {"return_url": address}})
        claims[CLAIM + "version"] = "9"
        answer = scene.client.post(
            "/lti/launch", data={"state": begun.state, "id_token": signed(claims)}, base_url=ORIGIN
        )
        page = answer.get_data(as_text=True)
        (href,) = re.findall(r'<a class="button" href="([^"]*)"', page)
        assert href == (address if shown else "https://lms.example.org/")


def test_a_removed_platform_launches_no_more(
    scene: Scene, database: Database, clock: MovableClock, caplog: pytest.LogCaptureFixture
) -> None:
    with database.writing() as session:
        session.scalars(select(Platform)).one().disabled_at = scene.now
    clock.move(seconds=2)
    caplog.set_level(logging.INFO, "lti_app.requests")
    answer = scene.client.post(
        "/lti/launch", data={"state": scene.begun.state, "id_token": signed(scene.claims())}, base_url=ORIGIN
    )
    assert_refused(answer, "platform-disabled", database, caplog)


def test_a_state_cannot_be_spelt_in_two_ways(scene: Scene, database: Database) -> None:
    """Base64 has letters whose last bits mean nothing: another spelling is still the same login."""
    token = signed(scene.claims())
    form = {"state": scene.begun.state, "id_token": token}
    assert scene.client.post("/lti/launch", data=form, base_url=ORIGIN).status_code == 303
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    for letter in letters:
        again = scene.client.post(
            "/lti/launch", data={**form, "state": scene.begun.state[:-1] + letter}, base_url=ORIGIN
        )
        assert 400 <= again.status_code < 500
    assert rows(database)[0] == 1


def test_secrets_are_kept_as_hashes(scene: Scene, database: Database) -> None:
    answer = scene.client.post(
        "/lti/launch", data={"state": scene.begun.state, "id_token": signed(scene.claims())}, base_url=ORIGIN
    )
    secret = answer.headers.getlist("Set-Cookie")[0].split(";")[0].partition("=")[2]
    with database.reading() as session:
        launch = session.scalars(select(Launch)).one()
    assert launch.secret_hash == hashlib.sha256(secret.encode()).hexdigest()

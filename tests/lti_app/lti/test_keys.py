"""The tool's own keys: one signs, all that may have signed something are published."""

from __future__ import annotations

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from flask import Flask
from sqlalchemy import delete

from lti_app.lti import keys
from lti_app.lti.jws import sign
from lti_app.storage.database import Database
from lti_app.storage.models import ToolKey
from tests.lti_app.conftest import MovableClock
from tests.lti_app.platforms import ORIGIN


def kids(database: Database, clock: MovableClock) -> list[str]:
    """The ids of the published keys, newest first."""
    with database.reading() as session:
        return [key["kid"] for key in keys.published(session, clock())["keys"]]


def test_before_the_first_key_there_is_none(database: Database) -> None:
    with database.writing() as session:
        session.execute(delete(ToolKey))
    with database.reading() as session, pytest.raises(LookupError):
        keys.signing_key(session)


def test_a_rotated_key_stays_published_for_seven_days(database: Database, clock: MovableClock) -> None:
    with database.writing() as session:
        new, until = keys.rotate(session, clock())
    assert set(kids(database, clock)) == {new, "tool-1"}
    with database.reading() as session:
        assert keys.signing_key(session).kid == new
    clock.moment = until
    assert kids(database, clock) == [new]


def test_what_we_sign_can_be_checked_with_what_we_publish(app: Flask, database: Database) -> None:
    with database.reading() as session:
        key = keys.signing_key(session)
    token = sign({"iss": "client", "name": "Zoë"}, key.kid, key.private)
    answer = app.test_client().get("/lti/jwks", base_url=ORIGIN)
    (published,) = jwt.PyJWKSet.from_dict(answer.get_json()).keys
    public = published.key
    assert isinstance(public, RSAPublicKey)
    assert jwt.get_unverified_header(token)["kid"] == published.key_id
    assert jwt.decode(token, public, algorithms=["RS256"]) == {"iss": "client", "name": "Zoë"}


def test_the_key_set_may_be_kept_for_an_hour_and_is_asked_for_again_by_its_tag(app: Flask) -> None:
    first = app.test_client().get("/lti/jwks", base_url=ORIGIN)
    assert first.headers["Cache-Control"] == "public, max-age=3600"
    second = app.test_client().get("/lti/jwks", headers={"If-None-Match": first.headers["ETag"]}, base_url=ORIGIN)
    assert second.status_code == 304
    assert set(first.get_json()["keys"][0]) == {"kty", "use", "alg", "kid", "e", "n"}


def test_a_key_is_parsed_once(database: Database) -> None:
    with database.reading() as session:
        assert keys.signing_key(session).private is keys.signing_key(session).private

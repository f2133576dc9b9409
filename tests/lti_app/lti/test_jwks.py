"""Platforms' keys: asked for rarely, renewed when they change, and good for a while when nobody answers."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask

from lti_app.lti.guard import Guard
from lti_app.lti.http import PlatformSession
from lti_app.lti.jwks import KeySets, parse_keys
from lti_app.lti.refusals import Refused
from lti_app.storage.database import Database
from tests.lti_app.conftest import MovableClock
from tests.lti_app.platforms import KeyServer, StrictPlatform, begin, public_jwk, rsa_key, signed
from tests.lti_app.web.test_odd_requests import send


@pytest.fixture
def sets(sender: StrictPlatform, database: Database, clock: MovableClock, jwks: KeyServer) -> KeySets:
    """The keys of one process."""
    return another(database, clock, jwks)


def another(database: Database, clock: MovableClock, jwks: KeyServer) -> KeySets:
    """Another process with the same database."""
    guard = Guard(frozenset({jwks.url.split("/")[2]}))
    return KeySets(database, PlatformSession(guard), clock)


def test_a_hundred_launches_ask_once(app: Flask, sender: StrictPlatform, clock: MovableClock, jwks: KeyServer) -> None:
    client = app.test_client()
    for number in range(100):
        begun = begin(client, sender)
        token = signed(sender.claims(begun.nonce, clock(), sub=f"learner-{number}"))
        assert send(client, begun, token).status_code == 303
    assert jwks.asked == 1


def test_processes_share_what_one_has_asked(
    sets: KeySets, database: Database, clock: MovableClock, jwks: KeyServer
) -> None:
    sets.key(1, jwks.url, "platform-1")
    another(database, clock, jwks).key(1, jwks.url, "platform-1")
    assert jwks.asked == 1


def test_many_processes_that_start_at_once_ask_once(
    sender: StrictPlatform, database: Database, clock: MovableClock, jwks: KeyServer
) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = list(pool.map(lambda _: another(database, clock, jwks).key(1, jwks.url, "platform-1"), range(8)))
    assert len(keys) == 8
    assert jwks.asked == 1


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("", 3600),
        ("max-age=7200", 7200),
        ('public, max-age="900"', 900),
        ("max-age=1", 300),
        ("max-age=31536000", 86_400),
        ("no-store", 300),
        ("max-age=nonsense", 3600),
    ],
)
def test_a_set_is_fresh_as_long_as_the_platform_says_within_bounds(
    sets: KeySets, clock: MovableClock, jwks: KeyServer, header: str, seconds: int
) -> None:
    jwks.headers = {"Cache-Control": header} if header else {}
    sets.key(1, jwks.url, "platform-1")
    clock.move(seconds=seconds - 1)
    sets.key(1, jwks.url, "platform-1")
    assert jwks.asked == 1
    clock.move(seconds=1)
    sets.key(1, jwks.url, "platform-1")
    assert jwks.asked == 2


def test_a_rotated_key_is_found_at_once(sets: KeySets, clock: MovableClock, jwks: KeyServer) -> None:
    sets.key(1, jwks.url, "platform-1")
    clock.move(minutes=2)
    jwks.document = {"keys": [public_jwk(rsa_key(1), "platform-2")]}
    assert sets.key(1, jwks.url, "platform-2").public_numbers() == rsa_key(1).public_key().public_numbers()
    assert jwks.asked == 2


def test_unknown_keys_make_it_ask_once_a_minute(sets: KeySets, clock: MovableClock, jwks: KeyServer) -> None:
    sets.key(1, jwks.url, "platform-1")
    clock.move(minutes=2)
    for number in range(20):
        with pytest.raises(Refused, match="key-unknown"):
            sets.key(1, jwks.url, f"invented-{number}")
    assert jwks.asked == 2
    assert sets.key(1, jwks.url, "platform-1") is not None


@pytest.mark.parametrize(
    ("status", "document"), [(500, {}), (200, b"<html>"), (200, {"a": 1}), (302, {}), (200, b"[]")]
)
def test_an_old_set_serves_on_when_the_platform_does_not_answer(
    sets: KeySets, clock: MovableClock, jwks: KeyServer, status: int, document: Any
) -> None:
    sets.key(1, jwks.url, "platform-1")
    clock.move(days=3)
    jwks.status, jwks.document = status, document
    assert sets.key(1, jwks.url, "platform-1") is not None
    assert jwks.asked == 2
    sets.key(1, jwks.url, "platform-1")
    assert jwks.asked == 2


def test_without_any_set_the_launch_is_put_off(sets: KeySets, jwks: KeyServer) -> None:
    jwks.status = 503
    with pytest.raises(Refused, match="keys-unreachable") as refused:
        sets.key(1, jwks.url, "platform-1")
    assert refused.value.status == 503


def test_another_address_of_a_platform_is_another_set(sets: KeySets, clock: MovableClock, jwks: KeyServer) -> None:
    sets.key(1, jwks.url, "platform-1")
    clock.move(minutes=2)
    sets.key(1, jwks.url + "?changed", "platform-1")
    assert jwks.asked == 2


GOOD = public_jwk(rsa_key(), "good")


@pytest.mark.parametrize(
    "change",
    [
        {"kty": "EC"},
        {"use": "enc"},
        {"alg": "RS512"},
        {"kid": 1},
        {"n": "AQAB"},
        {"n": "%%%"},
        {"n": None},
        {"e": "A" * 100},
        {"e": "Ag"},
        {"n": "A" * 4000},
    ],
)
def test_keys_of_other_kinds_and_broken_ones_are_left_out(change: dict[str, Any]) -> None:
    other = {**GOOD, "kid": "other"}
    assert list(parse_keys({"keys": [{**other, **change}, "nonsense", GOOD]})) == ["good"]


def test_a_private_key_in_a_set_is_read_as_its_public_part() -> None:
    assert list(parse_keys({"keys": [{**GOOD, "d": "AQAB"}]})) == ["good"]

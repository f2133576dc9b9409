"""Tokens are asked for once, shared, and replaced; pages stay on their origin; rosters of every form are read."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from sqlalchemy import select

from lti_app.demo.faults import DROP_AFTER, LOGIN_PAGE, answers, slow
from lti_app.demo.lms import AGS, NRPS, StandInLms
from lti_app.lti import nrps
from lti_app.lti.ags import LINE_ITEMS
from lti_app.lti.connector import Connector, ServicePlatform
from lti_app.lti.guard import Guard
from lti_app.lti.http import PlatformSession
from lti_app.lti.paging import next_page, pages
from lti_app.lti.service_errors import ServiceError
from lti_app.storage.models import AccessToken, Platform
from tests.lti_app.grading import Graded, graded_activity


@pytest.fixture
def graded(platform: StandInLms, tmp_path: Path) -> Iterator[Graded]:
    with graded_activity(platform, tmp_path) as activity:
        yield activity


@pytest.fixture
def service(graded: Graded) -> ServicePlatform:
    with graded.database.reading() as session:
        return ServicePlatform.of(session.get_one(Platform, graded.platform_id))


def _second(graded: Graded) -> Connector:
    """The connector of another process."""
    guard = Guard(frozenset({graded.lms.url.removeprefix("http://")}))
    return Connector(graded.database, PlatformSession(guard), graded.connector._signing_key, graded.clock)


def _lineitems(graded: Graded) -> str:
    return graded.lms.url + graded.lms.manners.lineitems_path("7")


# --- tokens --------------------------------------------------------------------------------------------------------


def test_many_threads_of_two_processes_ask_for_one_token(graded: Graded, service: ServicePlatform) -> None:
    graded.lms.faults.script("token", slow(0.3))
    second = _second(graded)
    found: list[str] = []

    def ask(connector: Connector) -> None:
        found.append(connector.access_token(service, AGS + "score"))

    threads = [threading.Thread(target=ask, args=(one,)) for one in (graded.connector, second) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    second.close()
    assert (len(found), len(set(found)), graded.lms.counts["token"]) == (10, 1, 1)


def test_a_token_is_not_used_in_its_last_minute(graded: Graded, service: ServicePlatform) -> None:
    first = graded.connector.access_token(service, AGS + "score")
    graded.clock.advance(seconds=3530)
    assert graded.connector.access_token(service, AGS + "score") == first
    graded.clock.advance(seconds=20)
    assert graded.connector.access_token(service, AGS + "score") != first


def test_scopes_and_platforms_do_not_share_tokens(graded: Graded, service: ServicePlatform) -> None:
    graded.connector.access_token(service, AGS + "score")
    graded.connector.access_token(service, NRPS)
    with graded.database.writing() as session:
        row = session.get_one(Platform, graded.platform_id)
        values = {
            column: getattr(row, column) for column in ("issuer", "auth_url", "token_url", "jwks_url", "created_at")
        }
        other = Platform(**values, client_id="another", frame_origins=[])
        session.add(other)
        session.flush()
        twin = replace(service, id=other.id)
    graded.connector.access_token(twin, NRPS)
    assert graded.lms.counts["token"] == 3


def test_a_process_that_died_while_asking_holds_up_others_for_seconds_only(
    graded: Graded, service: ServicePlatform
) -> None:
    now = graded.clock()
    with graded.database.writing() as session:
        row = AccessToken(platform_id=service.id, scopes=AGS + "score", expires_at=now)
        row.fetching_until = now.replace(microsecond=0)
        session.add(row)
    graded.clock.advance(seconds=11)
    assert graded.connector.access_token(service, AGS + "score") != ""


@pytest.mark.parametrize(
    ("fault", "problem"),
    [
        (answers(400), "token-refused"),
        (answers(401), "token-refused"),
        (answers(503), "unavailable"),
        (LOGIN_PAGE, "login-page"),
        (DROP_AFTER, "no-answer"),
    ],
)
def test_a_token_that_does_not_come_says_why_and_the_next_try_is_free(
    graded: Graded, service: ServicePlatform, fault: Any, problem: str
) -> None:
    graded.lms.faults.script("token", fault)
    with pytest.raises(ServiceError) as raised:
        graded.connector.access_token(service, AGS + "score")
    assert (raised.value.problem, raised.value.unsure) == (problem, False)
    assert graded.connector.access_token(service, AGS + "score") != ""


@pytest.mark.parametrize("body", [b"[]", b"{}", b'{"access_token": 7}', b'{"access_token": ""}', b"not json"])
def test_an_answer_that_holds_no_token_is_none(
    graded: Graded, service: ServicePlatform, body: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = requests.Response()
    answer.status_code = 200
    answer._content = body
    monkeypatch.setattr(graded.connector, "fetch", lambda *arguments, **options: answer)
    with pytest.raises(ServiceError) as raised:
        graded.connector.access_token(service, AGS + "score")
    assert raised.value.problem == "login-page"


@pytest.mark.parametrize(("said", "seconds"), [(60, 30), (3600, 3540), ("3600", 3540), (None, 240), ("soon", 240)])
def test_how_long_a_token_is_used_follows_what_the_platform_says(
    graded: Graded, service: ServicePlatform, said: Any, seconds: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = requests.Response()
    answer.status_code = 200
    answer._content = json.dumps({"access_token": "t", "expires_in": said}).encode()
    monkeypatch.setattr(graded.connector, "fetch", lambda *arguments, **options: answer)
    before = graded.clock()
    graded.connector.access_token(service, AGS + "score")
    with graded.database.reading() as session:
        until = session.scalars(select(AccessToken.expires_at)).one()
    used = timedelta(seconds=seconds)
    assert before + used <= until <= graded.clock() + used


def test_an_address_inside_the_network_is_not_asked(graded: Graded, service: ServicePlatform) -> None:
    with pytest.raises(ServiceError) as raised:
        graded.connector.request(service, [NRPS], "GET", "http://169.254.169.254/latest")
    assert raised.value.problem == "address-forbidden"


# --- pages ---------------------------------------------------------------------------------------------------------


def _answer(link: str, url: str = "https://lms.example/items?type_id=1") -> requests.Response:
    response = requests.Response()
    response.url = url
    response.headers["Link"] = link
    return response


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("", ""),
        ('<https://lms.example/items?page=2>; rel="next"', "https://lms.example/items?page=2"),
        ("<https://lms.example/items?page=2>; rel=next", "https://lms.example/items?page=2"),
        (
            '<https://lms.example/a?x=1>; rel="first", <https://lms.example/B?x=2>; rel="next"',
            "https://lms.example/B?x=2",
        ),
        ("<https://lms.example/items?a=1&amp;b=2>; rel=“next”", "https://lms.example/items?a=1&b=2"),
        ('</items?page=2>; rel="next"', "https://lms.example/items?page=2"),
        ('<https://lms.example/items?page=2>; rel="prev"', ""),
    ],
)
def test_the_next_page_is_where_the_link_says_in_its_own_letters(link: str, address: str) -> None:
    assert next_page(_answer(link)) == address


@pytest.mark.parametrize(
    "address", ["https://evil.example/", "http://lms.example/", "https://lms.example:8443/", "//evil.example/"]
)
def test_a_next_page_elsewhere_is_not_followed(address: str) -> None:
    with pytest.raises(ServiceError) as raised:
        next_page(_answer(f'<{address}>; rel="next"'))
    assert raised.value.problem == "next-page-elsewhere"


def test_pages_that_go_in_circles_end(
    graded: Graded, service: ServicePlatform, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lti_app.lti.paging.next_page", lambda response: response.url)
    found = list(pages(graded.connector, service, [AGS + "lineitem"], _lineitems(graded), LINE_ITEMS))
    assert len(found) == 1


# --- rosters -------------------------------------------------------------------------------------------------------


def _members(graded: Graded, service: ServicePlatform, monkeypatch: pytest.MonkeyPatch, rows: Any) -> list[nrps.Member]:
    monkeypatch.setattr(nrps, "pages", lambda *arguments: iter([{"members": rows}]))
    return list(nrps.members(graded.connector, service, [NRPS], "https://lms.example/members"))


def test_a_roster_of_three_pages_is_read_whole(graded: Graded, service: ServicePlatform) -> None:
    graded.lms.page_size = 3
    url = graded.lms.url + graded.lms.manners.memberships_path("7")
    found = list(nrps.members(graded.connector, service, [NRPS], url))
    assert [(member.user_id, member.role) for member in found[:2]] == [("2", "instructor"), ("11", "learner")]
    assert len(found) == 7


MEMBERSHIP = "http://purl.imsglobal.org/vocab/lis/v2/membership"


@pytest.mark.parametrize(
    ("roles", "role"),
    [
        (["Learner"], "learner"),
        (["Learner", "Instructor"], "instructor"),
        ([f"{MEMBERSHIP}#Learner"], "learner"),
        ([f"{MEMBERSHIP}/Instructor#TeachingAssistant"], "assistant"),
        ([f"{MEMBERSHIP}/Learner#GuestLearner"], "learner"),
        (["http://purl.imsglobal.org/vocab/lis/v2/institution/person#Instructor", f"{MEMBERSHIP}#Learner"], "learner"),
        (["Mentor"], ""),
        ("Learner", ""),
        ([7, None], ""),
    ],
)
def test_roles_come_short_and_long_and_the_institutions_do_not_count(
    graded: Graded, service: ServicePlatform, monkeypatch: pytest.MonkeyPatch, roles: Any, role: str
) -> None:
    found = _members(graded, service, monkeypatch, [{"user_id": "1", "roles": roles}])
    assert [member.role for member in found] == [role]


def test_rows_that_are_no_members_are_passed_over(
    graded: Graded, service: ServicePlatform, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [
        None,
        "x",
        {},
        {"user_id": None},
        {"user_id": "1", "status": "Inactive"},
        {"user_id": 5, "name": 7, "given_name": "Ada", "family_name": "B", "email": "x" * 999},
    ]
    found = _members(graded, service, monkeypatch, rows)
    assert [(member.user_id, member.name, len(member.email)) for member in found] == [("5", "Ada B", 255)]
    assert _members(graded, service, monkeypatch, "nonsense") == []

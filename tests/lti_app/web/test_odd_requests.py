"""Logins and launches as no LMS sends them: replayed, from another browser, from another site, or not forms at all."""

from __future__ import annotations

import logging
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from lti_app.lti.state import LIFETIME
from lti_app.storage.database import Database
from lti_app.storage.models import Base, Launch, Platform
from tests.lti_app.conftest import MovableClock
from tests.lti_app.platforms import ORIGIN, Begun, KeyServer, StrictPlatform, begin, signed
from tests.lti_app.web.test_forged import assert_refused, the_line


def send(client: FlaskClient, begun: Begun, token: str, **more: str) -> TestResponse:
    """Post a launch."""
    return client.post("/lti/launch", data={"state": begun.state, "id_token": token, **more}, base_url=ORIGIN)


def launches(database: Database) -> int:
    """How many launches were stored."""
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(Launch)) or 0


@pytest.fixture(autouse=True)
def _log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "lti_app.requests")


# --- replays ------------------------------------------------------------------------------------------------------


def test_a_launch_is_accepted_once(
    app: Flask, sender: StrictPlatform, database: Database, clock: MovableClock, caplog: pytest.LogCaptureFixture
) -> None:
    client = app.test_client()
    begun = begin(client, sender)
    cookie = client.get_cookie(_login_cookie(begun), domain="tool.example.org", path="/lti/")
    assert cookie is not None
    token = signed(sender.claims(begun.nonce, clock()))
    assert send(client, begun, token).status_code == 303
    caplog.clear()

    # Even if the browser kept the cookie that the launch took away.
    client.set_cookie(cookie.key, cookie.value, domain="tool.example.org", path="/lti/")
    again = send(client, begun, token)

    assert again.status_code == 400
    assert "reason=state-used " in the_line(caplog)
    assert launches(database) == 1


def _login_cookie(begun: Begun) -> str:
    return begun.response.headers["Set-Cookie"].partition("=")[0]


def test_fifty_replays_at_once_open_one_launch(
    app: Flask, sender: StrictPlatform, database: Database, clock: MovableClock
) -> None:
    first = app.test_client()
    begun = begin(first, sender)
    cookie = first.get_cookie(_login_cookie(begun), domain="tool.example.org", path="/lti/")
    assert cookie is not None
    token = signed(sender.claims(begun.nonce, clock()))
    ready = threading.Barrier(50)

    def replay(_: int) -> int:
        client = app.test_client()
        client.set_cookie(cookie.key, cookie.value, domain="tool.example.org", path="/lti/")
        ready.wait(60)
        return send(client, begun, token).status_code

    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(replay, range(50)))
    assert sorted(answers) == [303] + [400] * 49
    assert launches(database) == 1


def test_a_new_message_for_a_used_login_is_refused(
    app: Flask, sender: StrictPlatform, database: Database, clock: MovableClock
) -> None:
    client = app.test_client()
    begun = begin(client, sender)
    cookie = client.get_cookie(_login_cookie(begun), domain="tool.example.org", path="/lti/")
    assert cookie is not None
    send(client, begun, signed(sender.claims(begun.nonce, clock())))
    client.set_cookie(cookie.key, cookie.value, domain="tool.example.org", path="/lti/")
    assert send(client, begun, signed(sender.claims(begun.nonce, clock(), sub="learner-2"))).status_code == 400
    assert launches(database) == 1


# --- whose browser ------------------------------------------------------------------------------------------------


def test_login_csrf_a_message_for_another_browser_is_refused(
    app: Flask, sender: StrictPlatform, database: Database, clock: MovableClock, caplog: pytest.LogCaptureFixture
) -> None:
    """Somebody sends a victim to a launch of the attacker's: the victim would work under the wrong name."""
    attacker, victim = app.test_client(), app.test_client()
    begun = begin(attacker, sender)
    begin(victim, sender)
    token = signed(sender.claims(begun.nonce, clock(), sub="attacker"))
    assert_refused(send(victim, begun, token), "browser-unknown", database, caplog)


def test_the_secret_of_the_browser_comes_from_our_own_page_only(
    app: Flask, sender: StrictPlatform, database: Database, clock: MovableClock, caplog: pytest.LogCaptureFixture
) -> None:
    attacker, victim = app.test_client(), app.test_client()
    begun = begin(attacker, sender, lti_storage_target="_parent")
    cookie = attacker.get_cookie(_login_cookie(begun), domain="tool.example.org", path="/lti/")
    assert cookie is not None
    token = signed(sender.claims(begun.nonce, clock(), sub="attacker"))
    form = {"state": begun.state, "id_token": token, "browser": cookie.value}
    headers = {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example.org"}
    answer = victim.post("/lti/launch", data=form, headers=headers, base_url=ORIGIN)
    assert_refused(answer, "other-site", database, caplog, (cookie.value,))


def test_the_platforms_storage_opens_a_launch_without_cookies(
    app: Flask, sender: StrictPlatform, database: Database, clock: MovableClock
) -> None:
    first, second = app.test_client(), app.test_client()
    begun = begin(first, sender, lti_storage_target="post_message_forwarding")
    cookie = first.get_cookie(_login_cookie(begun), domain="tool.example.org", path="/lti/")
    assert cookie is not None
    token = signed(sender.claims(begun.nonce, clock()))

    page = send(second, begun, token)
    assert page.status_code == 200
    text = page.get_data(as_text=True)
    assert 'data-target="post_message_forwarding" data-origin="https://lms.example.org"' in text
    assert cookie.value not in text
    assert launches(database) == 0

    headers = {"Sec-Fetch-Site": "same-origin"}
    form = {"state": begun.state, "id_token": token, "browser": cookie.value}
    answer = second.post("/lti/launch", data=form, headers=headers, base_url=ORIGIN)
    found = answer.get_json()
    assert found["address"] == f"/l/{found['handle']}/"
    assert found["token"] not in found["address"]
    assert launches(database) == 1


def test_a_wrong_secret_from_the_storage_opens_nothing(
    app: Flask, sender: StrictPlatform, database: Database, clock: MovableClock
) -> None:
    begun = begin(app.test_client(), sender, lti_storage_target="_parent")
    token = signed(sender.claims(begun.nonce, clock()))
    headers = {"Sec-Fetch-Site": "same-origin", "Accept": "application/json"}
    form = {"state": begun.state, "id_token": token, "browser": "guessed"}
    answer = app.test_client().post("/lti/launch", data=form, headers=headers, base_url=ORIGIN)
    assert (answer.status_code, answer.get_json()["problem"]) == (403, "browser-unknown")
    assert launches(database) == 0


@pytest.mark.parametrize("target", ['"><script>', "a b", "x" * 65, "https://evil.example.org"])
def test_an_odd_storage_target_counts_as_none(
    app: Flask, sender: StrictPlatform, clock: MovableClock, target: str
) -> None:
    begun = begin(app.test_client(), sender, lti_storage_target=target)
    answer = send(app.test_client(), begun, signed(sender.claims(begun.nonce, clock())))
    assert answer.status_code == 403
    assert target not in answer.get_data(as_text=True)


def test_two_logins_of_one_browser_do_not_mix(app: Flask, sender: StrictPlatform, clock: MovableClock) -> None:
    client = app.test_client()
    one, two = begin(client, sender), begin(client, sender)
    mixed = send(client, one, signed(sender.claims(two.nonce, clock())))
    assert mixed.status_code == 400
    assert send(client, two, signed(sender.claims(two.nonce, clock()))).status_code == 303
    assert send(client, one, signed(sender.claims(one.nonce, clock()))).status_code == 303


def test_the_message_of_one_platform_does_not_answer_the_login_of_another(
    app: Flask, sender: StrictPlatform, database: Database, clock: MovableClock, jwks: KeyServer
) -> None:
    other = StrictPlatform("https://other.example.org", "client-1", "deployment-1", jwks.url)
    other.connect(database, clock())
    client = app.test_client()
    begun = begin(client, sender)
    assert send(client, begun, signed(other.claims(begun.nonce, clock()))).status_code == 400
    assert launches(database) == 0


# --- state --------------------------------------------------------------------------------------------------------


def _with_another_letter(state: str) -> str:
    return state[:40] + ("A" if state[40] != "A" else "B") + state[41:]


STATES: dict[str, tuple[str, Any]] = {
    "no state": ("state-missing", lambda state: ""),
    "invented state": ("state-unknown", lambda state: "state-abc"),
    "state with a letter changed": (
        "state-unknown",
        lambda state: state[:40] + ("A" if state[40] != "A" else "B") + state[41:],
    ),
    "state with more behind it": ("state-unknown", lambda state: state + "AAAA"),
    "state cut short": ("state-unknown", lambda state: state[:-4]),
    "state of a megabyte's tenth": ("state-unknown", lambda state: "A" * 100_000),
    "state that is no ASCII": ("state-unknown", lambda state: "stäte"),
    "state with a null character": ("state-unknown", lambda state: state + "\0"),
}


@pytest.mark.parametrize("name", STATES)
def test_state_refused(
    app: Flask,
    sender: StrictPlatform,
    database: Database,
    clock: MovableClock,
    caplog: pytest.LogCaptureFixture,
    name: str,
) -> None:
    reason, change = STATES[name]
    client = app.test_client()
    begun = begin(client, sender)
    form = {"state": change(begun.state), "id_token": signed(sender.claims(begun.nonce, clock()))}
    assert_refused(client.post("/lti/launch", data=form, base_url=ORIGIN), reason, database, caplog)


def test_a_login_is_good_for_ten_minutes(
    app: Flask, sender: StrictPlatform, database: Database, clock: MovableClock, caplog: pytest.LogCaptureFixture
) -> None:
    client = app.test_client()
    early, late = begin(client, sender), begin(client, sender)
    clock.move(seconds=LIFETIME)
    assert send(client, early, signed(sender.claims(early.nonce, clock()))).status_code == 303
    caplog.clear()
    clock.move(seconds=1)
    assert send(client, late, signed(sender.claims(late.nonce, clock()))).status_code == 400
    assert "reason=state-old " in the_line(caplog)


# --- logins -------------------------------------------------------------------------------------------------------

LOGINS: dict[str, tuple[str, dict[str, str | None]]] = {
    "no issuer": ("login-parameter-missing", {"iss": None}),
    "no login hint": ("login-parameter-missing", {"login_hint": None}),
    "no target": ("login-parameter-missing", {"target_link_uri": None}),
    "unknown issuer": ("issuer-unknown", {"iss": "https://unknown.example.org"}),
    "unknown client": ("client-unknown", {"client_id": "client-9"}),
    "issuer of 300 characters": ("login-parameter-wrong", {"iss": "https://" + "x" * 300}),
    "issuer with a null character": ("login-parameter-wrong", {"iss": "https://lms.example.org\0"}),
    "login hint of 5000 characters": ("login-parameter-wrong", {"login_hint": "x" * 5000}),
    "message hint of 30,000 characters": ("login-parameter-wrong", {"lti_message_hint": "x" * 30_000}),
    "hostile issuer": ("issuer-unknown", {"iss": "<script>alert(1)</script>"}),
    "target on another host": ("target-elsewhere", {"target_link_uri": "https://evil.example.org/"}),
    "target by http": ("target-elsewhere", {"target_link_uri": "http://tool.example.org/lti/launch"}),
    "target with our name in front": (
        "target-elsewhere",
        {"target_link_uri": "https://tool.example.org.evil.example.org/"},
    ),
    "target with our name as user": ("target-elsewhere", {"target_link_uri": "https://tool.example.org@evil.org/"}),
    "target without host": ("target-elsewhere", {"target_link_uri": "//evil.example.org"}),
    "target that is a script": ("target-elsewhere", {"target_link_uri": "javascript:alert(1)"}),
}


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("name", LOGINS)
def test_login_refused(
    app: Flask, sender: StrictPlatform, database: Database, caplog: pytest.LogCaptureFixture, name: str, method: str
) -> None:
    reason, changes = LOGINS[name]
    form = sender.login_form(**changes)
    client = app.test_client()
    if method == "GET":
        answer = client.get("/lti/login", query_string=form, base_url=ORIGIN)
    else:
        answer = client.post("/lti/login", data=form, base_url=ORIGIN)
    assert_refused(answer, reason, database, caplog)
    assert "alert(1)" not in answer.get_data(as_text=True)


def test_a_login_stores_nothing(app: Flask, sender: StrictPlatform, database: Database, clock: MovableClock) -> None:
    client = app.test_client()

    def stored() -> dict[str, list[Any]]:
        with database.reading() as session:
            return {table.name: list(session.execute(select(table))) for table in Base.metadata.sorted_tables}

    begun = begin(client, sender)
    before = stored()
    for _ in range(5):
        begin(client, sender)
    assert stored() == before
    send(client, begun, signed(sender.claims(begun.nonce, clock())))
    assert stored() != before


def test_the_login_leads_to_the_registered_address_whatever_was_asked(app: Flask, sender: StrictPlatform) -> None:
    begun = begin(
        app.test_client(), sender, redirect_uri="https://evil.example.org", login_hint="a&redirect_uri=https://evil"
    )
    assert begun.address.startswith("https://lms.example.org/auth?scope=openid&response_type=id_token&")
    assert begun.address.count("redirect_uri=") == 1
    assert "redirect_uri=https%3A%2F%2Ftool.example.org%2Flti%2Flaunch&" in begun.address


def test_an_authorization_address_with_a_query_keeps_it(
    app: Flask, database: Database, clock: MovableClock, jwks: KeyServer
) -> None:
    sender = StrictPlatform("https://q.example.org", "client-1", "d", jwks.url, "https://q.example.org")
    number = sender.connect(database, clock())
    with database.writing() as session:
        row = session.get(Platform, number)
        assert row is not None
        row.auth_url = "https://q.example.org/auth?tenant=1"
    begun = begin(app.test_client(), sender)
    assert begun.address.startswith("https://q.example.org/auth?tenant=1&scope=openid&")
    assert begun.address.count("?") == 1


def test_the_client_may_be_left_out_where_one_is_known(app: Flask, sender: StrictPlatform) -> None:
    assert begin(app.test_client(), sender, client_id=None).response.status_code == 302


def test_with_two_clients_the_deployment_tells(
    app: Flask, sender: StrictPlatform, database: Database, clock: MovableClock, jwks: KeyServer
) -> None:
    other = StrictPlatform(sender.issuer, "client-2", "deployment-2", jwks.url)
    other.connect(database, clock())
    form = sender.login_form(client_id=None)
    assert app.test_client().post("/lti/login", data=form, base_url=ORIGIN).status_code == 400
    begun = begin(app.test_client(), other, client_id=None, lti_deployment_id="deployment-2")
    assert "client_id=client-2&" in begun.address


def test_message_hints_go_back_as_they_came(app: Flask, sender: StrictPlatform) -> None:
    begun = begin(app.test_client(), sender, lti_message_hint='{"cmid":"7","a":"ü&+ %"}')
    assert begun.address.endswith("lti_message_hint=%7B%22cmid%22%3A%227%22%2C%22a%22%3A%22%C3%BC%26%2B+%25%22%7D")


# --- not even forms -----------------------------------------------------------------------------------------------

BODIES: dict[str, tuple[int, str, dict[str, Any]]] = {
    "JSON": (415, "kind-wrong", {"json": {"id_token": "x"}}),
    "XML": (415, "kind-wrong", {"data": "<a/>", "content_type": "text/xml"}),
    "multipart": (415, "kind-wrong", {"data": {"id_token": "x"}, "content_type": "multipart/form-data"}),
    "no type": (415, "kind-wrong", {"data": b"id_token=x"}),
    "a type that is none": (415, "kind-wrong", {"data": b"x", "content_type": ";;;"}),
    "a parameter twice": (
        400,
        "request-wrong",
        {"data": b"state=a&state=b", "content_type": "application/x-www-form-urlencoded"},
    ),
    "half a megabyte": (413, "request-too-large", {"data": {"id_token": "x" * 500_000}}),
    "ten thousand parameters": (413, "request-too-large", {"data": {f"p{n}": "x" * 40 for n in range(10_000)}}),
    "bytes that are no text": (
        400,
        "state-missing",
        {"data": b"\xff\xfe=\x80", "content_type": "application/x-www-form-urlencoded"},
    ),
    "nothing": (400, "state-missing", {"content_type": "application/x-www-form-urlencoded"}),
}


@pytest.mark.parametrize("name", BODIES)
def test_body_refused(app: Flask, database: Database, caplog: pytest.LogCaptureFixture, name: str) -> None:
    status, reason, options = BODIES[name]
    answer = app.test_client().post("/lti/launch", base_url=ORIGIN, **options)
    assert_refused(answer, reason, database, caplog)
    assert answer.status_code == status


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH"])
def test_launches_are_posted(app: Flask, database: Database, caplog: pytest.LogCaptureFixture, method: str) -> None:
    answer = app.test_client().open("/lti/launch", method=method, base_url=ORIGIN)
    assert_refused(answer, "method-wrong", database, caplog)
    assert "POST" in answer.headers["Allow"]


def test_an_error_of_the_platform_is_told_in_our_words(
    app: Flask, sender: StrictPlatform, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    form = {"error": "login_required", "error_description": "<b>evil</b>", "state": "x"}
    answer = app.test_client().post("/lti/launch", data=form, base_url=ORIGIN)
    assert_refused(answer, "platform-error", database, caplog)
    assert "evil" not in answer.get_data(as_text=True)


def test_an_unknown_address_has_its_page_too(app: Flask, database: Database, caplog: pytest.LogCaptureFixture) -> None:
    assert_refused(app.test_client().get("/nowhere", base_url=ORIGIN), "page-unknown", database, caplog)


def test_lines_of_the_log_cannot_be_forged(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    app.test_client().get("/lti/x%0Alaunched%20platform=1%1b[31m", base_url=ORIGIN)
    assert re.search(r"[\n\x1b]", the_line(caplog)) is None


# --- which way for which browser ----------------------------------------------------------------------------------

BROWSER = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64)"}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({**BROWSER, "Sec-Fetch-Dest": "document"}, 302),
        ({**BROWSER, "Sec-Fetch-Dest": "iframe"}, 200),
        (BROWSER, 200),
        ({}, 302),
    ],
)
def test_in_a_frame_the_browser_looks_first_which_way_works(
    app: Flask, sender: StrictPlatform, headers: dict[str, str], status: int
) -> None:
    answer = app.test_client().post("/lti/login", data=sender.login_form(), headers=headers, base_url=ORIGIN)
    assert answer.status_code == status
    if status == 200:
        probe = answer.headers.getlist("Set-Cookie")[0]
        assert probe.startswith("hb_probe_")
        assert "HttpOnly" not in probe
        page = answer.get_data(as_text=True)
        assert 'target="_blank"' in page
        assert 'name="login_hint" value="hint"' in page


def test_the_new_window_goes_on_by_itself_or_says_that_cookies_are_off(app: Flask, sender: StrictPlatform) -> None:
    form = {**sender.login_form(), "hornbook_window": "new"}
    headers = {**BROWSER, "Sec-Fetch-Dest": "document"}
    answer = app.test_client().post("/lti/login", data=form, headers=headers, base_url=ORIGIN)
    # No redirect: browsers hold those of a form against the policy of the page that the form stood in.
    assert answer.status_code == 200
    assert "Your browser keeps no cookies" in answer.get_data(as_text=True)
    assert "<form" not in answer.get_data(as_text=True)

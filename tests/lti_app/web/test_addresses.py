"""Every address that the tool gives out is made of its public address, whatever a request says."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask

from lti_app.app import create_app
from lti_app.config import Config
from lti_app.services.library import Library
from tests.lti_app.conftest import MovableClock
from tests.lti_app.launching import LaunchedClient, open_test_launch
from tests.lti_app.platforms import ORIGIN, StrictPlatform
from tests.lti_app.web.test_activity import write_content

#: What proxies write, and anybody else can.
FORGED = {
    "Host": "evil.example.org",
    "X-Forwarded-Host": "evil.example.org",
    "X-Forwarded-Proto": "http",
    "X-Forwarded-Prefix": "//evil.example.org",
    "X-Forwarded-For": "127.0.0.1",
    "X-Original-URL": "//evil.example.org/",
    "Forwarded": "host=evil.example.org;proto=http",
}


@pytest.fixture
def learner(app: Flask, tmp_path: Path) -> LaunchedClient:
    """A launch of a lesson."""
    app.extensions["hornbook.library"] = Library(write_content(tmp_path, "mode=exam"))
    return open_test_launch(app, course="tiny")


def _ask(client: LaunchedClient, path: str, **headers: str) -> Any:
    """A page as a browser asks for it whose request somebody has altered."""
    return client.client.get(path, base_url=client.origin, headers={**FORGED, "Accept": "text/html", **headers})


@pytest.mark.parametrize(
    ("asked", "completed"),
    [
        ("", "/"),
        ("/due", "/due/"),
        ("/due?a=//b.example.org", "/due/?a=//b.example.org"),
        ("//lesson-one.html", "/lesson-one.html"),
        ("/files//evil.example.org/x", "/files/evil.example.org/x"),
    ],
)
def test_an_address_is_completed_on_our_own_host(learner: LaunchedClient, asked: str, completed: str) -> None:
    answer = _ask(learner, f"/l/{learner.handle}{asked}")
    assert answer.status_code == 308
    assert answer.headers["Location"] == f"/l/{learner.handle}{completed}"
    assert "evil.example.org" not in answer.text


def test_two_slashes_lead_to_no_other_host(learner: LaunchedClient) -> None:
    for path in ("//evil.example.org", "//evil.example.org/l/x", f"///evil.example.org/l/{learner.handle}"):
        answer = _ask(learner, path)
        assert not answer.headers.get("Location", "/l").startswith(("//", "http")), path


def test_no_page_names_the_host_that_a_request_names(learner: LaunchedClient) -> None:
    for path in (f"/l/{learner.handle}/", f"/l/{learner.handle}/lesson-one.html", "/", "/lti/canvas.json", "/nowhere"):
        answer = _ask(learner, path)
        assert "evil.example.org" not in f"{answer.headers}{answer.text}", path


def test_a_login_comes_back_to_our_own_host(app: Flask, sender: StrictPlatform) -> None:
    answer = app.test_client().post("/lti/login", data=sender.login_form(), base_url=ORIGIN, headers=FORGED)
    asked = parse_qs(urlsplit(answer.headers["Location"]).query)
    assert asked["redirect_uri"] == [f"{ORIGIN}/lti/launch"]


def test_a_tool_below_a_path_completes_addresses_below_it(empty_database: str, clock: MovableClock) -> None:
    app = create_app(Config("https://example.org/tool", empty_database), clock=clock)
    answer = app.test_client().get("/l/handle", base_url="http://127.0.0.1:8000")
    assert (answer.status_code, answer.headers["Location"]) == (308, "/tool/l/handle/")
    app.extensions["hornbook.database"].engine.dispose()

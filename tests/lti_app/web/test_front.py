"""The address of the tool itself."""

from __future__ import annotations

from dataclasses import replace

from flask import Flask

from lti_app.app import create_app
from tests.lti_app.conftest import MovableClock
from tests.lti_app.platforms import ORIGIN, StrictPlatform


def test_it_says_what_this_is_and_how_to_connect_the_first_lms(app: Flask) -> None:
    answer = app.test_client().get("/", base_url=ORIGIN)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "No LMS is connected yet" in page
    assert "hornbook-lti platform invite" in page
    assert "https://tool.example.org/lti/canvas.json" in page
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


def test_it_tells_nothing_of_those_who_are_connected(app: Flask, sender: StrictPlatform) -> None:
    page = app.test_client().get("/", base_url=ORIGIN).get_data(as_text=True)
    assert "To connect another LMS" in page
    assert sender.issuer not in page
    assert sender.client_id not in page


def test_a_tool_without_its_database_says_so(app: Flask, clock: MovableClock) -> None:
    config = replace(app.extensions["hornbook.config"], database="sqlite:////nowhere/at/all.db")
    answer = create_app(config, clock=clock).test_client().get("/", base_url=ORIGIN)
    assert answer.status_code == 503
    assert "does not answer" in answer.get_data(as_text=True)


def test_an_activity_without_its_database_asks_for_patience(app: Flask, clock: MovableClock) -> None:
    config = replace(app.extensions["hornbook.config"], database="sqlite:////nowhere/at/all.db")
    client = create_app(config, clock=clock).test_client()
    page = client.get("/l/abc/", base_url=ORIGIN)
    assert (page.status_code, page.headers["Retry-After"]) == (503, "30")
    assert "The tool is busy" in page.get_data(as_text=True)
    assert client.get("/l/abc/api/standing", base_url=ORIGIN).get_json()["problem"] == "busy"


def test_in_the_demo_it_leads_to_the_stand_in_lms(app: Flask, clock: MovableClock) -> None:
    config = replace(app.extensions["hornbook.config"], front_page="http://127.0.0.1:8080/")
    answer = create_app(config, clock=clock).test_client().get("/", base_url=ORIGIN)
    assert answer.headers["Location"] == "http://127.0.0.1:8080/"

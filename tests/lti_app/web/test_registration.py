"""Dynamic registration: an LMS connects itself by a link that works once, and says only what it may say."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask, Response, jsonify, request
from sqlalchemy import select
from werkzeug.test import TestResponse

from lti_app.demo.lms import StandInLms
from lti_app.demo.server import ThreadedServer
from lti_app.lti.guard import Guard
from lti_app.lti.http import PlatformSession
from lti_app.lti.platforms import origin_of
from lti_app.lti.refusals import Refused
from lti_app.lti.registration import _same_platform
from lti_app.lti.tool_description import PLATFORM_CONFIGURATION, TOOL_CONFIGURATION
from lti_app.services.invitations import invite
from lti_app.storage.database import Database
from lti_app.storage.models import Deployment, Invitation, Platform
from tests.lti_app.circle import RunningTool
from tests.lti_app.conftest import MovableClock
from tests.lti_app.platforms import ORIGIN
from tests.lti_app.visitor import Visitor
from tests.lti_app.web.test_forged import the_line


class Registrar:
    """A platform that registers tools, and whatever a test makes of it."""

    def __init__(self) -> None:
        self.url = ""
        self.configuration: Any = None
        self.answer: Any = None
        self.status = 200
        self.documents: list[Any] = []
        self.tokens: list[str | None] = []
        self.flask = Flask("registrar")
        self.flask.add_url_rule("/configuration", view_func=self._configuration)
        self.flask.add_url_rule("/register", view_func=self._register, methods=["POST"])

    def _configuration(self) -> Response:
        self.tokens.append(request.headers.get("Authorization"))
        return jsonify(self.configuration)

    def _register(self) -> tuple[Response, int]:
        self.tokens.append(request.headers.get("Authorization"))
        self.documents.append(request.get_json())
        return jsonify(self.answer), self.status

    def open(self, url: str) -> None:
        """Answer honestly from this address."""
        self.url = url
        self.configuration = {
            "issuer": url,
            "authorization_endpoint": f"{url}/auth",
            "token_endpoint": f"{url}/token",
            "jwks_uri": f"{url}/jwks",
            "registration_endpoint": f"{url}/register",
            "id_token_signing_alg_values_supported": ["RS256"],
            PLATFORM_CONFIGURATION: {"product_family_code": "moodle", "messages_supported": []},
        }
        self.answer = {"client_id": "client-9", TOOL_CONFIGURATION: {"deployment_id": "4"}}


@pytest.fixture
def registrar() -> Iterator[Registrar]:
    """A platform on 127.0.0.1."""
    found = Registrar()
    with ThreadedServer(found.flask) as server:
        found.open(server.url)
        yield found


@pytest.fixture
def tool_for(app: Flask, registrar: Registrar) -> Flask:
    """The tool, which may speak to the registrar."""
    guard = Guard(frozenset({urlsplit(registrar.url).netloc}))
    app.extensions["hornbook.platform_session"] = PlatformSession(guard)
    return app


@pytest.fixture
def link(database: Database, clock: MovableClock) -> str:
    """A link that was not used yet."""
    return new_link(database, clock)


def new_link(database: Database, clock: MovableClock) -> str:
    """A new link, as the LMS opens it, without what the LMS adds."""
    with database.writing() as session:
        return f"/lti/register?invitation={invite(session, clock(), timedelta(hours=24))}"


def open_link(app: Flask, link: str, configuration: str, **more: str) -> TestResponse:
    """The LMS opens the link in a frame."""
    query = {"invitation": link.partition("=")[2], "openid_configuration": configuration, **more}
    return app.test_client().get("/lti/register", query_string=query, base_url=ORIGIN)


def connected(database: Database) -> list[tuple[str, str, str, bool]]:
    """Issuer, client, keys and policy of what is connected."""
    with database.reading() as session:
        rows = session.scalars(select(Platform).order_by(Platform.id))
        return [(row.issuer, row.client_id, row.jwks_url, row.adopts_deployments) for row in rows]


def test_a_platform_connects_itself_with_one_link(
    tool_for: Flask, registrar: Registrar, database: Database, link: str
) -> None:
    answer = open_link(tool_for, link, registrar.url + "/configuration", registration_token="token-1")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    assert connected(database) == [(registrar.url, "client-9", registrar.url + "/jwks", False)]
    assert registrar.tokens == ["Bearer token-1"] * 2
    page = answer.get_data(as_text=True)
    for part in ("client-9", "Pending", "Activate", "registered.js"):
        assert part in page
    assert "token-1" not in page
    with database.reading() as session:
        assert list(session.scalars(select(Deployment.deployment_id))) == ["4"]


def test_the_tool_describes_itself_as_moodle_wants_it(tool_for: Flask, registrar: Registrar, link: str) -> None:
    open_link(tool_for, link, registrar.url + "/configuration")
    (document,) = registrar.documents
    assert document["response_types"] == ["id_token"]
    assert document["redirect_uris"] == [f"{ORIGIN}/lti/launch"]
    assert document["initiate_login_uri"] == f"{ORIGIN}/lti/login"
    assert document["jwks_uri"] == f"{ORIGIN}/lti/jwks"
    assert document["token_endpoint_auth_method"] == "private_key_jwt"
    assert document["application_type"] == "web"
    about = document[TOOL_CONFIGURATION]
    assert about["domain"] == "tool.example.org"
    assert urlsplit(about["target_link_uri"]).netloc == about["domain"]


def test_what_the_platform_does_not_offer_is_not_asked_for(tool_for: Flask, registrar: Registrar, link: str) -> None:
    score = "https://purl.imsglobal.org/spec/lti-ags/scope/score"
    registrar.configuration["scopes_supported"] = ["openid", score]
    registrar.configuration[PLATFORM_CONFIGURATION] = {
        "product_family_code": "canvas",
        "messages_supported": [{"type": "LtiResourceLinkRequest"}, {"type": "LtiDeepLinkingRequest"}],
        "variables": ["ResourceLink.submission.endDateTime"],
    }
    answer = open_link(tool_for, link, registrar.url + "/configuration")
    assert "Canvas shows" in answer.get_data(as_text=True)
    (document,) = registrar.documents
    assert document["scope"] == score
    about = document[TOOL_CONFIGURATION]
    assert [(message["type"], message["placements"]) for message in about["messages"]] == [
        ("LtiDeepLinkingRequest", ["assignment_selection", "link_selection"])
    ]
    assert about["https://canvas.instructure.com/lti/privacy_level"] == "public"
    assert about["custom_parameters"] == {"hornbook_lms_due": "$ResourceLink.submission.endDateTime"}


def test_without_a_deployment_each_is_taken_in(
    tool_for: Flask, registrar: Registrar, database: Database, link: str
) -> None:
    registrar.answer = {"client_id": "client-9"}
    assert "taken in at its first launch" in open_link(tool_for, link, registrar.url + "/configuration").get_data(
        as_text=True
    )
    assert connected(database)[0][3]


def test_the_stand_in_lms_connects_itself_and_launches(platform: StandInLms, tool: RunningTool) -> None:
    with tool.database.writing() as session:
        token = invite(session, tool.app.extensions["hornbook.clock"](), timedelta(hours=1))
    platform.registrations.add("one-time")
    visitor = Visitor(platform)
    answer = visitor.http.get(
        f"{tool.url}/lti/register",
        params={
            "invitation": token,
            "openid_configuration": f"{platform.url}/.well-known/openid-configuration",
            "registration_token": "one-time",
        },
        timeout=20,
    )
    assert answer.status_code == 200, answer.text
    newest = list(platform.tools)[-1]
    link = platform.add_link("Quiz", client=newest, custom={"hornbook_course": "physics"})
    person = platform.school.learners()[0].id
    launched = visitor.send(visitor.authorize(visitor.log_in(visitor.begin(person, link))))
    assert launched.status_code == 303, launched.text


# --- the link -----------------------------------------------------------------------------------------------------


def test_a_link_works_once(tool_for: Flask, registrar: Registrar, database: Database, link: str) -> None:
    open_link(tool_for, link, registrar.url + "/configuration")
    registrar.answer = {"client_id": "client-10"}
    again = open_link(tool_for, link, registrar.url + "/configuration")
    assert again.status_code == 403
    assert "already used" in again.get_data(as_text=True)
    assert len(connected(database)) == 1


def test_a_link_works_once_also_for_ten_at_the_same_time(
    tool_for: Flask, registrar: Registrar, database: Database, link: str
) -> None:
    ready = Barrier(10)

    def use(_: int) -> int:
        ready.wait(30)
        return open_link(tool_for, link, registrar.url + "/configuration").status_code

    with ThreadPoolExecutor(10) as pool:
        answers = sorted(pool.map(use, range(10)))
    assert answers[0] == 200
    assert set(answers[1:]) <= {403, 409}
    assert len(registrar.documents) == 1


def test_a_link_that_failed_can_be_used_again(
    tool_for: Flask, registrar: Registrar, database: Database, link: str
) -> None:
    registrar.status = 500
    assert open_link(tool_for, link, registrar.url + "/configuration").status_code == 422
    assert connected(database) == []
    registrar.status = 200
    assert open_link(tool_for, link, registrar.url + "/configuration").status_code == 200


def test_a_link_ends_with_its_time(
    tool_for: Flask, registrar: Registrar, database: Database, clock: MovableClock, link: str
) -> None:
    clock.move(hours=24)
    answer = open_link(tool_for, link, registrar.url + "/configuration")
    assert (answer.status_code, connected(database), registrar.tokens) == (403, [], [])


@pytest.mark.parametrize("invitation", ["", "x", "a" * 32, "%00", "' OR 1=1 --"])
def test_an_invented_link_asks_nobody(tool_for: Flask, registrar: Registrar, invitation: str) -> None:
    answer = open_link(tool_for, f"x={invitation}", registrar.url + "/configuration")
    assert answer.status_code == 403
    assert registrar.tokens == []


def test_somebody_who_opens_the_link_in_a_browser_is_told_what_it_is_for(
    app: Flask, database: Database, link: str
) -> None:
    answer = app.test_client().get(link, base_url=ORIGIN)
    assert answer.status_code == 200
    assert "paste it into your LMS" in answer.get_data(as_text=True)
    with database.reading() as session:
        row = session.scalars(select(Invitation)).one()
    assert (row.used_at, row.held_until) == (None, None)


# --- what a platform says ---------------------------------------------------------------------------------------

ODD: dict[str, tuple[str, Any]] = {
    "issuer of somebody else": ("registration-issuer", {"issuer": "https://canvas.instructure.com"}),
    "issuer on another port": ("registration-issuer", {"issuer": "http://127.0.0.1:1"}),
    "issuer with our host as user": ("registration-wrong", {"issuer": "http://[127.0.0.1"}),
    "issuer that is no address": ("registration-wrong", {"issuer": "moodle"}),
    "issuer missing": ("registration-wrong", {"issuer": None}),
    "issuer is a number": ("registration-wrong", {"issuer": 5}),
    "issuer of 3000 characters": ("registration-wrong", {"issuer": "https://" + "x" * 3000}),
    "keys inside": ("registration-forbidden", {"jwks_uri": "http://169.254.169.254/"}),
    "keys in a file": ("registration-forbidden", {"jwks_uri": "file:///etc/passwd"}),
    "tokens by http": ("registration-forbidden", {"token_endpoint": "http://lms.example.org/token"}),
    "authorization by a script": ("registration-forbidden", {"authorization_endpoint": "javascript:alert(1)"}),
    "registration inside": ("registration-forbidden", {"registration_endpoint": "https://127.0.0.1:1/"}),
    "registration missing": ("registration-wrong", {"registration_endpoint": None}),
    "no RS256": ("registration-wrong", {"id_token_signing_alg_values_supported": ["HS256"]}),
}


@pytest.mark.parametrize("name", ODD)
def test_an_odd_platform_is_refused(
    tool_for: Flask, registrar: Registrar, database: Database, link: str, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    reason, changes = ODD[name]
    caplog.set_level(logging.INFO, "lti_app.requests")
    registrar.configuration.update(changes)
    answer = open_link(tool_for, link, registrar.url + "/configuration", registration_token="token-1")
    assert 400 <= answer.status_code < 500
    assert f"reason={reason} " in the_line(caplog)
    assert "token-1" not in the_line(caplog) + answer.get_data(as_text=True)
    assert connected(database) == []
    assert registrar.documents == []


@pytest.mark.parametrize(
    "answer", [{}, {"client_id": ""}, {"client_id": 5}, {"client_id": "x" * 300}, [], "text", {"client_id": "a\nb"}]
)
def test_an_odd_answer_to_the_registration_connects_nothing(
    tool_for: Flask, registrar: Registrar, database: Database, link: str, answer: Any
) -> None:
    registrar.answer = answer
    assert 400 <= open_link(tool_for, link, registrar.url + "/configuration").status_code < 500
    assert connected(database) == []


@pytest.mark.parametrize(
    "configuration",
    [
        "https://169.254.169.254/latest/meta-data/",
        "http://127.0.0.1:22/",
        "file:///etc/passwd",
        "https://[::1]/",
        "nonsense",
        "",
        "https://user:password@lms.example.org/",
        "https://lms.example.org/#part",
    ],
)
def test_a_configuration_inside_is_not_asked_for(
    app: Flask, database: Database, link: str, configuration: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "lti_app.requests")
    answer = open_link(app, link, configuration)
    assert 400 <= answer.status_code < 500
    assert "reason=registration-forbidden " in the_line(caplog)
    assert connected(database) == []


def test_a_known_client_is_not_taken_over(
    tool_for: Flask, registrar: Registrar, database: Database, clock: MovableClock, link: str
) -> None:
    open_link(tool_for, link, registrar.url + "/configuration")
    registrar.configuration["jwks_uri"] = registrar.url + "/other-keys"
    answer = open_link(tool_for, new_link(database, clock), registrar.url + "/configuration")
    assert answer.status_code == 409
    assert connected(database)[0][2] == registrar.url + "/jwks"


def test_only_hosts_of_canvas_speak_for_the_issuer_of_canvas() -> None:
    issuer = "https://canvas.instructure.com"
    for good in ("https://sso.canvaslms.com/x", "https://school.instructure.com/api/lti", f"{issuer}/x"):
        _same_platform(issuer, good)
    for bad in (
        "https://evilcanvaslms.com/",
        "http://sso.canvaslms.com/",
        "https://instructure.com.evil.org/",
        "https://lms.example.org/",
    ):
        with pytest.raises(Refused, match="registration-issuer"):
            _same_platform(issuer, bad)


def test_origins_are_written_as_browsers_write_them() -> None:
    assert origin_of("HTTPS://LMS.Example.org:443/a?b") == "https://lms.example.org"
    assert origin_of("http://[::1]:8080/") == "http://[::1]:8080"
    assert origin_of("javascript:alert(1)") == origin_of("https://[") == origin_of("https://x:y/") == ""


def test_canvas_finds_its_configuration(app: Flask) -> None:
    found = app.test_client().get("/lti/canvas.json", base_url=ORIGIN).get_json()
    assert found["oidc_initiation_url"] == f"{ORIGIN}/lti/login"
    assert found["public_jwk_url"] == f"{ORIGIN}/lti/jwks"
    (extension,) = found["extensions"]
    assert extension["domain"] == "tool.example.org"
    assert {entry["placement"] for entry in extension["settings"]["placements"]} == {
        "assignment_selection",
        "link_selection",
    }

"""The stand-in LMS is as strict as the platforms that it stands for."""

from __future__ import annotations

import jwt
import pytest
import requests

from lti_app.demo.lms import DATA_PRIVACY, DEEP_LINKING, StandInLms, Ticket
from lti_app.demo.messages import DL, ENDPOINT, LTI, message_hint
from tests.lti_app.visitor import Form, Visitor, first_form

TOOL = "http://127.0.0.1:1"


@pytest.fixture
def ticket(platform: StandInLms) -> Ticket:
    platform.connect(TOOL, client_id="abc")
    return platform.begin("11", platform.add_link("A quiz", custom={"hornbook_course": "c"}))


def _request(
    lms: StandInLms, ticket: Ticket, visitor: Visitor, changes: dict[str, str] | None = None, *, opens: bool = True
) -> requests.Response:
    if opens:
        visitor.http.get(f"{lms.url}/launch/{ticket.id}", timeout=10)
    values = {
        "scope": "openid",
        "response_type": "id_token",
        "response_mode": "form_post",
        "prompt": "none",
        "client_id": ticket.client,
        "redirect_uri": TOOL + "/lti/launch",
        "login_hint": ticket.person,
        "lti_message_hint": message_hint(lms, ticket),
        "nonce": "n-1",
        "state": "s-1",
    }
    return visitor.http.get(f"{lms.url}/mod/lti/auth.php", params=values | (changes or {}), timeout=10)


def _claims(lms: StandInLms, form: Form) -> dict[str, object]:
    claims: dict[str, object] = jwt.decode(
        form.fields["id_token"], lms.keys.newest.private.public_key(), algorithms=["RS256"], audience="abc"
    )
    return claims


def test_a_good_request_gets_a_signed_message_for_the_tool(platform: StandInLms, ticket: Ticket) -> None:
    form = first_form(_request(platform, ticket, Visitor(platform)).text)

    claims = _claims(platform, form)
    assert (form.action, form.fields["state"], claims["nonce"]) == (TOOL + "/lti/launch", "s-1", "n-1")
    assert (claims["sub"], claims[LTI + "custom"]) == ("11", {"hornbook_course": "c"})
    assert "type_id=1" in str(claims[ENDPOINT])


def test_a_redirect_uri_that_differs_by_a_slash_is_never_used(platform: StandInLms, ticket: Ticket) -> None:
    answer = _request(platform, ticket, Visitor(platform), {"redirect_uri": TOOL + "/lti/launch/"})

    assert answer.status_code == 400
    assert TOOL not in answer.text


@pytest.mark.parametrize(
    ("name", "value", "error"),
    [
        ("scope", "profile", "invalid_scope"),
        ("response_type", "code", "unsupported_response_type"),
        ("response_mode", "query", "invalid_request"),
        ("prompt", "login", "invalid_request"),
        ("nonce", "", "invalid_request"),
        ("login_hint", "12", "login_required"),
        ("lti_message_hint", "made up", "login_required"),
    ],
)
def test_a_wrong_request_gets_an_error_and_no_message(
    platform: StandInLms, ticket: Ticket, name: str, value: str, error: str
) -> None:
    form = first_form(_request(platform, ticket, Visitor(platform), {name: value}).text)

    assert form.fields["error"] == error
    assert "id_token" not in form.fields


def test_another_browser_cannot_take_a_launch_over(platform: StandInLms, ticket: Ticket) -> None:
    Visitor(platform).http.get(f"{platform.url}/launch/{ticket.id}", timeout=10)

    stranger = Visitor(platform)
    again = first_form(_request(platform, ticket, stranger, opens=False).text)
    assert again.action == platform.url + "/mod/lti/auth.php"

    form = first_form(stranger.send(again).text)
    assert form.fields["error"] == "login_required"


def test_the_hint_of_moodle_is_good_for_one_launch(platform: StandInLms, ticket: Ticket) -> None:
    visitor = Visitor(platform)
    _request(platform, ticket, visitor)

    assert first_form(_request(platform, ticket, visitor).text).fields["error"] == "login_required"


def test_the_hint_of_canvas_is_good_for_more_and_storage_is_offered(platform: StandInLms, ticket: Ticket) -> None:
    platform.use("canvas")
    visitor = Visitor(platform)
    page = visitor.http.get(f"{platform.url}/launch/{ticket.id}", timeout=10).text
    _request(platform, ticket, visitor)

    assert first_form(page).fields["lti_storage_target"] == "post_message_forwarding"
    assert "id_token" in first_form(_request(platform, ticket, visitor).text).fields


def test_roles_of_the_institution_come_along(platform: StandInLms) -> None:
    platform.connect(TOOL, client_id="abc")
    platform.use("canvas")
    ticket = platform.begin("2", platform.add_link("A quiz"))

    roles = _claims(platform, first_form(_request(platform, ticket, Visitor(platform)).text))[LTI + "roles"]
    assert isinstance(roles, list)
    assert [role.rpartition("/")[2] for role in roles] == [
        "person#Administrator",
        "person#Instructor",
        "membership#Instructor",
        "person#User",
    ]


def test_a_teacher_who_adds_an_activity_sends_a_deep_linking_request(platform: StandInLms) -> None:
    platform.connect(TOOL, client_id="abc")
    ticket = platform.begin("2")

    claims = _claims(platform, first_form(_request(platform, ticket, Visitor(platform)).text))
    assert claims[LTI + "message_type"] == DEEP_LINKING
    assert str(claims[DL + "deep_linking_settings"]).count(f"/deep-linking/{ticket.id}") == 1


def test_whoever_asks_what_is_kept_of_them_sends_a_data_privacy_request(platform: StandInLms) -> None:
    platform.connect(TOOL, client_id="abc")
    visitor = Visitor(platform)
    page = visitor.http.get(f"{platform.url}/course/7/data?as=12", timeout=10).text
    (ticket,) = platform.tickets.values()
    assert f"/launch/{ticket.id}" in page
    claims = _claims(platform, first_form(_request(platform, ticket, visitor).text))
    assert claims[LTI + "message_type"] == DATA_PRIVACY
    assert claims[LTI + "for_user"] == {"user_id": "12", "name": "Biruk Tesfaye", "roles": ["Learner"]}


def test_a_stopped_lms_starts_nothing(platform: StandInLms, ticket: Ticket) -> None:
    platform.down = True

    assert _request(platform, ticket, Visitor(platform)).status_code == 503

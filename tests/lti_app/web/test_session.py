"""Rights come with the cookie or the token of one launch, and with nothing else."""

from __future__ import annotations

import pytest
from flask import Blueprint, Flask

from lti_app.web.session import HEADER, current_launch, file_link, require
from tests.lti_app.conftest import MovableClock
from tests.lti_app.launching import LaunchedClient, open_test_launch
from tests.lti_app.platforms import ORIGIN


@pytest.fixture
def pages(app: Flask) -> Flask:
    """The tool with a few pages of a launch."""
    blueprint = Blueprint("pages", __name__)

    @blueprint.get("/l/<handle>/who")
    def who(handle: str) -> str:
        launch = current_launch(handle)
        return f"{launch.person.sub} {launch.role} {file_link(launch, 'a b.mp3')}"

    @blueprint.post("/l/<handle>/api/save")
    def save(handle: str) -> str:
        return current_launch(handle).person.sub

    @blueprint.get("/l/<handle>/desk")
    def desk(handle: str) -> str:
        require(current_launch(handle), "instructor", "assistant")
        return "desk"

    @blueprint.get("/l/<handle>/files/<path:path>")
    def file(handle: str, path: str) -> str:
        return f"{current_launch(handle, file=path).person.sub} {path}"

    app.register_blueprint(blueprint)
    # The tool's own view of files needs an activity; who may read a file is asked here alone.
    app.view_functions["files.media"] = file
    return app


@pytest.fixture
def ada(pages: Flask) -> LaunchedClient:
    """A learner's browser."""
    return open_test_launch(pages, sub="ada")


def test_the_cookie_opens_its_own_launch_only(pages: Flask, ada: LaunchedClient) -> None:
    bob = open_test_launch(pages, sub="bob")
    assert ada.get("who").get_data(as_text=True).startswith("ada learner ")
    other = ada.client.get(bob.path("who"), base_url=ORIGIN)
    assert other.status_code == 401
    assert "bob" not in other.get_data(as_text=True)


def test_two_launches_in_one_browser_do_not_mix(pages: Flask, ada: LaunchedClient) -> None:
    teacher = open_test_launch(pages, sub="ada", role="instructor", context="course-2")
    cookie = teacher.client.get_cookie(f"hb_{teacher.handle}", domain="tool.example.org", path=f"/l/{teacher.handle}/")
    assert cookie is not None
    ada.client.set_cookie(cookie.key, cookie.value, domain="tool.example.org", path=f"/l/{teacher.handle}/")
    assert ada.client.get(teacher.path("desk"), base_url=ORIGIN).status_code == 200
    assert ada.get("desk").status_code == 403
    assert ada.get("who").get_data(as_text=True).startswith("ada learner ")


def test_the_token_in_the_header_opens_the_launch_without_a_cookie(pages: Flask, ada: LaunchedClient) -> None:
    bare = pages.test_client()
    answer = bare.get(ada.path("who"), headers={HEADER: ada.opened.secret}, base_url=ORIGIN)
    assert answer.get_data(as_text=True).startswith("ada learner ")
    wrong = bare.get(ada.path("who"), headers={HEADER: ada.opened.secret[:-1] + "~"}, base_url=ORIGIN)
    assert wrong.status_code == 401


def test_a_browser_without_its_cookie_gets_the_page_that_brings_the_token(pages: Flask, ada: LaunchedClient) -> None:
    answer = pages.test_client().get(ada.path("who"), headers={"Sec-Fetch-Dest": "iframe"}, base_url=ORIGIN)
    assert answer.status_code == 401
    assert "data-brings-token" in answer.get_data(as_text=True)
    assert ada.opened.secret not in answer.get_data(as_text=True)


def test_a_script_without_rights_gets_an_answer_that_it_can_read(pages: Flask, ada: LaunchedClient) -> None:
    answer = pages.test_client().post(ada.path("api/save"), headers={"Sec-Fetch-Site": "same-origin"}, base_url=ORIGIN)
    assert answer.status_code == 401
    assert answer.get_json()["problem"] == "launch-ended"


def test_a_launch_ends_after_twelve_hours(pages: Flask, ada: LaunchedClient, clock: MovableClock) -> None:
    clock.move(hours=11, minutes=59)
    assert ada.get("who").status_code == 200
    clock.move(minutes=2)
    assert ada.get("who").status_code == 401


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://evil.example.org"}, {}],
)
def test_a_change_asked_for_by_another_site_is_refused(ada: LaunchedClient, headers: dict[str, str]) -> None:
    answer = ada.client.post(ada.path("api/save"), headers=headers, base_url=ORIGIN)
    assert answer.status_code == 403
    assert answer.get_json()["problem"] == "other-site"


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "same-origin"}, {"Origin": ORIGIN}])
def test_a_change_asked_for_by_our_own_page_is_made(ada: LaunchedClient, headers: dict[str, str]) -> None:
    answer = ada.client.post(ada.path("api/save"), headers=headers, base_url=ORIGIN)
    assert answer.get_data(as_text=True) == "ada"


def link_of(ada: LaunchedClient) -> str:
    """The signed link that the page shows."""
    text: str = ada.get("who").get_data(as_text=True)
    return text.split()[2]


def test_a_signed_link_opens_one_file_without_cookie_for_some_minutes(
    pages: Flask, ada: LaunchedClient, clock: MovableClock
) -> None:
    link = link_of(ada)
    bare = pages.test_client()
    assert bare.get(link, base_url=ORIGIN).get_data(as_text=True) == "ada a b.mp3"
    assert bare.get(link.replace("a%20b.mp3", "c.mp3"), base_url=ORIGIN).status_code == 401
    assert bare.get(link.replace("until=1", "until=2"), base_url=ORIGIN).status_code == 401
    other = open_test_launch(pages, sub="bob")
    assert bare.get(link.replace(ada.handle, other.handle), base_url=ORIGIN).status_code == 401
    clock.move(minutes=11)
    assert bare.get(link, base_url=ORIGIN).status_code == 401


def test_a_signed_link_opens_no_page(pages: Flask, ada: LaunchedClient) -> None:
    query = link_of(ada).partition("?")[2]
    assert pages.test_client().get(ada.path("who") + "?" + query, base_url=ORIGIN).status_code == 401


def test_pages_of_a_launch_may_be_framed_by_its_platform_alone(ada: LaunchedClient) -> None:
    policy = ada.get("who").headers["Content-Security-Policy"]
    assert "frame-ancestors https://lms.example.org;" in policy + ";"
    assert "X-Frame-Options" not in ada.get("who").headers

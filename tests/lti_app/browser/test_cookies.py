"""Launches in a frame of another site, with third-party cookies blocked, by each of the three ways."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, FrameLocator, Page, expect

from lti_app.demo.lms import StandInLms
from lti_app.demo.school import Link
from lti_app.services.invitations import invite
from tests.lti_app.circle import RunningTool

pytestmark = pytest.mark.browser

COURSE = "foundation-models"


@pytest.fixture
def link(platform: StandInLms, tool: RunningTool) -> Link:
    """An activity of the example course."""
    return platform.add_link("Foundation models", custom={"hornbook_course": COURSE})


def keep_no_cookies(tool: RunningTool) -> None:
    """As with a browser that keeps no cookies of the tool inside frames: older Safari, or one without partitions."""
    whole = tool.app.wsgi_app

    def without_cookies(environ: Any, start_response: Any) -> Any:
        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            if environ.get("HTTP_SEC_FETCH_DEST") != "document":
                headers = [header for header in headers if header[0].lower() != "set-cookie"]
            return start_response(status, headers, exc_info)

        return whole(environ, start)

    vars(tool.app)["wsgi_app"] = without_cookies


def open_activity(page: Page, platform: StandInLms, link: Link, person: str) -> Page:
    """Somebody opens the activity in the LMS."""
    page.goto(f"{platform.url}/activity/{link.id}?as={person}")
    return page


def framed(page: Page) -> FrameLocator:
    """The tool in the page of the LMS."""
    return page.frame_locator("iframe[name=tool]")


def expect_activity(inside: FrameLocator | Page) -> None:
    """The activity is there, and what the page loads is there, too."""
    expect(inside.get_by_role("heading", level=1).first).to_be_visible()
    expect(inside.locator("main")).not_to_contain_text("Opening your activity")


def learner(platform: StandInLms, number: int = 0) -> str:
    """The id of a learner."""
    return platform.school.learners()[number].id


def the_frame_url(page: Page) -> str:
    """Where the frame is."""
    frame = page.frame("tool")
    assert frame is not None
    return frame.url


def test_third_party_cookies_are_really_blocked(
    context: BrowserContext, platform: StandInLms, tool: RunningTool
) -> None:
    page = context.new_page()
    page.goto(platform.url)
    seen = page.evaluate(
        """async ([url]) => {
            const frame = document.createElement('iframe');
            frame.src = url;
            await new Promise((done) => { frame.onload = done; document.body.append(frame); });
            return true;
        }""",
        [f"{tool.url}/lti/login"],
    )
    assert seen
    frame = page.frames[-1]
    found = frame.evaluate(
        """() => {
            document.cookie = 'plain=1; SameSite=None; Secure';
            document.cookie = 'parted=1; SameSite=None; Secure; Partitioned';
            return document.cookie;
        }"""
    )
    assert found == "parted=1"


def test_by_a_partitioned_cookie(context: BrowserContext, platform: StandInLms, tool: RunningTool, link: Link) -> None:
    page = open_activity(context.new_page(), platform, link, learner(platform))
    expect_activity(framed(page))
    assert the_frame_url(page).startswith(f"{tool.url}/l/")


def test_by_the_storage_of_the_platform(
    lenient_context: BrowserContext, platform: StandInLms, tool: RunningTool, link: Link
) -> None:
    """In a browser like Safari: it keeps no cookies of other sites, but what a tab stores for the time of its life.

    A Chromium that is told to block cookies of other sites denies both, and is left with partitioned cookies.
    """
    context = lenient_context
    platform.use("canvas")
    page = context.new_page()
    keep_no_cookies(tool)
    open_activity(page, platform, link, learner(platform))
    expect_activity(framed(page))
    # No token is in the address, and reloading keeps the rights.
    address = the_frame_url(page)
    assert address.startswith(f"{tool.url}/l/")
    assert "?" not in address
    frame = page.frame("tool")
    assert frame is not None
    token = frame.evaluate("sessionStorage.getItem('hb_' + location.pathname.split('/')[2])")
    assert isinstance(token, str)
    assert len(token) == 43
    assert context.cookies(tool.url) == []

    frame.evaluate("location.reload()")
    page.wait_for_timeout(300)
    expect_activity(framed(page))


def test_by_a_window_of_its_own(context: BrowserContext, platform: StandInLms, tool: RunningTool, link: Link) -> None:
    page = context.new_page()
    keep_no_cookies(tool)
    open_activity(page, platform, link, learner(platform))
    button = framed(page).get_by_role("button", name="Open in a new window")
    expect(button).to_be_visible()
    with context.expect_page() as opening:
        button.click()
    window = opening.value
    expect_activity(window)
    assert window.url.startswith(f"{tool.url}/l/")
    expect(framed(page).get_by_text("The activity is open in a new window")).to_be_visible()


def test_two_people_on_one_computer_do_not_mix(
    context: BrowserContext, platform: StandInLms, tool: RunningTool, link: Link
) -> None:
    first = open_activity(context.new_page(), platform, link, learner(platform, 0))
    second = open_activity(context.new_page(), platform, link, learner(platform, 1))
    expect_activity(framed(first))
    expect_activity(framed(second))
    assert the_frame_url(first) != the_frame_url(second)
    # Each frame speaks with the rights of its own launch, also after the other was opened.
    for page in (first, second):
        frame = page.frame("tool")
        assert frame is not None
        frame.evaluate("location.reload()")
        page.wait_for_timeout(300)
        expect_activity(framed(page))


def test_a_failure_leads_back_to_the_lms(
    context: BrowserContext, platform: StandInLms, tool: RunningTool, link: Link
) -> None:
    platform.clock_off = -600
    page = open_activity(context.new_page(), platform, link, learner(platform))
    inside = framed(page)
    expect(inside.get_by_role("heading", level=1)).to_have_text("The message of the LMS is too old")
    inside.get_by_role("link", name="Back to the LMS").click()
    page.wait_for_url(f"{platform.url}/**")
    assert page.frame("tool") is None


def test_the_lms_connects_itself_and_the_page_closes(
    context: BrowserContext, platform: StandInLms, tool: RunningTool
) -> None:
    page = context.new_page()
    with tool.database.writing() as session:
        token = invite(session, tool.app.extensions["hornbook.clock"](), timedelta(hours=1))
    course = next(iter(platform.school.courses))
    before = len(platform.tools)
    page.goto(f"{platform.url}/course/{course}/connect?url={tool.url}/lti/register?invitation={token}")
    frame = page.frame_locator("iframe").first
    expect(frame.get_by_role("heading", level=1)).to_have_text("The LMS is connected")
    assert len(platform.tools) == before + 1
    page.evaluate("addEventListener('message', (event) => { window.heard = event.data; })")
    frame.get_by_role("button", name="Close").click()
    page.wait_for_function("window.heard !== undefined || location.search === ''")

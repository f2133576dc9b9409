"""Launches in a frame of another site, with third-party cookies blocked, by each of the three ways."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Frame, FrameLocator, Page, expect

from lti_app.demo.lms import StandInLms
from lti_app.demo.school import Link
from lti_app.lti.keys import ensure_key
from lti_app.services.invitations import invite
from tests.lti_app.browser.test_learner import answer_all
from tests.lti_app.circle import RunningTool, running_tool
from tests.lti_app.web.test_activity import write_content

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


@dataclass(frozen=True)
class Way:
    """A way to be known again: what the browser and the LMS are like, and where the activity then is."""

    context: BrowserContext
    platform: StandInLms
    tool: RunningTool
    name: str

    def open(self, link: Link, person: str) -> tuple[Page, FrameLocator | Page]:
        """Somebody opens an activity: the page of the LMS, and the activity in it or in a window of its own."""
        page = open_activity(self.context.new_page(), self.platform, link, person)
        if self.name != "window":
            return page, framed(page)
        button = framed(page).get_by_role("button", name="Open in a new window")
        with self.context.expect_page() as opening:
            button.click()
        expect(framed(page).get_by_text("The activity is open in a new window")).to_be_visible()
        return opening.value, opening.value

    def document(self, page: Page) -> Frame:
        """The document of the tool."""
        found = page.main_frame if self.name == "window" else page.frame("tool")
        assert found is not None
        return found


@pytest.fixture(params=["cookie", "storage", "window"])
def way(request: pytest.FixtureRequest, platform: StandInLms, tmp_path: Path) -> Iterator[Way]:
    """Each of the three: a partitioned cookie; the storage of the platform, in a browser like Safari, which keeps no
    cookies of other sites, but what a tab stores for the time of its life; and a window of its own.

    A Chromium that is told to block cookies of other sites denies frames both, and is left with partitioned cookies.
    """
    name = str(request.param)
    context = request.getfixturevalue("lenient_context" if name == "storage" else "context")
    with running_tool(platform, tmp_path, host="localhost", content=write_content(tmp_path, "mode=exam")) as tool:
        with tool.database.writing() as session:
            ensure_key(session)
        if name == "storage":
            platform.use("canvas")
        if name != "cookie":
            keep_no_cookies(tool)
        yield Way(context, platform, tool, name)


def placed(way: Way, lesson: str = "") -> Link:
    """The whole course, or a lesson, as an activity of the LMS."""
    custom = {"hornbook_course": "tiny", "hornbook_lesson": lesson}
    return way.platform.add_link("Tiny", client=way.tool.registration.client_id, points=100, custom=custom)


def test_a_quiz_and_a_deck_are_done_to_the_end_by_each_way(way: Way) -> None:
    page, activity = way.open(placed(way), learner(way.platform))
    activity.locator("[data-start]").click()
    expect(activity.get_by_role("heading", level=1)).to_have_text("One")
    picture = activity.locator(".text img")
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("naturalWidth", 9)

    activity.locator(".quiz-begin").click()
    answer_all(activity)
    expect(activity.locator(".quiz-bar summary")).to_have_text("4 of 4 answered")
    expect(activity.locator(".status-text")).to_have_text("Saved")
    activity.locator(".hand-in").click()
    activity.locator("dialog .primary").click()
    expect(activity.locator(".quiz-result-title")).to_have_text("5 of 5 points (100 %)")
    for _ in range(2):
        activity.locator("button", has_text="Turn over").click()
        activity.locator(".rate-3").click()
    expect(activity.locator(".deck-done")).to_be_visible()
    expect(activity.locator(".status-text")).to_have_text("Saved")

    # Loaded again, it knows all of it; no secret is in its address, and links lead on.
    document = way.document(page)
    assert document.url.startswith(f"{way.tool.url}/l/")
    assert "?" not in document.url
    document.evaluate("() => { document.body.dataset.old = '1'; location.reload(); }")
    expect(activity.locator("body[data-old]")).to_have_count(0)
    expect(activity.locator(".quiz-result-title")).to_have_text("5 of 5 points (100 %)")
    expect(activity.locator(".deck-done")).to_be_visible()
    activity.locator(".pager-next").click()
    expect(activity.get_by_role("heading", level=1)).to_have_text("Two")
    way.document(page).evaluate("location.assign('due/')")
    expect(activity.locator("main")).to_contain_text("No card is due today. The next ones come back on")
    activity.locator("a", has_text="Back to the activity").click()
    expect(activity.get_by_role("heading", level=1)).to_have_text("Two")
    if way.name == "storage":
        token = way.document(page).evaluate("sessionStorage.getItem('hb_' + location.pathname.split('/')[2])")
        assert len(str(token)) == 43
        assert way.context.cookies(way.tool.url) == []


@pytest.mark.parametrize("way", ["storage"], indirect=True)
def test_a_teacher_gets_tables_and_pages_without_any_cookie(way: Way) -> None:
    link = placed(way, "one")
    page, activity = way.open(link, way.platform.school.teachers()[0].id)
    expect(activity.get_by_role("heading", level=1)).to_have_text("Tiny")
    with page.expect_download() as download:
        activity.locator("a", has_text="Download the overview").click()
    assert "Ada Brandt" in download.value.path().read_text("utf-8-sig")
    expect(activity.get_by_role("heading", level=1)).to_have_text("Tiny")
    activity.locator("button", has_text="Read the class list again").click()
    expect(activity.get_by_role("row", name="Ada Brandt")).to_be_visible()
    activity.locator("a", has_text="Preview as a student").click()
    expect(activity.locator(".quiz-begin")).to_be_visible()


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
        frame.evaluate("() => { document.body.dataset.old = '1'; location.reload(); }")
        expect(framed(page).locator("body[data-old]")).to_have_count(0)
        expect_activity(framed(page))


def test_a_failure_leads_back_to_the_lms(
    context: BrowserContext, platform: StandInLms, tool: RunningTool, link: Link
) -> None:
    platform.clock_off = -600
    page = open_activity(context.new_page(), platform, link, learner(platform))
    inside = framed(page)
    expect(inside.get_by_role("heading", level=1)).to_have_text("The message of the LMS is too old")
    inside.get_by_role("link", name="Back to the LMS").click()
    expect(page.locator("iframe[name=tool]")).to_have_count(0)
    assert page.url.startswith(f"{platform.url}/")


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

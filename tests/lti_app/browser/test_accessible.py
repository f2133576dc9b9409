"""The tool's own pages on a narrow screen, light and dark, left and right: axe finds nothing, all fits."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Frame, Page, expect

from lti_app.demo.lms import StandInLms
from lti_app.lti.keys import ensure_key
from tests import chromium
from tests.browser.test_accessible import violations
from tests.lti_app.browser.test_cookies import keep_no_cookies
from tests.lti_app.browser.test_learner import add, open_activity
from tests.lti_app.circle import RunningTool, running_tool
from tests.lti_app.visitor import Visitor
from tests.lti_app.web.test_activity import write_content

pytestmark = pytest.mark.browser

WAYS = (("light", "ltr"), ("dark", "rtl"))


@pytest.fixture
def tool(platform: StandInLms, tmp_path: Path) -> Iterator[RunningTool]:
    """The tool in whose activity Ada has worked."""
    content = write_content(tmp_path, "mode=exam")
    with running_tool(platform, tmp_path, host="localhost", content=content) as running:
        with running.database.writing() as session:
            ensure_key(session)
        yield running


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A phone."""
    context = chromium.prepared(
        browser.new_context(viewport={"width": 360, "height": 740}, bypass_csp=True, reduced_motion="reduce")
    )
    yield context.new_page()
    context.close()


def _work(platform: StandInLms, tool: RunningTool) -> None:
    """Ada hands in an attempt without an answer."""
    visitor = Visitor(platform)
    shell = visitor.launch("11", next(iter(platform.school.links.values())))
    slot = shell.text.split('"kind":"quiz"')[0].rpartition('"slot":')[2].split(",")[0]

    def post(path: str) -> Any:
        headers = {"Origin": tool.url}
        return visitor.http.post(f"{shell.url}api/{path}", json={}, headers=headers, timeout=20).json()

    attempt = post(f"quizzes/{slot}/attempts")["attempt"]["id"]
    post(f"attempts/{attempt}/hand-in")


def found_in(frame: Frame, name: str) -> list[Any]:
    """What is wrong with a page, in every way that it can look."""
    found = []
    for scheme, direction in WAYS:
        frame.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
        frame.evaluate("direction => { document.documentElement.dir = direction; }", direction)
        wrong = violations(frame)
        if frame.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            wrong.append("it is wider than the screen")
        found += [(name, scheme, direction, one) for one in wrong]
    return found


def the_tool(page: Page) -> Frame:
    """The tool in the page of the LMS."""
    frame = page.frame("tool")
    assert frame is not None
    return frame


def test_axe_finds_nothing_in_the_pages_of_the_tool(platform: StandInLms, tool: RunningTool, page: Page) -> None:
    link = add(platform, tool, "check")
    found: list[Any] = []
    for name, path in (("front", "/"), ("refusal", "/nowhere"), ("invitation", "/lti/register?invitation=x")):
        page.goto(f"{tool.url}{path}")
        for details in page.locator("details").all():
            details.evaluate("details => { details.open = true; }")
        found += found_in(page.main_frame, name)

    _work(platform, tool)
    frame = open_activity(page, platform, link, "2")
    expect(frame.locator("h1")).to_have_text("check")
    found += found_in(the_tool(page), "class")
    frame.locator("tr", has_text="Ada Brandt").locator("a", has_text="Answers").click()
    expect(frame.locator("h1")).to_have_text("Ada Brandt")
    found += found_in(the_tool(page), "learner")

    course = next(iter(platform.school.courses))
    page.goto(f"{platform.url}/course/{course}/choose?as=2")
    frame.locator('input[value="tiny/one/check"]').check()
    found += found_in(the_tool(page), "choosing")
    frame.locator(".bar button").click()
    frame.locator("#points-0").fill("many")
    frame.locator(".bar button").click()
    expect(frame.locator("#points-0[aria-invalid]")).to_be_visible()
    found += found_in(the_tool(page), "settings")

    frame = open_activity(page, platform, link, "11")
    expect(frame.locator(".quiz-result-title")).to_be_visible()
    found += found_in(the_tool(page), "result")
    the_tool(page).evaluate("location.assign('due/')")
    expect(frame.locator("h1")).to_have_text("Cards due today")
    found += found_in(the_tool(page), "due")

    keep_no_cookies(tool)
    frame = open_activity(page, platform, link, "12")
    expect(frame.get_by_role("button", name="Open in a new window")).to_be_visible()
    found += found_in(the_tool(page), "blocked")
    assert found == []

"""A teacher in the frame of the LMS, on a narrow screen and by keyboard: the class, its grades, and their remedy."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect

from lti_app.demo.faults import answers
from lti_app.demo.lms import StandInLms
from tests import chromium
from tests.lti_app.browser.test_learner import add, fits, open_activity, tool, wait_for_grade
from tests.lti_app.circle import RunningTool
from tests.lti_app.visitor import Visitor

pytestmark = pytest.mark.browser

__all__ = ["tool"]


def _window(browser: Browser) -> Iterator[Page]:
    """A narrow window in a fresh profile."""
    context = chromium.prepared(browser.new_context(viewport={"width": 360, "height": 740}))
    yield context.new_page()
    context.close()


@pytest.fixture
def window(browser: Browser) -> Iterator[Page]:
    """Of a usual browser."""
    yield from _window(browser)


@pytest.fixture
def strict_window(strict_browser: Browser) -> Iterator[Page]:
    """Of a browser that gives frames of other sites partitioned cookies alone, and no storage."""
    yield from _window(strict_browser)


def _open_class(page: Page, platform: StandInLms, tool: RunningTool) -> FrameLocator:
    """A class in which Ada's grade was refused, as its teacher sees it."""
    link = add(platform, tool, "check")
    platform.faults.script("scores", answers(422))
    visitor = Visitor(platform)
    page_of_ada = visitor.launch("11", link)
    base = page_of_ada.url
    headers = {"Origin": tool.url}
    slot = page_of_ada.text.split('"kind":"quiz"')[0].rpartition('"slot":')[2].split(",")[0]
    begun = visitor.http.post(f"{base}api/quizzes/{slot}/attempts", json={}, headers=headers, timeout=20).json()
    attempt = begun["attempt"]["id"]
    visitor.http.post(f"{base}api/attempts/{attempt}/hand-in", json={}, headers=headers, timeout=20)
    frame = open_activity(page, platform, link, "2")
    expect(frame.locator("h1")).to_have_text("check")
    return frame


def _see_and_mend(page: Page, platform: StandInLms, tool: RunningTool) -> None:
    frame = _open_class(page, platform, tool)
    row = frame.locator("tr", has_text="Ada Brandt")
    deadline = time.monotonic() + chromium.PATIENCE / 1000
    while row.locator(".chip").inner_text() != "Not accepted" and time.monotonic() < deadline:
        frame = open_activity(page, platform, next(iter(platform.school.links.values())), "2")
        row = frame.locator("tr", has_text="Ada Brandt")
    expect(frame.locator(".alarm")).to_contain_text("One grade does not arrive.")
    expect(row).to_contain_text("The LMS refuses the score.")
    assert fits(frame)

    row.locator("button").focus()
    page.keyboard.press("Enter")
    expect(frame.locator("[role=status]")).to_contain_text("One grade is being sent again.")
    wait_for_grade(platform, next(iter(platform.school.links.values())), "11", 0)

    frame.locator("a", has_text="Answers").first.focus()
    page.keyboard.press("Enter")
    expect(frame.locator("h1")).to_have_text("Ada Brandt")
    expect(frame.locator(".answers > li")).to_have_count(4)
    assert fits(frame)
    frame.locator("a", has_text="Back to the class").press("Enter")
    expect(frame.locator("tr", has_text="Ada Brandt")).to_contain_text("In the gradebook")

    with page.expect_download() as download:
        frame.locator("a", has_text="Download the overview").press("Enter")
    assert download.value.suggested_filename.startswith("class-")
    table = download.value.path().read_text("utf-8-sig")
    assert table.splitlines()[1].startswith("Ada Brandt,ada.brandt@example.org,11,1/1,1,0,In the gradebook")
    expect(frame.locator("h1")).to_have_text("check")

    frame.locator("a", has_text="Preview as a student").press("Enter")
    expect(frame.locator("button", has_text="Begin")).to_be_visible()


def test_a_teacher_mends_a_grade_where_third_party_cookies_are_blocked(
    platform: StandInLms, tool: RunningTool, strict_window: Page
) -> None:
    _see_and_mend(strict_window, platform, tool)


def test_a_class_is_searched_by_name_and_state(platform: StandInLms, tool: RunningTool, window: Page) -> None:
    frame = _open_class(window, platform, tool)
    frame.locator("input[type=search]").fill("lindq")
    expect(frame.locator("tbody tr:visible")).to_have_count(1)
    frame.locator("input[type=search]").fill("nobody at all")
    expect(frame.locator("[data-nobody]")).to_be_visible()
    frame.locator("input[type=search]").fill("")
    frame.locator("select").select_option("open")
    # All but Ada, who has handed in.
    expect(frame.locator("tbody tr:visible")).to_have_count(5)
    frame.locator("select").select_option("unmarked")
    expect(frame.locator("tbody tr:visible")).to_have_count(0)

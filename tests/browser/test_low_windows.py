"""A page four times as large, in a window of 1280 by 1024 pixels: 320 by 256 are left."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.conftest import Courses
from tests.browser.lms import Lms

pytestmark = pytest.mark.browser

LOW = ViewportSize(width=320, height=256)


@pytest.fixture
def exam(lms: Lms, courses: Courses, page: Page, problems: list[str]) -> Page:
    """The lesson with the exam of the small course."""
    page.set_viewport_size(LOW)
    lms.add("playable", courses.package("playable", "web"), "scorm12")
    page.goto(f"{lms.origin}/course/playable/index.html#/second")
    expect(page.locator(".hand-in")).to_be_visible()
    return page


def test_nothing_stays_over_what_is_read(exam: Page) -> None:
    exam.locator(".hand-in").scroll_into_view_if_needed()
    expect(exam.locator(".bar")).not_to_be_in_viewport()
    exam.set_viewport_size({"width": 320, "height": 568})
    expect(exam.locator(".bar")).to_be_in_viewport()


def test_a_dialog_opens_at_its_title(exam: Page) -> None:
    exam.locator(".hand-in").click()
    title = exam.locator("dialog.confirm h2")
    expect(title).to_be_focused()
    expect(title).to_be_in_viewport(ratio=1)
    exam.keyboard.press("Tab")
    expect(exam.locator("dialog.confirm button").first).to_be_focused()
    expect(exam.locator("dialog.confirm button").first).to_be_in_viewport(ratio=1)


def test_a_dialog_that_has_room_opens_at_its_first_button(exam: Page) -> None:
    exam.set_viewport_size({"width": 320, "height": 568})
    exam.locator(".hand-in").click()
    expect(exam.locator("dialog.confirm button").first).to_be_focused()

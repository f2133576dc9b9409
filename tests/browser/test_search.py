"""Search over the whole package: from an LMS and from a folder, by keyboard, to the very place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import every_kind
from tests.browser.conftest import Courses
from tests.browser.learner import Learner
from tests.browser.lms import Lms, Version

pytestmark = pytest.mark.browser


def test_the_search_goes_to_the_very_place_in_another_lesson(learner: Learner, version: Version) -> None:
    visit = learner.opens()
    visit.turns_to("second")
    page = visit.content
    page.locator("button.search-button").click()
    words = page.locator("#search_words")
    expect(words).to_be_focused()
    words.fill("nothing like this")
    expect(page.locator(".search-count")).to_have_text("Nothing found. Try fewer or other words.")
    words.fill("DÁNUBE")
    expect(page.locator(".search-count")).to_have_text(re.compile(r"^\d+ places? found$"))
    words.press("ArrowDown")
    first = page.locator(".search-results a").first
    expect(first).to_be_focused()
    first.press("Enter")
    expect(page.locator('main[data-lesson="first"]')).to_be_visible()
    mark = page.locator("mark.found").first
    expect(mark).to_have_text("Danube")
    expect(mark).to_be_focused()
    expect(mark).to_be_in_viewport()
    visit.page.keyboard.press("Escape")
    expect(page.locator("mark.found")).to_have_count(0)


def test_a_slip_of_the_keys_is_forgiven_and_escape_closes_at_once(learner: Learner, version: Version) -> None:
    visit = learner.opens()
    page = visit.content
    page.locator("button.search-button").click()
    words = page.locator("#search_words")
    words.fill("danbue")
    expect(page.locator(".search-count")).to_have_text(
        re.compile(r"^Nothing is spelled like this\. With a similar spelling: \d+ places? found$")
    )
    expect(page.locator(".search-results mark").first).to_have_text("Danube")
    words.press("Escape")
    expect(page.locator(".search-panel")).to_be_hidden()
    expect(page.locator("button.search-button")).to_be_focused()
    page.locator("button.search-button").click()
    page.locator(".search-results a").first.click()
    expect(page.locator("mark.found").first).to_have_text("Danube")


def test_the_search_is_seen_where_the_frame_reaches_out_of_the_window(learner: Learner, version: Version) -> None:
    visit = learner.opens()
    # As in Moodle on a phone that lies on its side: of the frame only the bar is in the window.
    visit.lms_page.set_viewport_size({"width": 740, "height": 360})
    visit.lms_page.evaluate(
        """() => {
          document.body.style.height = 'auto';
          document.querySelector('iframe').style.cssText = 'height: 666px; margin: 298px 0 200px';
        }"""
    )
    visit.locate("button.search-button").evaluate("button => button.click()")
    words = visit.locate("#search_words")
    expect(words).to_be_focused()
    place = words.bounding_box()
    assert place is not None
    assert 80 <= place["y"] < 300


def test_what_stands_in_another_level_of_the_overview_is_shown(
    lms: Lms, courses: Courses, tmp_path: Path, page: Page, problems: list[str]
) -> None:
    lms.add("every-kind", courses.built(every_kind.write(tmp_path / "course"), "web"), "scorm12")
    page.goto(f"{lms.origin}/course/every-kind/index.html#/blocks")
    page.locator("button.search-button").click()
    page.locator("#search_words").fill("course")
    page.locator(".search-results a", has_text="a course and a mouth").click()
    expect(page.locator("#overview .level[data-level=detailed] mark.found").first).to_be_focused()
    expect(page.get_by_role("radio", name="Detailed")).to_be_checked()


def test_the_search_works_from_a_folder(courses: Courses, tmp_path: Path, page: Page, problems: list[str]) -> None:
    for name, content in courses.package("playable", "web").items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    page.goto((tmp_path / "lesson-second.html").as_uri())
    page.locator("button.search-button").click()
    page.locator("#search_words").fill("danube")
    page.locator(".search-results a").first.click()
    expect(page).to_have_url(re.compile(r"lesson-first\.html\?find=danube"))
    expect(page.locator("mark.found").first).to_be_focused()


def test_a_course_without_its_words_says_so(lms: Lms, courses: Courses, page: Page) -> None:
    files = {name: content for name, content in courses.package("playable", "web").items() if name != "search.js"}
    lms.add("playable", files, "scorm12")
    page.goto(f"{lms.origin}/course/playable/index.html")
    page.locator("button.search-button").click()
    expect(page.locator(".search-count")).to_have_text("The search could not be loaded.")

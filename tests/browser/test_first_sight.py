"""A lesson is seen before all of it is alive: what then comes to life moves nothing that is read."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Courses
from tests.browser.learner import wait_until_alive
from tests.browser.lms import Lms

pytestmark = pytest.mark.browser

COURSE = "foundation-models"
LESSON = "what-are-foundation-models"
SHIFTS = """
window.shifted = [];
new PerformanceObserver((list) => {
  for (const shift of list.getEntries())
    for (const { node } of shift.sources) shifted.push(node?.outerHTML?.slice(0, 80) ?? node?.nodeName);
}).observe({ type: 'layout-shift', buffered: true });
"""


@pytest.fixture
def shell(lms: Lms, courses: Courses, page: Page, problems: list[str]) -> str:
    """The address of the example's shell; what shifts in a page is noted there."""
    lms.add("first-sight", courses.shipped(COURSE, "web"), "scorm12")
    page.add_init_script(SHIFTS)
    return f"{lms.origin}/course/first-sight/index.html"


def test_a_lesson_comes_with_the_script_that_shows_it_and_nothing_moves(page: Page, shell: str) -> None:
    page.goto(f"{shell}#/{LESSON}")
    expect(page.locator("main[data-lesson] h1")).to_be_focused()
    wait_until_alive(page)
    # Asked for once, though by two: before the player is there, and by it.
    asked = "name => performance.getEntriesByName(new URL(name, location).href).length"
    assert page.evaluate(asked, f"lesson-{LESSON}.html") == 1
    assert page.evaluate("shifted") == []


@pytest.mark.parametrize("block", ["talk", "glossary", "cards", "practice"])
def test_a_place_far_down_is_where_the_learner_comes_to(page: Page, shell: str, block: str) -> None:
    page.goto(f"{shell}#/{LESSON}/{block}")
    expect(page.locator(f"#{block} h2").first).to_be_focused()
    top = page.locator(f"#{block}").evaluate("block => block.getBoundingClientRect().top")
    wait_until_alive(page)
    assert 0 <= top < 120
    assert page.locator(f"#{block}").evaluate("block => block.getBoundingClientRect().top") == top
    page.wait_for_function("document.querySelector('#glossary .filter') !== null")
    assert page.evaluate("shifted") == []


INTO_LARGE = """
window.come = [];
const observer = new MutationObserver((changes) => {
  for (const { target } of changes) come.push(target.className || target.nodeName);
});
for (const large of document.querySelectorAll('body, main, .lesson')) observer.observe(large, { childList: true });
"""


def test_what_comes_while_one_answers_comes_into_something_small(page: Page, shell: str) -> None:
    # Of a large element into which something comes, Chromium styles everything anew where there are formulas.
    page.goto(f"{shell}#/{LESSON}/cards")
    wait_until_alive(page)
    to_do = page.locator("footer .open-parts")
    page.evaluate(INTO_LARGE)
    before = to_do.inner_text()
    for end in page.locator("article.lesson > section.text .block-end").all():
        end.scroll_into_view_if_needed()
    expect(to_do).not_to_have_text(before)
    page.locator("#cards .flip").click()
    page.locator("#cards .rate-3").click()
    # Drawn by chance: the first question may be one whose list of answers is closed.
    question = page.locator("#practice .question[data-type=choice]").first
    question.locator(".option input").first.click()
    question.locator(".check").click()
    expect(question.locator(".verdict")).not_to_be_empty()
    page.locator("a.term-link:visible").first.click()
    expect(page.locator(".term-popover")).to_be_visible()
    assert page.evaluate("come") == []

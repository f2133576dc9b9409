"""Every kind of block and type of question: axe finds nothing, and everything is done by keyboard (WCAG 2.2 AA)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Frame, Page, expect

from tests.browser import every_kind
from tests.browser.conftest import Courses
from tests.browser.learner import SETTLED, wait_until_alive
from tests.browser.lms import Lms
from tests.browser.test_pages import assert_no_sideways_scroll

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[2] / "player/node_modules/axe-core/axe.min.js"
RUN = """async () => {
  const found = await axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    resultTypes: ['violations'],
    rules: { 'target-size': { enabled: true } },
  });
  return found.violations.map(({ id, nodes }) => [id, nodes.slice(0, 3).map((node) =>
    `${node.target.join(' ')}: ${node.html.slice(0, 160)} ${node.failureSummary}`)]);
}"""


LINE = re.compile(r"""\s*- '?(\w+)(?: "((?:[^"\\]|\\.)*)")?(?: \[[^]]*])*:?\s*(.*?)'?$""")
"""A line of an accessibility tree: role, name, and the text where it holds nothing else."""
CONTROLS = {"checkbox", "combobox", "group", "radio", "searchbox", "textbox"}
"""What is named by a text that stands beside it."""

MOST_STOPS = 200
FOCUS = """() => {
  const element = document.activeElement;
  const shown = [element, element.closest('label')].filter((one) => one !== null).some((one) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one);
    return (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none';
  });
  const { top, bottom } = element.getBoundingClientRect();
  const bar = document.querySelector('.bar');
  const under = bar.contains(element) ? 0 : bar.getBoundingClientRect().bottom;
  return shown && bottom > under && top < innerHeight ? '' : element.outerHTML.slice(0, 200);
}"""
"""The element with the focus where that is not seen, or is hidden behind the bar (WCAG 2.4.7 and 2.4.11)."""


IN_VIEW = """(selector) => document.querySelector(selector).getBoundingClientRect().top
  >= document.querySelector('.bar').getBoundingClientRect().bottom"""

CRAMPED = """() => {
  const WORDS = '.bar-title, .order-words, .option-text, .pair-left, .side-text, .part-name, .concept dt, .utterance';
  const seen = (selector) => [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility());
  const narrow = (one) => one.clientWidth < 4 * parseFloat(getComputedStyle(one).fontSize);
  const outside = (one) => one.getBoundingClientRect().right > one.parentElement.getBoundingClientRect().right + 1;
  return [...seen(WORDS).filter(narrow), ...seen('main :is(input[type=text], input[type=search], textarea, select)')
    .filter(outside)].map((one) => one.outerHTML.slice(0, 160));
}"""
"""Words squeezed to a letter or two in a line, and fields that stand out of what holds them."""

TREES = {
    "#talk .dialogue >> nth=0": """
      - paragraph:
        - button "Teacher, play from here": Teacher
        - text: Where does this water come from?
      - paragraph:
        - button "Mina, play from here": Mina
        - text: From the mountain.
    """,
    "#worked": """
      - region "How long?":
        - heading "How long?" [level=2]
        - paragraph: A boat drifts 4 km in an hour. The sea is 30 km away.
        - list:
          - listitem:
            - paragraph: The question is how often 4 goes into 30.
        - paragraph: What is 30 divided by 4?
        - button "Show step 2"
    """,
    "#hotspot": """
      - group "Question 11 Where does it end?":
        - heading "Question 11" [level=3]
        - button "Flag for later"
        - paragraph: Where does it end?
        - paragraph: Tap or click a place in the picture.
        - img "A line from a mountain to the sea"
        - button "The shore"
        - button "The peak"
        - group: Choose from a list instead
        - button "Check"
    """,
}
"""What those who listen to a page meet, name by name: each once."""


def violations(page: Page | Frame) -> Any:
    """What axe finds in a page, or a frame of one, as it is."""
    if not page.evaluate("typeof axe !== 'undefined'"):
        page.evaluate(AXE.read_text("utf-8"))
    return page.evaluate(RUN)


def doubled(page: Page) -> list[str]:
    """Names that whoever listens to the page would hear twice in a row: within a name, or one after the other."""
    before = ("", "")
    found = []
    for line in page.locator("body").aria_snapshot().splitlines():
        match = LINE.fullmatch(line)
        if match is None or not (name := (match[2] or match[3]).strip('"')):
            continue
        role = match[1]
        beside = {role, before[0]} & CONTROLS or {role, before[0]} == {"region", "heading"}
        if re.fullmatch(r"(.{3,}?)\W+\1", name) or (name == before[1] and not beside):
            found.append(line.strip())
        before = role, name
    return found


def open_everything(page: Page) -> None:
    """All that is closed, covered or still to come on a page is opened."""
    wait_until_alive(page, "[data-late]")
    page.locator("main details").evaluate_all("all => all.forEach((details) => { details.open = true; })")
    while (more := page.locator(".parts-locked button:visible, .step-offer .primary:visible").first).is_visible():
        more.click()


def assert_read_in_order(page: Page, *places: str) -> None:
    """The accessibility tree of some places holds what it should and nothing else."""
    for place in places:
        expect(page.locator(place)).to_match_aria_snapshot(TREES[place])


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_axe_finds_nothing(
    lang: str, context: BrowserContext, lms: Lms, courses: Courses, tmp_path: Path, problems: list[str]
) -> None:
    lms.add("every-kind", courses.built(every_kind.write(tmp_path / lang / "course", lang), "web"), "scorm12")
    page = context.new_page()
    address = f"{lms.origin}/course/every-kind/index.html"
    page.goto(address)
    expect(page.locator("html.scripted")).to_be_attached()
    found = [("cover", violations(page))]

    page.goto(f"{address}#/blocks")
    expect(page.locator("#overview fieldset")).to_be_visible()
    wait_until_alive(page, "[data-late]")
    if lang == "en":
        assert_read_in_order(page, "#talk .dialogue >> nth=0", "#worked")
    found.append(("names of blocks", doubled(page)))
    open_everything(page)
    found.append(("names of blocks, opened", doubled(page)))
    found.append(("blocks", violations(page)))
    for toggle in page.locator("#concepts > .actions button, #examples > .actions button, #aid .actions button").all():
        toggle.click()
    for play in page.locator(".game > .actions button").all():
        play.click()
    page.locator("#deck .flip").click()
    expect(page.locator("#deck .card-form input").first).to_be_focused()
    page.locator("#deck .flip").click()
    page.locator(".display-menu summary").click()
    page.locator("#words > .actions button").click()
    expect(page.locator("#words .task-input")).to_be_visible()
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    page.evaluate(SETTLED)
    found.append(("blocks at work, dark", violations(page)))
    page.emulate_media(contrast="more")
    page.evaluate(SETTLED)
    found.append(("blocks at work, dark, high contrast", violations(page)))
    page.emulate_media(contrast="no-preference")
    page.keyboard.press("Escape")
    page.locator("#deck a.term-link, .prose a.term-link").first.press("Enter")
    expect(page.locator(".term-popover")).to_be_focused()
    found.append(("a definition", violations(page)))
    page.keyboard.press("Escape")

    page.goto(f"{address}#/questions")
    expect(page.locator("#choice .check")).to_be_visible()
    if lang == "en":
        assert_read_in_order(page, "#hotspot")
    open_everything(page)
    found.append(("names of questions", doubled(page)))
    found.append(("questions, dark", violations(page)))
    answer_wrong(page)
    found.append(("questions answered, dark", violations(page)))
    page.emulate_media(contrast="more")
    page.evaluate(SETTLED)
    found.append(("questions answered, dark, high contrast", violations(page)))
    page.emulate_media(contrast="no-preference")
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.evaluate(SETTLED)
    found.append(("questions answered", violations(page)))
    page.emulate_media(contrast="more")
    page.evaluate(SETTLED)
    found.append(("questions answered, high contrast", violations(page)))
    page.emulate_media(contrast="no-preference")
    page.locator("#exam .hand-in").click()
    found.append(("a question before handing in", violations(page)))
    page.locator("dialog.confirm button.primary").click()
    expect(page.locator("#exam .quiz-result")).to_be_visible()
    found.append(("handed in", violations(page)))
    assert [(where, what) for where, what in found if what] == []


def assert_the_focus_is_seen(page: Page) -> None:
    """From the heading of the lesson to its end, at every stop."""
    page.locator("h1").focus()
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            return
        assert page.evaluate(FOCUS) == ""
    pytest.fail(f"the page does not end after {MOST_STOPS} stops")


@pytest.mark.parametrize(("width", "size"), [(320, "normal"), (320, "larger"), (640, "normal")])
def test_nothing_scrolls_sideways_and_the_focus_is_always_seen(
    width: int, size: str, context: BrowserContext, lms: Lms, courses: Courses, tmp_path: Path, problems: list[str]
) -> None:
    """320 pixels are 1280 at 400 % (WCAG 1.4.10); Moodle's frame has about 640."""
    lms.add("every-kind", courses.built(every_kind.write(tmp_path / "course"), "web"), "scorm12")
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 640})
    page.add_init_script(f"""localStorage.setItem('hornbook.display', '{{"size": "{size}"}}')""")
    page.goto(f"{lms.origin}/course/every-kind/index.html#/blocks")
    expect(page.locator("#overview fieldset")).to_be_visible()
    open_everything(page)
    for play in page.locator(".game > .actions button").all():
        play.click()
    assert_no_sideways_scroll(page)
    assert page.evaluate(CRAMPED) == []
    assert_the_focus_is_seen(page)
    page.locator("#words > .actions button").click()
    expect(page.locator("#words .task-input")).to_be_focused()
    page.wait_for_function(IN_VIEW, arg="#words .task-prompt")
    page.goto(f"{lms.origin}/course/every-kind/index.html#/questions")
    expect(page.locator("#choice .check")).to_be_visible()
    open_everything(page)
    answer_wrong(page)
    assert_no_sideways_scroll(page)
    assert page.evaluate(CRAMPED) == []
    assert_the_focus_is_seen(page)


def answer_wrong(page: Page) -> None:
    """Something in every practice question, and its feedback opened."""
    for name in ("choice", "multiple", "true-false"):
        page.locator(f"#{name} .option input").nth(1).check()
    for name in ("short", "number"):
        page.locator(f"#{name} input").fill("12 km")
    page.locator("#cloze input").first.fill("sauce")
    page.locator("#cloze select").first.select_option(index=1)
    page.locator("#essay textarea").fill("They do.")
    for menu in page.locator("#match select").all():
        menu.select_option(index=1)
    page.locator("#order .order-move").nth(1).click()
    for row in page.locator("#matrix .row").all():
        row.locator("input").nth(1).check()
    page.locator("#hotspot .option input").nth(1).check()
    for press in (".check", ".show-answer"):
        page.locator(f"#practice {press}").evaluate_all("buttons => buttons.forEach((button) => button.click())")

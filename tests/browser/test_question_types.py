"""Pairs, steps, tables and pictures: by keyboard alone, by pointer and from a plain list, with the same score."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Courses
from tests.browser.learner import wait_until_alive
from tests.browser.lms import Lms
from tests.browser.test_pages import TOO_WIDE, tab_to

pytestmark = pytest.mark.browser

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 200"><path d="M0 200L400 0"/></svg>\n'
LESSON = """---
title: Rivers
---

::: quiz {#try mode=practice}
1. Match. {#match}
   - Danube -> Black Sea
   - Rhine -> North Sea
   - -> Baltic Sea

2. From source to mouth. {#order}
   1. Spring
   2. Upper course
   3. Lower course
   4. Delta

3. Tick. {#matrix}
   | | Flows | Stands |
   | --- | --- | --- |
   | A river | [x] | [ ] |
   | A lake | [ ] | [x] |

4. Where does it end? {#hotspot}
   ![A line from a mountain to the sea](line.svg)
   - [x] The shore @ 350 10 40 40
   - [ ] The peak @ 20 180 4

5. A brook ({{small}}) becomes a {{stream}}, and all of them end in the {{sea|ocean}}. {#cloze}
:::
"""

SIGNS_ELSEWHERE = """() => [...document.querySelectorAll('.gap-place')].filter((place) => {
    const field = place.querySelector('input').getBoundingClientRect();
    return [...place.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE).some((sign) => {
        const range = document.createRange();
        range.selectNode(sign);
        const { top, bottom } = range.getBoundingClientRect();
        return bottom < field.top || top > field.bottom;
    });
}).map((place) => place.textContent)"""


@pytest.fixture
def questions(
    lms: Lms, courses: Courses, tmp_path_factory: pytest.TempPathFactory, page: Page, problems: list[str]
) -> Page:
    """A lesson with a question of each of the types, as a web page."""
    folder = tmp_path_factory.mktemp("rivers") / "course"
    folder.mkdir()
    (folder / "course.yaml").write_text("id: rivers\ntitle: Rivers\nchapters:\n- title: One\n  lessons: [a.md]\n")
    (folder / "a.md").write_text(LESSON)
    (folder / "line.svg").write_text(DRAWING)
    lms.add("rivers", courses.built(folder, "web"), "scorm12")
    page.goto(f"{lms.origin}/course/rivers/lesson-a.html")
    expect(page.locator("#order .order-move").first).to_be_visible()
    wait_until_alive(page, "[data-late]")
    expect(page.locator("#hotspot .picture img")).to_have_js_property("complete", True)
    return page


def keys_of(steps: Locator) -> list[str]:
    return [str(step.get_attribute("data-key")) for step in steps.all()]


def check(page: Page, question: str) -> str | None:
    page.locator(f"#{question} .check").press("Enter")
    expect(page.locator(f"#{question} .verdict")).to_be_focused()
    return page.locator(f"#{question} .verdict").get_attribute("data-result")


def test_all_of_them_by_keyboard_alone(questions: Page) -> None:
    keys = questions.keyboard
    for left, letter in (("Danube", "Bl"), ("Rhine", "No")):
        tab_to(questions, questions.locator(f"#match .pair:has-text('{left}') select"))
        keys.type(letter)
    tab_to(questions, questions.locator("#match .check"))
    keys.press("Enter")
    expect(questions.locator("#match .verdict")).to_have_attribute("data-result", "right")

    steps = questions.locator("#order .order-step")
    tab_to(questions, questions.locator("#order .order-move").first)
    for place, key in enumerate("0123"):
        here = keys_of(steps).index(key)
        keys.press("Home")
        for _ in range(here):
            keys.press("ArrowDown")
        for _ in range(here - place):
            keys.press("Enter")
    assert keys_of(steps) == list("0123")
    expect(questions.locator("#order .order-keys")).to_be_visible()
    tab_to(questions, questions.locator("#order .check"))
    keys.press("Enter")
    expect(questions.locator("#order .verdict")).to_have_attribute("data-result", "right")

    for row, column in (("A river", "Flows"), ("A lake", "Stands")):
        line = questions.locator(f"#matrix .row:has-text('{row}')")
        tab_to(questions, line.locator("input").first)
        keys.press("Space")
        if column == "Stands":
            keys.press("ArrowDown")
        expect(questions.get_by_role("radio", name=f"{row} {column}")).to_be_checked()
    tab_to(questions, questions.locator("#matrix .check"))
    keys.press("Enter")
    expect(questions.locator("#matrix .verdict")).to_have_attribute("data-result", "right")

    tab_to(questions, questions.get_by_role("button", name="The shore"))
    keys.press("Space")
    expect(questions.get_by_role("button", name="The shore")).to_have_attribute("aria-pressed", "true")
    tab_to(questions, questions.locator("#hotspot .check"))
    keys.press("Enter")
    expect(questions.locator("#hotspot .verdict")).to_have_attribute("data-result", "right")


def test_a_step_can_be_dragged_and_lies_where_it_was_let_go(questions: Page) -> None:
    steps = questions.locator("#order .order-step")
    steps.last.scroll_into_view_if_needed()
    before = keys_of(steps)
    grip = steps.first.locator(".order-grip").bounding_box()
    last = steps.last.bounding_box()
    assert grip is not None
    assert last is not None
    questions.mouse.move(grip["x"] + grip["width"] / 2, grip["y"] + grip["height"] / 2)
    questions.mouse.down()
    questions.mouse.move(last["x"] + 40, last["y"] + last["height"] / 2, steps=12)
    questions.mouse.up()
    assert keys_of(steps) == [*before[1:], before[0]]
    assert check(questions, "order") in ("right", "partly", "wrong")


def test_the_picture_and_the_list_have_the_same_score(questions: Page) -> None:
    questions.locator("#hotspot .check").scroll_into_view_if_needed()
    picture = questions.locator("#hotspot .picture img").bounding_box()
    assert picture is not None
    # In the middle of the shore: 370 of 400 across and 30 of 200 down.
    questions.mouse.click(picture["x"] + picture["width"] * 0.925, picture["y"] + picture["height"] * 0.15)
    expect(questions.locator("#hotspot .region[aria-pressed=true]")).to_have_count(1)
    questions.locator("#hotspot summary").first.click()
    expect(questions.get_by_role("radio", name="The shore")).to_be_checked()
    questions.get_by_role("radio", name="The peak").check()
    assert check(questions, "hotspot") == "wrong"
    questions.get_by_role("radio", name="The shore").check()
    assert check(questions, "hotspot") == "right"


def test_a_region_smaller_than_a_finger_is_as_large_as_one(questions: Page) -> None:
    box = questions.locator("#hotspot .region").nth(1).bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 44
    regions = questions.locator("#hotspot .region")
    assert regions.first.evaluate("element => getComputedStyle(element).borderTopColor") == "rgba(0, 0, 0, 0)"


@pytest.mark.parametrize("width", [320, 360, 640, 1280])
def test_nothing_stands_out_of_the_window(questions: Page, width: int) -> None:
    questions.set_viewport_size({"width": width, "height": 740})
    for question in ("match", "order", "matrix", "hotspot"):
        questions.locator(f"#{question} .check").click()
    assert questions.evaluate(TOO_WIDE) is False
    small = questions.evaluate(
        """() => [...document.querySelectorAll('.question :is(button, select, summary, .cell label)')]
            .filter((element) => element.checkVisibility())
            .map((element) => [element.className, element.getBoundingClientRect()])
            .filter(([, { width, height }]) => Math.min(width, height) < 24).map(([name]) => name)"""
    )
    assert small == []


@pytest.mark.parametrize("width", [320, 337, 360, 640, 1280])
def test_steps_have_room_beside_their_buttons(questions: Page, width: int) -> None:
    questions.set_viewport_size({"width": width, "height": 740})
    for row in questions.locator("#order .order-row").all():
        words, buttons = row.locator(".order-words").bounding_box(), row.locator(".order-moves").bounding_box()
        assert words is not None
        assert buttons is not None
        assert buttons["y"] < words["y"] + words["height"]


def test_a_sign_stays_on_the_line_of_its_gap(questions: Page) -> None:
    assert questions.locator("#cloze .gap-place").count() == 3
    for width in range(320, 900, 7):
        questions.set_viewport_size({"width": width, "height": 740})
        assert questions.evaluate(SIGNS_ELSEWHERE) == [], width
        assert questions.evaluate(TOO_WIDE) is False, width
    # Marked, a gap has words beside it, which may go on in another line.
    questions.locator("#cloze input").first.fill("A word that is neither small nor short")
    questions.locator("#cloze .check").press("Enter")
    expect(questions.locator("#cloze .gap-mark").first).to_be_visible()
    for width in range(320, 900, 7):
        questions.set_viewport_size({"width": width, "height": 740})
        assert questions.evaluate(TOO_WIDE) is False, width


def test_what_is_answered_asks_for_no_press(questions: Page) -> None:
    ask = questions.locator("#hotspot .small")
    expect(ask).to_be_visible()
    questions.get_by_role("button", name="The shore").press("Enter")
    assert check(questions, "hotspot") == "right"
    expect(ask).to_be_hidden()


def test_without_script_everything_can_be_read_and_nothing_gives_the_order_away(questions: Page, lms: Lms) -> None:
    browser = questions.context.browser
    assert browser is not None
    context = browser.new_context(java_script_enabled=False)
    try:
        plain = context.new_page()
        plain.goto(f"{lms.origin}/course/rivers/lesson-a.html")
        assert sorted(keys_of(plain.locator("#order .order-step"))) == list("0123")
        assert keys_of(plain.locator("#order .order-step")) != list("0123")
        expect(plain.locator("#hotspot .region").first).to_be_hidden()
        plain.locator("#hotspot summary").first.click()
        expect(plain.get_by_text("The shore")).to_be_visible()
    finally:
        context.close()

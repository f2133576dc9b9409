"""The pages as people meet them: by keyboard, on a phone, in the dark, from right to left, from a folder."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Frame, Locator, Page, ViewportSize, expect

from tests.browser import every_kind
from tests.browser.conftest import Courses
from tests.browser.learner import Learner
from tests.browser.lms import Lms, Version

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 740}
NARROWEST = {"width": 320, "height": 568}
# What Moodle leaves of a usual window.
FRAME: ViewportSize = {"width": 640, "height": 600}
TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
MOST_TABS = 60


@pytest.fixture
def site(lms: Lms, courses: Courses, page: Page, problems: list[str]) -> Page:
    """The small course as a web site, at its cover."""
    lms.add("playable", courses.package("playable", "web"), "scorm12")
    page.goto(f"{lms.origin}/course/playable/index.html")
    expect(page.locator("html.scripted")).to_be_attached()
    expect(page.locator(".unscripted")).to_have_css("display", "none")
    return page


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until `target` has the focus."""
    for _ in range(MOST_TABS):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"{target} was not reached with {MOST_TABS} tabs")


def assert_no_sideways_scroll(frame: Page | Frame) -> None:
    """Nothing stands out of the window, even if it could not be scrolled to."""
    assert frame.evaluate(TOO_WIDE) is False, frame.evaluate(
        """() => [...document.querySelectorAll('body *')]
            .filter((element) => element.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
            .map((element) => element.outerHTML.slice(0, 120)).slice(0, 5)"""
    )


# --- keyboard (WCAG 2.1.1) ----------------------------------------------------------------------------------


def test_practice_by_keyboard_alone(site: Page) -> None:
    keys = site.keyboard
    tab_to(site, site.locator("[data-start]"))
    keys.press("Enter")
    expect(site.locator("article.lesson h1")).to_be_focused()

    tab_to(site, site.locator("button.flip"))
    keys.press("Enter")
    expect(site.locator(".card.current .card-back")).to_be_visible()
    keys.press("2")
    keys.press("Space")
    expect(site.locator(".card.current .card-back")).to_be_visible()
    keys.press("1")
    expect(site.locator(".deck-count")).to_have_text("1 of 3 known")
    for _ in range(2):
        keys.press("Space")
        keys.press("2")
    expect(site.locator(".deck-end")).to_be_focused()

    tab_to(site, site.locator("#river input").first)
    keys.press("ArrowDown")
    expect(site.locator("#river .option:has-text('Sahara') input")).to_be_checked()
    keys.press("ArrowUp")
    tab_to(site, site.locator("#river .check"))
    keys.press("Enter")
    expect(site.locator("#river .verdict")).to_be_focused()
    expect(site.locator("#river .verdict")).to_have_attribute("data-result", "right")

    for name in ("Water", "Mud"):
        tab_to(site, site.locator(f"#carries .option:has-text('{name}') input"))
        keys.press("Space")
    tab_to(site, site.locator("#carries .check"))
    keys.press("Space")
    expect(site.locator("#carries .verdict")).to_have_attribute("data-result", "right")

    tab_to(site, site.locator("#uphill input").first)
    keys.press("Space")
    keys.press("ArrowDown")
    tab_to(site, site.locator("#uphill .check"))
    keys.press("Enter")
    expect(site.locator("#uphill .verdict")).to_have_attribute("data-result", "right")

    tab_to(site, site.locator("#end input"))
    keys.type("mouth")
    keys.press("Enter")
    expect(site.locator("#end .verdict")).to_have_attribute("data-result", "right")


def test_exam_by_keyboard_alone(site: Page) -> None:
    keys = site.keyboard
    tab_to(site, site.locator('a.lesson-link[data-lesson="second"]'))
    keys.press("Enter")
    expect(site.locator('main[data-lesson="second"] h1')).to_be_focused()
    tab_to(site, site.locator("#maker input").first)
    keys.press("Space")
    tab_to(site, site.locator("#shore input"))
    keys.type("reeds")
    tab_to(site, site.locator("button.hand-in"))
    keys.press("Enter")
    dialog = site.locator("dialog.confirm")
    expect(dialog).to_contain_text("Questions 2, 3 have no answer yet")
    keys.press("Escape")
    expect(dialog).to_be_hidden()
    expect(site.locator("#shallower .question-number")).to_be_focused()
    tab_to(site, site.locator("button.hand-in"))
    keys.press("Enter")
    tab_to(site, dialog.locator("button.primary"))
    keys.press("Enter")
    expect(site.locator(".quiz-result")).to_be_focused()
    expect(site.locator(".quiz-result h3")).to_contain_text("2 of 5 points")


def test_the_first_tab_skips_to_the_lesson(site: Page) -> None:
    site.keyboard.press("Tab")
    expect(site.locator("a.skip")).to_be_focused()
    expect(site.locator("a.skip")).to_be_in_viewport()
    site.keyboard.press("Enter")
    expect(site.locator("#shell_main")).to_be_focused()


def test_the_focus_is_seen(site: Page) -> None:
    for _ in range(8):
        site.keyboard.press("Tab")
        style: dict[str, str] = site.evaluate(
            """() => { const style = getComputedStyle(document.activeElement);
                       return {outline: style.outlineStyle, width: style.outlineWidth, shadow: style.boxShadow}; }"""
        )
        assert (style["outline"] != "none" and style["width"] != "0px") or style["shadow"] != "none", style


# --- reading ------------------------------------------------------------------------------------------------


def test_what_is_jumped_over_is_not_read(lms: Lms, courses: Courses, tmp_path: Path, page: Page, problems: Any) -> None:
    folder = tmp_path / "tall"
    folder.mkdir()
    (folder / "course.yaml").write_text(
        "id: tall\ntitle: A tall lesson\nlang: en\nchapters:\n- title: All\n  lessons:\n  - tall.md\n", "utf-8"
    )
    texts = "\n\n".join(f"::: text {{#t{n}}}\n{'Words and words. ' * 200}\n:::" for n in range(20))
    quiz = "::: quiz {#check}\n1. Really? {#really}\n   - [x] yes\n   - [ ] no\n:::"
    (folder / "tall.md").write_text(f"---\nid: tall\ntitle: Tall\n---\n\n{texts}\n\n{quiz}\n", "utf-8")
    lms.add("tall", courses.built(folder, "web"), "scorm12")
    page.goto(f"{lms.origin}/course/tall/index.html#/tall/check")
    expect(page.locator("#check_title")).to_be_focused()
    expect(page.locator("#check_title")).to_be_in_viewport()
    page.evaluate("window.scrollTo(0, 0)")
    expect(page.locator("h1")).to_be_in_viewport()
    page.evaluate("location.hash = '#/tall/t19'")
    expect(page.locator("#t19")).to_be_in_viewport()
    # Of 21 parts at most those at both ends were on the screen.
    progress = float(page.locator("progress").get_attribute("value") or 0)
    assert progress < 0.2


# --- sizes --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [PHONE, NARROWEST], ids=["360px", "320px"])
def test_narrow_screens_never_scroll_sideways(site: Page, size: Any) -> None:
    site.set_viewport_size(size)
    assert_no_sideways_scroll(site)
    site.locator(".contents-toggle").click()
    expect(site.locator("dialog.drawer")).to_be_visible()
    assert_no_sideways_scroll(site)
    site.locator('dialog.drawer a[data-lesson="first"]').click()
    expect(site.locator("dialog.drawer")).to_be_hidden()
    expect(site.locator('main[data-lesson="first"]')).to_be_visible()
    assert_no_sideways_scroll(site)
    # The lesson that is shown already is chosen again.
    site.locator(".contents-toggle").click()
    site.locator('dialog.drawer a[data-lesson="first"]').click()
    expect(site.locator("dialog.drawer")).to_be_hidden()
    site.locator(".display-menu summary").click()
    site.locator(".display-menu label:has-text('Larger')").click()
    assert_no_sideways_scroll(site)
    panel = site.locator(".display-menu .menu-panel").bounding_box()
    assert panel is not None
    assert panel["x"] >= 0
    assert panel["x"] + panel["width"] <= size["width"]
    site.keyboard.press("Escape")
    site.goto(re.sub("#.*", "", site.url) + "#/second")
    expect(site.locator('main[data-lesson="second"]')).to_be_visible()
    assert_no_sideways_scroll(site)


def test_a_phone_in_the_frame_of_an_lms(learner: Learner, version: Version) -> None:
    visit = learner.opens()
    visit.page.set_viewport_size({"width": 360, "height": 740})
    visit.turns_to("second")
    assert_no_sideways_scroll(visit.content)
    # No room for words: a sign leads to the cover, and is named as the title is.
    title = visit.content.get_by_role("link", name="A course to be played", exact=True).and_(visit.locate(".bar-title"))
    expect(title).to_have_css("font-size", "0px")
    sign = title.bounding_box()
    assert sign is not None
    assert min(sign["width"], sign["height"]) >= 35
    visit.page.set_viewport_size({"width": 520, "height": 740})
    expect(title).not_to_have_css("font-size", "0px")
    visit.page.set_viewport_size({"width": 360, "height": 740})
    visit.answers_exam()
    visit.hands_in()
    assert_no_sideways_scroll(visit.content)
    visit.leaves()
    assert learner.grade == "100"


# --- colours ------------------------------------------------------------------------------------------------

LUMINANCES = """() => [document.body, document.querySelector('h1')].map((element, position) => {
  let style = getComputedStyle(element);
  let text = position === 0 ? style.backgroundColor : style.color;
  if (text === 'rgba(0, 0, 0, 0)') text = getComputedStyle(document.documentElement).backgroundColor;
  const canvas = new OffscreenCanvas(1, 1).getContext('2d');
  canvas.fillStyle = text;
  canvas.fillRect(0, 0, 1, 1);
  const [red, green, blue] = canvas.getImageData(0, 0, 1, 1).data;
  return (red * 299 + green * 587 + blue * 114) / 255000;
})"""


def luminances(page: Page) -> tuple[float, float]:
    """How light ground and heading are, 0 to 1."""
    ground, text = page.evaluate(LUMINANCES)
    return ground, text


def test_a_place_is_in_sight_below_the_header_of_the_lms(learner: Learner, version: Version) -> None:
    visit = learner.opens()
    visit.starts()
    # As in Moodle on a phone: a fixed header of 60 pixels, a title, then the frame, a little less high than the window.
    visit.lms_page.evaluate(
        """() => {
          document.body.style.height = 'auto';
          document.querySelector('iframe').style.cssText = 'height: 90vh; margin: 300px 0 200px';
        }"""
    )
    for there, heading in (
        ("#/second/exam", "main #exam :is(h2, h3)"),
        ("#/first/try", "main #try :is(h2, h3)"),
        ("#/second", 'main[data-lesson="second"] h1'),
    ):
        visit.lms_page.evaluate("scrollTo(0, 450)")
        visit.content.evaluate("there => { location.hash = there; }", there)
        # The place that was asked for, and not the one before it, which has the focus until the other lesson is there.
        expect(visit.locate(f"{heading}:focus")).to_be_visible()
        visit.settle()
        frame = visit.lms_page.evaluate("document.querySelector('iframe').getBoundingClientRect().top")
        assert 60 <= frame < 100, there
        below = visit.content.evaluate(
            """() => document.activeElement.getBoundingClientRect().top
                - document.querySelector('.bar').getBoundingClientRect().bottom"""
        )
        assert below >= 0, there


def test_the_result_is_in_sight_below_the_header_of_the_lms(learner: Learner, version: Version) -> None:
    visit = learner.opens()
    visit.starts()
    visit.turns_to("second")
    visit.answers_exam()
    # As on a small phone, or in Moodle's window of 500 pixels: lower than its frame.
    visit.lms_page.set_viewport_size({"width": 360, "height": 500})
    visit.lms_page.evaluate(
        """() => {
          document.body.style.height = 'auto';
          document.querySelector('iframe').style.cssText = 'height: 666px; margin: 300px 0 200px';
        }"""
    )
    visit.hands_in()
    result = visit.locate("#exam .quiz-result")
    expect(result).to_be_focused()
    place = result.bounding_box()
    assert place is not None
    assert 60 <= place["y"] < 300


def test_the_bar_has_signs_for_words_where_its_letters_are_large(site: Page) -> None:
    search = site.locator(".search-button")
    expect(search).not_to_have_css("font-size", "0px")
    site.locator(".display-menu summary").click()
    site.locator(".display-menu label:has-text('Larger')").click()
    expect(search).to_have_css("font-size", "0px")
    site.set_viewport_size({"width": 2000, "height": 800})
    expect(search).not_to_have_css("font-size", "0px")


def test_the_signs_of_the_bar_are_seen_where_the_system_has_few_colours(site: Page) -> None:
    site.set_viewport_size({"width": 360, "height": 740})
    site.emulate_media(forced_colors="active")
    for sign in (".bar-title", ".search-button"):
        ground, colour = site.evaluate(
            """(sign) => [[document.body], [document.querySelector(sign), '::before']].map(
                (place) => getComputedStyle(...place).backgroundColor)""",
            sign,
        )
        assert ground != colour, sign


def test_what_is_not_right_has_one_colour(site: Page) -> None:
    site.locator("[data-start]").click()
    site.locator("#river .option:has-text('Sahara') input").click()
    site.locator("#river .check").click()
    verdict = site.locator("#river .verdict")
    expect(verdict).to_have_attribute("data-result", "wrong")
    colour = verdict.evaluate("element => getComputedStyle(element).color")
    expect(site.locator("#river .option-mark")).to_have_css("color", colour)


def test_dark_follows_the_system_and_the_learner(site: Page) -> None:
    ground, text = luminances(site)
    assert ground > 0.8 > 0.4 > text
    site.emulate_media(color_scheme="dark")
    ground, text = luminances(site)
    assert ground < 0.25 < 0.7 < text
    site.locator(".display-menu summary").click()
    site.locator(".display-menu label:has-text('Light')").click()
    assert luminances(site)[0] > 0.8
    site.reload()
    expect(site.locator("html.scripted")).to_be_attached()
    assert luminances(site)[0] > 0.8


# --- from right to left -------------------------------------------------------------------------------------


def test_an_arabic_course_is_mirrored(learner: Learner, lms: Lms, courses: Courses, version: Version) -> None:
    arabic = courses.package("playable", version, lambda text: text.replace("lang: en", "lang: ar"), variant="arabic")
    lms.add("playable", arabic, version)
    visit = learner.opens()
    assert visit.content.evaluate("getComputedStyle(document.body).direction") == "rtl"
    contents = visit.locate(".frame > .contents").bounding_box()
    main = visit.locate("main").bounding_box()
    assert contents is not None
    assert main is not None
    assert contents["x"] > main["x"] + main["width"] / 2
    for lesson in ("first", "second"):
        visit.turns_to(lesson)
        assert_no_sideways_scroll(visit.content)
    visit.page.set_viewport_size({"width": 360, "height": 740})
    assert_no_sideways_scroll(visit.content)
    # The page speaks Arabic, too.
    visit.answers_exam(words=("صواب", "خطأ"))
    visit.hands_in()
    visit.closes()
    assert learner.grade == "100"


# --- from a folder, without a server ------------------------------------------------------------------------


def test_from_a_folder(courses: Courses, tmp_path: Path, page: Page, problems: list[str]) -> None:
    for name, content in courses.package("playable", "web").items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    page.goto((tmp_path / "index.html").as_uri())
    page.locator("[data-start]").click()
    expect(page).to_have_url((tmp_path / "lesson-first.html").as_uri())
    page.locator("#river .option:has-text('Danube') input").check()
    page.locator("#river button.check").click()
    expect(page.locator("#river .verdict")).to_have_attribute("data-result", "right")
    page.locator("a.pager-next").click()
    expect(page).to_have_url((tmp_path / "lesson-second.html").as_uri())
    page.locator("#maker .option:has-text('Ice') input").check()
    page.locator("button.hand-in").click()
    page.locator("dialog.confirm button.primary").click()
    expect(page.locator(".quiz-result h3")).to_contain_text("1 of 5 points")
    page.reload()
    expect(page.locator(".quiz-result h3")).to_contain_text("1 of 5 points")
    page.locator("a.bar-title").click()
    expect(page).to_have_url((tmp_path / "index.html").as_uri())
    page.locator('a.lesson-link[data-lesson="first"]').click()
    expect(page.locator("#river .verdict")).to_have_attribute("data-result", "right")


def test_a_lesson_opened_alone_opens_in_the_shell(site: Page) -> None:
    site.goto(site.url.replace("index.html", "lesson-second.html#exam"))
    expect(site).to_have_url(re.compile(r"/index\.html#/second/exam$"))
    expect(site.locator("#exam_title")).to_be_focused()


def test_back_and_forward_go_through_lessons(site: Page) -> None:
    site.locator("[data-start]").click()
    site.locator("a.pager-next").click()
    expect(site.locator('main[data-lesson="second"]')).to_be_visible()
    site.go_back()
    expect(site.locator('main[data-lesson="first"]')).to_be_visible()
    site.go_forward()
    expect(site.locator('main[data-lesson="second"]')).to_be_visible()


def test_back_leads_to_where_one_read(learner: Learner, version: Version) -> None:
    visit = learner.opens()
    visit.turns_to("first")
    visit.chooses("carries", "Water")
    visit.checks("carries")
    visit.locate("a.pager-next").click()
    expect(visit.locate('main[data-lesson="second"]')).to_be_visible()
    visit.content.evaluate("history.back()")
    expect(visit.locate('main[data-lesson="first"]')).to_be_visible()
    expect(visit.locate("#try_title")).to_be_focused()
    expect(visit.locate("#try_title")).to_be_in_viewport()
    visit.leaves()


def test_back_leads_to_the_word_that_was_looked_up(lms: Lms, courses: Courses, page: Page, problems: list[str]) -> None:
    lms.add("example", courses.shipped("foundation-models", "web"), "scorm12")
    page.goto(f"{lms.origin}/course/example/index.html#/what-are-foundation-models")
    word = page.locator(".text .term-link").nth(1)
    word.click()
    page.locator(".term-popover .term-foot a").click()
    expect(page.locator("#glossary .term:focus")).to_be_in_viewport()
    page.go_back()
    expect(word).to_be_focused()
    expect(word).to_be_in_viewport()
    # In a window without the browser's own way back.
    word.click()
    page.locator(".term-popover .term-foot a").click()
    expect(page.locator("#glossary .term:focus")).to_be_in_viewport()
    back = page.get_by_role("button", name="Back to where you read")
    back.click()
    expect(word).to_be_focused()
    expect(word).to_be_in_viewport()
    expect(back).to_have_count(0)
    note = page.locator("sup a").first
    note.click()
    expect(page.locator(".notes :focus")).to_be_in_viewport()
    page.go_back()
    expect(note).to_be_focused()


def test_tiles_keep_their_place_when_one_is_opened(lms: Lms, courses: Courses, page: Page, problems: list[str]) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    lms.add("example", courses.shipped("foundation-models", "web"), "scorm12")
    page.goto(f"{lms.origin}/course/example/index.html#/what-are-foundation-models/pairs")
    page.locator("#pairs > .actions button").click()
    tiles = page.locator("#pairs .tile")
    expect(tiles.first).to_be_focused()
    places = """tiles => tiles.map(tile => [tile.offsetLeft, tile.offsetTop, tile.offsetHeight])"""
    before = tiles.evaluate_all(places)
    # All are of one height: a high one would tell that a long text lies in it.
    assert len({height for _left, _top, height in before}) == 1
    for at in range(len(before)):
        tiles.nth(at).press("Enter")
        expect(tiles.nth(at)).to_have_class(re.compile("is-open"))
        assert tiles.evaluate_all(places) == before


@pytest.mark.parametrize("width", [PHONE["width"], NARROWEST["width"]])
def test_the_bar_of_a_narrow_window_has_room_for_the_largest_letters(learner: Learner, width: int) -> None:
    visit = learner.opens()
    visit.content.evaluate("() => { document.documentElement.dataset.size = 'larger'; }")
    around = visit.page.evaluate("() => innerWidth") - visit.content.evaluate("() => innerWidth")
    visit.page.set_viewport_size({"width": width + around, "height": 640})
    visit.content.wait_for_function("(width) => innerWidth === width", arg=width)
    expect(visit.content.get_by_role("button", name="Leave", exact=True)).to_be_in_viewport(ratio=1)
    assert_no_sideways_scroll(visit.content)
    # The sign has all of its room inside the link that it stands for.
    house = visit.content.locator("a.bar-title")
    assert house.evaluate("(house) => house.scrollWidth <= house.clientWidth && house.clientWidth >= 35")


def test_the_table_of_contents_leads_to_the_parts_of_a_lesson(
    lms: Lms, courses: Courses, tmp_path: Path, page: Page, problems: list[str]
) -> None:
    """Beside the lesson where there is room; in a frame or on a phone in the drawer, which closes by itself."""
    lms.add("every-kind", courses.built(every_kind.write(tmp_path / "course"), "web"), "scorm12")
    page.goto(f"{lms.origin}/course/every-kind/index.html#/blocks")
    parts = page.locator("#shell_contents [data-part]")
    expect(parts.filter(has_text="Overview")).to_be_visible()
    titles = page.locator("main :is(.block-title, .text h2)")
    expect(parts).to_have_count(titles.count() - page.locator("main [data-kind=gate]").count())
    parts.filter(has_text="Key concepts").click()
    expect(page.locator("#concepts_title")).to_be_focused()
    expect(page).to_have_url(re.compile("#/blocks/concepts$"))
    page.set_viewport_size(FRAME)
    page.locator(".contents-toggle").click()
    page.locator(".drawer [data-part]", has_text="Overview").click()
    expect(page.locator("dialog.drawer")).to_be_hidden()
    expect(page.locator("#overview_title")).to_be_focused()


def test_a_long_table_of_contents_shows_the_lesson_that_is_read_and_its_parts(
    lms: Lms, courses: Courses, tmp_path: Path, page: Page, problems: list[str]
) -> None:
    course = tmp_path / "course"
    course.mkdir()
    names = [f"l{number}" for number in range(60)]
    for name in names:
        sections = "\n\n".join(f"## Section {number}\n\n{'Words. ' * 400}" for number in (1, 2, 3))
        (course / f"{name}.md").write_text(f"---\ntitle: Lesson {name}\n---\n\n{sections}\n", "utf-8")
    listed = "".join(f"  - {name}.md\n" for name in names)
    (course / "course.yaml").write_text(f"title: Long\nlang: en\nchapters:\n- lessons:\n{listed}", "utf-8")
    lms.add("long", courses.built(course, "web"), "scorm12")
    shell = f"{lms.origin}/course/long/index.html"
    page.goto(f"{shell}#/l45")
    current = page.locator('#shell_contents [data-lesson="l45"]')
    expect(current).to_be_in_viewport(ratio=0.95)
    last = page.locator("#shell_contents [data-part]").last
    expect(last).to_be_in_viewport(ratio=0.95)
    last.click()
    expect(page.get_by_role("heading", name="Section 3")).to_be_focused()
    expect(page).to_have_url(re.compile("#/l45/text-1_3$"))
    page.set_viewport_size({"width": 360, "height": 640})
    page.locator(".contents-toggle").click()
    expect(current).to_be_in_viewport(ratio=0.95)
    expect(last).to_be_in_viewport(ratio=0.95)


def test_the_lesson_stands_first_wherever_its_contents_do_not_stand_beside_it(
    lms: Lms, courses: Courses, tmp_path: Path, page: Page, problems: list[str]
) -> None:
    lms.add("every-kind", courses.built(every_kind.write(tmp_path / "course"), "web"), "scorm12")
    page.goto(f"{lms.origin}/course/every-kind/index.html#/blocks")
    heading = page.locator("main h1")
    expect(heading).to_be_visible()
    for width in (959, 961, 991, 993):
        page.set_viewport_size({"width": width, "height": 500})
        expect(heading).to_be_in_viewport(ratio=1)


def test_what_starts_a_course_is_seen_at_once_in_the_frame_of_an_lms(
    lms: Lms, courses: Courses, tmp_path: Path, page: Page, problems: list[str]
) -> None:
    lms.add("every-kind", courses.built(every_kind.write(tmp_path / "course"), "web"), "scorm12")
    page.set_viewport_size(FRAME)
    page.goto(f"{lms.origin}/course/every-kind/index.html")
    expect(page.locator(".cover-picture")).to_be_in_viewport(ratio=1)
    expect(page.locator("[data-start]")).to_be_in_viewport(ratio=1)


def test_the_controls_stay_over_the_line_that_is_heard(
    lms: Lms, courses: Courses, tmp_path: Path, page: Page, problems: list[str]
) -> None:
    lms.add("every-kind", courses.built(every_kind.write(tmp_path / "course"), "web"), "scorm12")
    page.set_viewport_size({"width": 360, "height": 330})
    page.goto(f"{lms.origin}/course/every-kind/index.html#/blocks/talk")
    page.locator("#talk .sound-play").click()
    page.locator("#talk audio").evaluate("sound => { sound.currentTime = 31; }")
    line = page.locator("#talk .is-spoken")
    expect(line).to_contain_text("From the mountain.")
    expect(line).to_be_in_viewport(ratio=1)
    pause = page.locator("#talk .sound-play")
    expect(pause).to_be_in_viewport(ratio=1)
    controls, spoken = page.locator("#talk .sound-controls").bounding_box(), line.bounding_box()
    bar = page.locator(".bar").bounding_box()
    assert controls is not None
    assert spoken is not None
    assert bar is not None
    assert bar["y"] + bar["height"] <= controls["y"] + 1
    assert controls["y"] + controls["height"] <= spoken["y"]
    pause.click()
    expect(pause).to_be_in_viewport(ratio=1)
    # Who reads elsewhere meanwhile stays there.
    pause.click()
    page.evaluate("scrollTo(0, 0)")
    page.locator("#talk audio").evaluate("sound => { sound.currentTime = 1; }")
    expect(line).to_contain_text("Where does this water come from?")
    assert page.evaluate("scrollY") == 0
    # Nor does the place at which a recording begins.
    page.locator("#talk audio").evaluate("sound => { sound.currentTime = 31; sound.pause(); }")
    page.goto("about:blank")
    page.goto(f"{lms.origin}/course/every-kind/index.html#/blocks/worked")
    expect(page.locator("#worked_title")).to_be_focused()
    expect(page.locator("#talk .is-spoken")).to_contain_text("From the mountain.")
    expect(page.locator("#worked_title")).to_be_in_viewport()


def test_without_script_a_lesson_can_be_read(courses: Courses, lms: Lms, browser: Any) -> None:
    lms.add("playable", courses.package("playable", "web"), "scorm12")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{lms.origin}/course/playable/lesson-first.html")
    expect(page.locator(".card-back").first).to_be_visible()
    expect(page.locator("#river")).to_be_visible()
    expect(page.locator(".unscripted")).to_be_in_viewport()
    expect(page.locator(".bar-title")).to_be_visible()
    context.close()


def test_a_script_that_does_not_come_is_told_before_answers_are_lost(
    courses: Courses, lms: Lms, context: BrowserContext
) -> None:
    lms.add("playable", courses.package("playable", "scorm12"), "scorm12")
    context.route("**/assets/*.js", lambda route: route.abort())
    page = context.new_page()
    page.goto(f"{lms.origin}/course/playable/lesson-first.html")
    expect(page.locator(".unscripted")).to_be_hidden()
    page.evaluate("for (const late of document.getAnimations()) late.finish()")
    expect(page.locator(".unscripted")).to_be_in_viewport()
    expect(page.locator(".unscripted")).to_contain_text("no answer is checked or kept")
    expect(page.locator(".bar-title")).to_be_visible()

"""The preview in a real browser, with the real player: what an author sees while writing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import FrameLocator, Locator, Page, expect

from tests.browser.learner import wait_until_alive
from tests.packager.preview_host import COURSE, FLOUR, HEAT, Preview, write_course

pytestmark = pytest.mark.browser


NOTE_MARKS = """
window.marked = [];
const animate = Element.prototype.animate;
Element.prototype.animate = function (...how) {
  top.marked.push(this.textContent.trim());
  return animate.apply(this, how);
};
"""
"""From now on the outer page knows the words of every element that was marked."""


class Author:
    """Somebody with the preview open; `faults` collects what the browser complains about."""

    def __init__(self, preview: Preview, page: Page) -> None:
        self.preview = preview
        self.page = page
        self.faults: list[str] = []
        page.add_init_script(NOTE_MARKS)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", lambda message: self.faults.append(message.text) if message.type == "error" else None)
        page.on("request", lambda request: self._check(request.url))

    def _check(self, url: str) -> None:
        if not url.startswith((self.preview.url, "data:", "about:")):
            self.faults.append(f"A request to {url}")

    def open(self, query: str = "") -> None:
        self.page.goto(self.preview.url + query)
        expect(self.phase).to_contain_text("session open")

    @property
    def course(self) -> FrameLocator:
        """The course inside the frame."""
        return self.page.frame_locator("#place iframe")

    def inside(self, script: str, value: Any = None) -> Any:
        """What a function of the course's window and a value says, until it says something true: called in the page
        around it, which stays when the course is opened anew."""
        called = f"value => ({script})(document.querySelector('#place iframe').contentWindow, value)"
        return self.page.wait_for_function(called, arg=value).json_value()

    @property
    def phase(self) -> Any:
        return self.page.locator("#phase")

    def fact(self, name: str, inside: str = "#facts") -> Locator:
        """What the panel shows for a datum."""
        return self.page.locator(inside).locator("div", has=self.page.locator(f"dt:text-is('{name}')")).locator("dd")

    def calls(self) -> list[str]:
        """The log as the panel shows it: call, answer and error of each entry."""
        return [text.replace("\n", " ") for text in self.page.locator("#log li").all_inner_texts()]

    def lesson(self, name: str) -> None:
        """Go to a lesson by its address."""
        expect(self.course.locator("main h1")).to_be_visible()
        self.inside("(window, id) => { window.location.hash = `#/${id}`; return true; }", name)
        expect(self.course.locator(f'main[data-lesson="{name}"] h1')).to_be_visible()
        wait_until_alive(self.course)


@pytest.fixture
def author(tmp_path: Path, page: Page) -> Iterator[Author]:
    with Preview(write_course(tmp_path / "bread")) as preview:
        author = Author(preview, page)
        author.open()
        yield author
        page.goto("about:blank")
    assert author.faults == []


def answer_the_question(author: Author) -> None:
    """Open the lesson on flour and answer its question rightly."""
    author.lesson("flour")
    course = author.course
    course.get_by_role("radio", name="yeast").check()
    course.locator(".quiz").get_by_role("button", name="Check").first.click()
    expect(author.page.locator("#interactions tbody tr")).to_have_count(1)


def test_the_course_finds_the_lms_and_the_panel_shows_every_call(author: Author) -> None:
    expect(author.page.locator("#title")).to_have_text("Bread")
    expect(author.fact("Status")).to_have_text("incomplete")
    expect(author.page.locator("#log")).to_contain_text('LMSCommit("") → "true"')
    calls = author.calls()
    assert 'LMSInitialize("") → "true"' in calls[0]
    assert any('LMSGetValue("cmi.suspend_data") → ""' in call for call in calls)
    assert len(calls) <= 12
    expect(author.page.locator("#log-counts")).to_contain_text("0 faults")


def test_an_answer_is_shown_as_the_lms_has_it(author: Author) -> None:
    answer_the_question(author)
    row = author.page.locator("#interactions tbody tr td")
    expect(row.nth(1)).to_contain_text("flour/")
    expect(row.nth(2)).to_have_text("choice")
    expect(row.nth(4)).to_have_text("correct")
    expect(author.fact("Location")).to_have_text(re.compile("^flour"))
    expect(author.page.locator("#state-size")).to_contain_text("of 4,096 characters")
    expect(author.page.locator("#log-counts")).to_contain_text("0 faults")


def test_leave_shows_what_was_kept_and_resume_brings_it_back(author: Author) -> None:
    answer_the_question(author)
    author.page.get_by_role("button", name="Leave").first.click()

    closed = author.page.locator("#closed")
    expect(closed).to_contain_text("This is what the LMS kept")
    expect(author.fact("Answers", "#closed")).to_have_text("1")
    expect(author.fact("Exit", "#closed")).to_have_text("suspend")
    expect(author.page.locator("#log li").last).to_contain_text('LMSFinish("") → "true"')
    expect(author.phase).to_contain_text("session ended")

    closed.get_by_role("button", name="Resume").click()

    expect(author.phase).to_contain_text("Attempt 1, session open")
    expect(author.page.locator("#facts")).to_contain_text("resume")
    expect(author.course.locator("main h1")).to_contain_text("Flour")
    expect(author.page.locator("#interactions tbody tr")).to_have_count(1)


def test_a_course_that_ends_its_session_by_itself_can_be_opened_again(author: Author) -> None:
    answer_the_question(author)
    author.page.evaluate("() => window.API.LMSFinish('')")
    expect(author.phase).to_contain_text("session ended")
    resume = author.page.locator("#resume")
    expect(resume).to_be_enabled()
    resume.click()
    expect(author.phase).to_contain_text("session open")
    expect(author.page.locator("#interactions tbody tr")).to_have_count(1)


def test_a_finished_course_can_be_reviewed_and_nothing_is_written(author: Author) -> None:
    expect(author.page.locator("#review")).to_be_disabled()
    answer_the_question(author)
    author.lesson("heat")
    expect(author.fact("Status")).to_have_text(re.compile("^(completed|passed)$"))
    review = author.page.locator("#review")
    expect(review).to_be_enabled()

    review.click()

    expect(author.phase).to_contain_text("session open, mode review")
    author.lesson("flour")
    author.page.locator("#leave").click()
    expect(author.page.locator("#log li").last).to_contain_text('LMSFinish("") → "true"')
    changing = [call for call in author.calls() if "LMSSetValue" in call or "mode review" in call]
    assert [call for call in changing if '"cmi.core.exit", "suspend"' not in call] == []


def test_a_new_attempt_forgets(author: Author) -> None:
    answer_the_question(author)
    author.page.get_by_role("button", name="New attempt").click()
    expect(author.phase).to_contain_text("Attempt 2, session open")
    expect(author.page.locator("#interactions")).to_contain_text("No answer was given yet.")
    expect(author.page.locator("#facts")).to_contain_text("ab-initio")
    expect(author.page.locator("#review")).to_be_disabled()


def test_reloading_the_whole_page_goes_on_where_the_learner_was(author: Author) -> None:
    answer_the_question(author)
    author.page.reload()
    expect(author.page.locator("#facts")).to_contain_text("resume")
    expect(author.page.locator("#interactions tbody tr")).to_have_count(1)


def test_each_target_has_its_own_api_and_its_own_state(author: Author) -> None:
    answer_the_question(author)
    apis = "() => ['API', 'API_1484_11'].map((name) => typeof window[name])"
    assert author.page.evaluate(apis) == ["object", "undefined"]

    author.page.locator("#target").select_option("scorm2004-4th")
    expect(author.page.locator("#log")).to_contain_text('Initialize("") → "true"')
    assert author.page.evaluate(apis) == ["undefined", "object"]
    expect(author.page.locator("#interactions")).to_contain_text("No answer was given yet.")
    answer_the_question(author)
    expect(author.page.locator("#state-size")).to_contain_text("of 16,000 characters")
    expect(author.page.locator("#log-counts")).to_contain_text("0 faults")

    author.page.locator("#target").select_option("web")
    expect(author.page.locator("#no-lms")).to_be_visible()
    assert author.page.evaluate(apis) == ["undefined", "undefined"]

    author.page.locator("#target").select_option("scorm12")
    expect(author.page.locator("#interactions tbody tr")).to_have_count(1)


def test_a_saved_file_is_on_screen_and_the_learner_stays(author: Author) -> None:
    answer_the_question(author)
    author.preview.write("flour.md", FLOUR.replace("Flour holds", "Strong flour holds"))
    expect(author.course.locator("main")).to_contain_text("Strong flour holds")
    # Which page it was is not said where the page has missed a version, as it may on a busy machine.
    expect(author.page.locator("#news")).to_contain_text("Updated")
    expect(author.phase).to_contain_text("Attempt 1, session open")
    expect(author.page.locator("#facts")).to_contain_text("resume")
    expect(author.page.locator("#interactions tbody tr")).to_have_count(1)


def test_a_change_of_another_lesson_disturbs_nobody(author: Author) -> None:
    answer_the_question(author)
    author.page.evaluate("() => { document.querySelector('#place iframe').dataset.same = 'yes'; }")
    author.preview.write("heat.md", HEAT.replace("crust", "brown crust"))
    expect(author.page.locator("#news")).to_contain_text("Changed elsewhere: lesson-heat.html")
    assert author.page.locator("#place iframe").get_attribute("data-same") == "yes"
    author.lesson("heat")
    expect(author.course.locator("main")).to_contain_text("brown crust")


def test_a_lesson_that_gets_another_name_stays_on_screen(author: Author) -> None:
    author.lesson("heat")
    expect(author.course.locator("main h1")).to_have_text("Heat")
    (author.preview.folder / "heat.md").rename(author.preview.folder / "oven.md")
    author.preview.write("course.yaml", COURSE.replace("heat.md", "oven.md"))
    expect(author.course.locator("main[data-lesson=oven] h1")).to_have_text("Heat")


LONG = HEAT + "".join(f"\nHeat number {number} makes more crust.\n" for number in range(120))
#: Whether the element with these words is in sight.
IN_SIGHT = """(window, words) => {
    const found = [...window.document.querySelectorAll('main p')].find((one) => one.textContent.includes(words));
    const { top, bottom } = found?.getBoundingClientRect() ?? {};
    return top > 0 && bottom < window.innerHeight && found;
}"""
#: Whether an element with just these words was marked, too: that lasts two seconds.
MARKED_IN_SIGHT = f"(window, words) => ({IN_SIGHT})(window, words) && window.top.marked.includes(words)"


def read_the_long_lesson(author: Author, top: int) -> None:
    author.preview.write("heat.md", LONG)
    expect(author.page.locator("#news")).to_contain_text("lesson-heat.html")
    author.lesson("heat")
    author.inside("window => window.document.documentElement.scrollHeight > 5000")
    author.inside("(window, top) => { window.scrollTo(0, top); return window.scrollY === top; }", top)


def test_the_place_on_the_page_is_kept_where_the_change_is_in_sight(author: Author) -> None:
    read_the_long_lesson(author, 1500)
    words = author.inside("""window => [...window.document.querySelectorAll('main p')]
        .find((one) => one.getBoundingClientRect().top > 200).textContent""")
    author.preview.write("heat.md", LONG.replace(words, words + " Indeed."))
    author.inside(MARKED_IN_SIGHT, f"{words} Indeed.")
    near = "window => Math.abs(window.scrollY - 1500) < 2"
    author.inside(near)
    # It stays there.
    author.page.wait_for_timeout(400)
    author.inside(near)


@pytest.mark.parametrize("number", [2, 100])
def test_the_page_goes_to_the_paragraph_that_changed_and_marks_it(author: Author, number: int) -> None:
    read_the_long_lesson(author, 1500)
    author.preview.write("heat.md", LONG.replace(f"number {number} makes", f"number {number} always makes"))
    author.inside(MARKED_IN_SIGHT, f"Heat number {number} always makes more crust.")
    # It stays there.
    author.page.wait_for_timeout(400)
    author.inside(IN_SIGHT, f"number {number} always makes")


def test_the_page_goes_to_a_block_that_is_new(author: Author) -> None:
    text = FLOUR.replace("Flour holds", LONG.partition("---\n\n")[2] + "\nFlour holds")
    author.preview.write("flour.md", text)
    expect(author.page.locator("#news")).to_contain_text("lesson-flour.html")
    author.lesson("flour")
    author.preview.write("flour.md", text + "\nA new end.\n")
    author.inside(MARKED_IN_SIGHT, "A new end.")


def test_problems_stand_over_the_course_until_they_are_mended(author: Author) -> None:
    problems = author.page.locator("#problems")
    expect(problems).to_be_hidden()
    author.preview.write("flour.md", FLOUR.replace("::: quiz", "::: quizz <img src=x onerror=alert(1)>"))

    expect(problems.locator(".problem-place").first).to_have_text("flour.md:7:5")
    expect(problems.locator(".excerpt").first).to_contain_text("::: quizz <img src=x")
    expect(problems).to_contain_text("last version without errors")
    expect(author.course.locator("body")).to_contain_text("Bread")
    expect(author.page.locator("#problems-button")).to_contain_text("error")

    author.preview.write("flour.md", FLOUR)

    expect(problems).to_be_hidden()
    expect(author.page.locator("#problems-button")).to_be_hidden()


def test_warnings_wait_to_be_asked_for(author: Author) -> None:
    author.preview.write("flour.md", FLOUR.replace(" mode=practice", ""))
    button = author.page.locator("#problems-button")
    expect(button).to_have_text("1 warning")
    expect(author.page.locator("#problems")).to_be_hidden()
    button.click()
    expect(author.page.locator("#problems")).to_contain_text("holds the answers")
    author.page.locator("#problems").get_by_role("button", name="Hide").click()
    expect(button).to_be_focused()


def test_a_preview_that_stopped_says_so_and_comes_back(tmp_path: Path, page: Page) -> None:
    folder = write_course(tmp_path / "bread")
    with Preview(folder) as preview:
        port = preview.port
        page.goto(preview.url)
        expect(page.locator("#phase")).to_contain_text("session open")
    expect(page.locator("#news")).to_contain_text("The preview has stopped.")
    (folder / "heat.md").write_text(HEAT.replace("Heat\n", "Great heat\n"), encoding="utf-8")
    with Preview(folder, port=port):
        expect(page.frame_locator("#place iframe").locator("body")).to_contain_text("Great heat")
        expect(page.locator("#news")).not_to_contain_text("stopped")
        page.goto("about:blank")


def test_faults_of_an_lms_can_be_played_and_the_course_mirrored(author: Author) -> None:
    author.open()
    author.page.locator("#mirror").click()
    expect(author.course.locator("html")).to_have_attribute("dir", "rtl")
    author.lesson("heat")
    expect(author.course.locator("main")).to_have_attribute("dir", "rtl")
    author.page.locator("#mirror").click()
    expect(author.course.locator("main")).to_have_attribute("dir", "ltr")
    author.page.locator("#fault").select_option("commit")
    author.page.locator("#leave").click()
    expect(author.page.locator("#log")).to_contain_text("played: the LMS cannot save")
    author.page.locator("#fault").select_option("absent")
    expect(author.course.locator("main h1")).to_be_visible()
    expect(author.phase).to_contain_text("not opened yet")


def test_the_course_can_be_seen_in_three_widths(author: Author) -> None:
    author.page.set_viewport_size({"width": 1400, "height": 800})
    for name, least, most in (("360", 360, 360), ("768", 768, 768), ("Full", 900, 1400)):
        author.page.locator("#widths label", has_text=name).click()
        author.inside(f"({{ innerWidth }}) => {least} <= innerWidth && innerWidth <= {most}")


@pytest.mark.parametrize("dark", [False, True])
def test_nothing_sticks_out_on_a_telephone(author: Author, dark: bool) -> None:
    author.page.set_viewport_size({"width": 360, "height": 640})
    if dark:
        author.page.locator("#theme").click()
    author.preview.write("flour.md", FLOUR.replace(" mode=practice", ""))
    expect(author.page.locator("#problems-button")).to_be_visible()
    expect(author.page.locator("#panel")).to_be_hidden()
    expect(author.page.locator("#panel-button")).to_have_text("LMS panel")
    author.page.locator("#panel-button").click()
    expect(author.page.locator("#panel")).to_be_visible()
    wide = """() => [...document.querySelectorAll('body *')]
        .filter((it) => it.checkVisibility() && !it.closest('.log, .scroll') && it.getBoundingClientRect().right > 361)
        .map((it) => it.id || it.className || it.tagName)"""
    assert author.page.evaluate(wide) == []


def test_every_control_is_reached_by_the_keyboard(author: Author) -> None:
    reached = set()
    author.page.locator("#target").focus()
    for _ in range(400):
        reached.add(author.page.evaluate("() => document.activeElement?.id || document.activeElement?.tagName"))
        if "log" in reached:
            break
        author.page.keyboard.press("Tab")
    assert {"target", "theme", "panel-button", "IFRAME", "leave", "anew", "log-only", "log-copy", "log"} <= reached

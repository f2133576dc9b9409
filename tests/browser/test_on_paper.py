"""A lesson on paper: its words and who speaks them, over the whole sheet, and nothing that wants to be pressed."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, ViewportSize, expect

from tests.browser import every_kind
from tests.browser.conftest import Courses
from tests.browser.lms import Lms

pytestmark = pytest.mark.browser

LANDSCAPE = ViewportSize(width=1001, height=673)
"""What lies between the margins of a sheet of A4."""


@pytest.fixture
def shell(lms: Lms, courses: Courses, tmp_path: Path) -> str:
    """The address of a course with every kind of block and question."""
    lms.add("every-kind", courses.built(every_kind.write(tmp_path / "course"), "web"), "scorm12")
    return f"{lms.origin}/course/every-kind/index.html"


def test_a_lesson_is_printed_over_the_whole_sheet(context: BrowserContext, shell: str, problems: list[str]) -> None:
    page = context.new_page()
    page.set_viewport_size(LANDSCAPE)
    page.goto(f"{shell}#/blocks")
    expect(page.locator("#talk .sound-controls").first).to_be_visible()
    page.emulate_media(media="print")
    box = page.locator("article.lesson").bounding_box()
    assert box is not None
    assert box["width"] > 0.95 * LANDSCAPE["width"]
    assert page.locator("#talk .speaker").all_inner_texts() == ["Teacher", "Mina", "Teacher", "Mina"]
    expect(page.locator("#talk .speaker >> nth=0")).to_be_visible()
    expect(page.locator("#talk .part >> nth=1")).to_be_visible()
    for pressed in (".sound-controls", ".film", ".part-list", ".bar", ".flip", "#words .filter"):
        expect(page.locator(f"{pressed}:visible")).to_have_count(0)


def test_a_menu_lists_its_choices_on_paper(context: BrowserContext, shell: str, problems: list[str]) -> None:
    page = context.new_page()
    page.goto(f"{shell}#/questions")
    cloze = page.locator('.question[data-type="cloze"]').first
    expect(cloze.locator("select")).to_be_visible()
    choices = cloze.locator(".on-paper")
    expect(choices).to_have_count(1)
    expect(choices).to_be_hidden()
    page.emulate_media(media="print")
    expect(choices).to_be_visible()
    assert choices.inner_text().strip() in ("(down / up)", "(up / down)")
    sides = page.locator('.question[data-type="match"] .on-paper')
    expect(sides).to_be_visible()
    assert sides.inner_text() in ("(Black Sea / North Sea)", "(North Sea / Black Sea)")


def test_what_is_closed_is_on_paper_also_when_the_browser_prints(
    context: BrowserContext, shell: str, problems: list[str]
) -> None:
    page = context.new_page()
    page.goto(f"{shell}#/blocks")
    closed = page.get_by_text("Slow water drops its sand.")
    expect(closed).to_be_hidden()
    page.emulate_media(media="print")
    expect(closed).to_be_visible()


def test_the_backs_of_cards_are_on_paper_with_the_answers(
    context: BrowserContext, shell: str, problems: list[str]
) -> None:
    page = context.new_page()
    page.goto(f"{shell}#/blocks")
    expect(page.locator("section.cards.deck-session, section.cards .deck-session").first).to_be_attached()
    page.evaluate("() => { document.documentElement.dataset.print = 'answers'; }")
    page.emulate_media(media="print")
    back = page.locator(".card-back").first
    expect(back).to_be_visible()
    # At the beginning of its unfolding, which paper would show for good, it is not seen.
    assert back.evaluate("(back) => back.getAnimations().length") == 0


def test_paper_is_light_also_where_the_screen_is_dark(context: BrowserContext, shell: str, problems: list[str]) -> None:
    page = context.new_page()
    page.add_init_script("""localStorage.setItem('hornbook.display', '{"theme": "dark"}')""")
    page.goto(f"{shell}#/blocks")
    link = page.locator("main summary").first
    on_screen = link.evaluate("(link) => getComputedStyle(link).color")
    page.emulate_media(media="print")
    on_paper = link.evaluate("(link) => getComputedStyle(link).color")
    assert on_paper != on_screen
    page.emulate_media(media="screen")
    page.evaluate("() => { delete document.documentElement.dataset.theme; }")
    assert link.evaluate("(link) => getComputedStyle(link).color") == on_paper


def test_the_cover_offers_no_lesson_to_be_printed(context: BrowserContext, shell: str, problems: list[str]) -> None:
    page = context.new_page()
    page.goto(shell)
    menu = page.locator(".display-menu summary")
    menu.click()
    expect(page.locator("input[name=display_theme]").first).to_be_visible()
    expect(page.locator(".print-choice")).to_be_hidden()
    page.keyboard.press("Escape")
    page.locator("a[data-start]").click()
    expect(page.locator("main[data-lesson]")).to_be_visible()
    menu.click()
    expect(page.get_by_role("button", name="Print this lesson")).to_be_visible()

"""What comes only when a learner asks for it: where it cannot be loaded the page says so, and the next try works."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Courses

pytestmark = pytest.mark.browser


@pytest.fixture
def site(courses: Courses, tmp_path: Path) -> Path:
    """The example course in a folder."""
    for name, content in courses.shipped("foundation-models", "web").items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    return tmp_path


def test_games_come_when_one_is_begun(page: Page, site: Path) -> None:
    games = site / "assets/player-play.js"
    kept = games.read_bytes()
    games.unlink()
    page.goto((site / "lesson-what-are-foundation-models.html").as_uri())
    start = page.locator("#pairs > .actions button")
    start.click()
    expect(page.locator("#pairs .part-failed")).to_have_text("This part of the page could not be loaded.")
    expect(page.locator("#shell_announcer")).to_have_text("This part of the page could not be loaded.")
    expect(start).to_be_visible()
    games.write_bytes(kept)
    start.click()
    expect(page.locator("#pairs .tile").first).to_be_visible()
    expect(page.locator("#pairs .part-failed")).to_have_count(0)


def test_what_the_display_menu_offers_comes_when_it_is_opened(page: Page, site: Path) -> None:
    offered = site / "assets/player-display.js"
    kept = offered.read_bytes()
    offered.unlink()
    page.goto((site / "index.html").as_uri())
    menu = page.locator(".display-menu")
    menu.locator("summary").click()
    expect(menu.get_by_role("status")).to_have_text("This part of the page could not be loaded.")
    menu.locator("summary").click()
    offered.write_bytes(kept)
    menu.locator("summary").click()
    menu.get_by_role("radio", name="Dark").check()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(menu).not_to_contain_text("This part of the page could not be loaded.")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    menu.locator("summary").click()
    expect(menu.get_by_role("radio", name="Dark")).to_be_checked()


def test_that_the_search_did_not_come_is_said_until_the_next_press(page: Page, site: Path) -> None:
    search = site / "assets/player-search.js"
    kept = search.read_bytes()
    search.unlink()
    page.goto((site / "lesson-what-are-foundation-models.html").as_uri())
    said = page.locator(".search-lost")
    page.get_by_role("button", name="Search").click()
    expect(said).to_have_text("The search could not be loaded.")
    page.keyboard.press("Escape")
    expect(said).to_have_text("")
    page.get_by_role("button", name="Search").click()
    expect(said).to_have_text("The search could not be loaded.")
    page.locator("h1").click()
    expect(said).to_have_text("")
    search.write_bytes(kept)
    page.get_by_role("button", name="Search").click()
    expect(page.locator("#search_words")).to_be_focused()


def test_a_session_of_cards_comes_when_a_learner_turns_to_the_deck(page: Page, site: Path) -> None:
    session = site / "assets/player-study.js"
    kept = session.read_bytes()
    session.unlink()
    page.goto((site / "lesson-what-are-foundation-models.html").as_uri())
    deck = page.locator("section.cards").first
    expect(deck.locator(".card:visible")).to_have_count(1)
    expect(deck.locator(".card-back:visible")).to_have_count(0)
    deck.locator("button.flip").click()
    expect(deck.locator(".part-failed")).to_have_text("This part of the page could not be loaded.")
    session.write_bytes(kept)
    page.evaluate("window.focused = []; addEventListener('focusin', ({ target }) => focused.push(target.className))")
    deck.locator("button.flip").click()
    expect(deck.locator(".part-failed")).to_have_count(0)
    # The press that could not be answered before is answered now: the card is turned over, and the focus goes there.
    expect(deck.locator(".card-back:focus, .card-form input:focus")).to_have_count(1)
    expect(deck.locator(".deck-head")).to_have_count(1)
    # From the button that was pressed straight to the back: each stop between would be a layout of the page more.
    assert [name for name in page.evaluate("focused") if "flip" in name] == []


def test_a_key_that_wakes_a_session_leaves_the_focus_in_it(page: Page, site: Path) -> None:
    page.goto((site / "lesson-what-are-foundation-models.html").as_uri())
    deck = page.locator("section.cards").first
    flip = deck.locator("button.flip")
    expect(flip).to_be_visible()
    page.wait_for_selector("section.cards:not([data-late])")
    flip.focus()
    # There is nothing yet to take back.
    flip.press("u")
    expect(deck.locator(".rates")).to_have_count(1)
    expect(flip).to_be_focused()


def test_definitions_lead_to_the_glossary_where_their_part_cannot_be_loaded(page: Page, site: Path) -> None:
    popovers = site / "assets/player-terms.js"
    kept = popovers.read_bytes()
    popovers.unlink()
    page.goto((site / "lesson-what-are-foundation-models.html").as_uri())
    term = page.locator("a.term-link:visible").first
    term.click()
    expect(page).to_have_url(re.compile("#.*term_"))
    popovers.write_bytes(kept)
    term.click()
    expect(page.locator(".term-popover")).to_be_visible()

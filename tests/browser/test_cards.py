"""Flash cards in Chromium: a session by keyboard alone, the days after, a phone, another device, a finished course."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import BrowserContext, Frame, Page, expect

from tests.browser.conftest import Courses
from tests.browser.learner import Learner
from tests.browser.lms import Lms, Version
from tests.browser.test_pages import assert_no_sideways_scroll, tab_to

pytestmark = pytest.mark.browser

MONDAY = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def deck(lms: Lms, courses: Courses, page: Page, problems: list[str]) -> Page:
    """The deck on the web, on a Monday."""
    lms.add("deck", courses.package("deck", "web"), "scorm12")
    page.clock.set_fixed_time(MONDAY)
    page.goto(f"{lms.origin}/course/deck/index.html#/rivers/words")
    expect(page.locator(".card.current")).to_be_visible()
    turn_to_the_deck(page)
    return page


def turn_to_the_deck(page: Page) -> None:
    """Let the session come, without turning the first card over: any key does it."""
    expect(page.locator(".deck-head")).to_be_attached()
    page.locator("button.flip").evaluate("button => button.focus()")
    page.keyboard.press("x")
    expect(page.locator(".deck-foot")).to_be_attached()


def on_day(page: Page, days: int) -> None:
    """Open the page again, so many days after Monday."""
    page.clock.set_fixed_time(MONDAY + timedelta(days=days))
    page.reload()
    turn_to_the_deck(page)


def is_asked(page: Page | Frame, card: str | re.Pattern[str]) -> None:
    """Wait until the card of this id is the one that is asked."""
    expect(page.locator(".card.current")).to_have_id(card)


def test_the_suggested_rating_stands_out_where_the_system_has_few_colours(deck: Page) -> None:
    deck.emulate_media(forced_colors="active")
    deck.locator("button.flip").click()
    expect(deck.locator(".rate.suggested")).to_have_css("outline-style", "solid")
    expect(deck.locator(".rate:not(.suggested)").first).to_have_css("outline-style", "none")


def test_a_session_by_keyboard_alone(deck: Page) -> None:
    keys = deck.keyboard
    expect(deck.locator(".deck-fresh")).to_have_text("5 new")
    tab_to(deck, deck.locator("button.flip"))
    keys.press("?")
    expect(deck.locator(".deck-keys li").first).to_be_visible()
    keys.press("h")
    expect(deck.locator("#source .hint").first).to_have_attribute("open", "")
    keys.press("h")
    expect(deck.locator("#source .hint").nth(1)).to_have_attribute("open", "")
    tab_to(deck, deck.locator("button.flip"))
    keys.press("Space")
    expect(deck.locator("#source .card-back")).to_be_focused()
    expect(deck.locator(".rate-3")).to_have_text("3Good in 2 days")
    keys.press("3")

    # A typed answer: the field has the focus, Enter compares, the difference stands in the text and is told in words.
    expect(deck.locator("#mouth input")).to_be_focused()
    keys.type("river muoth")
    keys.press("Enter")
    expect(deck.locator("#mouth .card-verdict")).to_be_focused()
    expect(deck.locator("#mouth .card-difference").last).to_be_visible()
    expect(deck.locator("#mouth del").first).to_be_visible()
    expect(deck.locator("#mouth .card-compared").last).to_have_text("Answer: river mouth")
    keys.press("1")

    is_asked(deck, "rain")
    keys.press("Space")
    expect(deck.locator("#rain .gap-answer")).to_have_text("evaporate")
    expect(deck.locator("#rain .card-front")).to_be_hidden()
    keys.press("2")
    is_asked(deck, "joins")
    keys.press("u")
    is_asked(deck, "rain")
    keys.press("Space")
    keys.press("4")
    keys.press("Space")
    keys.press("3")

    is_asked(deck, "tone")
    keys.press("r")
    expect(deck.locator("#tone audio")).to_have_js_property("paused", False)
    keys.press("Space")
    keys.press("3")

    # The missed card comes again.
    is_asked(deck, "mouth")
    keys.type("Mouth ")
    keys.press("Enter")
    expect(deck.locator("#mouth .card-result")).to_have_text("Right.")
    keys.press("3")
    expect(deck.locator(".deck-end")).to_be_focused()
    expect(deck.locator(".deck-done")).to_have_text("All 5 cards done, 4 of them known at once.")
    expect(deck.locator(".deck-next")).to_contain_text("wait until tomorrow")


def test_cards_come_back_on_their_days_and_siblings_apart(deck: Page) -> None:
    keys = deck.keyboard
    tab_to(deck, deck.locator("button.flip"))
    for _ in range(5):
        deck.locator("button.flip").click()
        keys.press("3")
    expect(deck.locator(".lesson-link .tick")).to_have_count(0)
    on_day(deck, 1)
    expect(deck.locator(".deck-due")).to_have_text("Nothing due today")
    is_asked(deck, re.compile("^(rain|joins)_1$"))
    for _ in range(2):
        deck.locator("button.flip").click()
        keys.press("3")
    expect(deck.locator(".lesson-link .tick")).to_be_attached()
    expect(deck.locator(".lesson-link .due")).to_have_count(0)
    on_day(deck, 2)
    # Of the two gaps and the two directions only those that were asked on Monday are due.
    expect(deck.locator(".deck-due")).to_have_text("5 due today")
    expect(deck.locator(".lesson-link .due")).to_have_text("5 due today")
    on_day(deck, 40)
    expect(deck.locator(".deck-due")).to_have_text("5 due today")


def test_a_clock_that_was_wrong_loses_nothing(deck: Page) -> None:
    on_day(deck, 9000)
    deck.locator("button.flip").click()
    deck.keyboard.press("3")
    on_day(deck, 0)
    expect(deck.locator(".deck-due")).to_have_text("1 due today")
    is_asked(deck, "source")
    on_day(deck, -9000)
    expect(deck.locator(".deck-due")).to_have_text("1 due today")


def test_a_deck_is_set_back_only_after_a_question(deck: Page) -> None:
    deck.locator("button.flip").click()
    deck.keyboard.press("4")
    reset = deck.get_by_role("button", name="Start the deck anew")
    reset.click()
    deck.keyboard.press("Escape")
    expect(deck.locator(".deck-fresh")).to_have_text("4 new")
    reset.click()
    deck.locator("dialog.confirm .primary").click()
    expect(deck.locator(".deck-fresh")).to_have_text("5 new")
    is_asked(deck, "source")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_card_is_wider_than_the_narrowest_window(deck: Page, scheme: str) -> None:
    deck.set_viewport_size({"width": 320, "height": 568})
    deck.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    for _ in range(5):
        assert_no_sideways_scroll(deck)
        deck.locator("button.flip").click()
        assert_no_sideways_scroll(deck)
        deck.locator(".rate-3").click()
    assert_no_sideways_scroll(deck)


def test_buttons_are_large_enough_to_be_met(deck: Page) -> None:
    deck.locator("button.flip").click()
    for button in deck.locator(".cards button:visible, .cards summary:visible, .deck-sizes label").all():
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= 24, button
        assert box["width"] >= 24, button


def test_nothing_moves_for_those_who_want_it_still(deck: Page) -> None:
    deck.emulate_media(reduced_motion="reduce")
    deck.locator("button.flip").click()
    moving = "element => getComputedStyle(element).animationName"
    assert deck.locator("#source .card-back").evaluate(moving) == "none"
    deck.keyboard.press("3")
    deck.emulate_media(reduced_motion="no-preference")
    deck.locator("button.flip").click()
    assert deck.locator("#mouth .card-back").evaluate(moving) == "unfold"


def test_paper_holds_every_card_once_and_with_the_answers_both_sides(deck: Page) -> None:
    deck.emulate_media(media="print")
    cards = ["source", "mouth", "rain", "joins", "tone"]
    shown = deck.locator(".card:visible")
    expect(shown).to_have_count(len(cards))
    assert shown.evaluate_all("cards => cards.map(({ id }) => id)") == cards
    backs = deck.locator(".card:visible .card-back:visible")
    expect(backs).to_have_count(0)
    # As the choice "With the answers" has it.
    deck.evaluate("document.documentElement.dataset.print = 'answers'")
    expect(backs).to_have_count(len(cards))
    expect(deck.locator(".cards button:visible, .cards input:visible, .cards audio:visible")).to_have_count(0)


def test_another_device_goes_on_with_what_the_lms_keeps(
    context: BrowserContext, lms: Lms, courses: Courses, version: Version
) -> None:
    lms.add("deck", courses.package("deck", version), version)
    learner = Learner(context, lms, "deck")
    visit = learner.opens()
    visit.turns_to("rivers")
    visit.locate("button.flip").click()
    visit.locate(".rate-3").click()
    visit.closes()
    learner.forgets_this_browser()
    again = learner.opens()
    expect(again.locate(".deck-fresh")).to_have_text("4 new")
    is_asked(again.content, "mouth")
    again.locate("button.flip:text-is('Type the answer')").click()
    expect(again.locate("#mouth input")).to_be_focused()
    again.locate("button.flip:text-is('Show the answer')").click()
    again.locate(".rate-1").click()
    assert again.commits_for(again.locate(".deck-foot button").first.click) == 1
    again.closes()
    learner.check()

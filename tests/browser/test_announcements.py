"""What those who listen to a page hear: each change once, by a live region or by where the focus goes (WCAG 4.1.3)."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser import every_kind
from tests.browser.conftest import Courses
from tests.browser.learner import Learner, wait_until_alive
from tests.browser.lms import Lms
from tests.browser.test_by_keyboard import MEANINGS

pytestmark = pytest.mark.browser

LISTEN = r"""() => {
  const LIVE = '[role=status], [role=alert], [aria-live]';
  const line = (text) => text.replace(/\s+/g, ' ').trim();
  window.heard = [];
  const say = (how, ...texts) => {
    const text = texts.map(line).filter((each) => each !== '').join(' | ');
    if (text !== '') heard.push(`${how}: ${text}`);
  };
  new MutationObserver((records) => {
    const changed = new Set();
    for (const { target, addedNodes } of records) {
      const element = target instanceof Element ? target : target.parentElement;
      changed.add(element?.closest(LIVE));
      for (const node of addedNodes)
        if (node instanceof Element) for (const one of [node, ...node.querySelectorAll(LIVE)])
          changed.add(one.closest(LIVE));
    }
    for (const region of changed)
      if (region?.isConnected && region.checkVisibility()) say('said', region.innerText);
  }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
  const named = (element, attribute) => (element.getAttribute(attribute) ?? '').split(' ')
    .map((id) => document.getElementById(id)?.innerText ?? '').join(' ');
  document.addEventListener('focusin', ({ target }) => {
    if (target.matches("button, summary, a, main")) return;
    const name = target.getAttribute('aria-label') ?? target.labels?.[0]?.innerText
      ?? (named(target, 'aria-labelledby') || target.innerText);
    say('focus', name, named(target, 'aria-describedby'));
  });
}"""
"""From now on: what live regions say, and what else than a control gets the focus, with what describes it."""


class Listener:
    """Somebody who hears a page and does not see it."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def at(self, selector: str) -> Locator:
        """An element of the page."""
        return self.page.locator(selector)

    def hears(self, act: Callable[[], object]) -> list[str]:
        """All that is heard after something was done, until seconds later."""
        self.page.evaluate("heard.length = 0")
        act()
        self.page.clock.run_for(5_000)
        told: list[str] = self.page.evaluate("heard")
        return told

    def presses(self, selector: str) -> list[str]:
        """What is heard when a button is pressed."""
        return self.hears(lambda: self.at(selector).first.click())


@pytest.fixture
def listener(context: BrowserContext, lms: Lms, courses: Courses, tmp_path: Path, problems: list[str]) -> Listener:
    """The course with every kind, at its first lesson."""
    lms.add("every-kind", courses.built(every_kind.write(tmp_path / "course"), "web"), "scorm12")
    page = context.new_page()
    page.clock.install()
    page.goto(f"{lms.origin}/course/every-kind/index.html#/blocks")
    expect(page.locator("#deck .flip")).to_be_attached()
    all_parts_come(page)
    page.evaluate(LISTEN)
    return Listener(page)


def all_parts_come(page: Page) -> None:
    """Let the seconds pass after which all parts of the player are asked for, and wait for these."""
    # Blocks that are not alive yet would begin to count their seconds only after these.
    wait_until_alive(page)
    page.clock.run_for(5_000)
    wait_until_alive(page, "[data-late]")


def test_what_changes_in_a_block_is_said_once(listener: Listener) -> None:
    at, hears, presses = listener.at, listener.hears, listener.presses
    assert presses("#concepts > .actions button") == []
    assert presses("#concepts .reveal") == ["focus: All the land whose water flows into one river."]
    assert presses("#worked .step-offer .primary") == [
        "focus: What is 30 divided by 4? 30 / 4 = 7.5.",
        "said: Step 2 of 2",
    ]
    at("#talk .recall input").fill("rain")
    # What marks it comes when somebody types; whoever is faster than that is asked for a moment.
    expect(at("script[src$='/player-words.js'][data-ran]")).to_be_attached()
    assert presses("#talk .recall-form button") == ["focus: Right: rain"]
    # Every letter changes what is found; it is said when the typing rests.
    at("#words .filter input").focus()
    assert hears(lambda: at("#words .filter input").press_sequentially("turn")) == ["said: 1 term found"]
    assert hears(lambda: at("#words .filter input").fill("zebra")) == ["said: 0 terms found"]


def test_a_game_says_how_it_goes_and_how_it_ends(listener: Listener) -> None:
    at, hears = listener.at, listener.hears

    def begin() -> None:
        at("#sums > .actions button").click()
        # The first game that begins brings its script.
        expect(at("#sums .task-prompt")).to_be_visible()

    begun = hears(begin)
    task = at("#sums .task-prompt").inner_text()
    assert begun == [f"focus: Your answer | {task}", "said: 1 to go"]
    field = at("#sums .task-input")
    field.fill("99")
    assert hears(lambda: field.press("Enter")) == ["said: Not yet. Try again, or look at the answer."]
    field.fill(str(sum(map(int, re.findall(r"\d+", task)))))
    assert hears(lambda: field.press("Enter")) == ["focus: Done: 0 of 1 right at once."]

    at("#pairs > .actions button").click()
    tiles = at("#pairs .tile")
    places: dict[str, int] = {}
    told: list[str] = []
    for place in range(4):
        told = hears(tiles.nth(place).click)
        word = tiles.nth(place).inner_text()
        places[word] = place
        assert told[-1] in (f"said: {word}", f"said: A pair: {word}", f"said: No pair: {word}")
    for meaning, term in MEANINGS.items():
        if meaning in places and not at("#pairs .game-result").is_visible():
            tiles.nth(places[term]).click()
            told = hears(tiles.nth(places[meaning]).click)
    assert told[0].startswith("focus: All 2 pairs found. Moves: ")


def test_cards_say_what_comes_next_and_that_a_gate_opens(listener: Listener) -> None:
    at, hears, presses = listener.at, listener.hears, listener.presses
    at("#deck .flip").click()
    at("#deck .current .card-form input").fill("mouth")
    assert hears(lambda: at("#deck .current .card-form input").press("Enter")) == ["focus: Right. You typed: mouth"]
    assert presses("#deck .rate-3") == ["focus: Where does it begin?", "said: 1 of 3 known"]
    assert presses("#deck .flip") == ["focus: At its source."]
    assert presses("#deck .rate-3") == ["focus: Rivers run to the gap .", "said: 2 of 3 known"]
    at("#deck .flip").click()
    end, opened = presses("#deck .rate-3")
    assert end.startswith("focus: All 3 cards done, 3 of them known at once. The next cards come back")
    assert opened == "said: A new part of the lesson has opened."


def test_a_quiz_says_what_came_of_it(listener: Listener) -> None:
    at, hears, presses = listener.at, listener.hears, listener.presses
    at('a[data-lesson="questions"]').first.click()
    expect(at("#choice .check")).to_be_visible()
    all_parts_come(listener.page)
    at("#choice .option").filter(has_text="Nile").locator("input").check()
    assert presses("#choice .check") == ["focus: Right. | Yes. The Nile is 6,650 km long."]
    at("#delta .option input").first.check()
    at("#delta .certainty input").first.check()
    at("#exam .hand-in").click()

    def hand_in() -> None:
        at("dialog.confirm button.primary").click()
        expect(at("#exam .quiz-result")).to_be_focused()

    assert hears(hand_in) == ["focus: 1 of 1 point (100 %)"]


def test_what_becomes_of_the_work_is_said_once(learner: Learner) -> None:
    visit = learner.opens()
    visit.starts()
    visit.turns_to("first")
    expect(visit.locate(".status-text")).to_have_text("Saved")
    visit.content.evaluate(LISTEN)

    def said() -> list[str]:
        visit.settle()
        told: list[str] = visit.content.evaluate("heard.splice(0)")
        return [words for words in told if words.startswith("said")]

    # What goes as it should needs no words.
    visit.chooses("river", "The Danube")
    visit.checks("river")
    expect(visit.locate(".status-text")).to_have_text("Saved")
    assert said() == []
    # Nor does every try to send it.
    visit.lms_breaks("false")
    visit.chooses("carries", "Water", "Mud")
    visit.checks("carries")
    expect(visit.locate(".banner-warning")).to_be_visible()
    visit.lms_page.wait_for_function("before => calls.length > before", arg=len(visit.calls))
    (lost,) = said()
    assert lost.startswith("said: The connection to your learning platform is lost.")
    visit.lms_recovers()
    expect(visit.locate(".banner-warning")).to_have_count(0)
    assert said() == []

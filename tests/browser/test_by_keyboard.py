"""Each kind of block and type of question is finished by keyboard alone (WCAG 2.1.1), in one go through a lesson."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from hornbook.blocks import BLOCK_KINDS
from hornbook.blocks.game import GameName
from hornbook.questions import QUESTION_TYPES
from tests.browser import every_kind
from tests.browser.conftest import Courses
from tests.browser.learner import wait_until_alive
from tests.browser.lms import Lms
from tests.browser.test_pages import tab_to

pytestmark = pytest.mark.browser

MEANINGS = {
    "Where a river begins.": "Source",
    "Where a river ends.": "Mouth",
    "A turn of a river.": "Bend",
    "Land that a river builds at its mouth.": "Delta",
}
"""What the definitions of the glossary ask for; a drill hides the words of its terms."""


class Keys:
    """A page and nothing but its keyboard."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.keyboard = page.keyboard

    def at(self, selector: str) -> Locator:
        """An element of the page."""
        return self.page.locator(selector)

    def press(self, selector: str, key: str = "Enter") -> None:
        """Tab to a control and press a key."""
        tab_to(self.page, self.at(selector).first)
        self.keyboard.press(key)

    def types(self, selector: str, words: str) -> None:
        """Tab to a field and type."""
        tab_to(self.page, self.at(selector).first)
        self.keyboard.type(words)

    def checks(self, question: str) -> None:
        """Have a question marked: the verdict takes the focus, and says that it is right."""
        self.press(f"#{question} .check")
        expect(self.at(f"#{question} .verdict")).to_be_focused()
        expect(self.at(f"#{question} .verdict")).to_have_attribute("data-result", "right")

    def answers(self, game: str, answer: Callable[[str], str]) -> None:
        """Play a game of tasks to its end: it takes the focus for each task and for the result."""
        self.press(f"#{game} > .actions button")
        self.answers_tasks(game, answer)

    def answers_tasks(self, game: str, answer: Callable[[str], str]) -> None:
        """Answer what is asked until nothing is."""
        result = self.at(f"#{game} .game-result")
        while not result.is_visible():
            expect(self.at(f"#{game} .task-input")).to_be_focused()
            self.keyboard.type(answer(self.at(f"#{game} :is(.task-prompt, .typing-model)").inner_text()))
            if self.at(f"#{game} .task-prompt").is_visible():
                self.keyboard.press("Enter")
        expect(result).to_be_focused()


def term(keys: Keys) -> None:
    keys.press(".text .term-link")
    expect(keys.at(".term-popover")).to_be_focused()
    expect(keys.at(".term-popover")).to_contain_text("Where a river begins.")
    keys.keyboard.press("Escape")
    expect(keys.at(".text .term-link").first).to_be_focused()


def overview(keys: Keys) -> None:
    keys.press("#overview input:checked", "ArrowRight")
    expect(keys.at("#overview .level[data-level=detailed]")).to_be_visible()


def figure(keys: Keys) -> None:
    keys.press("#picture summary")
    expect(keys.at("#picture .description .prose")).to_be_visible()


def covered(block: str, item: str, text: str) -> Callable[[Keys], None]:
    def recall(keys: Keys) -> None:
        keys.press(f"#{block} > .actions button")
        expect(keys.at(f"#{block} {item} {text} >> nth=0")).to_have_css("background-image", re.compile("gradient"))
        for at in range(2):
            tab_to(keys.page, keys.at(f"#{block} .reveal").nth(at))
            keys.keyboard.press("Enter")
            expect(keys.at(f"#{block} {item} {text}").nth(at)).to_be_focused()

    return recall


def memory_aid(keys: Keys) -> None:
    keys.press("#aid .actions button")
    expect(keys.at("#aid .cover-prompt")).to_be_visible()
    keys.keyboard.press("Enter")
    expect(keys.at("#aid .aid-text p")).to_be_visible()


def audio_lesson(keys: Keys) -> None:
    heard = keys.at("#talk .sound-time")
    keys.press("#talk .sound-jump >> nth=1")
    expect(heard).to_have_text("0:10 / 1:00")
    keys.press("#talk .seek >> nth=1")
    expect(heard).to_have_text(re.compile("^0:[345]"))
    expect(keys.at("#talk .is-spoken")).to_contain_text("From the mountain.")
    keys.types("#talk .recall input", "rain")
    keys.keyboard.press("Enter")
    expect(keys.at("#talk .recall-result")).to_be_focused()
    expect(keys.at("#talk .recall-answer").first).to_be_hidden()
    expect(keys.at("#talk .part").nth(1)).to_be_visible()


def audio_book(keys: Keys) -> None:
    keys.press("#book .sound-play")
    expect(keys.at("#book .is-playing")).to_be_visible()
    marked = """words => [...CSS.highlights.get('heard') ?? []].some((range) =>
      range.startContainer.data.slice(range.startOffset, range.endOffset) === words)"""
    keys.page.wait_for_function(marked, arg="Where a river")
    keys.press("#book .sound-jump >> nth=1")
    keys.keyboard.press("Enter")
    keys.page.wait_for_function(marked, arg="ends it slows down.")
    expect(keys.at("#book .caption-line")).to_have_count(0)
    for at, text in enumerate(("Slow water", "A crowd")):
        keys.press(f"#book summary >> nth={at}")
        expect(keys.at("#book .book-more").nth(at)).to_contain_text(text)


def video(keys: Keys) -> None:
    keys.press("#film .film-ask button")
    expect(keys.at("#film iframe")).to_be_focused()
    tab_to(keys.page, keys.at("#film summary"))
    keys.keyboard.press("Enter")
    expect(keys.at("#film .transcript .prose")).to_be_visible()


def worked_example(keys: Keys) -> None:
    keys.press("#worked .step-offer .primary")
    expect(keys.at("#worked .step").nth(1)).to_be_focused()


def glossary(keys: Keys) -> None:
    keys.types("#words .filter input", "TURN")
    expect(keys.at("#words .filter-count")).to_have_text("1 term found")
    expect(keys.at("#words .term:visible")).to_have_count(1)
    keys.keyboard.press("Control+a")
    keys.keyboard.press("Backspace")
    keys.press("#words > .actions button")
    keys.answers_tasks("words", lambda definition: MEANINGS[definition.replace("…", "mouth")])
    keys.press("#words .terms-drill > .actions:last-child button")
    expect(keys.at("#words .terms")).to_be_visible()


def memory(keys: Keys) -> None:
    keys.press("#pairs > .actions button")
    tiles = keys.at("#pairs .tile")
    words: list[str] = []
    for at in range(4):
        expect(tiles.nth(at)).to_be_focused()
        keys.keyboard.press("Enter")
        words.append(tiles.nth(at).inner_text())
        keys.keyboard.press("ArrowRight")
    terms = [at for at, word in enumerate(words) if word in MEANINGS.values()]
    for at in terms:
        meaning = next(place for place, word in enumerate(words) if MEANINGS.get(word) == words[at])
        for place in (at, meaning):
            if not keys.at("#pairs .game-result").is_visible():
                for _ in range(3):
                    keys.keyboard.press("ArrowLeft")
                for _ in range(place):
                    keys.keyboard.press("ArrowRight")
                keys.keyboard.press("Enter")
    expect(keys.at("#pairs .game-result")).to_be_focused()


def math(keys: Keys) -> None:
    keys.answers("sums", lambda task: str(sum(map(int, re.findall(r"\d+", task)))))


def typing(keys: Keys) -> None:
    keys.answers("typing", lambda sentence: sentence)


def words(keys: Keys) -> None:
    keys.answers("letters", MEANINGS.__getitem__)


def cards(keys: Keys) -> None:
    keys.press("#deck .flip")
    expect(keys.at("#deck .card.current .card-form input")).to_be_focused()
    keys.keyboard.type("mouth")
    keys.keyboard.press("Enter")
    expect(keys.at("#deck .card.current .card-verdict")).to_be_focused()
    keys.keyboard.press("3")
    for _ in range(2):
        expect(keys.at("#deck .card.current")).to_be_focused()
        keys.keyboard.press("Space")
        expect(keys.at("#deck .card.current .card-back")).to_be_focused()
        keys.keyboard.press("3")
    expect(keys.at("#deck .deck-end")).to_be_focused()


def gate(keys: Keys) -> None:
    expect(keys.at("#gate .gate-open")).to_be_visible()
    covered("behind", ".example", ".prose")(keys)


BLOCKS: dict[str, Callable[[Keys], None]] = {
    "term": term,
    "overview": overview,
    "figure": figure,
    "key-concepts": covered("concepts", ".concept", "dd"),
    "examples": covered("examples", ".example", ".prose"),
    "memory-aid": memory_aid,
    "audio-lesson": audio_lesson,
    "audio-book": audio_book,
    "video": video,
    "worked-example": worked_example,
    "glossary": glossary,
    "memory": memory,
    "typing": typing,
    "math": math,
    "words": words,
    "cards": cards,
    "gate": gate,
}


def chosen(option: int) -> Callable[[Keys, str], None]:
    def choose(keys: Keys, question: str) -> None:
        tab_to(keys.page, keys.at(f"#{question} .option input").first)
        keys.keyboard.press("Space")
        for _ in range(option):
            keys.keyboard.press("ArrowDown")

    return choose


def multiple(keys: Keys, question: str) -> None:
    for at in range(2):
        keys.press(f"#{question} .option input >> nth={at}", "Space")


def typed(words: str) -> Callable[[Keys, str], None]:
    return lambda keys, question: keys.types(f"#{question} :is(input, textarea)", words)


def cloze(keys: Keys, question: str) -> None:
    keys.types(f"#{question} input", "source")
    keys.types(f"#{question} select", "do")


def match(keys: Keys, question: str) -> None:
    for at, letter in enumerate("BN"):
        keys.types(f"#{question} select >> nth={at}", letter)


def order(keys: Keys, question: str) -> None:
    steps = keys.at(f"#{question} .order-step")
    tab_to(keys.page, keys.at(f"#{question} .order-move").first)
    for place, key in enumerate("012"):
        here = [step.get_attribute("data-key") for step in steps.all()].index(key)
        keys.keyboard.press("Home")
        for _ in range(here):
            keys.keyboard.press("ArrowDown")
        for _ in range(here - place):
            keys.keyboard.press("Enter")


def matrix(keys: Keys, question: str) -> None:
    for at in range(2):
        tab_to(keys.page, keys.at(f"#{question} .row").nth(at).locator("input").first)
        keys.keyboard.press("Space")
        if at:
            keys.keyboard.press("ArrowDown")


def hotspot(keys: Keys, question: str) -> None:
    keys.press(f"#{question} .region >> nth=0", "Space")


QUESTIONS: dict[str, Callable[[Keys, str], None]] = {
    "choice": chosen(0),
    "multiple": multiple,
    "true-false": chosen(1),
    "short": typed("mouth"),
    "number": typed("1240 km"),
    "cloze": cloze,
    "match": match,
    "order": order,
    "matrix": matrix,
    "hotspot": hotspot,
}


def test_the_tables_miss_no_kind_and_no_type() -> None:
    games = get_args(GameName)
    assert {*BLOCKS, "text", "quiz", "pool", "game"} == {*BLOCK_KINDS, *games, "term"}
    assert {*QUESTIONS, "essay"} == {*QUESTION_TYPES}


@pytest.fixture
def keys(context: BrowserContext, lms: Lms, courses: Courses, tmp_path: Path) -> Keys:
    """The course with every kind, at its cover; a video service that is not really asked."""
    lms.add("every-kind", courses.built(every_kind.write(tmp_path / "course"), "web"), "scorm12")
    context.route("https://**", lambda route: route.fulfill(body="<p>A film</p>", content_type="text/html"))
    page = context.new_page()
    page.goto(f"{lms.origin}/course/every-kind/index.html")
    expect(page.locator("html.scripted")).to_be_attached()
    return Keys(page)


def test_every_kind_of_block_is_finished_by_keyboard_alone(keys: Keys) -> None:
    keys.press("[data-start]")
    expect(keys.at("article.lesson h1")).to_be_focused()
    wait_until_alive(keys.page)
    expect(keys.at("#gate .gate-notice")).to_be_visible()
    expect(keys.at("#behind")).to_be_hidden()
    for play in BLOCKS.values():
        play(keys)


def test_every_type_of_question_is_finished_by_keyboard_alone(keys: Keys) -> None:
    keys.press('a.lesson-link[data-lesson="questions"]')
    expect(keys.at("article.lesson h1")).to_be_focused()
    wait_until_alive(keys.page, "[data-late]")
    for name, answer in QUESTIONS.items():
        if name == "match":
            keys.types("#essay textarea", "The bank outside is worn away.")
            keys.press("#essay .check")
            expect(keys.at("#essay .explanation")).to_be_visible()
        answer(keys, name)
        keys.checks(name)
    chosen(0)(keys, "delta")
    keys.press("#delta .certainty input", "Space")
    keys.press("#exam .hand-in")
    expect(keys.at("dialog.confirm button").first).to_be_focused()
    keys.press("dialog.confirm button.primary")
    expect(keys.at("#exam .quiz-result")).to_be_focused()

"""Pictures of every kind of block and type of question: light, dark and right-to-left, on a phone and a large screen.

    python -m tools.screenshots OUT [LOOK ...]

writes OUT/NAME-LOOK-WIDTH.png and OUT/index.html, which shows them side by side. The pages are those of the example
course; for right-to-left it is built with the language `ar`, which mirrors the page and makes its own words Arabic.
Without names all looks are taken: light, dark and rtl whole; of the others (the themes, large letters, the few colours
of a system with high contrast, paper with and without answers) the cover and the whole first lesson.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from html import escape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, Literal, TypedDict

from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect, sync_playwright

from hornbook import resources
from hornbook.theme import THEMES
from packager.build import build
from packager.targets import TARGETS
from tests import chromium

WIDTHS = {"360": 740, "1280": 800}
"""Widths of the window, and their heights."""
SHEET = {"673": 1001}
"""What lies between the margins of a sheet of A4."""
OTHER_THEMES = [theme for theme in THEMES if theme != "paper"]


class Screen(TypedDict, total=False):
    """What a browser can be told to show a page as."""

    media: Literal["print"]
    color_scheme: Literal["light", "dark"]
    forced_colors: Literal["active"]


@dataclass(frozen=True)
class Look:
    """How the page is seen. `screen` is what the browser is told of it, `chosen` what the learner chose on the page."""

    lang: str = "en"
    theme: str = "paper"
    screen: Screen = field(default_factory=Screen)
    chosen: dict[str, str] = field(default_factory=dict)
    brief: bool = True


LOOKS = {
    "light": Look(brief=False),
    "dark": Look(screen={"color_scheme": "dark"}, brief=False),
    "rtl": Look("ar", brief=False),
    **{theme: Look(theme=theme) for theme in OTHER_THEMES},
    **{f"{theme}-dark": Look(theme=theme, screen={"color_scheme": "dark"}) for theme in OTHER_THEMES},
    "larger": Look(chosen={"size": "larger"}),
    "contrast": Look(chosen={"contrast": "high"}),
    "contrast-dark": Look(chosen={"contrast": "high", "theme": "dark"}),
    "forced": Look(screen={"forced_colors": "active"}),
    "forced-dark": Look(screen={"forced_colors": "active", "color_scheme": "dark"}),
    "paper": Look(screen={"media": "print"}),
    "paper-answers": Look(screen={"media": "print"}, chosen={"print": "answers"}),
}


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder without a word."""

    def log_message(self, format: str, *arguments: Any) -> None:
        """Say nothing."""


def site(look: Look, folder: Path) -> Path:
    """The example course in the language and theme of a look, as a web site."""
    name = f"{look.lang}-{look.theme}"
    if (made := folder / f"{name}-site").exists():
        return made
    course = shutil.copytree(resources.content() / "foundation-models", folder / name)
    settings = course / "course.yaml"
    as_shipped = settings.read_text("utf-8")
    settings.write_text(as_shipped.replace("\nlang: en\n", f"\nlang: {look.lang}\ntheme: {look.theme}\n"), "utf-8")
    package = folder / f"{name}.zip"
    report = build(course, [(TARGETS["web"], package)])
    assert not report.failed, report.problems
    with zipfile.ZipFile(package) as archive:
        archive.extractall(made)
    return made


def whole(page: Page) -> Locator:
    """The whole of the page."""
    return page.locator("html")


def shown(page: Page, lesson: str) -> None:
    """Open a lesson, with all that comes late in it."""
    page.goto(f"{page.url.partition('#')[0]}#/{lesson}")
    expect(page.locator(f'main[data-lesson="{lesson}"]')).to_be_visible()
    expect(page.locator("section[data-late]")).to_have_count(0, timeout=15_000)
    page.evaluate("""() => Promise.all([...document.querySelectorAll('main img')].map((picture) => {
        picture.loading = 'eager';
        return picture.decode().catch(() => {});
    }))""")
    # What stays in view while one scrolls would stand before what is pictured.
    page.evaluate("""() => {
        for (const bar of document.querySelectorAll('.bar, .quiz-bar')) bar.style.position = 'static';
        window.scrollTo(0, 0);
    }""")


def scenes(page: Page) -> Iterator[tuple[str, Locator]]:
    """Each thing to be pictured: its name, and where it stands once it is on the page."""
    yield "cover", whole(page)
    lessons = lessons_of(page)
    known: set[str] = set()
    for lesson in lessons:
        shown(page, lesson)
        if "head" not in known:
            known.add("head")
            yield "lesson-head", page.locator(".lesson-head")
        for selector, name in (("section[data-kind]", "kind"), (".question[data-type]", "type")):
            for element in page.locator(selector).all():
                word = f"{'block' if name == 'kind' else 'question'}-{element.get_attribute(f'data-{name}')}"
                # Each game is another page.
                scene = f"{word}-{element.get_attribute('id')}" if word == "block-game" else word
                if scene not in known and element.is_visible():
                    known.add(scene)
                    yield scene, element
    yield from states(page, lessons[0])
    yield from games(page, lessons)


def lessons_of(page: Page) -> list[str]:
    """The ids of the lessons, in their order."""
    lessons: list[str] = page.locator("a[data-lesson]").evaluate_all("all => all.map((each) => each.dataset.lesson)")
    return list(dict.fromkeys(lessons))


def states(page: Page, lesson: str) -> Iterator[tuple[str, Locator]]:
    """What appears only after something was done."""
    shown(page, lesson)
    practice = page.locator('.question[data-type="choice"]:visible').first
    practice.locator("input").first.check()
    practice.locator("button.check").click()
    yield "state-answered", practice
    page.locator(".overview .term-link:visible").first.click()
    yield "state-term", page.locator(".term-popover")
    page.keyboard.press("Escape")
    for kind in ("key-concepts", "examples", "memory-aid"):
        page.locator(f".{kind} .actions button").first.click()
        yield f"state-covered-{kind}", page.locator(f".{kind}").first
    flip = page.locator("button.flip").first
    flip.click()
    expect(page.locator("section.cards .deck-foot").first).to_be_attached()
    if flip.is_visible():
        # The answer is typed: the first press went to the line for it.
        flip.click()
    yield "state-card-turned", page.locator("section.cards").first
    page.locator(".search-button").click()
    page.locator("#search_words").fill("model")
    expect(page.locator(".search-results a").first).to_be_visible()
    yield "state-search", page.locator(".search-panel")
    page.locator(".search-panel button").click()
    page.locator(".display-menu summary").click()
    yield "state-display", page.locator(".display-menu .menu-panel")
    page.keyboard.press("Escape")
    hand_in = page.locator("button.hand-in").last
    hand_in.click()
    yield "state-confirm", page.locator("dialog.confirm")
    page.locator("dialog.confirm button.primary").click()
    result = page.locator(".quiz-result:visible").first
    expect(result).to_be_visible()
    yield "state-result", result
    page.locator(".glossary .filter input").fill("zebra")
    yield "state-filtered", page.locator(".glossary")
    page.locator(".glossary .filter input").fill("")
    page.locator(".glossary > .actions button").click()
    yield "state-drill", page.locator(".glossary")


def games(page: Page, lessons: Iterable[str]) -> Iterator[tuple[str, Locator]]:
    """The games, being played."""
    for lesson in lessons:
        shown(page, lesson)
        for game in page.locator("section.game").all():
            game.locator("> .actions button").click()
            for tile in game.locator(".tile").all()[:2]:
                tile.click()
            if (field := game.locator(".task-input")).is_visible():
                field.fill("zebra")
                field.press("Enter")
            yield f"state-game-{game.get_attribute('id')}", game


def few_scenes(page: Page) -> Iterator[tuple[str, Locator]]:
    """What tells enough of a look that changes no more than colours or letters: a lesson, with some of it answered."""
    yield "cover", whole(page)
    lessons = lessons_of(page)
    shown(page, lessons[0])
    question = page.locator('.question[data-type="choice"]:visible').first
    question.locator("input").first.check()
    question.locator("button.check").click()
    yield "lesson", page.locator("article.lesson")
    yield from games(page, lessons[:1])


def printed(page: Page, answers: str) -> Iterator[tuple[str, Locator]]:
    """A lesson as it goes to paper, by the learner's own button."""
    for lesson in lessons_of(page):
        page.emulate_media(media="screen")
        shown(page, lesson)
        page.evaluate("() => { window.print = () => {}; }")
        page.locator(".display-menu summary").click()
        page.locator("input[name=print_answers]").set_checked(bool(answers))
        page.locator(".print-choice button").click()
        page.keyboard.press("Escape")
        page.emulate_media(media="print")
        yield f"lesson-{lesson}", whole(page)


def picture(place: Locator, file: Path) -> None:
    """A picture of something, all of which is in the window."""
    # Without the room that is kept for the bar when something is scrolled to.
    place.evaluate("""element => {
        document.documentElement.style.scrollPadding = element.style.scrollMargin = '0';
        if (element === document.documentElement) window.scrollTo(0, 0);
        else element.scrollIntoView({ block: 'center' });
    }""")
    place.screenshot(path=file)


def take(browser: Browser, origin: str, name: str, look: Look, out: Path) -> list[tuple[str, str]]:
    """All pictures of one look in all widths: (scene, file)."""
    taken = []
    paper = "media" in look.screen
    for width, height in (SHEET if paper else WIDTHS).items():
        size = ViewportSize(width=int(width), height=height)
        context = browser.new_context(viewport=size, reduced_motion="reduce")
        page = context.new_page()
        page.emulate_media(**look.screen)
        page.add_init_script(f"localStorage.setItem('hornbook.display', '{json.dumps(look.chosen)}')")
        page.goto(f"{origin}/index.html")
        expect(page.locator("html.scripted")).to_be_attached()
        if paper:
            pictures = printed(page, look.chosen.get("print", ""))
        else:
            pictures = few_scenes(page) if look.brief else scenes(page)
        for scene, place in pictures:
            file = f"{scene}-{name}-{width}.png"
            picture(place, out / file)
            taken.append((scene, file))
        context.close()
    return taken


def overview(taken: list[tuple[str, str]]) -> str:
    """A page with all pictures, those of one scene beside each other."""
    scenes = dict.fromkeys(scene for scene, _ in taken)
    rows = []
    for scene in scenes:
        pictures = "".join(
            f'<figure><img src="{escape(file)}" alt=""><figcaption>{escape(file)}</figcaption></figure>'
            for other, file in taken
            if other == scene
        )
        rows.append(f"<h2>{escape(scene)}</h2><div>{pictures}</div>")
    style = "div{display:flex;gap:1rem;align-items:start}img{max-width:480px;border:1px solid #999}figure{margin:0}"
    return f'<!doctype html><meta charset="utf-8"><title>Pictures</title><style>{style}</style>{"".join(rows)}'


def main(arguments: list[str]) -> int:
    """Take all pictures, or those of some looks, into the folder that is named."""
    if not arguments or arguments[0].startswith("-") or not set(arguments[1:]) <= set(LOOKS):
        sys.stdout.write(f"{__doc__}\n")
        return 2
    out = Path(arguments[0])
    looks = {word: look for word, look in LOOKS.items() if word in arguments[1:] or len(arguments) == 1}
    out.mkdir(parents=True, exist_ok=True)
    taken: list[tuple[str, str]] = []
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=list(chromium.FLAGS))
        for word, look in looks.items():
            server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site(look, Path(name)))))
            Thread(target=server.serve_forever, daemon=True).start()
            taken += take(browser, f"http://127.0.0.1:{server.server_address[1]}", word, look, out)
            server.shutdown()
            server.server_close()
        browser.close()
    (out / "index.html").write_text(overview(taken), "utf-8")
    sys.stdout.write(f"{len(taken)} pictures, in {out / 'index.html'}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

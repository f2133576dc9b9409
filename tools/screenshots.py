"""Pictures of every kind of block and type of question: light, dark and right-to-left, on a phone and a large screen.

    python -m tools.screenshots OUT [LOOK ...]

writes OUT/NAME-LOOK-WIDTH.png and OUT/index.html, which shows them side by side. The pages are those of the example
course; for right-to-left it is built with the language `ar`, which mirrors the page and makes its own words Arabic.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from functools import partial
from html import escape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, Literal, NamedTuple

from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect, sync_playwright

from hornbook import resources
from packager.build import build
from packager.targets import TARGETS
from tests import chromium

WIDTHS = {"360": 740, "1280": 800}
"""Widths of the window, and their heights."""


class Look(NamedTuple):
    """How the page is seen."""

    lang: str
    scheme: Literal["light", "dark"]


LOOKS = {"light": Look("en", "light"), "dark": Look("en", "dark"), "rtl": Look("ar", "light")}


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder without a word."""

    def log_message(self, format: str, *arguments: Any) -> None:
        """Say nothing."""


def site(lang: str, folder: Path) -> Path:
    """The example course in a language, as a web site."""
    course = shutil.copytree(resources.content() / "foundation-models", folder / lang)
    settings = course / "course.yaml"
    settings.write_text(settings.read_text("utf-8").replace("\nlang: en\n", f"\nlang: {lang}\n"), "utf-8")
    package = folder / f"{lang}.zip"
    report = build(course, [(TARGETS["web"], package)])
    assert not report.failed, report.problems
    with zipfile.ZipFile(package) as archive:
        archive.extractall(folder / f"{lang}-site")
    return folder / f"{lang}-site"


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
    lessons: list[str] = page.locator("a[data-lesson]").evaluate_all("all => all.map((each) => each.dataset.lesson)")
    known: set[str] = set()
    for lesson in dict.fromkeys(lessons):
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


def states(page: Page, lesson: str) -> Iterator[tuple[str, Locator]]:
    """What appears only after something was done."""
    shown(page, lesson)
    practice = page.locator('.question[data-type="choice"]:visible').first
    practice.locator("input").first.check()
    practice.locator("button.check").click()
    yield "state-answered", practice
    flip = page.locator("button.flip").first
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


def take(browser: Browser, origin: str, name: str, look: Look, out: Path) -> list[tuple[str, str]]:
    """All pictures of one look in all widths: (scene, file)."""
    taken = []
    for width, height in WIDTHS.items():
        size = ViewportSize(width=int(width), height=height)
        context = browser.new_context(viewport=size, color_scheme=look.scheme, reduced_motion="reduce")
        page = context.new_page()
        page.goto(f"{origin}/index.html")
        expect(page.locator("html.scripted")).to_be_attached()
        for scene, place in scenes(page):
            file = f"{scene}-{name}-{width}.png"
            place.screenshot(path=out / file)
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
    if not arguments or not set(arguments[1:]) <= set(LOOKS):
        sys.stdout.write(f"{__doc__}\n")
        return 2
    out = Path(arguments[0])
    looks = {word: look for word, look in LOOKS.items() if word in arguments[1:] or len(arguments) == 1}
    out.mkdir(parents=True, exist_ok=True)
    taken: list[tuple[str, str]] = []
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        sites = {lang: site(lang, Path(name)) for lang in {look.lang for look in looks.values()}}
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=list(chromium.FLAGS))
        for word, look in looks.items():
            server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(sites[look.lang])))
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

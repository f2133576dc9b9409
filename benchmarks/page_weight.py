"""What a device fetches for a lesson: requests to open it, and gzipped bytes of all script and style that it loads.

The packed course is served from this machine and opened in Chromium. Each lesson is read to its end, until every block
is alive: that is one sum. Then somebody turns to every field of every question, and what comes for that is in the other
sum. What comes only when a learner asks for it (a game, the search) is listed, and in neither; nor are media.
"""

from __future__ import annotations

import gzip
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page, sync_playwright

from hornbook import resources
from packager.build import build
from packager.targets import TARGETS
from tests import chromium

REQUESTS_LIMIT = 6
"""Requests until a lesson can be used."""
SCRIPT_LIMIT = 50 * 1024
STYLE_LIMIT = 12 * 1024
"""Bytes, gzipped, of all that a lesson loads."""

LESSON = """---
title: Lesson {number}
id: lesson-{number}
---

::: text
One plain paragraph.
:::
"""

READ_ON = """() => {
  scrollBy({ top: innerHeight / 2, behavior: 'instant' });
  const end = scrollY + innerHeight >= document.documentElement.scrollHeight - 2;
  return end && document.querySelector('[data-late]') === null;
}"""

# What is not shown yet, such as an exam before it begins, cannot be turned to.
TYPE_EVERYWHERE = """() => {
  for (const field of document.querySelectorAll('.question input')) {
    for (let around = field; around; around = around.parentElement) around.hidden = false;
    field.focus();
  }
  return [...document.scripts].filter(({ src }) => src).map(({ src }) => new URL(src).pathname.slice(1));
}"""


@dataclass(frozen=True)
class Weight:
    """What the lessons of a package need."""

    opening: list[str]
    """Paths that are fetched until the first lesson can be used, without media."""
    script: dict[str, int]
    """Gzipped bytes of each script that is loaded."""
    style: dict[str, int]
    typed: dict[str, int]
    """Those of the scripts that come when somebody types an answer."""
    asked: dict[str, int]
    """Those that come when a learner asks for what they do."""


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder without a word."""

    def log_message(self, format: str, *arguments: Any) -> None:
        """Say nothing."""


def large_course(folder: Path, lessons: int) -> Path:
    """A course of many small lessons."""
    folder.mkdir()
    names = [f"lesson-{number}.md" for number in range(1, lessons + 1)]
    for number, name in enumerate(names, 1):
        (folder / name).write_text(LESSON.format(number=number), encoding="utf-8")
    files = "".join(f"      - {name}\n" for name in names)
    head = "id: large\ntitle: A large course\nchapters:\n  - title: All\n    lessons:\n"
    (folder / "course.yaml").write_text(head + files, encoding="utf-8")
    return folder


def unpacked(course: Path, folder: Path, target: str = "web", *, by_lesson: bool = False) -> Path:
    """The package of a course, unzipped; `by_lesson` gives each lesson a SCO of its own."""
    package = folder / f"{course.name}-{target}{'-by-lesson' if by_lesson else ''}.zip"
    made_for = TARGETS[target].by_lesson() if by_lesson else TARGETS[target]
    report = build(course, [(made_for, package)])
    assert not report.failed, report.problems
    site = package.with_suffix("")
    with zipfile.ZipFile(package) as archive:
        archive.extractall(site)
    return site


def measured(site: Path, most_lessons: int) -> Weight:
    """What is fetched to read the first lessons of a package."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site)))
    Thread(target=server.serve_forever, daemon=True).start()
    lessons = sorted(path.name.removeprefix("lesson-").removesuffix(".html") for path in site.glob("lesson-*.html"))
    fetched: list[str] = []
    opening: list[str] = []
    read: set[str] = set()
    typed: set[str] = set()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=list(chromium.FLAGS))
        page = browser.new_page()
        page.on("request", lambda request: fetched.append(urlsplit(request.url).path.lstrip("/")))
        for lesson in lessons[:most_lessons]:
            page.goto(f"http://127.0.0.1:{server.server_address[1]}/index.html#/{lesson}")
            page.wait_for_load_state("networkidle")
            opening = opening or [path for path in fetched if not path.startswith("media/")]
            read_to_the_end(page)
            read |= set(fetched) - typed
            typed |= set(page.evaluate(TYPE_EVERYWHERE)) - read
            page.goto("about:blank")
        browser.close()
    server.shutdown()
    server.server_close()
    others = {path.relative_to(site).as_posix() for path in site.glob("assets/player*.js")} - read - typed
    return Weight(
        opening,
        script=weights(site, read, ".js"),
        style=weights(site, read, ".css"),
        typed=weights(site, typed, ".js"),
        asked=weights(site, others, ".js"),
    )


def read_to_the_end(page: Page) -> None:
    """Scroll until the end of the lesson is seen and no block waits for its script."""
    for _ in range(300):
        if page.evaluate(READ_ON):
            page.wait_for_load_state("networkidle")
            return
        page.wait_for_timeout(50)
    raise AssertionError("a block has not come to life")


def weights(site: Path, paths: Iterable[str], ending: str) -> dict[str, int]:
    """Gzipped bytes of the files with this ending."""
    return {
        path: len(gzip.compress((site / path).read_bytes(), compresslevel=9, mtime=0))
        for path in sorted(paths)
        if path.endswith(ending)
    }


def told(name: str, files: dict[str, int], limit: int | None = None) -> bool:
    """Print what files weigh; whether it is within the limit."""
    total = sum(files.values())
    of = "" if limit is None else f" of {limit / 1024:.0f}"
    print(f"  {name}: {total / 1024:.1f}{of} KiB gzipped")
    print("".join(f"    {size / 1024:6.1f} {path}\n" for path, size in files.items()), end="")
    return limit is None or total <= limit


def main() -> int:
    """The example course for each home, and a course of two hundred lessons."""
    good = True
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        example = shutil.copytree(resources.content() / "foundation-models", folder / "example")
        large = large_course(folder / "large", 200)
        for course, target in ((example, "web"), (example, "scorm12"), (example, "scorm2004-4th"), (large, "web")):
            weight = measured(unpacked(course, folder, target), most_lessons=2)
            print(f"{course.name}, {target}: {len(weight.opening)} requests to open a lesson: {weight.opening}")
            within = [
                len(weight.opening) <= REQUESTS_LIMIT,
                told("script", weight.script, SCRIPT_LIMIT),
                told("style", weight.style, STYLE_LIMIT),
                told("script when answers are typed", weight.typed),
                told("script when asked for", weight.asked),
            ]
            whole = sum(weight.script.values()) + sum(weight.typed.values())
            print(f"  all script of a learner who answers every question: {whole / 1024:.1f} KiB gzipped")
            good = good and all(within)
    return int(not good)


if __name__ == "__main__":
    sys.exit(main())

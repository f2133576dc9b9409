"""What a device fetches to open a lesson: requests and gzipped bytes, for a small and a large course.

The packed course is served from this machine and opened in Chromium. Media of the lesson are not counted.
"""

from __future__ import annotations

import gzip
import shutil
import sys
import tempfile
import zipfile
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import sync_playwright

from hornbook import resources
from packager.build import build
from packager.targets import TARGETS
from tests import chromium

REQUESTS_LIMIT = 6
CODE_LIMIT = 60 * 1024
"""Bytes of script and style, gzipped."""

LESSON = """---
title: Lesson {number}
id: lesson-{number}
---

::: text
One plain paragraph.
:::
"""


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


def unpacked(course: Path, folder: Path) -> Path:
    """The web package of a course, unzipped."""
    package = folder / f"{course.name}.zip"
    report = build(course, [(TARGETS["web"], package)])
    assert not report.failed, report.problems
    with zipfile.ZipFile(package) as archive:
        archive.extractall(folder / f"{course.name}-site")
    return folder / f"{course.name}-site"


def opened(site: Path) -> tuple[list[str], int]:
    """Paths fetched to open the course and a lesson, without media; gzipped bytes of script and style."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site)))
    Thread(target=server.serve_forever, daemon=True).start()
    first = min(path.name for path in site.glob("lesson-*.html"))
    fetched: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=list(chromium.FLAGS))
        page = browser.new_page()
        page.on("request", lambda request: fetched.append(urlsplit(request.url).path.lstrip("/")))
        address = f"http://127.0.0.1:{server.server_address[1]}/index.html"
        page.goto(f"{address}#/{first.removeprefix('lesson-').removesuffix('.html')}")
        page.wait_for_load_state("networkidle")
        browser.close()
    server.shutdown()
    server.server_close()
    counted = [path for path in fetched if not path.startswith("media/")]
    code = [site / path for path in set(counted) if path.endswith((".js", ".css"))]
    return counted, sum(len(gzip.compress(path.read_bytes(), mtime=0)) for path in code)


def main() -> int:
    """Compare the example course with one of two hundred lessons."""
    failed = False
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        example = shutil.copytree(resources.content() / "foundation-models", folder / "example")
        for course in (example, large_course(folder / "large", 200)):
            fetched, code = opened(unpacked(course, folder))
            print(f"{course.name}: {len(fetched)} requests, code {code / 1024:.1f} KiB gzipped")
            print("".join(f"  {path}\n" for path in fetched), end="")
            failed = failed or len(fetched) > REQUESTS_LIMIT or code > CODE_LIMIT
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())

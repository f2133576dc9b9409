"""Missing, broken and heavy media, and a video service that is blocked: the page stays whole and readable."""

from __future__ import annotations

import re
import struct
import zlib
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Courses
from tests.browser.every_kind import DRAWING
from tests.browser.lms import Lms
from tests.browser.test_pages import assert_no_sideways_scroll

pytestmark = pytest.mark.browser

LESSON = """\
---
title: Bad media
---

::: figure "Broken" {#broken}
image: broken.png
alt: Words for a broken picture
:::

::: figure "Heavy" {#heavy}
image: heavy.png
alt: A picture of ten megabytes
:::

::: audio-lesson {#talk}
cast: Ann

### Part
audio: gone.wav
Ann: Words to read.
:::

::: video "Gone" {#film}
file: gone.webm

### transcript
What the film would show.
:::

::: video "Elsewhere" {#blocked}
youtube: Dq7tS3TvK0A

### transcript
What that film would show.
:::

::: quiz {#check mode=practice}
1. Where? {#where}
   ![A line from a mountain to the sea](gone.svg)
   - [x] The shore @ 350 10 40 40
   - [ ] The peak @ 40 150 30
:::

::: text {#end}
The end.
:::
"""
WIDTH, HEIGHT = 2000, 1700


def picture() -> bytes:
    """A PNG of ten megabytes."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    rows = (b"\0" + b"\x30\x60\x90" * WIDTH) * HEIGHT
    content = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows, 0)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + content


def test_the_page_stays_whole(context: BrowserContext, lms: Lms, courses: Courses, tmp_path: Path) -> None:
    folder = tmp_path / "course"
    folder.mkdir()
    (folder / "course.yaml").write_text("id: bad\ntitle: Bad\nchapters:\n- lessons: [a.md]\n")
    (folder / "a.md").write_text(LESSON)
    (folder / "broken.png").write_bytes(b"no picture")
    (folder / "heavy.png").write_bytes(picture())
    (folder / "gone.svg").write_text(DRAWING)
    for name in ("gone.wav", "gone.webm"):
        (folder / name).write_bytes(b"nothing")
    package = {name: content for name, content in courses.built(folder, "web").items() if "/gone-" not in name}
    assert max(map(len, package.values())) > 10_000_000
    lms.add("bad", package, "scorm12")
    context.route("https://**", lambda route: route.abort())
    page = context.new_page()
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{lms.origin}/course/bad/index.html#/a")
    expect(page.locator("#talk .sound-missing")).to_have_text("The sound cannot be played. Read on here instead.")
    expect(page.locator("#talk .said")).to_have_text("Words to read.")
    expect(page.locator("#film .sound-missing")).to_be_visible()
    expect(page.locator("#film .transcript .prose")).to_be_visible()

    page.locator("#blocked .film-ask button").click()
    expect(page.locator("#blocked iframe")).to_be_visible()
    expect(page.locator("#blocked .film-elsewhere a")).to_be_visible()
    page.locator("#blocked .transcript summary").click()
    expect(page.locator("#blocked .transcript .prose")).to_be_visible()

    for block in ("broken", "heavy", "where"):
        page.locator(f"#{block} img").scroll_into_view_if_needed()
    expect(page.locator("#heavy img")).to_have_js_property("complete", True)
    expect(page.locator("#broken img.missing")).to_be_visible()
    page.locator("#where .option input").first.check()
    page.locator("#where .check").click()
    expect(page.locator("#where .verdict")).to_have_attribute("data-result", "right")
    expect(page.locator("#end")).to_contain_text("The end.")
    assert_no_sideways_scroll(page)


def test_a_server_that_sends_no_parts_of_files(page: Page, lms: Lms, courses: Courses) -> None:
    lms.add("talk", courses.shipped("foundation-models", "web"), "scorm12")
    lms.sends_parts = False
    page.goto(f"{lms.origin}/course/talk/index.html#/what-are-foundation-models")
    audio = page.locator("#talk audio").first
    expect(page.locator("#talk .sound-controls").first).to_be_visible()
    # The recording is here as a whole: before, a press on a line would have led to its beginning.
    expect(audio).to_have_attribute("src", re.compile("^blob:"))
    page.get_by_text("Look closer. Both are written in sentences.").click()
    expect(page.locator("#talk .is-spoken")).to_contain_text("Look closer.")
    assert audio.evaluate("audio => audio.seekable.end(0)") > 50

"""Texts that no page was made for: the longest titles, endless words, both directions; very much, very little."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.conftest import Courses
from tests.browser.learner import wait_until_alive
from tests.browser.lms import Lms

pytestmark = pytest.mark.browser

NARROWEST = ViewportSize(width=320, height=568)
ENDLESS = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
TITLE = f"{ENDLESS} שלום עולם 👩‍🔬🚀 مرحبا بالعالم {'x' * 80} "
LONGEST = (TITLE * 4)[:300].strip()
MIXED = f"Latin שלום (123) مرحبا 456, {ENDLESS}; 👨‍👩‍👧‍👦 e\u0301 नमस्ते 東京"

ODD = f"""---
title: {LONGEST}
id: odd
objectives:
- {MIXED}
---

::: text "{LONGEST}"
{MIXED}

| {ENDLESS} | {ENDLESS} |
| --- | --- |
| {MIXED} | {ENDLESS} |
:::

::: overview
### quick
{MIXED}
### standard
{ENDLESS} {ENDLESS}
### detailed
{MIXED}
:::

::: key-concepts
- **{ENDLESS}**: {MIXED}
- **שלום**: {ENDLESS}
:::

::: cards "{LONGEST}"
Q: {MIXED}
A: {ENDLESS}

C: {{{{{ENDLESS[:60]}}}}} and {ENDLESS}
:::

::: quiz "{LONGEST}" {{mode=practice}}
1. {MIXED}
   - [x] {ENDLESS}
   - [ ] {MIXED}

2. {ENDLESS}
   - {ENDLESS[:70]} -> {ENDLESS[:60]}
   - שלום -> مرحبا

3. {MIXED}
   1. {ENDLESS}
   2. {MIXED}
   3. 🚀

4. {ENDLESS} {{type=matrix}}

   | | {ENDLESS[:40]} | שלום |
   | --- | --- | --- |
   | {ENDLESS} | [x] | [ ] |
   | مرحبا | [ ] | [x] |
:::
"""

WIDER = """() => [...document.querySelectorAll('body *')]
    .filter((element) => element.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .map((element) => element.outerHTML.slice(0, 160)).slice(0, 5)"""


def much(terms: int, questions: int) -> str:
    """A lesson with very many terms and questions."""
    glossary = "\n\n".join(f"term{n} number | alias{n}\n: What term {n} means." for n in range(terms))
    quiz = "\n\n".join(f"{n + 1}. Is {n} a number?\n   - [x] true\n   - [ ] false" for n in range(questions))
    return f"---\ntitle: Much\nid: much\n---\n\n::: glossary\n{glossary}\n:::\n\n::: quiz\n{quiz}\n:::\n"


LITTLE = "---\ntitle: L\nid: little\n---\n\n::: quiz\n1. Q?\n   = a\n:::\n"


def whole(page: Page) -> None:
    """The page does not scroll sideways."""
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    assert wide is False, page.evaluate(WIDER)


def test_the_page_stays_whole(lms: Lms, courses: Courses, tmp_path: Path, page: Page, problems: list[str]) -> None:
    folder = tmp_path / "odd"
    folder.mkdir()
    files = {"odd.md": ODD, "much.md": much(500, 300), "little.md": LITTLE}
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    lessons = "\n".join(f"  - {name}" for name in files)
    head = f"id: odd\ntitle: '{LONGEST}'\ndescription: '{MIXED}'\n"
    (folder / "course.yaml").write_text(f"{head}chapters:\n- title: '{LONGEST}'\n  lessons:\n{lessons}\n", "utf-8")
    lms.add("odd", courses.built(folder, "web"), "scorm12")
    page.set_viewport_size(NARROWEST)
    page.goto(f"{lms.origin}/course/odd/index.html")
    expect(page.locator("html.scripted")).to_be_attached()
    whole(page)
    page.locator(".contents-toggle").click()
    whole(page)
    page.keyboard.press("Escape")
    for lesson in ("odd", "much", "little"):
        page.goto(re.sub("#.*", "", page.url) + f"#/{lesson}")
        expect(page.locator(f'main[data-lesson="{lesson}"]')).to_be_visible()
        wait_until_alive(page, "[data-late]")
        whole(page)
    page.goto(re.sub("#.*", "", page.url) + "#/odd")
    page.locator("button.flip").first.click()
    whole(page)
    page.locator(".search-button").click()
    page.locator("#search_words").fill("donaudampf")
    expect(page.locator(".search-results a").first).to_be_visible()
    whole(page)
    page.set_viewport_size({"width": 1280, "height": 800})
    page.keyboard.press("Escape")
    whole(page)

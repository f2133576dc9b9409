"""How long the page is busy in one piece, at a quarter of the machine's speed, with a very large lesson.

A lesson of 200 questions and 1,000 cards is opened, an exam of 560 questions is handed in, and both are opened again
with everything answered. What counts is the longest task of the page's main thread with script of ours in it, as
Chromium's own trace tells it, in time of the processor, so that other programs on the machine hardly count; what is
opened is opened three times for the same reason, and the calmest counts. Layout that script forces is in it; the
longest task of any kind is told beside it, and all script together.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.page_weight import Quiet, unpacked
from tests import chromium

SLOWER = 4
TIMES = 3
SETTLED = 7_000
"""Milliseconds after which a page has come to rest: parts of the player come after four seconds at the latest."""
LIMIT = 100
"""Milliseconds of the longest task with script of ours."""

#: Events of a trace in which script runs.
SCRIPT = {
    *("EvaluateScript", "FunctionCall", "TimerFire", "EventDispatch", "FireAnimationFrame", "FireIdleCallback"),
    *("RunMicrotasks", "BlinkScheduler_PerformMicrotaskCheckpoint"),
}


def questions(count: int) -> Iterator[str]:
    """Questions of several types, in turns."""
    for number in range(1, count + 1):
        match number % 4:
            case 0:
                yield f"{number}. Which is it, {number}?\n   - [x] This\n   - [ ] That\n   - [ ] Neither\n   ! Because."
            case 1:
                yield f"{number}. Which are it, {number}?\n   - [x] One\n   - [x] Two\n   - [ ] Three\n     > No."
            case 2:
                yield f"{number}. What is it, {number}?\n   = word {number}\n   ~ wrong\n     > No.\n   ? A hint."
            case _:
                yield f"{number}. How many, {number}?\n   = {number}.5 +- 1%"


def course(folder: Path) -> Path:
    """A lesson of 200 questions and 1,000 cards, one of 200 questions that are checked one by one, and a big exam."""
    folder.mkdir()
    cards = "\n\n".join(f"Q: What is the word of number {number}?\nA: word {number}" for number in range(1_000))
    exam = "\n".join(questions(200))
    lessons = {
        "large.md": f"::: quiz {{#exam shuffle}}\n{exam}\n:::\n\n::: cards {{#deck}}\n{cards}\n:::\n",
        "checked.md": f"::: quiz {{#checked mode=interactive tries=2}}\n{exam}\n:::\n",
        "huge.md": "::: quiz {#huge}\n" + "\n".join(questions(560)) + "\n:::\n",
    }
    for name, body in lessons.items():
        (folder / name).write_text(f"---\ntitle: {name.removesuffix('.md')}\n---\n\n{body}", encoding="utf-8")
    head = f"id: opening\ntitle: Opening\nchapters:\n- lessons: [{', '.join(lessons)}]\n"
    (folder / "course.yaml").write_text(head, encoding="utf-8")
    return folder


class Busy:
    """The longest piece of work in a trace: of script, and of anything, in milliseconds."""

    def __init__(self, trace: bytes) -> None:
        events: list[dict[str, Any]] = json.loads(trace)["traceEvents"]
        main = {
            (event["pid"], event["tid"])
            for event in events
            if event.get("name") == "thread_name" and event["args"]["name"] == "CrRendererMain"
        }
        timed = [e for e in events if e.get("ph") == "X" and (e["pid"], e["tid"]) in main and "tdur" in e]
        tasks = sorted((event for event in timed if event["name"] == "RunTask"), key=lambda event: event["ts"])
        script = sorted((e for e in timed if e["name"] in SCRIPT), key=lambda event: (event["ts"], -event["dur"]))
        own: list[float] = []
        for task in tasks:
            end, covered, total = task["ts"] + task["dur"], task["ts"], 0.0
            for event in script:
                if covered <= event["ts"] < end and event["pid"] == task["pid"]:
                    total += event["tdur"]
                    covered = event["ts"] + event["dur"]
            own.append(total)
        self.script = max(own, default=0) / 1000
        self.any = max((task["tdur"] for task in tasks), default=0) / 1000
        self.total = sum(own) / 1000


@contextmanager
def traced(browser: Browser, page: Page) -> Iterator[list[Busy]]:
    """What the page does meanwhile."""
    found: list[Busy] = []
    browser.start_tracing(
        page=page, categories=["toplevel", "devtools.timeline", "disabled-by-default-devtools.timeline"]
    )
    yield found
    page.wait_for_timeout(1_500)
    found.append(Busy(browser.stop_tracing()))


def main() -> int:
    """Open, hand in, open again."""
    results: list[tuple[str, Busy]] = []
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        site = unpacked(course(Path(name) / "opening"), Path(name))
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site)))
        Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_address[1]}/index.html"
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=list(chromium.FLAGS))
        page = browser.new_page()
        page.set_default_timeout(60_000)
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})

        def opened(lesson: str, what: str) -> None:
            calmest: Busy | None = None
            for _ in range(TIMES):
                page.goto("about:blank")
                with traced(browser, page) as found:
                    page.goto(f"{address}#/{lesson}")
                    # A page that is asked whether it is ready would be busy with answering.
                    page.wait_for_timeout(SETTLED)
                page.wait_for_selector(f"#shell_main[data-lesson={lesson}] .quiz-foot", state="attached")
                page.wait_for_selector("[data-late]", state="detached")
                if calmest is None or found[0].script < calmest.script:
                    calmest = found[0]
            if calmest is not None:
                results.append((what, calmest))

        opened("large", "200 questions and 1,000 cards, opened")
        opened("checked", "200 questions checked one by one, opened")
        opened("huge", "exam of 560 questions, opened")
        with traced(browser, page) as found:
            page.locator("#huge .option input").first.click()
        results.append(("… one of them answered", found[0]))
        page.evaluate("document.querySelectorAll('#huge .option:first-child input').forEach((box) => box.click())")
        page.locator("#huge .hand-in").click()
        with traced(browser, page) as found:
            page.locator("dialog .primary").click()
            page.wait_for_selector("#huge .quiz-result:not([hidden])")
        results.append(("… handed in", found[0]))
        opened("huge", "… opened again, with its marks")
        browser.close()
        server.shutdown()
        server.server_close()
    for what, busy in results:
        print(f"{what:44} longest {busy.script:6.0f} ms of script, {busy.any:6.0f} ms with all; {busy.total:6.0f} ms")
    return int(any(busy.script > LIMIT for _, busy in results))


if __name__ == "__main__":
    sys.exit(main())

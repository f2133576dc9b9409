"""How soon a lesson can be read and used, whether it jumps, and how long the page is busy while one answers.

The example's first lesson is opened, without anything in the cache, at a quarter of the machine's speed and 40 ms for
each answer of the server. Its own page, which is a SCO where each lesson is one, can be read before any script runs:
that is the browser's first contentful paint, as the clock shows it. So can the cover, with which a first visit begins;
from there the lesson is opened by its button, counted from the press. Then it is opened in the shell by its address,
as on coming back, and the shell brings it in by script. Readable: what of the lesson the window shows has been painted,
alive.
Usable: all blocks are alive, also those far below (which are laid out by and by afterwards), and the next press is
answered; a block whose part of the player comes when it is near is alive for all else. Both are told as the clock shows
them, which other programs make later, and without these: two answers of the server one after another, and what the
page's main thread has worked in time of the processor since the page was asked for. That is measured at full speed
and multiplied: a browser that is slowed down for a test waits busily, and counts other programs' time as work. The best
of some runs counts. Then the whole page is gone through, answered and practised: the sum of all layout shifts that
nobody asked for is told (Cumulative Layout Shift), and the longest task of the main thread with script of ours, in time
of the processor, again at full speed and multiplied, in the calmest of some runs.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from playwright.sync_api import Browser, Page, expect, sync_playwright

from benchmarks.opening import SLOWER, Busy, traced
from benchmarks.page_weight import Quiet, unpacked
from hornbook import resources
from tests import chromium

LATENCY = 40
IN_A_ROW = 2
"""Answers that are waited for before a lesson is seen: the shell, then script, style and lesson together."""
RUNS = 7
ANSWERED = 3
"""Times that the lesson is answered."""
LESSON = "what-are-foundation-models"
BOUNDS = {"readable": 500, "usable": 1000}
BUSY = 50
"""Milliseconds."""

WATCH = """
window.seen = { readable: 0, usable: 0, shifts: 0, shifted: [] };
new PerformanceObserver((list) => {
  for (const shift of list.getEntries()) {
    if (shift.hadRecentInput) continue;
    seen.shifts += shift.value;
    for (const { node } of shift.sources)
      seen.shifted.push(`${shift.value.toFixed(4)} ${node?.outerHTML?.slice(0, 80) ?? node?.nodeName}`);
  }
}).observe({ type: 'layout-shift', buffered: true });
const painted = (what) => requestAnimationFrame(() => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    if (seen[what] > 0) return;
    seen[what] = performance.now();
    console.timeStamp(what);
  };
  port2.postMessage(0);
});
new MutationObserver(() => {
  if (document.querySelector('main[data-lesson] h1')) painted('readable');
  if (document.querySelector('main[data-lesson] #overview fieldset') && !document.querySelector('.asleep') &&
      document.querySelector('.status-text:not(:empty)')) painted('usable');
}).observe(document, { childList: true, subtree: true, attributeFilter: ['class'] });
"""

FIRST_PAINT = """() => new Promise((done) => {
  new PerformanceObserver((list) => {
    for (const { name, startTime } of list.getEntries()) if (name === 'first-contentful-paint') done(startTime);
  }).observe({ type: 'paint', buffered: true });
})"""

SEEN = """() => new Promise((done) => {
  const look = () => seen.readable > 0 && seen.usable > 0 ? done(seen) : setTimeout(look, 20);
  look();
})"""


class Keeping(Quiet):
    """Serves a folder and keeps connections, as servers of an LMS do."""

    protocol_version = "HTTP/1.1"


def worked(trace: bytes, until: str) -> float:
    """Milliseconds of the processor that the page's main thread has worked until a time stamp."""
    events: list[dict[str, Any]] = json.loads(trace)["traceEvents"]
    asked = next(
        e["ts"]
        for e in events
        if e["name"] == "navigationStart" and "index.html" in e["args"].get("data", {}).get("documentLoaderURL", "")
    )
    stamp = next(e for e in events if e["name"] == "TimeStamp" and e["args"]["data"]["message"] == until)
    main = (stamp["pid"], stamp["tid"])
    tasks = (e for e in events if e["name"] == "RunTask" and e.get("ph") == "X" and (e["pid"], e["tid"]) == main)
    return float(sum(task.get("tdur", 0) for task in tasks if asked <= task["ts"] < stamp["ts"])) / 1000


def slowed(browser: Browser, slower: int) -> Page:
    """A page of a browser that has seen nothing yet, on a slow device far from the server."""
    page = browser.new_context().new_page()
    page.set_default_timeout(60_000)
    devtools = page.context.new_cdp_session(page)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    devtools.send("Network.enable")
    devtools.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": LATENCY, "downloadThroughput": -1, "uploadThroughput": -1},
    )
    return page


def first_paint(browser: Browser, address: str) -> float:
    """Milliseconds until a page's own words are seen, without any script of the benchmark in it before."""
    page = slowed(browser, SLOWER)
    page.goto(address, wait_until="commit")
    after: float = page.evaluate(FIRST_PAINT)
    page.context.close()
    return after


def opened(browser: Browser, address: str, slower: int = SLOWER) -> tuple[Page, dict[str, Any]]:
    """The lesson in a browser that has never seen it, and when it was readable and usable."""
    page = slowed(browser, slower)
    page.add_init_script(WATCH)
    page.goto(f"{address}#/{LESSON}")
    return page, page.evaluate(SEEN)


def started(browser: Browser, address: str) -> dict[str, float]:
    """Milliseconds from the press of the button on the cover until the lesson is readable and usable, by the clock."""
    page = slowed(browser, SLOWER)
    page.add_init_script(WATCH)
    page.goto(address)
    start = page.locator("[data-start]")
    # Who starts has read the title, at least.
    page.wait_for_timeout(1000)
    start.evaluate("button => button.addEventListener('click', () => (window.pressed = performance.now()), true)")
    start.click()
    seen = page.evaluate(SEEN)
    pressed: float = page.evaluate("pressed")
    page.context.close()
    return {what: seen[what] - pressed for what in BOUNDS}


def read_through(page: Page) -> None:
    """Scroll slowly to the end, as one reads, until all that comes late has come."""
    height = page.evaluate("document.documentElement.scrollHeight")
    for top in range(0, height + 1, 500):
        page.evaluate(f"window.scrollTo({{ top: {top}, behavior: 'instant' }})")
        page.wait_for_timeout(120)
    expect(page.locator("[data-late]")).to_have_count(0)


def answered(browser: Browser, page: Page) -> Busy:
    """Answer all of the practice quiz, turn cards over, hide and filter; how busy the page was."""
    with traced(browser, page) as found:
        for question in page.locator("#practice .question").all():
            for field in question.locator(".option input:visible").all()[:1]:
                field.click()
            for field in question.locator(".short-answer input:visible").all():
                field.press_sequentially("pre")
            for menu in question.locator("select:visible").all():
                menu.select_option(index=1)
            for move in question.locator(".order-move").all()[1:2]:
                move.click()
            question.locator(".check").click()
        for _ in range(3):
            page.locator("#cards .flip").click()
            page.locator("#cards .rate-3").click()
        page.locator("#concepts > .actions button").click()
        page.locator("#glossary .filter input").press_sequentially("model")
        for option in page.locator("#check .option:first-child input").all():
            option.click()
    return found[0]


def main() -> int:
    """Open, read, answer."""
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        example = shutil.copytree(resources.content() / "foundation-models", Path(name) / "example")
        whole, apart = unpacked(example, Path(name)), unpacked(example, Path(name), "scorm12", by_lesson=True)
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Keeping, directory=name))
        Thread(target=server.serve_forever, daemon=True).start()
        served = f"http://127.0.0.1:{server.server_address[1]}"
        address = f"{served}/{whole.name}/index.html"
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=list(chromium.FLAGS))
        sco = f"{served}/{apart.name}/lesson-{LESSON}.html"
        painted = {
            what: min(first_paint(browser, page) for _ in range(RUNS))
            for what, page in {"cover": address, "page of the lesson": sco}.items()
        }
        for what, after in painted.items():
            print(f"the {what}, read before its script runs, after {after:.0f} ms by the clock")
        ways_in = [started(browser, address) for _ in range(RUNS)]
        pressed = {what: min(way[what] for way in ways_in) for what in BOUNDS}
        for what in BOUNDS:
            print(f"the lesson {what} {pressed[what]:.0f} ms after Start was pressed on the cover, by the clock")
        clock, alone = [], []
        for _ in range(RUNS):
            page, seen = opened(browser, address)
            clock.append(seen)
            page.context.close()
            browser.start_tracing(
                categories=[
                    *("toplevel", "blink.user_timing"),
                    *("devtools.timeline", "disabled-by-default-devtools.timeline"),
                ]
            )
            page, _ = opened(browser, address, slower=1)
            trace = browser.stop_tracing()
            alone.append({what: IN_A_ROW * LATENCY + SLOWER * worked(trace, what) for what in BOUNDS})
            page.context.close()
        best = {what: min(run[what] for run in alone) for what in BOUNDS}
        for what in BOUNDS:
            by_clock = min(run[what] for run in clock)
            print(
                f"by address: {what} after {by_clock:.0f} ms by the clock, {best[what]:.0f} ms without other programs"
            )
        page, _ = opened(browser, address)
        read_through(page)
        shifts, shifted = page.evaluate("[seen.shifts, seen.shifted]")
        print(f"layout shift {shifts:.4f}", *shifted, sep="\n  ")
        page.context.close()
        busy = []
        for _ in range(ANSWERED):
            page, _ = opened(browser, address, slower=1)
            read_through(page)
            busy.append(answered(browser, page))
            page.context.close()
        script, longest = (SLOWER * min(getattr(run, what) for run in busy) for what in ("script", "any"))
        browser.close()
        server.shutdown()
        server.server_close()
    print(f"answering: longest task {script:.0f} ms of script, {longest:.0f} ms with all")
    late = max(painted.values()) > BOUNDS["readable"] or any(
        max(best[what], pressed[what]) > bound for what, bound in BOUNDS.items()
    )
    return int(late or shifts > 0 or script > BUSY)


if __name__ == "__main__":
    sys.exit(main())

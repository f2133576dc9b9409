"""How long a saved change takes to be seen in the preview of a large course: in Chromium, from the save on.

A lesson far down the course is open. Each time something is saved in it: a new last line, which the page must scroll
to; a mistake, which must be told; and its mending, which must take the message away.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from benchmarks.many_lessons import write_course
from tests import chromium

LIMIT = 0.3
"""Seconds from the save until the change is seen."""

# Each gives the time at which it was so, in milliseconds of the clock on the wall, or 0.
SEEN = """text => {
    const frame = document.querySelector('#place iframe');
    const inside = frame?.contentDocument;
    const found = inside && [...inside.querySelectorAll('main p')].find((one) => one.textContent.includes(text));
    if (!found) return 0;
    const box = found.getBoundingClientRect();
    return box.bottom > 0 && box.top < frame.contentWindow.innerHeight ? Date.now() : 0;
}"""
OPENED = """title => {
    const head = document.querySelector('#place iframe').contentDocument?.querySelector('main h1');
    return head?.textContent.includes(title);
}"""
OPEN = "id => { document.querySelector('#place iframe').contentWindow.location.hash = `#/${id}`; }"
TOLD = """code => {
    const told = document.querySelector("#problems");
    return told.offsetParent && told.textContent.includes(code) ? Date.now() : 0;
}"""
GONE = """code => {
    const told = document.querySelector("#problems");
    return told.offsetParent && told.textContent.includes(code) ? 0 : Date.now();
}"""


def main() -> int:
    """Measure, tell, and fail where the limit is passed."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--lessons", type=int, default=1000)
    arguments.add_argument("--saves", type=int, default=8)
    arguments.add_argument("--pause", type=float, default=3.0, help="seconds between two saves")
    chosen = arguments.parse_args()
    folder = Path(tempfile.mkdtemp())
    command = [sys.executable, "-m", "packager.cli", "preview", "--no-browser", "--port", "0"]
    course = write_course(folder / "course", chosen.lessons)
    process = subprocess.Popen([*command, str(course)], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        address = re.search(r"http://\S+", process.stdout.readline())
        assert address is not None
        return measure(course, address[0], chosen.saves, chosen.pause)
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def measure(course: Path, address: str, saves: int, pause: float) -> int:
    """All saves; the exit code."""
    lesson = sorted(course.glob("lesson-*.md"))[-2]
    text = lesson.read_text("utf-8")
    found: dict[str, list[float]] = {"a new line": [], "a mistake told": [], "and gone": []}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=list(chromium.FLAGS))
        page = browser.new_page(viewport={"width": 1280, "height": 900}, bypass_csp=True)
        page.set_default_timeout(300_000)
        page.goto(address)
        page.wait_for_function("document.querySelector('#place iframe')?.contentDocument?.querySelector('main h1')")
        page.evaluate(
            "id => { document.querySelector('#place iframe').contentWindow.location.hash = '#/' + id }", lesson.stem
        )
        page.wait_for_function(OPENED, arg=f"Lesson {int(lesson.stem[-4:])}")
        for number in range(saves):
            steps = (
                ("a new line", f"{text}\nSaved the {number}th time.\n", SEEN, f"Saved the {number}th time."),
                ("a mistake told", f"{text}\n::: quizz\n:::\n", TOLD, "kind-unknown"),
                ("and gone", text, GONE, "kind-unknown"),
            )
            for name, content, condition, argument in steps:
                page.wait_for_timeout(1000 * pause)
                found[name].append(after_save(page, lesson, content, condition, argument))
        browser.close()
    for name, times in found.items():
        ordered = sorted(times)
        print(f"{name:16} median {statistics.median(ordered):.3f} s, slowest {ordered[-1]:.3f} s of {len(ordered)}")
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    return int(statistics.median(found["a new line"]) > LIMIT)


def after_save(page: Page, lesson: Path, content: str, condition: str, argument: str) -> float:
    """Seconds from the save until it is so."""
    saved = time.time()
    lesson.write_text(content, "utf-8")
    handle = page.wait_for_function(condition, arg=argument, polling="raf")
    return float(handle.json_value()) / 1000 - saved


if __name__ == "__main__":
    sys.exit(main())

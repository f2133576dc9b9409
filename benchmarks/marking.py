"""How fast answers are marked, in Python and in the browser, and how fast a full state becomes text and comes back.

The answers are those of `tests/random_quizzes.py`: all types, many scripts, right, wrong and unreadable. The first
round meets nothing warm, which is what a learner meets; the best of the others is what the machine can do.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from hornbook.questions import Question, mark, parse_answer
from hornbook.rendering.data import question_data
from tests import chromium
from tests.node import NODE
from tests.random_quizzes import PLAYER, make_case, quizzes_of

ANSWERS = 1_000
ROUNDS = 15
MARKING_LIMIT = 50
STATE_LIMIT = 5
"""Milliseconds for all answers, and for a full state to text and back."""


def asked() -> list[tuple[Question, Any]]:
    """Questions with an answer each, as plain data."""
    found: list[tuple[Question, Any]] = []
    seed = 0
    while len(found) < ANSWERS:
        case = make_case(seed := seed + 1)
        questions = {question.slot: question for quiz in quizzes_of(case["course"]) for question in quiz.questions}
        steps = (step for attempt in case["data"]["attempts"] for step in attempt["steps"])
        found.extend((questions[step["slot"]], step["answer"]) for step in steps)
    return found[:ANSWERS]


def in_python(answers: list[tuple[Question, Any]]) -> tuple[float, float]:
    """Milliseconds of the first round, and of the best."""
    parsed = [(question, parse_answer(answer)) for question, answer in answers]
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        for question, answer in parsed:
            mark(question, answer)
        times.append((time.perf_counter() - start) * 1000)
    return times[0], min(times)


def in_browser(answers: list[tuple[Question, Any]]) -> tuple[dict[str, float], dict[str, float]]:
    """The same in Chromium, and the state."""
    data = [{"question": question_data(question, "en"), "answer": answer} for question, answer in answers]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        script = Path(folder) / "speed.js"
        subprocess.run([NODE, "tests/bundle.mjs", "tests/speed.ts", script], cwd=PLAYER, check=True)
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=list(chromium.FLAGS))
        page = browser.new_page()
        page.add_script_tag(path=script)
        marking = page.evaluate("([asked, rounds]) => speed.marking(asked, rounds)", [data, ROUNDS])
        state = page.evaluate("([rounds, limit]) => speed.state(rounds, limit)", [ROUNDS, 4096])
        browser.close()
    return marking, state


def tell(what: str, first: float, best: float) -> None:
    """A line of the result."""
    print(f"{what:32} {first:6.1f} ms at first {best:6.1f} ms at best")


def main() -> int:
    """Measure, and fail beyond a limit."""
    answers = asked()
    first, best = in_python(answers)
    tell(f"{ANSWERS:,} answers in Python", first, best)
    marking, state = in_browser(answers)
    tell(f"{ANSWERS:,} answers in the browser", marking["first"], marking["best"])
    tell(f"a state of {state['length']:,.0f} characters", state["first"], state["best"])
    return int(max(best, marking["best"]) > MARKING_LIMIT or state["best"] > STATE_LIMIT)


if __name__ == "__main__":
    sys.exit(main())

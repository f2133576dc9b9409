"""The example course that ships with Hornbook, played from cover to end in a real SCORM runtime."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Courses
from tests.browser.learner import Learner, Visit
from tests.browser.lms import Lms, Version

pytestmark = pytest.mark.browser


def quizzes(visit: Visit) -> list[dict[str, Any]]:
    """The quizzes of the lesson that is shown, as its page tells the player."""
    data = json.loads(visit.locate("script.hornbook-lesson").text_content() or "{}")
    return [block for block in data["blocks"] if block["kind"] == "quiz"]


def drawn(visit: Visit, quiz: dict[str, Any]) -> list[dict[str, Any]]:
    """The questions that this attempt has drawn."""
    return [question for question in quiz["questions"] if visit.locate(f"#{question['id']}").count()]


def answer(visit: Visit, question: dict[str, Any]) -> None:
    """Give the right answer."""
    here = visit.locate(f"#{question['id']}")
    match question["type"]:
        case "short" | "number":
            visit.writes(question["id"], question["accept"][0])
        case "cloze":
            for gap in question["gaps"]:
                place = here.locator(f'.gap[data-key="{gap["key"]}"]')
                if "choices" in gap:
                    (right,) = [choice["key"] for choice in gap["choices"] if choice["right"]]
                    place.locator("select").select_option(right)
                else:
                    place.locator("input").fill(gap["accept"][0])
        case "essay":
            here.locator("textarea").fill("Retrieval first, and tested with real questions whose answers are known.")
        case "match":
            for pair in question["pairs"]:
                here.locator(f'.pair[data-key="{pair["key"]}"] select').select_option(pair["right"])
        case "order":
            for position, key in enumerate(question["steps"]):
                while here.locator(".order-step").nth(position).get_attribute("data-key") != key:
                    here.locator(f'.order-step[data-key="{key}"] .order-move[data-by="-1"]').click()
        case "matrix":
            for row in question["rows"]:
                for column in question["columns"]:
                    if row["right"] >> int(column, 36) & 1:
                        here.locator(f'.row[data-key="{row["key"]}"] input[value="{column}"]').check()
        case "hotspot":
            for option in question["options"]:
                if option["right"]:
                    here.locator(f'.region[data-key="{option["key"]}"]').click()
        case _:
            for option in question["options"]:
                if option["right"]:
                    here.locator(f'.option[data-key="{option["key"]}"] input').check()


def test_from_cover_to_end(learner: Learner, lms: Lms, courses: Courses, repository: Path, version: Version) -> None:
    package = courses.shipped("foundation-models", version)
    lms.add("playable", package, version)
    visit = learner.opens()
    lessons = [link.get_attribute("data-lesson") for link in visit.locate("a.lesson-link").all()]
    for lesson in lessons:
        assert lesson is not None
        visit.turns_to(lesson)
        visit.waits_for_parts()
        for media in visit.locate("audio, video").all():
            assert media.evaluate("media => media.error && media.error.message") is None
        for link in visit.locate(".parts-locked button").all():
            link.click()
        while (more := visit.locate(".step-offer button").first).is_visible():
            more.click()
        visit.reads_all()
        visit.knows_all_cards()
        for quiz in quizzes(visit):
            here = visit.locate(f"#{quiz['id']}")
            if quiz.get("time"):
                here.locator(".quiz-begin").click()
                expect(here.locator(".quiz-clock")).to_be_visible()
            for question in drawn(visit, quiz):
                answer(visit, question)
                if quiz["mode"] == "practice":
                    visit.checks(question["id"])
            if quiz["mode"] != "practice":
                here.locator("button.hand-in").click()
                visit.locate("dialog.confirm button.primary").click()
                expect(here.locator(".quiz-result")).to_be_visible()
                visit.settle()
        # What was done has opened its gates.
        visit.reads_all()
        expect(visit.locate(f'a.lesson-link[data-lesson="{lesson}"] .tick')).to_be_attached()
    expect(visit.locate(".finished")).to_contain_text(re.compile(r"100\s%"))
    visit.leaves()
    assert learner.grade == "100"
    assert learner.status == ("passed" if version == "scorm12" else "completed passed")
    limit = 4096 if version == "scorm12" else 16_000
    assert max(len(state) for state in visit.values("cmi.suspend_data")) <= limit

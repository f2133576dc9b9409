"""A SCORM 2004 package with a SCO for each lesson, played by the sequencing of npm scorm-again.

SCORM 2004 SN: rules that close a lesson (UP.5), flow and choice (SB.2), rollup of score and success (RB.1).
"""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, FrameLocator, Page, expect

from hornbook import resources
from hornbook.reading import load_course
from packager.build import build
from packager.targets.scorm import ScormTarget
from packager.targets.scorm2004 import SCORM2004_3RD, SCORM2004_4TH
from tests.browser.lms import HERE, STYLE, Lms
from tests.browser.sequencing import activity_tree, launches

pytestmark = pytest.mark.browser

COURSE = """\
id: journey
title: Journey
pass: 50
scorm:
  in-order: true
chapters:
- title: Setting out
  lessons: [start.md, middle.md]
- title: Coming home
  lessons: [end.md]
"""
QUIZ = """
::: quiz {{#check}}
1. Where to?
   - [x] {right}
   - [ ] Nowhere
2. How?
   - [x] On foot
   - [ ] Never
:::
"""
LESSONS = {
    "start.md": "---\ntitle: Start\nweight: 3\n---\n\nOff [to the middle](middle.md)!\n" + QUIZ.format(right="North"),
    "middle.md": "---\ntitle: Middle\n---\n\nHalf of it.\n" + QUIZ.format(right="South"),
    "end.md": "---\ntitle: End\n---\n\nAll there is.\n",
}


class Journey:
    """The course in the LMS, item by item."""

    def __init__(self, context: BrowserContext, lms: Lms, package: dict[str, bytes]) -> None:
        manifest = package["imsmanifest.xml"]
        self.items = list(launches(manifest))
        data = json.dumps({"tree": activity_tree(manifest), "starts": launches(manifest)}).replace("<", "\\u003c")
        page = (
            f'<!doctype html><html lang="en"><meta charset="utf-8"><title>LMS</title><link rel="icon" href="data:,">'
            f'<style>{STYLE}</style><script type="application/json" id="manifest">{data}</script>'
            '<body><script src="/scorm-again/scorm2004.min.js"></script><script src="sequenced.js"></script></body>'
        )
        script = (HERE / "sequenced.js").read_bytes()
        lms.add("journey", package | {"lms.html": page.encode(), "sequenced.js": script}, "scorm2004-4th")
        self.page: Page = context.new_page()
        self.page.goto(f"{lms.origin}/course/journey/lms.html")

    @property
    def sco(self) -> FrameLocator:
        """The lesson in its frame."""
        return self.page.frame_locator("iframe")

    def is_at(self, lesson: str) -> None:
        """Wait until a lesson stands there, ready to be worked on."""
        expect(self.sco.locator("h1")).to_have_text(lesson)
        expect(self.sco.locator("html.scripted")).to_be_attached()
        self.page.wait_for_function("() => running")

    def answers(self, *options: str) -> None:
        """Choose, and hand the quiz in."""
        for option in options:
            self.sco.get_by_label(option, exact=True).check()
        self.sco.get_by_role("button", name="Hand in").click()
        self.sco.get_by_role("dialog").get_by_role("button", name="Hand in").click()

    def asks(self, request: str, item: str = "") -> list[str]:
        """Use a button of the LMS; the reasons for which it refused."""
        before = self.page.evaluate("() => refused.length")
        self.page.evaluate("([request, item]) => ask(request, item)", [request, item])
        reasons: list[str] = self.page.evaluate("(before) => refused.slice(before)", before)
        return reasons

    def outcome(self, item: str | None = None) -> dict[str, Any]:
        """What the gradebook holds."""
        found: dict[str, Any] = self.page.evaluate("(item) => outcome(item ?? undefined)", item)
        return found


@pytest.fixture
def package(tmp_path: Path) -> dict[str, bytes]:
    """The course as a zip with a SCO for each lesson."""
    return packed(tmp_path, COURSE)


def packed(tmp_path: Path, course: str) -> dict[str, bytes]:
    """A zip with a SCO for each lesson, of a course with these settings."""
    folder = tmp_path / "journey"
    folder.mkdir()
    for name, text in {"course.yaml": course, **LESSONS}.items():
        (folder / name).write_text(text, encoding="utf-8")
    return by_lesson(folder)


def by_lesson(folder: Path, target: ScormTarget = SCORM2004_4TH) -> dict[str, bytes]:
    """What is in the zip with a SCO for each lesson of a course; its folder is taken away."""
    output = folder.with_name("package.zip")
    report = build(folder, [(target.by_lesson(), output)])
    assert not report.failed, report.problems
    shutil.rmtree(folder)
    with zipfile.ZipFile(output) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def test_lessons_open_one_after_another_and_the_course_is_passed_by_rollup(
    context: BrowserContext, lms: Lms, problems: list[str], package: dict[str, bytes]
) -> None:
    journey = Journey(context, lms, package)
    start, middle, end = journey.items
    journey.is_at("Start")
    # Closed until the first one is done: to the LMS's button, to its contents, and to a far jump.
    assert journey.asks("continue")
    journey.is_at("Start")
    assert journey.asks("choice", end)
    journey.is_at("Start")
    assert journey.outcome() == {"completion": "incomplete", "success": "unknown", "score": None}

    journey.answers("North", "On foot")
    journey.sco.get_by_role("button", name="Next lesson: Middle").click()
    journey.is_at("Middle")
    assert journey.outcome(start) == {"completion": "completed", "success": "passed", "score": 1}
    assert journey.outcome()["success"] == "unknown"

    # Back by the LMS: what was answered is there, and nothing of it is lost by looking.
    assert journey.asks("previous") == []
    journey.is_at("Start")
    expect(journey.sco.locator(".finished")).to_be_visible()
    expect(journey.sco.locator(".finished-score")).to_contain_text("100")
    assert journey.asks("choice", middle) == []
    journey.is_at("Middle")
    journey.answers("South", "Never")
    expect(journey.sco.locator(".finished")).to_be_visible()
    assert journey.asks("continue") == []
    journey.is_at("End")
    expect(journey.sco.locator(".finished")).to_be_visible()
    assert journey.asks("suspendAll") == []

    assert journey.outcome(middle) == {"completion": "completed", "success": "passed", "score": 0.5}
    assert journey.outcome(end) == {"completion": "completed", "success": "passed", "score": None}
    # (3 x 1 + 1 x 0.5) / 4, the mean by weight as in one SCO; scorm-again leans a little on the worse.
    assert journey.outcome() == {
        "completion": "completed",
        "success": "passed",
        "score": pytest.approx(0.875, abs=0.02),
    }
    assert problems == []


@pytest.mark.parametrize("target", [SCORM2004_3RD, SCORM2004_4TH], ids=lambda target: target.name)
@pytest.mark.parametrize("name", ["foundation-models", "fractions"])
def test_every_lesson_of_the_example_courses_opens_as_a_sco_and_keeps_its_work(
    context: BrowserContext, lms: Lms, problems: list[str], tmp_path: Path, name: str, target: ScormTarget
) -> None:
    shutil.copytree(resources.content() / name, tmp_path / name)
    read = load_course(tmp_path / name).value
    assert read is not None
    lessons = read.folder.course.lessons
    journey = Journey(context, lms, by_lesson(tmp_path / name, target))
    assert len(journey.items) == len(lessons)
    for lesson, item in zip(lessons, journey.items, strict=True):
        if lesson is not lessons[0]:
            assert journey.asks("choice", item) == []
        expect(journey.sco.locator("h1")).to_contain_text(lesson.title)
        journey.page.wait_for_function("() => running")
        data = json.loads(journey.sco.locator("script.hornbook-lesson").text_content() or "")
        practice = next(block for block in data["blocks"] if block.get("mode") == "practice")
        question = next(each for each in practice["questions"] if each["type"] in ("choice", "true-false"))
        asked = question["id"]
        (right,) = [option["key"] for option in question["options"] if option["right"]]
        answer = journey.sco.locator(f'#{asked} input[value="{right}"]')
        answer.check()
        journey.sco.locator(f"#{asked} button.check").click()
        expect(journey.sco.locator(f"#{asked} .verdict")).to_be_visible()
        other = next(each for each in journey.items if each != item)
        assert journey.asks("choice", other) == []
        expect(journey.sco.locator("h1")).not_to_contain_text(lesson.title)
        expect(journey.sco.locator("h1")).to_be_visible()
        journey.page.wait_for_function("() => running")
        assert journey.asks("choice", item) == []
        expect(journey.sco.locator(f"#{asked} .verdict")).to_have_attribute("data-result", "right")
        expect(answer).to_be_checked()
        assert journey.outcome(item)["completion"] == "incomplete"
    assert journey.asks("suspendAll") == []
    assert journey.outcome()["completion"] == "incomplete"
    assert problems == []


def test_who_comes_back_to_a_chapter_last_has_passed_the_course(
    context: BrowserContext, lms: Lms, problems: list[str], tmp_path: Path
) -> None:
    journey = Journey(context, lms, packed(tmp_path, COURSE.replace("in-order: true", "in-order: false")))
    _, middle, end = journey.items
    journey.is_at("Start")
    journey.answers("North", "On foot")
    expect(journey.sco.locator(".finished")).to_be_visible()
    assert journey.asks("choice", end) == []
    journey.is_at("End")
    expect(journey.sco.locator(".finished")).to_be_visible()
    assert journey.asks("choice", middle) == []
    journey.is_at("Middle")
    journey.answers("South", "On foot")
    expect(journey.sco.locator(".finished")).to_be_visible()
    assert journey.asks("suspendAll") == []
    # Start was done in an earlier attempt at the chapter (SN 3.2, useCurrentAttemptObjectiveInfo).
    outcome = journey.outcome()
    assert (outcome["completion"], outcome["success"]) == ("completed", "passed")
    assert problems == []

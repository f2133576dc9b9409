"""A student on a phone: a quiz and a deck inside the LMS, in a frame of another site, with third-party cookies blocked;
the LMS is away in between, and the gradebook ends up right with nobody doing anything."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect

from lti_app.background import jobs
from lti_app.demo.lms import StandInLms
from lti_app.demo.school import Link
from lti_app.lti.keys import ensure_key
from lti_app.services.library import Library
from tests import chromium
from tests.lti_app.circle import RunningTool, running_tool
from tests.lti_app.web.test_activity import write_content

pytestmark = pytest.mark.browser


def _window(browser: Browser) -> Iterator[Page]:
    """A window 360 pixels wide, in a fresh profile; what its scripts complain about fails the test."""
    context = chromium.prepared(browser.new_context(viewport={"width": 360, "height": 740}))
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    context.close()
    assert faults == []


@pytest.fixture
def strict_phone(strict_browser: Browser) -> Iterator[Page]:
    """A phone whose browser gives pages in frames of other sites partitioned cookies alone, and no storage."""
    yield from _window(strict_browser)


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A phone with a usual browser."""
    yield from _window(browser)


@contextmanager
def tool_with(platform: StandInLms, tmp_path: Path, options: str) -> Iterator[RunningTool]:
    """The tool on `localhost`, another site than the LMS on 127.0.0.1, with its work in the background; with these
    options of its quiz."""
    content = write_content(tmp_path, options)
    with running_tool(platform, tmp_path, host="localhost", content=content) as running:
        with running.database.writing() as session:
            ensure_key(session)
        work = jobs(running.app)
        for job in work:
            job.start()
        yield running
        for job in work:
            job.stop()


@pytest.fixture
def tool(platform: StandInLms, tmp_path: Path) -> Iterator[RunningTool]:
    """With an exam."""
    with tool_with(platform, tmp_path, "mode=exam") as running:
        yield running


def add(platform: StandInLms, tool: RunningTool, block: str) -> Link:
    """An activity in the LMS, as deep linking makes it."""
    custom = {"hornbook_course": "tiny", "hornbook_lesson": "one", "hornbook_block": block}
    return platform.add_link(block, client=tool.registration.client_id, points=100, custom=custom)


def open_activity(page: Page, platform: StandInLms, link: Link, person: str) -> FrameLocator:
    """Click on the activity in the LMS: its frame."""
    page.goto(f"{platform.url}/activity/{link.id}?as={person}")
    return page.frame_locator("iframe.tool")


def answer_all(frame: FrameLocator | Page) -> None:
    """Give the right answers."""
    frame.locator(".option", has_text="alpha").locator("input").check()
    for vowel in ("a", "e"):
        frame.locator(".question[data-type=multiple] .option", has=frame.locator(f"text=/^{vowel}$/")).locator(
            "input"
        ).check()
    frame.locator(".short-answer input").fill("qqacceptedqq")
    frame.locator(".question[data-type=true-false] .option", has_text="True").locator("input").check()


def wait_for_grade(platform: StandInLms, link: Link, person: str, score: float) -> None:
    """Until the gradebook holds it; AssertionError after a while."""
    deadline = time.monotonic() + chromium.PATIENCE / 1000
    entry = platform.entry(link, person)
    while time.monotonic() < deadline and (entry is None or entry.score != score):
        time.sleep(0.1)
        entry = platform.entry(link, person)
    assert entry is not None
    assert entry.score == score


def fits(frame: FrameLocator) -> bool:
    """Whether nothing has to be scrolled sideways. Asked by way of an element: what asks a frame itself waits without
    end where its page never comes."""
    wide: bool = frame.locator("html").evaluate("page => page.scrollWidth <= window.innerWidth")
    return wide


def in_frame(page: Page, platform: StandInLms, link: Link, person: str) -> FrameLocator:
    """The activity in the page of the LMS."""
    frame = open_activity(page, platform, link, person)
    expect(frame.locator("h1").first).to_be_visible()
    return frame


def test_a_quiz_and_a_deck_are_done_while_the_lms_is_away_and_the_grades_arrive(
    platform: StandInLms, tool: RunningTool, strict_phone: Page
) -> None:
    quiz, deck = add(platform, tool, "check"), add(platform, tool, "deck")
    person = platform.school.learners()[0].id

    frame = in_frame(strict_phone, platform, quiz, person)
    frame.locator(".quiz-begin").click()
    answer_all(frame)
    expect(frame.locator(".quiz-bar summary")).to_have_text("4 of 4 answered")
    expect(frame.locator(".status-text")).to_have_text("Saved")
    assert fits(frame)

    platform.down = True
    frame.locator(".hand-in").click()
    frame.locator("dialog .primary").click()
    expect(frame.locator(".quiz-result-title")).to_have_text("5 of 5 points (100 %)")
    expect(frame.locator(".quiz-grade")).to_contain_text("does not answer")
    expect(frame.locator(".quiz-grade")).to_contain_text("by itself")

    platform.down = False
    wait_for_grade(platform, quiz, person, 100)
    expect(frame.locator(".quiz-grade")).to_have_text("Your score is in the gradebook: 100 %.")

    frame = in_frame(strict_phone, platform, deck, person)
    for number in range(2):
        frame.locator("button", has_text="Turn over").click()
        frame.locator(".rate-3").click()
        expect(frame.locator(".status-text")).to_have_text("Saved")
        wait_for_grade(platform, deck, person, 50 * (number + 1))
        said = f"Your score is in the gradebook: {50 * (number + 1)} %."
        expect(frame.locator(".quiz-grade")).to_have_text(said)
    assert fits(frame)


def test_a_new_attempt_against_the_clock_begins_when_the_learner_says_so(
    platform: StandInLms, tmp_path: Path, phone: Page
) -> None:
    with tool_with(platform, tmp_path, "mode=exam time=5 attempts=2") as tool:
        frame = in_frame(phone, platform, add(platform, tool, "check"), platform.school.learners()[0].id)
        frame.locator(".quiz-begin").click()
        answer_all(frame)
        frame.locator(".hand-in").click()
        frame.locator("dialog .primary").click()
        expect(frame.locator(".quiz-result-title")).to_have_text("5 of 5 points (100 %)")
        frame.locator(".quiz-result .new-attempt").click()
        expect(frame.locator(".quiz-panel")).to_be_focused()
        expect(frame.locator(".question, .quiz-clock:visible")).to_have_count(0)
        frame.locator(".quiz-begin").click()
        expect(frame.locator(".quiz-clock")).to_be_visible()
        expect(frame.locator(".quiz-bar summary")).to_have_text("0 of 4 answered")


def test_answers_given_without_a_connection_are_sent_when_it_is_back(
    platform: StandInLms, tool: RunningTool, strict_phone: Page
) -> None:
    quiz = add(platform, tool, "check")
    frame = open_activity(strict_phone, platform, quiz, platform.school.learners()[0].id)
    frame.locator(".quiz-begin").click()
    expect(frame.locator(".question")).to_have_count(4)
    strict_phone.context.set_offline(True)
    answer_all(frame)
    # A browser that denies storage to frames keeps nothing, and the page says so.
    expect(frame.locator(".banner")).to_contain_text("Leave this window open")
    strict_phone.context.set_offline(False)
    expect(frame.locator(".status-text")).to_have_text("Saved")
    expect(frame.locator(".banner")).to_have_count(0)
    frame = open_activity(strict_phone, platform, quiz, platform.school.learners()[0].id)
    expect(frame.locator(".short-answer input")).to_have_value("qqacceptedqq")


def test_what_a_closed_window_left_behind_is_sent_at_the_next_visit(
    platform: StandInLms, tool: RunningTool, phone: Page
) -> None:
    quiz = add(platform, tool, "check")
    address = f"{platform.url}/activity/{quiz.id}?as={platform.school.learners()[0].id}&window=1"
    phone.goto(address)
    phone.locator(".quiz-begin").click()
    expect(phone.locator(".question")).to_have_count(4)
    phone.context.set_offline(True)
    answer_all(phone)
    expect(phone.locator(".banner")).to_contain_text("your answers stay in this browser")
    phone.goto("about:blank")
    phone.context.set_offline(False)
    phone.goto(address)
    expect(phone.locator(".quiz-bar summary")).to_have_text("4 of 4 answered")
    expect(phone.locator(".short-answer input")).to_have_value("qqacceptedqq")
    expect(phone.locator(".status-text")).to_have_text("Saved")


def test_a_teacher_adds_a_quiz_by_keyboard_without_leaving_the_lms(
    platform: StandInLms, tool: RunningTool, phone: Page
) -> None:
    teacher = platform.school.teachers()[0].id
    course = next(iter(platform.school.courses))
    phone.goto(f"{platform.url}/course/{course}/choose?as={teacher}")
    frame = phone.frame_locator("iframe.tool")
    box = frame.locator('input[value="tiny/one/check"]')
    box.focus()
    phone.keyboard.press("Space")
    expect(frame.locator("[data-count]")).to_have_text("1 chosen")
    frame.locator("#q").fill("cards")
    expect(frame.locator('input[value="tiny/one/deck"]')).to_be_visible()
    expect(frame.locator('input[value="tiny/two/other"]')).to_be_hidden()
    frame.locator(".bar button").focus()
    phone.keyboard.press("Enter")
    frame.locator("#title-0").fill("Motion, at last")
    frame.locator("#points-0").fill("20")
    frame.locator("#due-0").fill("2031-05-01T12:00")
    assert fits(frame)
    frame.locator(".bar button").press("Enter")
    expect(frame.locator("body")).to_contain_text("1 activity added")
    (link,) = [link for link in platform.school.links.values() if link.title == "Motion, at last"]
    assert link.custom["hornbook_block"] == "check"
    assert link.custom["hornbook_due"].startswith("2031-05-01T")
    assert platform.school.line_items[link.line_item].maximum == 20
    assert isinstance(tool.app.extensions["hornbook.library"], Library)

"""Where the LMS's API may be, and what a learner sees where there is none (SCORM 1.2 RTE 3.3, 2004 RTE 3.3)."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Frame, Page, expect

from tests.browser.conftest import Courses
from tests.browser.learner import Learner
from tests.browser.lms import Lms, Version

pytestmark = pytest.mark.browser

NOT_CONNECTED = ".banner-warning:has-text('Not connected')"
#: Longer than the player looks for an LMS, in milliseconds.
SEARCH = 20_000


def answer(content: Frame | Page, option: str) -> None:
    """Choose and check the first practice question."""
    content.locator(f"#river .option:has-text('{option}') input").check()
    content.locator("#river button.check").click()
    expect(content.locator("#river .verdict")).to_be_visible()


def test_in_a_window_of_its_own(learner: Learner, version: Version) -> None:
    visit = learner.opens(popup=True)
    visit.finishes()
    visit.closes()
    assert learner.grade == "100"
    assert visit.count("Terminate") == 1


def test_leave_closes_the_window_of_its_own(learner: Learner, version: Version) -> None:
    visit = learner.opens(popup=True)
    visit.starts()
    with visit.page.expect_event("close"):
        visit.locate("button.leave").click()
    learner.lms.wait(lambda: visit.launch.left, "Terminate")
    assert visit.count("Terminate") == 1


def test_three_frames_deep(learner: Learner, lms: Lms, version: Version) -> None:
    visit = learner.opens(between=(lms.origin,) * 3)
    visit.finishes()
    visit.closes()
    assert learner.grade == "100"


def test_frames_in_a_window_of_its_own(learner: Learner, lms: Lms, version: Version) -> None:
    visit = learner.opens(popup=True, between=(lms.origin,) * 2)
    visit.starts()
    visit.closes()
    assert visit.count("Terminate") == 1


def test_behind_a_frame_of_another_origin(learner: Learner, lms: Lms, version: Version) -> None:
    learner.context.clock.install()
    visit = learner.opens(between=(lms.elsewhere,))
    learner.context.clock.run_for(SEARCH)
    expect(visit.locate(NOT_CONNECTED)).to_be_visible()
    visit.starts()
    answer(visit.content, "The Danube")
    assert visit.calls == []


def test_appearing_seconds_late(learner: Learner, version: Version) -> None:
    # The page's clock runs on by itself: on a busy machine, opening the page takes seconds of it, too.
    learner.context.clock.install()
    visit = learner.opens(late=8000)
    visit.starts()
    answer(visit.content, "The Danube")
    assert "Looking for" in (visit.locate(".status-reason").text_content() or "")
    learner.context.clock.run_for(8100)
    learner.context.clock.run_for(SEARCH)
    expect(visit.locate(".status-menu[data-saving=saved]")).to_be_visible()
    expect(visit.locate(".banner")).to_have_count(0)
    # What was done before is not lost, on the page or in the LMS.
    expect(visit.locate("#river .verdict")).to_be_visible()
    visit.closes()
    assert [one["id"] for one in learner.lms.attempt("playable").interactions] == ["first/river"]


def test_appearing_late_with_earlier_work(learner: Learner, version: Version) -> None:
    first = learner.opens()
    first.turns_to("second")
    first.chooses("maker", "Wind")
    first.closes()
    learner.context.clock.install()
    visit = learner.opens(late=3000)
    learner.context.clock.run_for(8100)
    learner.context.clock.run_for(SEARCH)
    expect(visit.locate("#maker .option:has-text('Wind') input")).to_be_checked()
    visit.is_at("#/second/exam")
    visit.closes()


def test_appearing_late_while_an_answer_is_typed(learner: Learner, version: Version) -> None:
    learner.context.clock.install()
    visit = learner.opens(late=8000)
    visit.starts()
    before = visit.locate("#end")
    before.evaluate("question => { question.dataset.before = ''; }")
    field = before.locator("input")
    field.fill("half a wo")
    visit.locate("#river .option:has-text('The Danube') input").check()
    learner.context.clock.run_for(8100)
    learner.context.clock.run_for(SEARCH)
    # The page is another one, and what was not checked yet stands in it.
    expect(visit.locate("#end:not([data-before])")).to_be_visible()
    expect(field).to_have_value("half a wo")
    expect(visit.locate("#river .option:has-text('The Danube') input")).to_be_checked()
    assert learner.lms.attempt("playable").interactions == []
    visit.closes()
    again = learner.opens()
    expect(again.locate("#end input")).to_have_value("half a wo")


def test_none_at_all(
    context: BrowserContext, page: Page, lms: Lms, courses: Courses, version: Version, problems: list[str]
) -> None:
    lms.add("playable", courses.package("playable", version), version)
    context.clock.install()
    page.goto(f"{lms.origin}/course/playable/index.html")
    context.clock.run_for(SEARCH)
    expect(page.locator(NOT_CONNECTED)).to_be_visible()
    expect(page.locator(".status-text")).to_have_text("Not connected")
    page.locator("[data-start]").click()
    answer(page, "The Sahara")
    page.reload()
    expect(page.locator("#river .option:has-text('The Sahara') input")).to_be_checked()
    expect(page.locator("#river .verdict")).to_have_attribute("data-result", "wrong")
    # The banner stands: it cannot be dismissed, and does not go by itself.
    context.clock.run_for(SEARCH)
    expect(page.locator(NOT_CONNECTED)).to_be_visible()
    expect(page.locator(".banner button")).to_have_count(0)


def test_an_lms_that_refuses_to_open(learner: Learner, version: Version) -> None:
    learner.context.clock.install()
    visit = learner.opens(refused=("LMSInitialize", "Initialize"))
    learner.context.clock.run_for(SEARCH)
    expect(visit.locate(NOT_CONNECTED)).to_contain_text("refused to open")
    visit.starts()
    answer(visit.content, "The Danube")
    learner.visits.remove(visit)


def test_an_lms_that_stops_saving(learner: Learner, version: Version) -> None:
    visit = learner.opens()
    visit.starts()
    visit.lms_page.evaluate("launch.refused.push('LMSCommit', 'Commit')")
    answer(visit.content, "The Danube")
    banner = visit.locate(".banner-warning")
    expect(banner).to_contain_text("connection to your learning platform is lost")
    expect(visit.locate(".status-text")).to_have_text("Not connected")
    visit.lms_page.evaluate("launch.refused.length = 0")
    expect(banner).to_have_count(0)
    expect(visit.locate(".status-text")).to_have_text("Saved")
    visit.leaves()
    assert [one["result"] for one in learner.lms.attempt("playable").interactions] == ["correct"]

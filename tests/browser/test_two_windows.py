"""One course in two windows: one writes, the other reads and can take over. With Web Locks and without."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.learner import Learner, Visit
from tests.browser.lms import Version

pytestmark = pytest.mark.browser

PASSED = {"scorm12": "passed", "scorm2004-4th": "completed passed"}
TELLING = {"SetValue", "Commit", "Terminate"}


@pytest.fixture(params=["locks", "no locks"], autouse=True)
def locks(request: pytest.FixtureRequest, learner: Learner) -> None:
    """Where a page is not loaded by https, browsers have no Web Locks."""
    if request.param == "no locks":
        learner.context.add_init_script("Object.defineProperty(navigator, 'locks', { value: undefined })")


def is_read_only(visit: Visit) -> None:
    """The page says so, in its bar and above it."""
    expect(visit.locate(".status-menu")).to_have_attribute("data-saving", "reading")
    expect(visit.locate("#shell_banners")).to_contain_text("Here you can only read")


def writes(visit: Visit) -> None:
    """The page says nothing about other windows."""
    expect(visit.locate(".status-menu")).to_have_attribute("data-saving", "saved")
    expect(visit.locate("#shell_banners")).not_to_contain_text("another window")


def take_over(visit: Visit) -> None:
    """Press the button of the banner."""
    visit.locate(".banner button:has-text('Go on in this window')").click()
    expect(visit.locate(".banner")).to_have_count(0)


def test_the_second_window_reads_and_takes_over(learner: Learner, version: Version) -> None:
    first = learner.opens()
    first.starts()
    first.chooses("river", "The Sahara")
    first.checks("river")
    first.settle()

    second = learner.opens()
    is_read_only(second)
    second.is_at("#/first/try")
    expect(second.locate("#river .verdict")).to_have_attribute("data-result", "wrong")
    second.turns_to("second")
    expect(second.locate("button.hand-in")).to_be_hidden()
    writes(first)
    first.turns_to("second")
    first.chooses("maker", "Ice")
    first.settle()
    assert not {call.kind for call in second.calls} & TELLING

    take_over(second)
    expect(second.locate("#maker .option:has-text('Ice') input")).to_be_checked()
    expect(first.locate("#shell_banners")).to_contain_text("You go on with this course in another window")
    expect(first.locate("button.hand-in")).to_be_hidden()
    assert first.count("Terminate") == 1
    second.finishes()
    second.leaves()
    assert (learner.status, learner.grade) == (PASSED[version], "100")
    told = {one["id"] for one in learner.lms.attempt("playable").interactions}
    assert {"first/river", "second/maker"} <= told

    first.turns_to("first")
    first.closes()
    assert (learner.status, learner.grade) == (PASSED[version], "100")


def test_who_comes_back_far_below_the_banner_is_told_there_and_takes_over(learner: Learner, version: Version) -> None:
    first = learner.opens()
    first.turns_to("second")
    first.chooses("maker", "Ice")
    first.settle()
    second = learner.opens()
    second.is_at("#/second/exam")
    is_read_only(second)
    panel = second.locate(".status-menu .menu-panel")
    expect(panel).to_contain_text("Here you can only read")
    expect(panel.locator(".status-over")).to_be_in_viewport(ratio=1)
    second.locate(".status-over").click()
    writes(second)
    expect(panel).to_be_hidden()
    second.chooses("maker", "Wind")
    second.leaves()
    back = learner.opens()
    expect(back.locate("#maker .option:has-text('Wind') input")).to_be_checked()
    back.closes()
    first.page.close()


def test_closing_the_first_window_gives_the_course_to_the_second(learner: Learner, version: Version) -> None:
    first = learner.opens()
    first.turns_to("second")
    second = learner.opens()
    is_read_only(second)
    first.chooses("maker", "Wind")
    first.closes()
    writes(second)
    second.turns_to("second")
    expect(second.locate("#maker .option:has-text('Wind') input")).to_be_checked()
    second.chooses("maker", "Ice")
    second.settle()
    second.closes()
    back = learner.opens()
    expect(back.locate("#maker .option:has-text('Ice') input")).to_be_checked()
    back.closes()


def test_reading_and_closing_changes_nothing(learner: Learner, version: Version) -> None:
    first = learner.opens()
    first.turns_to("second")
    second = learner.opens()
    is_read_only(second)
    first.chooses("maker", "Ice")
    first.settle()
    kept = learner.kept()
    second.turns_to("first")
    second.closes_unread()
    writes(first)
    assert learner.kept() == kept
    first.chooses("salt", "True")
    first.closes()
    back = learner.opens()
    expect(back.locate("#salt .option:has-text('True') input")).to_be_checked()
    back.closes()


def test_after_a_crash_no_window_is_in_the_way(learner: Learner, version: Version) -> None:
    first = learner.opens()
    first.starts()
    first.chooses("river", "The Danube")
    first.checks("river")
    first.settle()
    first.crashes()
    again = learner.opens()
    writes(again)
    again.is_at("#/first/try")
    expect(again.locate("#river .verdict")).to_have_attribute("data-result", "right")
    again.leaves()


def test_a_reload_needs_no_asking(learner: Learner, version: Version) -> None:
    claimed = "Object.keys(localStorage).some((key) => key.startsWith('hornbook-page:'))"
    learner.context.add_init_script(f"if (location.protocol === 'http:') window.claimed = {claimed};")
    visit = learner.opens()
    visit.turns_to("second")
    visit.chooses("maker", "Ice")
    visit.settle()
    assert visit.content.evaluate(claimed)
    back = visit.reloads()
    # Where another window holds the course, it would be asked, and a second waited for its answer.
    assert back.content.evaluate("claimed") is False
    writes(back)
    back.chooses("maker", "Wind")
    back.leaves()

"""A whole course in a real SCORM runtime: answers, leaving, coming back, finishing.

SCORM 1.2 RTE chapter 3, SCORM 2004 RTE chapter 4; what a strict LMS would refuse fails every test (`strict.py`).
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Courses
from tests.browser.learner import Learner
from tests.browser.lms import Lms, Version

pytestmark = pytest.mark.browser

INCOMPLETE = {"scorm12": "incomplete", "scorm2004-4th": "incomplete unknown"}
PASSED = {"scorm12": "passed", "scorm2004-4th": "completed passed"}
FAILED = {"scorm12": "failed", "scorm2004-4th": "completed failed"}


def test_leaving_before_anything_is_finished_is_incomplete_without_a_score(learner: Learner, version: Version) -> None:
    visit = learner.opens()
    visit.starts()
    visit.leaves()
    assert learner.status == INCOMPLETE[version]
    assert learner.grade == ""
    again = learner.opens()
    assert again.launch.mode == "normal"
    again.closes()
    assert learner.status == INCOMPLETE[version]
    assert learner.grade == ""


def test_coming_back_finds_place_and_answers(learner: Learner, version: Version) -> None:
    visit = learner.opens()
    visit.starts()
    visit.chooses("river", "The Sahara")
    assert visit.checks("river") == "wrong"
    visit.chooses("carries", "Water")
    assert visit.checks("carries") == "partly"
    visit.turns_to("second")
    visit.chooses("shallower", "Mud", "Fish")
    visit.writes("shore", "reeds, I think: schöne Gräser")
    visit.closes()
    assert learner.status == INCOMPLETE[version]
    assert learner.lms.attempt("playable").location == "second/exam"

    back = learner.opens()
    back.is_at("#/second/exam")
    expect(back.locate("#exam_title")).to_be_in_viewport()
    expect(back.locate("#exam_title")).to_be_focused()
    expect(back.locate("#shallower .option:has-text('Mud') input")).to_be_checked()
    expect(back.locate("#shallower .option:has-text('Fish') input")).to_be_checked()
    expect(back.locate("#shallower .option:has-text('Sand') input")).not_to_be_checked()
    # What is typed is kept as far as room lasts: 16 bytes of UTF-8 in the LMS, all of it in this browser.
    expect(back.locate("#shore input")).to_have_value("reeds, I think: schöne Gräser")
    back.turns_to("first")
    expect(back.locate("#river .verdict")).to_have_attribute("data-result", "wrong")
    expect(back.locate("#carries .verdict")).to_have_attribute("data-result", "partly")
    back.leaves()


def test_a_short_look_does_not_move_the_place(learner: Learner, version: Version) -> None:
    visit = learner.opens()
    visit.turns_to("second")
    visit.chooses("maker", "Ice")
    visit.closes()
    for _ in range(2):
        learner.opens().closes()
        assert learner.lms.attempt("playable").location == "second/exam"


def test_another_browser_has_what_the_lms_keeps(learner: Learner, version: Version) -> None:
    visit = learner.opens()
    visit.starts()
    visit.chooses("river", "The Sahara")
    visit.checks("river")
    visit.turns_to("second")
    visit.chooses("maker", "Wind")
    visit.writes("shore", "palms")
    visit.closes()
    learner.forgets_this_browser()
    back = learner.opens()
    back.is_at("#/second/exam")
    expect(back.locate("#maker .option:has-text('Wind') input")).to_be_checked()
    expect(back.locate("#shore input")).to_have_value("palms")
    back.turns_to("first")
    expect(back.locate("#river .verdict")).to_have_attribute("data-result", "wrong")
    back.leaves()


def test_finishing_gives_score_status_and_interactions(learner: Learner, version: Version) -> None:
    visit = learner.opens()
    visit.finishes()
    expect(visit.locate(".finished")).to_contain_text(re.compile(r"100\s%"))
    visit.leaves()
    assert learner.status == PASSED[version]
    assert learner.grade == "100"
    told = {one["id"]: one for one in learner.lms.attempt("playable").interactions}
    assert set(told) == {
        *("first/words", "first/river", "first/carries", "first/uphill", "first/end"),
        *("second/maker", "second/shallower", "second/salt", "second/shore"),
    }
    response = "student_response" if version == "scorm12" else "learner_response"
    assert told["first/words"]["type"] == ("performance" if version == "scorm12" else "other")
    assert told["first/words"]["result"] == "neutral"
    expected = {
        "first/river": ("choice", "0"),
        "first/carries": ("choice", "0,1" if version == "scorm12" else "0[,]1"),
        "first/uphill": ("true-false", "f" if version == "scorm12" else "false"),
        "first/end": ("fill-in", "MOUTH"),
        "second/shallower": ("choice", "0,1" if version == "scorm12" else "0[,]1"),
        "second/salt": ("true-false", "t" if version == "scorm12" else "true"),
    }
    assert {name: (told[name]["type"], told[name][response]) for name in expected} == expected
    assert {one["result"] for name, one in told.items() if name != "first/words"} == {"correct"}


def test_half_the_points_are_half_the_grade(learner: Learner, version: Version) -> None:
    visit = learner.opens()
    visit.turns_to("second")
    # Of 5 points: 1 for the ice, 1 of 2 for one of two, 0, and nothing for what is left open.
    visit.chooses("maker", "Ice")
    visit.chooses("shallower", "Sand")
    visit.chooses("salt", "False")
    visit.hands_in()
    visit.closes()
    assert learner.grade == "40"
    assert learner.status == INCOMPLETE[version]


def test_finishing_at_0_points_sends_the_0(learner: Learner, version: Version) -> None:
    visit = learner.opens()
    visit.finishes(right=False)
    visit.leaves()
    assert learner.grade == "0"
    # One attempt of two is left: not failed yet.
    assert learner.status == INCOMPLETE[version]


def test_failed_only_when_no_try_is_left(learner: Learner, version: Version) -> None:
    visit = learner.opens()
    visit.finishes(right=False)
    visit.locate("button.new-attempt").last.click()
    visit.settle()
    assert "failed" not in {call.values[1] for call in visit.calls if call.kind == "SetValue"}
    visit.answers_exam(right=False)
    visit.closes()

    back = learner.opens()
    expect(back.locate("#maker .option:has-text('Wind') input")).to_be_checked()
    back.hands_in()
    expect(back.locate(".quiz-foot .new-attempt")).to_be_hidden()
    back.leaves()
    assert learner.status == FAILED[version]
    assert learner.grade == "0"


def test_attempts_without_limit_never_fail(learner: Learner, lms: Lms, courses: Courses, version: Version) -> None:
    unlimited = courses.package("playable", version, lambda text: text.replace(" attempts=2", ""), variant="unlimited")
    lms.add("playable", unlimited, version)
    visit = learner.opens()
    visit.finishes(right=False)
    for _ in range(3):
        visit.locate(".quiz-foot .new-attempt").click()
        visit.settle()
        visit.answers_exam(right=False)
        visit.hands_in()
    visit.closes()
    assert learner.status == INCOMPLETE[version]
    assert learner.grade == "0"
    back = learner.opens()
    back.locate(".quiz-foot .new-attempt").click()
    back.answers_exam()
    back.hands_in()
    back.leaves()
    assert learner.status == PASSED[version]
    assert learner.grade == "100"


def test_passed_is_never_lowered(learner: Learner, version: Version) -> None:
    visit = learner.opens()
    visit.finishes()
    visit.locate(".quiz-foot .new-attempt").click()
    visit.settle()
    visit.answers_exam(right=False)
    visit.hands_in()
    visit.closes()
    assert learner.status == PASSED[version]
    assert learner.grade == "100"


def test_passed_stays_when_the_lms_has_lost_the_state(learner: Learner, version: Version) -> None:
    visit = learner.opens()
    visit.finishes()
    visit.leaves()
    learner.forgets_this_browser()
    learner.lms.attempt("playable").cmi["suspend_data"] = ""
    again = learner.opens(mode="normal")
    again.turns_to("second")
    again.answers_exam(right=False)
    again.hands_in()
    again.closes()
    assert learner.status == PASSED[version]


@pytest.mark.parametrize("mode", ["review", "browse"])
def test_review_and_browse_write_nothing(learner: Learner, version: Version, mode: str) -> None:
    visit = learner.opens()
    visit.finishes()
    visit.leaves()
    before = learner.kept()
    # After the end Moodle's own choice is review.
    again = learner.opens(mode="browse" if mode == "browse" else "")
    expect(
        again.locate(f".banner-info:has-text('{'finished work' if mode == 'review' else 'looking around'}')")
    ).to_be_visible()
    again.turns_to("first")
    again.reads_all()
    again.turns_to("second")
    expect(again.locate("button.hand-in")).to_be_hidden()
    expect(again.locate(".quiz-foot .new-attempt")).to_be_hidden()
    expect(again.locate("#maker .option:has-text('Ice')")).to_have_class("option is-right")
    again.closes()
    assert set(again.given()) <= {"cmi.core.exit", "cmi.exit"}
    assert learner.kept() == before


def test_browsing_a_fresh_course_leaves_it_fresh(learner: Learner, version: Version) -> None:
    visit = learner.opens(mode="browse")
    visit.starts()
    visit.chooses("river", "The Danube")
    assert visit.checks("river") == "right"
    visit.turns_to("second")
    visit.closes()
    # Without a word of its own, a visit in 1.2 would be taken for completed work.
    assert visit.given() == (
        {"cmi.core.lesson_status": "browsed", "cmi.core.exit": "suspend"}
        if version == "scorm12"
        else {"cmi.exit": "suspend"}
    )
    assert learner.grade == ""
    begun = learner.opens()
    assert begun.launch.mode == "normal"
    begun.is_at_the_cover()
    begun.closes()
    assert learner.status == INCOMPLETE[version]


def test_cards_are_kept_in_review(learner: Learner, version: Version) -> None:
    visit = learner.opens()
    visit.finishes()
    visit.leaves()
    status, grade, location = learner.status, learner.grade, learner.lms.attempt("playable").location
    again = learner.opens()
    again.turns_to("first")
    again.locate(".deck-end button").last.click()
    again.locate("button.flip").click()
    again.locate("button.rate-1").click()
    again.settle()
    again.closes()
    assert again.values("cmi.suspend_data")
    assert (learner.status, learner.grade, learner.lms.attempt("playable").location) == (status, grade, location)


def test_a_closed_tab_saves_and_terminates_once(learner: Learner, version: Version) -> None:
    visit = learner.opens()
    visit.turns_to("second")
    visit.locate("#shore input").press_sequentially("ree")
    visit.closes()
    assert visit.count("Terminate") == 1
    assert learner.lms.attempt("playable").location == "second/exam"
    learner.forgets_this_browser()
    back = learner.opens()
    expect(back.locate("#shore input")).to_have_value("ree")
    back.goes_elsewhere()
    assert back.count("Terminate") == 1


def test_a_killed_browser_loses_no_answer(learner: Learner, version: Version) -> None:
    visit = learner.opens()
    visit.starts()
    visit.chooses("river", "The Danube")
    visit.checks("river")
    visit.settle()
    visit.dies()
    learner.forgets_this_browser()
    back = learner.opens()
    back.is_at("#/first/try")
    expect(back.locate("#river .verdict")).to_have_attribute("data-result", "right")
    back.leaves()


def test_a_reload_goes_on_where_it_was(learner: Learner, version: Version) -> None:
    visit = learner.opens()
    visit.turns_to("second")
    visit.chooses("maker", "Beavers")
    visit.settle()
    back = visit.reloads()
    back.is_at("#/second/exam")
    expect(back.locate("#maker .option:has-text('Beavers') input")).to_be_checked()
    back.leaves()


def test_leave_says_that_all_is_saved(learner: Learner, version: Version) -> None:
    visit = learner.opens()
    visit.starts()
    visit.locate("button.leave").click()
    expect(visit.locate("article.left h1")).to_be_focused()
    expect(visit.locate("article.left")).to_contain_text("Everything is saved")
    # Nothing is left that would do nothing.
    expect(visit.locate(".bar")).to_be_hidden()
    expect(visit.locate("#shell_contents")).to_be_hidden()
    visit.closes()
    assert visit.count("Terminate") == 1


def test_unload_forbidden_by_policy(learner: Learner, lms: Lms, version: Version) -> None:
    lms.headers["Permissions-Policy"] = "unload=()"
    visit = learner.opens()
    visit.finishes()
    visit.closes()
    assert learner.status == PASSED[version]
    assert learner.grade == "100"
    assert visit.count("Terminate") == 1

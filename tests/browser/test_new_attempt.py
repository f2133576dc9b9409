"""A new attempt starts clean and offers what this browser holds of the one before."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.learner import Learner, Visit
from tests.browser.lms import Version

pytestmark = pytest.mark.browser


def leaves_in_the_middle(learner: Learner) -> None:
    """Some practice, some cards, an answer in the exam; then the LMS begins anew."""
    visit = learner.opens()
    visit.turns_to("first")
    visit.knows_all_cards()
    visit.chooses("river", "The Danube")
    assert visit.checks("river") == "right"
    visit.turns_to("second")
    visit.chooses("maker", "Ice")
    visit.writes("shore", "reeds")
    visit.leaves()
    learner.lms.begins_anew("playable")


def take_over(visit: Visit) -> None:
    """Press the button of the offer."""
    visit.locate(".banner button:has-text('Bring my earlier work here')").click()
    visit.settle()


def test_earlier_work_is_brought_into_a_new_attempt(learner: Learner, version: Version) -> None:
    leaves_in_the_middle(learner)
    visit = learner.opens()
    visit.is_at_the_cover()
    expect(visit.locate("#shell_banners")).to_contain_text("answers: 3, cards: 3")
    take_over(visit)
    expect(visit.locate("#shell_banners")).to_contain_text("Your earlier work is here now")
    # It goes on at the very place.
    visit.is_at("#/second/")
    expect(visit.locate("#maker .option:has-text('Ice') input")).to_be_checked()
    expect(visit.locate("#shore input")).to_have_value("reeds")
    visit.turns_to("first")
    expect(visit.locate("#river .verdict")).to_have_attribute("data-result", "right")
    expect(visit.locate(".deck-end")).to_be_visible()
    assert learner.grade == ""
    visit.turns_to("second")
    visit.chooses("salt", "True")
    visit.chooses("shallower", "Sand", "Mud")
    visit.hands_in()
    visit.leaves()
    assert learner.grade == "100"
    # The new attempt has a record of every answer, also of those that were brought.
    told = {one["id"]: one["result"] for one in learner.lms.attempt("playable").interactions}
    assert told == dict.fromkeys(
        ("first/river", "second/maker", "second/shallower", "second/salt", "second/shore"), "correct"
    )
    learner.forgets_this_browser()
    back = learner.opens()
    back.turns_to("first")
    expect(back.locate("#river .verdict")).to_have_attribute("data-result", "right")
    back.leaves()


def test_what_cannot_be_offered_now_is_offered_at_the_next_opening(learner: Learner, version: Version) -> None:
    leaves_in_the_middle(learner)
    learner.context.route("**/player-earlier.js", lambda route: route.abort())
    with learner.context.expect_event("requestfailed"):
        visit = learner.opens()
    visit.turns_to("first")
    expect(visit.locate(".banner")).to_have_count(0)
    visit.leaves()
    learner.context.unroute("**/player-earlier.js")
    visit = learner.opens()
    take_over(visit)
    expect(visit.locate("#shell_banners")).to_contain_text("Your earlier work is here now")
    visit.leaves()
    learner.problems[:] = [problem for problem in learner.problems if "net::ERR_FAILED" not in problem]


def test_what_was_brought_can_be_put_back(learner: Learner, version: Version) -> None:
    leaves_in_the_middle(learner)
    visit = learner.opens()
    take_over(visit)
    visit.locate(".banner button:has-text('Undo')").click()
    visit.settle()
    expect(visit.locate("#shell_banners")).to_contain_text("This is a new attempt")
    visit.turns_to("second")
    expect(visit.locate("#maker .option:has-text('Ice') input")).not_to_be_checked()
    visit.turns_to("first")
    expect(visit.locate("#river .verdict")).to_be_hidden()
    visit.leaves()


def test_an_offer_put_aside_stays_in_the_status_panel_and_ends_with_the_visit(
    learner: Learner, version: Version
) -> None:
    leaves_in_the_middle(learner)
    visit = learner.opens()
    visit.locate(".banner button:has-text('Start afresh')").click()
    expect(visit.locate(".banner")).to_have_count(0)
    visit.locate(".status-menu summary").click()
    expect(visit.locate(".status-offer")).to_have_text("Bring my earlier work here")
    visit.locate(".status-offer").click()
    visit.settle()
    visit.is_at("#/second/")
    visit.locate(".banner button:has-text('Undo')").click()
    visit.locate(".banner button:has-text('Start afresh')").click()
    visit.closes()

    again = learner.opens()
    expect(again.locate(".banner")).to_have_count(0)
    again.closes()


def test_a_finished_attempt_is_not_offered(learner: Learner, version: Version) -> None:
    visit = learner.opens()
    visit.finishes()
    # A place is saved with what comes next: on leaving it has not been told yet.
    visit.turns_to("first")
    visit.leaves()
    learner.lms.begins_anew("playable")
    again = learner.opens()
    expect(again.locate(".banner")).to_have_count(0)
    again.closes()

"""Every score reaches the gradebook: each answer of an LMS, and what the outbox makes of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction
from pathlib import Path
from typing import NoReturn

import pytest
import requests
from sqlalchemy import func, select

from lti_app.demo.faults import DROP_AFTER, DROP_BEFORE, LOGIN_PAGE, Fault, answers
from lti_app.demo.lms import StandInLms
from lti_app.lti.connector import Connector
from lti_app.services.breakers import FAILURES, PROBE
from lti_app.services.grades import send_again
from lti_app.services.outbox import Outbox
from lti_app.services.settling import back_off
from lti_app.storage.models import Breaker, Context, GradeDelivery, Platform, ResourceLink
from tests.lti_app.circle import running_lms
from tests.lti_app.grading import Graded, graded_activity


@pytest.fixture
def graded(platform: StandInLms, tmp_path: Path) -> Iterator[Graded]:
    with graded_activity(platform, tmp_path) as activity:
        yield activity


@pytest.fixture
def canvas(platform: StandInLms, tmp_path: Path) -> Iterator[Graded]:
    platform.use("canvas")
    with graded_activity(platform, tmp_path) as activity:
        yield activity


def _deliver(graded: Graded, rounds: int = 30) -> None:
    """Let the time pass that it takes."""
    for _ in range(rounds):
        if graded.outbox.run_once() == 0 and graded.outbox.next_due() is None:
            return
        graded.clock.advance(seconds=31)


# --- 2xx -----------------------------------------------------------------------------------------------------------


def test_a_score_reaches_the_gradebook_with_the_times_of_the_work(graded: Graded) -> None:
    graded.score("11", Fraction(2, 3))

    assert graded.state("11").state == "waiting"
    assert graded.outbox.run_once() == 1
    entry = graded.entry("11")
    assert entry is not None
    assert (entry.score, entry.activity_progress, entry.grading_progress) == (66.67, "Completed", "FullyGraded")
    assert entry.submitted_at is not None
    assert graded.state("11").state == "sent"
    assert graded.outbox.run_once() == 0


def test_only_the_newest_of_several_scores_is_sent(graded: Graded) -> None:
    for earned in ("1/4", "1/2", "3/4"):
        graded.score("11", earned)

    _deliver(graded)
    assert [body["scoreGiven"] for body in graded.lms.accepted] == [75]


def test_a_score_that_changes_while_another_is_on_its_way_goes_next(graded: Graded) -> None:
    graded.score("11", "1/2")
    parcel = graded.outbox.claim(1)[0]
    graded.score("11", 1)
    graded.outbox.settle([graded.outbox.deliver(parcel)])

    assert graded.state("11").state == "waiting"
    _deliver(graded)
    assert [body["scoreGiven"] for body in graded.lms.accepted] == [50, 100]


def test_two_changes_within_a_second_get_timestamps_a_second_apart(graded: Graded) -> None:
    for earned in ("1/4", "1/2", "3/4"):
        graded.score("11", earned)
        assert graded.outbox.run_once() == 1

    stamps = [body["timestamp"] for body in graded.lms.accepted]
    assert stamps == sorted(set(stamps))
    assert len(stamps) == 3
    assert graded.grade("11") == 75


def test_what_is_not_marked_yet_never_empties_a_grade(graded: Graded) -> None:
    graded.score("11", "1/2")
    _deliver(graded)
    graded.score("11", None, submissions=2)

    assert graded.outbox.run_once() == 0
    assert (graded.grade("11"), graded.state("11").state) == (50, "unmarked")


def test_the_same_score_again_is_not_sent_again(graded: Graded) -> None:
    graded.score("11", "1/2")
    _deliver(graded)
    graded.score("11", "1/2")

    assert graded.outbox.run_once() == 0
    assert len(graded.lms.accepted) == 1


def test_a_comment_goes_along_only_when_it_changed(canvas: Graded) -> None:
    canvas.score("11", "1/2", comment="Well begun")
    _deliver(canvas)
    canvas.score("11", "3/4", submissions=2, comment="Well begun")
    _deliver(canvas)

    entry = canvas.entry("11")
    assert entry is not None
    assert (entry.score, entry.comments) == (75, ["Well begun"])


def test_canvas_counts_a_submission_for_an_attempt_and_none_for_a_regrade(canvas: Graded) -> None:
    canvas.score("11", "1/2", submissions=1)
    _deliver(canvas)
    canvas.score("11", "3/4", submissions=1)
    _deliver(canvas)

    entry = canvas.entry("11")
    assert entry is not None
    assert (entry.score, entry.submissions) == (75, 1)


# --- 409, and 400 of Canvas ----------------------------------------------------------------------------------------


def test_a_gradebook_that_is_ahead_in_time_gets_a_later_timestamp(graded: Graded) -> None:
    graded.score("11", "1/2")
    _deliver(graded)
    entry = graded.entry("11")
    assert entry is not None
    assert entry.timestamp is not None
    entry.timestamp += timedelta(minutes=5)
    entry.score = 3
    graded.lms.clock_off = 400
    graded.score("11", 1)
    _deliver(graded)

    assert (graded.grade("11"), graded.state("11").state) == (100, "sent")


def test_canvas_tells_its_time_in_words_and_is_understood(canvas: Graded) -> None:
    canvas.score("11", "1/2")
    _deliver(canvas)
    entry = canvas.entry("11")
    assert entry is not None
    assert entry.timestamp is not None
    entry.timestamp += timedelta(minutes=50)
    canvas.score("11", 1)
    _deliver(canvas)

    assert canvas.grade("11") == 100


def test_a_conflict_with_an_equal_grade_is_a_success(graded: Graded) -> None:
    graded.score("11", "1/2")
    graded.lms.faults.script("scores", DROP_AFTER)
    graded.outbox.run_once()
    graded.lms.faults.script("scores", answers(409))
    _deliver(graded)

    assert (graded.grade("11"), graded.state("11").state) == (50, "sent")
    assert len(graded.lms.accepted) == 1


def test_a_conflict_that_stays_is_told_as_changed_in_the_lms(graded: Graded) -> None:
    graded.score("11", "1/2")
    graded.lms.faults.always["scores"] = answers(409)
    _deliver(graded)

    state = graded.state("11")
    assert (state.state, state.problem, state.next_try_at) == ("refused", "changed-in-lms", None)
    assert graded.lms.counts["scores"] == 2


# --- 401 -----------------------------------------------------------------------------------------------------------


def test_a_token_that_was_revoked_is_replaced_once(graded: Graded) -> None:
    graded.score("11", "1/2")
    _deliver(graded)
    graded.lms.revoke_tokens()
    graded.score("11", 1)
    _deliver(graded)

    assert graded.grade("11") == 100
    assert graded.lms.counts["token"] == 2


def test_a_401_that_stays_stops_the_platform_and_not_the_grade(graded: Graded) -> None:
    graded.score("11", "1/2")
    graded.lms.faults.always["scores"] = answers(401)
    graded.outbox.run_once()
    graded.score("12", "1/2")
    graded.outbox.run_once()

    assert graded.lms.counts["scores"] == 2, "once, and once more with a new token; the other learner waits"
    assert (graded.state("11").state, graded.state("11").problem) == ("waiting", "unauthorized")
    graded.lms.faults.clear()
    _deliver(graded)
    assert (graded.grade("11"), graded.grade("12")) == (50, 50)


def test_a_client_that_is_not_accepted_is_told_as_such(graded: Graded) -> None:
    graded.score("11", "1/2")
    graded.lms.faults.script("token", answers(400, text='{"error":"invalid_client"}'))
    graded.outbox.run_once()

    assert (graded.state("11").problem, graded.state("11").problem_status) == ("token-refused", 400)
    _deliver(graded)
    assert graded.grade("11") == 50


# --- 403, 404, 410, 412, 422, other 400 ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "problem"),
    [(400, "refused"), (403, "forbidden"), (404, "gone"), (410, "gone"), (412, "refused"), (422, "refused")],
)
def test_a_refusal_stops_the_row_and_keeps_its_reason(graded: Graded, status: int, problem: str) -> None:
    graded.score("11", "1/2")
    graded.lms.faults.script("scores", answers(status))
    graded.outbox.run_once()
    graded.clock.advance(hours=12)

    assert graded.outbox.run_once() == 0
    state = graded.state("11")
    assert (state.state, state.problem, state.problem_status) == ("refused", problem, status)


@pytest.mark.parametrize("status", [403, 404])
def test_a_refusal_that_an_outage_can_cause_is_tried_daily_for_30_days(graded: Graded, status: int) -> None:
    graded.score("11", "1/2")
    graded.lms.faults.always["scores"] = answers(status)
    tried = []
    for day in range(60):
        if graded.outbox.run_once():
            tried.append(day)
        graded.clock.advance(days=1, seconds=1)

    assert tried == list(range(31))
    assert graded.state("11").state == "refused"


def test_a_restored_lms_gets_the_grade_within_a_day(graded: Graded) -> None:
    graded.score("11", "1/2")
    graded.lms.faults.script("scores", answers(404))
    graded.outbox.run_once()
    graded.clock.advance(days=1, seconds=1)
    graded.outbox.run_once()

    assert (graded.grade("11"), graded.state("11").state) == (50, "sent")


def test_a_refused_grade_is_sent_again_by_the_button(graded: Graded) -> None:
    graded.score("11", "1/2")
    graded.lms.faults.script("scores", answers(422))
    graded.outbox.run_once()
    with graded.database.writing() as session:
        assert send_again(session, session.get_one(ResourceLink, graded.link_id), graded.clock()) == 1
    _deliver(graded)

    assert graded.grade("11") == 50


@pytest.mark.parametrize("manners", ["moodle", "canvas"])
def test_somebody_who_is_no_student_is_told_as_such(platform: StandInLms, tmp_path: Path, manners: str) -> None:
    platform.use(manners)
    with graded_activity(platform, tmp_path) as graded:
        platform.school.people["11"].gradable = False
        graded.score("11", "1/2")
        graded.outbox.run_once()

        assert (graded.state("11").state, graded.state("11").problem) == ("refused", "not-gradable")


def test_attempts_that_canvas_does_not_allow_are_told_as_such(canvas: Graded) -> None:
    canvas.lms.school.line_items[canvas.activity.line_item].allowed_submissions = 1
    canvas.score("11", "1/2", submissions=1)
    _deliver(canvas)
    canvas.score("11", "3/4", submissions=2)
    _deliver(canvas)

    assert (canvas.state("11").state, canvas.state("11").problem) == ("refused", "attempts-used-up")
    canvas.lms.school.line_items[canvas.activity.line_item].allowed_submissions = 2
    with canvas.database.writing() as session:
        send_again(session, session.get_one(ResourceLink, canvas.link_id), canvas.clock())
    _deliver(canvas)
    assert canvas.grade("11") == 75


# --- 429, 5xx, time-outs, resets, login pages ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fault", "problem"),
    [
        (answers(500), "unavailable"),
        (answers(502), "unavailable"),
        (answers(503), "unavailable"),
        (answers(429), "throttled"),
        (answers(403, text="403 Forbidden (Rate Limit Exceeded)"), "throttled"),
        (answers(302), "login-page"),
        (LOGIN_PAGE, "login-page"),
        (DROP_BEFORE, "no-answer"),
        (DROP_AFTER, "no-answer"),
    ],
)
def test_an_lms_that_cannot_just_now_gets_the_grade_later(graded: Graded, fault: Fault, problem: str) -> None:
    graded.score("11", "1/2")
    graded.lms.faults.script("scores", fault)
    graded.outbox.run_once()

    assert (graded.state("11").state, graded.state("11").problem) == ("waiting", problem)
    _deliver(graded)
    assert (graded.grade("11"), graded.state("11").state) == (50, "sent")


def test_an_lms_that_is_stopped_gets_the_grade_later(graded: Graded) -> None:
    graded.lms.down = True
    graded.score("11", "1/2")
    _deliver(graded, rounds=20)
    assert graded.state("11").state == "waiting"
    graded.lms.down = False
    _deliver(graded, rounds=2)

    assert graded.grade("11") == 50


def test_an_address_where_nobody_listens_is_unreachable(graded: Graded) -> None:
    with graded.database.writing() as session:
        session.get_one(ResourceLink, graded.link_id).line_item_url = "http://127.0.0.1:9/item"
    graded.score("11", "1/2")
    graded.outbox.run_once()

    assert graded.state("11").problem == "unreachable"


def test_a_name_that_does_not_exist_is_unreachable(graded: Graded) -> None:
    with graded.database.writing() as session:
        session.get_one(ResourceLink, graded.link_id).line_item_url = "http://lms.invalid/item"
    graded.score("11", "1/2")
    graded.outbox.run_once()

    assert graded.state("11").problem == "unreachable"


def test_retry_after_is_obeyed(graded: Graded) -> None:
    graded.score("11", "1/2")
    graded.lms.faults.script("scores", answers(429, retry_after="300"))
    graded.outbox.run_once()
    for _ in range(9):
        graded.clock.advance(seconds=32)
        assert graded.outbox.run_once() == 0
    graded.clock.advance(seconds=32)

    assert graded.outbox.run_once() == 1
    assert graded.grade("11") == 50


def test_canvas_counts_one_submission_though_its_answer_was_lost(canvas: Graded) -> None:
    canvas.score("11", "1/2", comment="Good")
    canvas.lms.faults.script("scores", DROP_AFTER)
    _deliver(canvas)

    entry = canvas.entry("11")
    assert entry is not None
    assert (entry.score, entry.submissions, entry.comments) == (50, 1, ["Good"])
    assert canvas.state("11").state == "sent"


def test_canvas_hears_of_a_submission_that_was_lost_on_the_way(canvas: Graded) -> None:
    canvas.score("11", "1/2", comment="Good")
    canvas.lms.faults.script("scores", DROP_BEFORE)
    _deliver(canvas)

    entry = canvas.entry("11")
    assert entry is not None
    assert (entry.score, entry.submissions, entry.comments) == (50, 1, ["Good"])


def test_after_30_days_a_score_is_given_up_visibly(graded: Graded) -> None:
    graded.lms.down = True
    graded.score("11", "1/2")
    for _ in range(70):
        graded.outbox.run_once()
        graded.clock.advance(hours=11)
    assert (graded.state("11").state, graded.state("11").problem) == ("given-up", "no-answer")

    graded.lms.down = False
    graded.score("11", "3/4")
    graded.clock.advance(seconds=31)
    _deliver(graded)
    assert graded.grade("11") == 75


# --- leases and breakers -------------------------------------------------------------------------------------------


def test_one_score_is_claimed_once_until_its_lease_ends(graded: Graded) -> None:
    graded.score("11", "1/2")
    first = graded.outbox.claim(10)
    assert (len(first), graded.outbox.claim(10)) == (1, [])
    graded.clock.advance(seconds=61)
    second = graded.outbox.claim(10)
    graded.outbox.settle([graded.outbox.deliver(second[0])])

    assert graded.outbox.deliver(first[0]).error is not None, "too late to begin a send under an old lease"
    assert graded.state("11").state == "sent"


def test_whoever_lost_the_lease_changes_nothing(graded: Graded) -> None:
    graded.score("11", "1/2")
    first = graded.outbox.deliver(graded.outbox.claim(1)[0])
    graded.clock.advance(seconds=61)
    graded.score("11", 1)
    second = graded.outbox.claim(1)[0]
    graded.outbox.settle([first])
    assert graded.delivery("11").lease == second.lease
    graded.outbox.settle([graded.outbox.deliver(second)])

    assert (graded.grade("11"), graded.state("11").state) == (100, "sent")


def test_a_platform_that_is_down_gets_one_probe_every_30_seconds(graded: Graded) -> None:
    graded.lms.down = True
    for learner in ("11", "12", "13", "14", "15", "16"):
        graded.score(learner, "1/2")
    graded.outbox.run_once()
    begun = graded.lms.counts["token"]
    for _ in range(10):
        graded.clock.advance(seconds=PROBE.total_seconds() + 1)
        graded.outbox.run_once()
        graded.outbox.run_once()

    assert graded.lms.counts["token"] - begun == 10
    with graded.database.reading() as session:
        assert session.scalars(select(Breaker.failures)).one() >= FAILURES


def test_everything_goes_at_once_when_the_platform_is_back(graded: Graded) -> None:
    graded.lms.down = True
    for learner in ("11", "12", "13", "14", "15", "16"):
        graded.score(learner, "1/2")
    for _ in range(12):
        graded.outbox.run_once()
        graded.clock.advance(seconds=45)
    graded.lms.down = False
    graded.outbox.run_once()
    graded.outbox.run_once()

    assert [graded.grade(learner) for learner in ("11", "12", "13", "14", "15", "16")] == [50] * 6


def test_one_dead_platform_delays_no_other(graded: Graded, tmp_path: Path) -> None:
    graded.score("11", "1/2")
    graded.lms.down = True
    with graded.database.writing() as session:
        session.add(Breaker(platform_id=graded.platform_id, failures=FAILURES, open_until=graded.clock() + PROBE))

    with running_lms() as other, graded_activity(other, tmp_path, url=str(graded.database.engine.url)) as alive:
        alive.score("11", 1)
        alive.outbox.run_once()
        assert (alive.grade("11"), graded.state("11").state) == (100, "waiting")


def test_one_platform_uses_no_more_than_its_share_of_senders(graded: Graded) -> None:
    for learner in ("11", "12", "13", "14"):
        graded.score(learner, "1/2")

    assert len(graded.outbox.claim(10, share=3)) == 3


def test_a_disabled_platform_is_left_alone(graded: Graded) -> None:
    graded.score("11", "1/2")

    with graded.database.writing() as session:
        session.get_one(Platform, graded.platform_id).disabled_at = graded.clock()

    assert graded.outbox.run_once() == 0


@pytest.mark.parametrize(
    ("tries", "draw", "retry_after", "seconds"),
    [(1, 0.999, None, 4.995), (1, 0.0, None, 1.0), (4, 0.5, None, 20.0), (50, 0.5, None, 300.0), (1, 0.5, 90.0, 90.0)],
)
def test_back_off_doubles_with_full_jitter(tries: int, draw: float, retry_after: float | None, seconds: float) -> None:
    assert back_off(tries, lambda: draw, retry_after) == pytest.approx(seconds)


# --- columns -------------------------------------------------------------------------------------------------------


def test_a_missing_column_is_made_once_and_used_by_all(platform: StandInLms, tmp_path: Path) -> None:
    with graded_activity(platform, tmp_path, with_line_item=False) as graded:
        for learner in ("11", "12", "13"):
            graded.score(learner, "1/2")
        _deliver(graded)

        items = list(platform.school.line_items.values())
        assert [(item.label, item.maximum, item.link, item.tag) for item in items] == [
            ("A quiz", 100.0, graded.activity.id, "hornbook")
        ]
        assert sorted(items[0].entries) == ["11", "12", "13"]


def test_a_column_that_is_there_is_adopted_also_from_the_second_page(platform: StandInLms, tmp_path: Path) -> None:
    platform.page_size = 1
    with graded_activity(platform, tmp_path, with_line_item=False) as graded:
        for label in ("One", "Two"):
            platform.add_line_item(
                "7", graded.activity.client, label, 10, link=graded.activity.id if label == "Two" else ""
            )
        graded.score("11", "1/2")
        _deliver(graded)

        assert [len(item.entries) for item in platform.school.line_items.values()] == [0, 1]


def test_a_column_in_the_making_is_waited_for(platform: StandInLms, tmp_path: Path) -> None:
    with graded_activity(platform, tmp_path, with_line_item=False) as graded:
        graded.score("11", "1/2")
        with graded.database.writing() as session:
            session.get_one(ResourceLink, graded.link_id).line_item_leased_until = graded.clock() + timedelta(
                seconds=20
            )
        graded.outbox.run_once()
        assert (len(platform.school.line_items), graded.state("11").state) == (0, "waiting")
        graded.clock.advance(seconds=21)
        _deliver(graded)
        assert len(platform.school.line_items) == 1


def test_a_column_that_was_replaced_is_found_again(graded: Graded) -> None:
    graded.lms.school.line_items[graded.activity.line_item].gone = True
    other = graded.lms.add_line_item("7", graded.activity.client, "A quiz", 100, link=graded.activity.id)
    graded.score("11", "1/2")
    _deliver(graded)

    assert other.entries["11"].score == 50
    with graded.database.reading() as session:
        assert session.get_one(ResourceLink, graded.link_id).line_item_url.endswith(
            graded.lms.manners.lineitem_path("7", other.id)
        )


def test_a_column_that_a_teacher_removed_comes_back_only_by_the_button(graded: Graded) -> None:
    graded.lms.school.line_items[graded.activity.line_item].gone = True
    graded.score("11", "1/2")
    _deliver(graded, rounds=3)
    assert graded.state("11").problem == "gone"
    assert len(graded.lms.school.line_items) == 1
    with graded.database.writing() as session:
        send_again(session, session.get_one(ResourceLink, graded.link_id), graded.clock(), anew=True)
    _deliver(graded)

    made = list(graded.lms.school.line_items.values())[1]
    assert made.entries["11"].score == 50


def test_an_activity_that_the_lms_does_not_grade_sends_nothing(graded: Graded) -> None:

    with graded.database.writing() as session:
        session.scalars(select(Context)).one().scopes = []
    graded.score("11", "1/2")

    assert graded.outbox.run_once() == 0
    assert graded.state("11").state == "not-graded"


def test_a_line_item_that_comes_with_a_later_launch_gets_the_score(graded: Graded) -> None:
    with graded.database.writing() as session:
        link = session.get_one(ResourceLink, graded.link_id)
        url, link.line_item_url, link.context.lineitems_url = link.line_item_url, "", ""
    graded.score("11", "1/2")
    assert graded.state("11").state == "not-graded"
    with graded.database.writing() as session:
        link = session.get_one(ResourceLink, graded.link_id)
        link.line_item_url = url
        send_again(session, link, graded.clock())
    _deliver(graded)

    assert graded.grade("11") == 50


# --- tokens --------------------------------------------------------------------------------------------------------


def test_one_token_serves_an_hour_of_grades(graded: Graded) -> None:
    for number in range(30):
        graded.score("11", Fraction(number + 1, 40))
        graded.outbox.run_once()
        graded.clock.advance(seconds=60)

    assert graded.lms.counts["scores"] == 30
    assert graded.lms.counts["token"] == 1


def test_a_second_process_uses_the_token_of_the_first(graded: Graded) -> None:

    graded.score("11", "1/2")
    graded.outbox.run_once()

    def no_key() -> NoReturn:
        raise AssertionError("no token is needed")

    with requests.Session() as http:
        second = Outbox(graded.database, Connector(graded.database, http, no_key, graded.clock), graded.clock)
        graded.score("12", "1/2")
        second.run_once()
    assert (graded.grade("12"), graded.lms.counts["token"]) == (50, 1)


def test_secrets_of_an_answer_are_not_kept(graded: Graded) -> None:
    graded.score("11", "1/2")
    graded.lms.faults.script(
        "scores", answers(422, text="No: Bearer eyJhbGciOiJSUzI1NiIsImtpZCI6IngifQ.e30.abc\x1b[31m")
    )
    graded.outbox.run_once()

    assert graded.delivery("11").problem_detail == "No: Bearer ... [31m"


def test_nothing_is_lost_when_an_outcome_cannot_be_written_down(graded: Graded) -> None:
    graded.score("11", "1/2")
    graded.outbox.deliver(graded.outbox.claim(1)[0])
    graded.clock.advance(seconds=61)
    _deliver(graded)

    with graded.database.reading() as session:
        assert session.scalar(select(func.count()).where(GradeDelivery.state == "sent")) == 1
    assert len(graded.lms.accepted) == 2

"""Scores, results and addresses as AGS 2.0 and its platforms want them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest

from lti_app.lti.ags import CANVAS_SUBMISSION, Result, ScoreMessage, below, later_than_theirs, score_body
from lti_app.lti.service_errors import Kind, ServiceError
from lti_app.services.grades import percent

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)


def _score(**changes: Any) -> ScoreMessage:
    values: dict[str, Any] = {
        "user_id": "11",
        "percent": Fraction(6667, 100),
        "points": Fraction(10),
        "completed": True,
        "timestamp": NOON,
        "started_at": NOON - timedelta(minutes=10),
        "submitted_at": NOON - timedelta(minutes=1),
        "comment": None,
        "new_submission": True,
    }
    return ScoreMessage(**{**values, **changes})


@pytest.mark.parametrize(
    ("line_item", "address"),
    [
        ("https://lms/api/items/3", "https://lms/api/items/3/scores"),
        ("https://lms/items/3/lineitem?type_id=1", "https://lms/items/3/lineitem/scores?type_id=1"),
        ("https://lms/items/3/?a=1&b=%2F#part", "https://lms/items/3/scores?a=1&b=%2F"),
    ],
)
def test_an_address_below_a_line_item_goes_before_its_query(line_item: str, address: str) -> None:
    assert below(line_item, "scores") == address


def test_a_query_is_added_to_the_one_that_is_there() -> None:
    assert (
        below("https://lms/i?type_id=1", "results", {"user_id": "a b"}) == "https://lms/i/results?type_id=1&user_id=a+b"
    )


def test_a_score_is_always_fully_graded_and_tells_when_the_work_was_done() -> None:
    assert score_body(_score(), "moodle") == {
        "userId": "11",
        "scoreGiven": 6.667,
        "scoreMaximum": 10,
        "timestamp": "2026-11-25T12:00:00.000+00:00",
        "activityProgress": "Completed",
        "gradingProgress": "FullyGraded",
        "submission": {
            "startedAt": "2026-11-25T11:50:00.000+00:00",
            "submittedAt": "2026-11-25T11:59:00.000+00:00",
        },
    }


def test_a_comment_and_the_extension_of_canvas_go_only_where_they_belong() -> None:
    assert "comment" not in score_body(_score(), "canvas")
    assert score_body(_score(comment=""), "moodle")["comment"] == ""
    assert score_body(_score(new_submission=False), "canvas")[CANVAS_SUBMISSION] == {
        "new_submission": False,
        "submitted_at": "2026-11-25T11:59:00.000+00:00",
    }
    assert CANVAS_SUBMISSION not in score_body(_score(), "blackboard")


@pytest.mark.parametrize(
    ("earned", "shown"),
    [
        ("0", "0"),
        ("1", "100"),
        ("2/3", "66.67"),
        ("1/3", "33.33"),
        ("12345/1000000", "1.23"),
        ("12350/1000000", "1.24"),
    ],
)
def test_a_score_is_rounded_half_up_once(earned: str, shown: str) -> None:
    assert percent(Fraction(earned)) == Fraction(shown)


def test_results_are_equal_as_far_as_platforms_keep_digits() -> None:
    assert Result("1", Fraction(666666, 10000)).equals(Fraction(6667, 100))
    assert not Result("1", Fraction(66)).equals(Fraction(6667, 100))
    assert not Result("1", None).equals(Fraction(0))


def test_the_next_time_is_after_all_that_the_platform_may_hold() -> None:
    ahead = ServiceError(Kind.CONFLICT, "conflict", platform_time=NOON + timedelta(minutes=4))
    told = ServiceError(
        Kind.CONFLICT,
        "conflict",
        detail="Provided timestamp of a before last updated timestamp of 2026-11-25T12:30:00.400Z",
    )
    absurd = ServiceError(Kind.CONFLICT, "conflict", detail="before last updated timestamp of 2999-11-25T12:30:00Z")
    silent = ServiceError(Kind.CONFLICT, "conflict")
    assert [later_than_theirs(error, NOON) - NOON for error in (ahead, told, absurd, silent)] == [
        timedelta(minutes=4, seconds=1),
        timedelta(minutes=30, seconds=1),
        timedelta(seconds=1),
        timedelta(seconds=1),
    ]

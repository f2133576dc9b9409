"""The judge of these tests would be worthless if it let everything pass."""

from __future__ import annotations

import pytest

from tests.browser.lms import Call, Version
from tests.browser.strict import Judge

NAMES = {"scorm12": ("LMSInitialize", "LMSSetValue", "LMSCommit", "LMSFinish")}
NAMES["scorm2004-4th"] = ("Initialize", "SetValue", "Commit", "Terminate")


def session(version: Version, *values: tuple[str, str], mode: str = "normal") -> list[str]:
    """What the judge says of a session that sets these values, in a correct frame."""
    opening, setting, saving, ending = NAMES[version]
    calls = [Call(opening, ("",), "true", "0")]
    calls += [Call(setting, value, "true", "0") for value in values]
    calls += [Call(saving, ("",), "true", "0")] if values else []
    return Judge(version, mode, 0).follow([*calls, Call(ending, ("",), "true", "0")])


I0 = "cmi.interactions.0."


@pytest.mark.parametrize(
    ("version", "values"),
    [
        ("scorm12", [("cmi.core.lesson_status", "not attempted")]),
        ("scorm12", [("cmi.core.lesson_status", "passed"), ("cmi.core.lesson_status", "incomplete")]),
        ("scorm12", [("cmi.suspend_data", "x" * 4097)]),
        ("scorm12", [("cmi.core.lesson_location", "x" * 256)]),
        ("scorm12", [("cmi.core.score.raw", "100.01")]),
        ("scorm12", [("cmi.core.session_time", "PT5S")]),
        ("scorm12", [("cmi.core.session_time", "1:00:00")]),
        ("scorm12", [("cmi.core.exit", "normal")]),
        ("scorm12", [("cmi.completion_status", "completed")]),
        ("scorm12", [(I0 + "type", "choice")]),
        ("scorm12", [(I0 + "id", "a b")]),
        ("scorm12", [(I0 + "id", "a"), (I0 + "student_response", "0")]),
        ("scorm12", [(I0 + "id", "a"), (I0 + "type", "choice"), (I0 + "student_response", "yes")]),
        ("scorm12", [(I0 + "id", "a"), (I0 + "type", "choice"), (I0 + "result", "incorrect")]),
        ("scorm12", [("cmi.interactions.1.id", "a")]),
        ("scorm2004-4th", [("cmi.score.scaled", "1.1")]),
        ("scorm2004-4th", [("cmi.session_time", "PT")]),
        ("scorm2004-4th", [("cmi.session_time", "PT1.234S")]),
        ("scorm2004-4th", [("cmi.suspend_data", "x" * 16_001)]),
        ("scorm2004-4th", [(I0 + "id", "a"), (I0 + "type", "choice"), (I0 + "learner_response", "0,1")]),
        ("scorm2004-4th", [(I0 + "id", "a"), (I0 + "type", "choice"), (I0 + "learner_response", "0[,]0")]),
        ("scorm2004-4th", [(I0 + "id", "a"), (I0 + "type", "choice"), (I0 + "result", "wrong")]),
        ("scorm2004-4th", [(I0 + "id", "a"), (I0 + "type", "choice"), (I0 + "timestamp", "2026-11-22T10:00:00.123Z")]),
        ("scorm2004-4th", [(I0 + "id", "a"), (I0 + "type", "choice"), (I0 + "timestamp", "2026-11-22T10:00:00Z")]),
    ],
)
def test_one_value_too_many(version: Version, values: list[tuple[str, str]]) -> None:
    assert len(session(version, *values)) == 1


def test_a_clean_session_passes() -> None:
    answer = [(I0 + "id", "first/river"), (I0 + "type", "choice"), (I0 + "time", "10:00:00")]
    answer += [(I0 + "correct_responses.0.pattern", "0"), (I0 + "student_response", "1"), (I0 + "result", "wrong")]
    assert session("scorm12", ("cmi.core.lesson_status", "incomplete"), *answer) == []


@pytest.mark.parametrize("mode", ["review", "browse"])
def test_results_in_review_and_browse(mode: str) -> None:
    assert session("scorm12", ("cmi.core.lesson_status", "passed"), mode=mode)
    assert session("scorm12", ("cmi.core.lesson_location", "first/try"), mode=mode)
    assert session("scorm2004-4th", ("cmi.score.raw", "5"), mode=mode)
    assert session("scorm2004-4th", (I0 + "id", "first/river"), mode=mode)
    assert session("scorm12", ("cmi.suspend_data", "abc"), mode=mode) == []


def test_the_order_of_a_session() -> None:
    start, end = Call("Initialize", ("",), "true", "0"), Call("Terminate", ("",), "true", "0")
    change = Call("SetValue", ("cmi.exit", "suspend"), "true", "0")
    save = Call("Commit", ("",), "true", "0")
    judged = [
        [start, start],
        [change],
        [start, end, end],
        [start, end, save],
        [start, change, end],
        [start, save],
        [start, Call("SetValue", ("cmi.score.raw", 5), "true", "0")],
        [start, Call("SetValue", ("cmi.exit", "suspend"), "false", "351"), save],
    ]
    assert [len(Judge("scorm2004-4th", "normal", 0).follow(calls)) for calls in judged] == [1] * len(judged)
    assert Judge("scorm2004-4th", "normal", 0).follow([start, change, save, end]) == []

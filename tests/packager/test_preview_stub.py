"""The preview's LMS is as strict as the standards: SCORM 1.2 RTE chapter 3, SCORM 2004 4th edition RTE chapter 4.

Authors judge by it, and a tolerant one would hide what a strict LMS refuses.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

pytestmark = pytest.mark.browser

#: A call: the name without "LMS" and its arguments. What comes back: result and error number after it.
Call = tuple[str, ...]

RUN = """async ({ standard, kept, mode, mastery, calls, leave }) => {
  const { Session, STANDARDS } = await import('/stub-lms.js');
  const session = new Session({ standard: STANDARDS[standard], kept, mode, mastery });
  const prefix = standard === 'scorm12' ? 'LMS' : '';
  const answers = calls.map(([name, ...values]) => {
    const called = name === 'Terminate' && prefix ? 'Finish' : name;
    const result = session.api[prefix + called](...values);
    return [result, Number(session.api[`${prefix}GetLastError`]())];
  });
  if (leave) session.leave();
  return { answers, kept: session.kept, phase: session.phase, counts: session.counts,
           notes: session.log.filter(({ note }) => note).map(({ note }) => note) };
}"""


class _Quiet(SimpleHTTPRequestHandler):
    def guess_type(self, path: Any) -> str:
        """Said here, since the table of the system may be wrong about scripts."""
        return "text/javascript" if str(path).endswith(".js") else super().guess_type(path)

    def log_message(self, format: str, *args: Any) -> None:
        """Tests have nothing to say about requests."""


@pytest.fixture(scope="module")
def address(repository: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(repository / "templates" / "preview")))
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    thread.join()
    server.server_close()


class Lms:
    """Runs sessions of the stub one after the other, each beginning with what the one before left."""

    def __init__(self, page: Page, standard: str) -> None:
        self.page = page
        self.standard = standard
        self.kept: Any = None
        self.notes: list[str] = []
        self.phase = ""
        self.counts: dict[str, int] = {}

    def run(self, *calls: Any, mode: str = "normal", mastery: int | None = None, leave: bool = False) -> list[Any]:
        """Answer and error number of each call; a call is its name and its arguments."""
        ended = self.page.evaluate(
            RUN,
            {"standard": self.standard, "kept": self.kept, "mode": mode, "mastery": mastery, "calls": calls,
             "leave": leave},
        )  # fmt: skip
        self.kept, self.notes, self.phase = ended["kept"], ended["notes"], ended["phase"]
        self.counts = ended["counts"]
        return [tuple(answer) for answer in ended["answers"]]

    def open(self, *calls: Any, **options: Any) -> list[Any]:
        """The same after `Initialize`, whose answer is left out."""
        return self.run(("Initialize", ""), *calls, **options)[1:]


@pytest.fixture
def blank(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(f"{address}icon.svg")
    return page


@pytest.fixture
def scorm12(blank: Page) -> Lms:
    return Lms(blank, "scorm12")


@pytest.fixture
def scorm2004(blank: Page) -> Lms:
    return Lms(blank, "scorm2004")


def errors_of_sets(lms: Lms, cases: list[tuple[str, str, int]], *first: Call) -> list[tuple[str, str, int]]:
    """Each (element, value, error number) as the stub sees it, in one session begun with `first`."""
    answers = lms.open(*first, *[("SetValue", element, value) for element, value, _ in cases])
    found = [error for _, error in answers[len(first) :]]
    assert [result for result, _ in answers[len(first) :]] == ["false" if error else "true" for error in found]
    return [(element, value, error) for (element, value, _), error in zip(cases, found, strict=True)]


def test_calls_in_the_wrong_order_have_the_numbers_of_scorm_12(scorm12: Lms) -> None:
    assert scorm12.run(
        ("GetValue", "cmi.core.lesson_status"), ("SetValue", "cmi.core.exit", ""), ("Commit", ""), ("Terminate", ""),
        ("Initialize", "x"), ("Initialize",), ("Initialize", ""), ("Initialize", ""),
        ("Commit", ""), ("Commit", "now"), ("Terminate", "x"), ("Terminate", ""),
        ("Terminate", ""), ("GetValue", "cmi.core.exit"), ("Initialize", ""),
    ) == [
        ("", 301), ("false", 301), ("false", 301), ("false", 301),
        ("false", 201), ("false", 201), ("true", 0), ("false", 101),
        ("true", 0), ("false", 201), ("false", 201), ("true", 0),
        ("false", 301), ("", 301), ("false", 101),
    ]  # fmt: skip


def test_calls_in_the_wrong_order_have_the_numbers_of_scorm_2004(scorm2004: Lms) -> None:
    assert scorm2004.run(
        ("GetValue", "cmi.mode"), ("SetValue", "cmi.exit", ""), ("Commit", ""), ("Terminate", ""),
        ("Initialize", "x"), ("Initialize", ""), ("Initialize", ""), ("Commit", "x"), ("Terminate", ""),
        ("GetValue", "cmi.mode"), ("SetValue", "cmi.exit", ""), ("Commit", ""), ("Terminate", ""), ("Initialize", ""),
    ) == [
        ("", 122), ("false", 132), ("false", 142), ("false", 112),
        ("false", 201), ("true", 0), ("false", 103), ("false", 201), ("true", 0),
        ("", 123), ("false", 133), ("false", 143), ("false", 113), ("false", 104),
    ]  # fmt: skip


def test_all_arguments_are_strings(scorm12: Lms, scorm2004: Lms) -> None:
    for lms, element in ((scorm12, "cmi.core.score.raw"), (scorm2004, "cmi.score.raw")):
        answers = lms.open(("SetValue", element, 75), ("SetValue", element), ("GetValue",), ("GetValue", ""),
                           ("SetValue", element, None), ("SetValue", element, True))  # fmt: skip
        assert [error for _, error in answers] == [201] * 6


def test_reading_by_scorm_12(scorm12: Lms) -> None:
    assert scorm12.open(
        ("GetValue", "cmi._version"),
        ("GetValue", "cmi.core._children"),
        ("GetValue", "cmi.core.score._children"),
        ("GetValue", "cmi.interactions._children"),
        ("GetValue", "cmi.interactions._count"),
        ("GetValue", "cmi.core.student_id"),
        ("GetValue", "cmi.core.lesson_status"),
        ("GetValue", "cmi.core.lesson_location"),
        ("GetValue", "cmi.core.entry"),
        ("GetValue", "cmi.core.lesson_mode"),
        ("GetValue", "cmi.core.credit"),
        ("GetValue", "cmi.core.exit"),
        ("GetValue", "cmi.core.session_time"),
        ("GetValue", "cmi.interactions.0.id"),
        ("GetValue", "cmi.objectives.0.id"),
        ("GetValue", "cmi.core.lesson_status._children"),
        ("GetValue", "cmi.core._count"),
        ("GetValue", "cmi.core.nothing"),
        ("GetValue", "cmi.nothing._count"),
        ("GetValue", "cmi.interactions.00.id"),
    ) == [
        ("3.4", 0),
        ("student_id,student_name,lesson_location,credit,lesson_status,entry,score,total_time,lesson_mode,exit,"
         "session_time", 0),
        ("raw,max,min", 0),
        ("id,objectives,time,type,correct_responses,weighting,student_response,result,latency", 0),
        ("0", 0),
        ("preview", 0),
        ("not attempted", 0),
        ("", 0),
        ("ab-initio", 0),
        ("normal", 0),
        ("credit", 0),
        ("", 404),
        ("", 404),
        ("", 404),
        ("", 201),
        ("", 202),
        ("", 203),
        ("", 401),
        ("", 401),
        ("", 401),
    ]  # fmt: skip


def test_reading_by_scorm_2004(scorm2004: Lms) -> None:
    assert scorm2004.open(
        ("GetValue", "cmi._version"),
        ("GetValue", "cmi.score._children"),
        ("GetValue", "cmi.completion_status"),
        ("GetValue", "cmi.success_status"),
        ("GetValue", "cmi.objectives._count"),
        ("GetValue", "cmi.objectives.0.id"),
        ("GetValue", "cmi.total_time"),
        ("GetValue", "cmi.suspend_data"),
        ("GetValue", "cmi.score.scaled"),
        ("GetValue", "cmi.scaled_passing_score"),
        ("GetValue", "cmi.exit"),
        ("GetValue", "cmi.session_time"),
        ("GetValue", "cmi.interactions.0.id"),
        ("GetValue", "cmi.mode._children"),
        ("GetValue", "cmi.score._count"),
        ("GetValue", "cmi.core.lesson_status"),
    ) == [
        ("1.0", 0), ("scaled,raw,min,max", 0), ("unknown", 0), ("unknown", 0), ("1", 0), ("passed", 0),
        ("PT0H0M0S", 0), ("", 403), ("", 403), ("", 403), ("", 405), ("", 405), ("", 301), ("", 301), ("", 301),
        ("", 401),
    ]  # fmt: skip


def test_a_value_never_set_is_no_fault_of_the_course(scorm2004: Lms) -> None:
    scorm2004.open(("GetValue", "cmi.suspend_data"), ("GetValue", "cmi.location"))
    assert scorm2004.counts["errors"] == 0


SETS_12 = [
    ("cmi.core.lesson_status", "incomplete", 0),
    ("cmi.core.lesson_status", "passed", 0),
    ("cmi.core.lesson_status", "not attempted", 405),
    ("cmi.core.lesson_status", "unknown", 405),
    ("cmi.core.score.raw", "0", 0),
    ("cmi.core.score.raw", "33.33", 0),
    ("cmi.core.score.raw", "", 0),
    ("cmi.core.score.raw", "101", 405),
    ("cmi.core.score.raw", "-1", 405),
    ("cmi.core.score.raw", "7,5", 405),
    ("cmi.core.score.raw", "75 %", 405),
    ("cmi.core.score.scaled", "1", 401),
    ("cmi.core.exit", "suspend", 0),
    ("cmi.core.exit", "", 0),
    ("cmi.core.exit", "normal", 405),
    ("cmi.core.session_time", "0000:01:05.50", 0),
    ("cmi.core.session_time", "00:01:05", 0),
    ("cmi.core.session_time", "0:01:05", 405),
    ("cmi.core.session_time", "00:01:05.123", 405),
    ("cmi.core.session_time", "00:61:05", 405),
    ("cmi.core.session_time", "PT5S", 405),
    ("cmi.core.lesson_location", "x" * 255, 0),
    ("cmi.core.lesson_location", "x" * 256, 405),
    ("cmi.suspend_data", "x" * 4096, 0),
    ("cmi.suspend_data", "x" * 4097, 405),
    ("cmi.core.student_id", "me", 403),
    ("cmi.core.total_time", "00:00:01", 403),
    ("cmi.core.lesson_mode", "review", 403),
    ("cmi.core._children", "x", 402),
    ("cmi.interactions._count", "1", 402),
    ("cmi._version", "1", 402),
    ("cmi.completion_status", "completed", 401),
    ("adl.nav.request", "exitAll", 401),
    ("cmi.interactions.1.id", "q2", 201),
    ("cmi.interactions.0.id", "a b", 405),
    ("cmi.interactions.0.id", "", 405),
    ("cmi.interactions.0.id", "ä", 405),
    ("cmi.interactions.0.id", "x" * 256, 405),
    ("cmi.interactions.0.id", "flour/q1", 0),
    ("cmi.interactions.0.type", "other", 405),
    ("cmi.interactions.0.type", "long-fill-in", 405),
    ("cmi.interactions.0.type", "choice", 0),
    ("cmi.interactions.0.time", "12:00:00", 0),
    ("cmi.interactions.0.time", "12:00:00.25", 0),
    ("cmi.interactions.0.time", "24:00:00", 405),
    ("cmi.interactions.0.time", "2024-05-06T07:08:09", 405),
    ("cmi.interactions.0.student_response", "a", 0),
    ("cmi.interactions.0.student_response", "a,c", 0),
    ("cmi.interactions.0.student_response", "a[,]c", 405),
    ("cmi.interactions.0.student_response", "ab", 405),
    ("cmi.interactions.0.student_response", "A", 405),
    ("cmi.interactions.0.correct_responses.1.pattern", "a", 201),
    ("cmi.interactions.0.correct_responses.0.pattern", "a,c", 0),
    ("cmi.interactions.0.correct_responses.0.pattern", "choice-a", 405),
    ("cmi.interactions.0.result", "correct", 0),
    ("cmi.interactions.0.result", "wrong", 0),
    ("cmi.interactions.0.result", "0.5", 0),
    ("cmi.interactions.0.result", "incorrect", 405),
    ("cmi.interactions.0.weighting", "1", 0),
    ("cmi.interactions.0.weighting", "one", 405),
    ("cmi.interactions.0.latency", "0000:00:03.10", 0),
    ("cmi.interactions.0.latency", "3", 405),
    ("cmi.interactions.0.description", "What?", 401),
    ("cmi.interactions.0.learner_response", "a", 401),
    ("cmi.interactions.1.id", "flour/q2", 0),
    ("cmi.interactions.1.type", "true-false", 0),
    ("cmi.interactions.1.student_response", "t", 0),
    ("cmi.interactions.1.student_response", "true", 405),
    ("cmi.interactions.2.type", "fill-in", 0),
    ("cmi.interactions.2.student_response", "Größe, 1.500 m", 0),
    ("cmi.interactions.2.student_response", "x" * 255, 0),
    ("cmi.interactions.2.student_response", "x" * 256, 405),
    ("cmi.interactions.3.type", "matching", 0),
    ("cmi.interactions.3.student_response", "1.a,2.b", 0),
    ("cmi.interactions.3.student_response", "1[.]a", 405),
    ("cmi.interactions.4.type", "sequencing", 0),
    ("cmi.interactions.4.student_response", "b,a,c", 0),
    ("cmi.interactions.5.type", "numeric", 0),
    ("cmi.interactions.5.student_response", "1e3", 405),
    ("cmi.interactions.5.student_response", "-1.5", 0),
    ("cmi.objectives.0.id", "one", 0),
    ("cmi.objectives.0.status", "not attempted", 0),
    ("cmi.objectives.0.score.raw", "100.01", 405),
    ("cmi.student_preference.audio", "101", 405),
]


def test_values_are_checked_by_scorm_12(scorm12: Lms) -> None:
    assert errors_of_sets(scorm12, SETS_12) == SETS_12


SETS_2004 = [
    ("cmi.completion_status", "incomplete", 0),
    ("cmi.completion_status", "passed", 406),
    ("cmi.success_status", "passed", 0),
    ("cmi.success_status", "completed", 406),
    ("cmi.score.scaled", "0.3333", 0),
    ("cmi.score.scaled", "-1", 0),
    ("cmi.score.scaled", "1.01", 407),
    ("cmi.score.scaled", "33 %", 406),
    ("cmi.score.scaled", "", 406),
    ("cmi.score.raw", "250", 0),
    ("cmi.score.raw", "1e2", 406),
    ("cmi.score.raw", "33.33333333", 406),
    ("cmi.progress_measure", "0.5", 0),
    ("cmi.progress_measure", "1.5", 407),
    ("cmi.progress_measure", "-0.5", 407),
    ("cmi.exit", "normal", 0),
    ("cmi.exit", "suspend", 0),
    ("cmi.exit", "finish", 406),
    ("cmi.session_time", "PT1H5M3.25S", 0),
    ("cmi.session_time", "PT0S", 0),
    ("cmi.session_time", "P1DT1S", 0),
    ("cmi.session_time", "PT", 406),
    ("cmi.session_time", "P", 406),
    ("cmi.session_time", "PT1.123S", 406),
    ("cmi.session_time", "00:00:01", 406),
    ("cmi.location", "x" * 1000, 0),
    ("cmi.location", "x" * 1001, 406),
    ("cmi.suspend_data", "x" * 64000, 0),
    ("cmi.suspend_data", "x" * 64001, 406),
    ("cmi.learner_id", "me", 404),
    ("cmi.mode", "review", 404),
    ("cmi.score._children", "x", 404),
    ("cmi.core.lesson_status", "passed", 401),
    ("cmi.interactions.0.student_response", "a", 401),
    ("cmi.interactions.0.type", "choice", 408),
    ("cmi.interactions.0.result", "correct", 408),
    ("cmi.interactions.1.id", "q2", 351),
    ("cmi.interactions.0.id", "", 406),
    ("cmi.interactions.0.id", "a b", 406),
    ("cmi.interactions.0.id", "x" * 4001, 406),
    ("cmi.interactions.0.id", "flour/q1", 0),
    ("cmi.interactions.0.learner_response", "a", 408),
    ("cmi.interactions.0.correct_responses.0.pattern", "a", 408),
    ("cmi.interactions.0.type", "essay", 406),
    ("cmi.interactions.0.type", "choice", 0),
    ("cmi.interactions.0.timestamp", "2024-05-06T07:08:09", 0),
    ("cmi.interactions.0.timestamp", "2024-05-06T07:08:09.25Z", 0),
    ("cmi.interactions.0.timestamp", "2024-05-06T07:08:09.25+01:00", 0),
    ("cmi.interactions.0.timestamp", "2024-05-06T07:08:09.123Z", 406),
    ("cmi.interactions.0.timestamp", "2024-05-06T07:08:09Z", 406),
    ("cmi.interactions.0.timestamp", "2024-02-30T07:08:09", 406),
    ("cmi.interactions.0.timestamp", "2039-01-01T00:00:00", 406),
    ("cmi.interactions.0.learner_response", "a", 0),
    ("cmi.interactions.0.learner_response", "a[,]c", 0),
    ("cmi.interactions.0.learner_response", "a,c", 406),
    ("cmi.interactions.0.learner_response", "choice-a", 406),
    ("cmi.interactions.0.learner_response", "a[,]a", 406),
    ("cmi.interactions.0.learner_response", "", 406),
    ("cmi.interactions.0.correct_responses.1.pattern", "a", 351),
    ("cmi.interactions.0.correct_responses.0.pattern", "a[,]c", 0),
    ("cmi.interactions.0.correct_responses.1.pattern", "a[,]c", 351),
    ("cmi.interactions.0.correct_responses.1.pattern", "b", 0),
    ("cmi.interactions.0.result", "incorrect", 0),
    ("cmi.interactions.0.result", "0.5", 0),
    ("cmi.interactions.0.result", "wrong", 406),
    ("cmi.interactions.0.weighting", "1", 0),
    ("cmi.interactions.0.latency", "PT3.1S", 0),
    ("cmi.interactions.0.latency", "00:00:03", 406),
    ("cmi.interactions.0.description", "Why {is} it?", 0),
    ("cmi.interactions.0.description", "{lang=en}Why?", 0),
    ("cmi.interactions.0.description", "{lang=}Why?", 406),
    ("cmi.interactions.0.description", "{Why?", 406),
    ("cmi.interactions.0.description", "one\ntwo", 406),
    ("cmi.interactions.0.description", "x" * 250, 0),
    ("cmi.interactions.0.description", "x" * 251, 406),
    ("cmi.interactions.1.id", "flour/q2", 0),
    ("cmi.interactions.1.type", "true-false", 0),
    ("cmi.interactions.1.learner_response", "true", 0),
    ("cmi.interactions.1.learner_response", "t", 406),
    ("cmi.interactions.1.correct_responses.0.pattern", "false", 0),
    ("cmi.interactions.1.correct_responses.1.pattern", "true", 351),
    ("cmi.interactions.2.id", "flour/q3", 0),
    ("cmi.interactions.2.type", "fill-in", 0),
    ("cmi.interactions.2.learner_response", "Größe 😀", 0),
    ("cmi.interactions.2.learner_response", "one\ntwo", 406),
    ("cmi.interactions.2.learner_response", "x" * 251, 406),
    ("cmi.interactions.2.correct_responses.0.pattern", "{case_matters=true}{lang=en}Yeast[,]air", 0),
    ("cmi.interactions.2.correct_responses.1.pattern", "{case_matters=yes}Yeast", 406),
    ("cmi.interactions.3.id", "flour/q4", 0),
    ("cmi.interactions.3.type", "numeric", 0),
    ("cmi.interactions.3.learner_response", "3.14", 0),
    ("cmi.interactions.3.learner_response", "123456", 406),
    ("cmi.interactions.3.correct_responses.0.pattern", "3[:]4", 0),
    ("cmi.interactions.3.correct_responses.0.pattern", "4[:]3", 406),
    ("cmi.interactions.3.correct_responses.0.pattern", "3", 406),
    ("cmi.interactions.4.id", "flour/q5", 0),
    ("cmi.interactions.4.type", "matching", 0),
    ("cmi.interactions.4.learner_response", "1[.]a[,]2[.]b", 0),
    ("cmi.interactions.4.learner_response", "1.a[,]2.b", 406),
    ("cmi.interactions.5.id", "flour/q6", 0),
    ("cmi.interactions.5.type", "long-fill-in", 0),
    ("cmi.interactions.5.learner_response", "x" * 4001, 406),
    ("cmi.objectives.0.id", "passed", 0),
    ("cmi.objectives.0.id", "other", 351),
    ("cmi.objectives.1.success_status", "passed", 408),
    ("cmi.objectives.1.id", "passed", 351),
    ("cmi.objectives.1.id", "baking", 0),
    ("cmi.objectives.1.score.scaled", "2", 407),
    ("cmi.learner_preference.audio_level", "-1", 407),
    ("adl.nav.request", "exitAll", 0),
    ("adl.nav.request", "leave", 406),
]


def test_values_are_checked_by_scorm_2004(scorm2004: Lms) -> None:
    assert errors_of_sets(scorm2004, SETS_2004) == SETS_2004


def test_2004_keeps_no_more_than_250_interactions(scorm2004: Lms) -> None:
    cases = [(f"cmi.interactions.{number}.id", f"q{number}", 0 if number < 250 else 351) for number in range(252)]
    cases[-1] = (*cases[-1][:2], 351)
    assert errors_of_sets(scorm2004, cases) == cases


def test_a_refused_value_changes_nothing(scorm2004: Lms) -> None:
    assert scorm2004.open(
        ("SetValue", "cmi.location", "here"), ("SetValue", "cmi.location", "x" * 1001), ("GetValue", "cmi.location"),
        ("SetValue", "cmi.interactions.0.id", "a b"), ("GetValue", "cmi.interactions._count"),
    )[2::2] == [("here", 0), ("0", 0)]  # fmt: skip


def test_errors_are_explained(scorm12: Lms, scorm2004: Lms) -> None:
    for lms, code, text in (
        (scorm12, "405", "Incorrect data type"),
        (scorm2004, "407", "Data Model Element Value Out Of Range"),
    ):
        element = "cmi.core.score.raw" if lms is scorm12 else "cmi.score.scaled"
        answers = lms.open(("SetValue", element, "150"), ("GetErrorString", code), ("GetDiagnostic", code),
                           ("GetErrorString", "999"))  # fmt: skip
        assert [result for result, _ in answers] == [
            "false", text, f"must lie between {'0 and 100' if lms is scorm12 else '-1 and 1'}", "",
        ]  # fmt: skip


def test_a_12_session_left_with_suspend_is_resumed_with_its_data(scorm12: Lms) -> None:
    scorm12.open(
        ("SetValue", "cmi.core.lesson_status", "incomplete"), ("SetValue", "cmi.suspend_data", "abc"),
        ("SetValue", "cmi.interactions.0.id", "q1"), ("SetValue", "cmi.core.session_time", "00:00:10.50"),
        ("SetValue", "cmi.core.exit", "suspend"), ("Terminate", ""),
    )  # fmt: skip
    assert [
        result
        for result, _ in scorm12.open(
            ("GetValue", "cmi.core.entry"), ("GetValue", "cmi.suspend_data"), ("GetValue", "cmi.core.lesson_status"),
            ("GetValue", "cmi.interactions._count"), ("GetValue", "cmi.core.total_time"), ("Commit", ""),
            ("SetValue", "cmi.core.session_time", "00:01:00"), ("Terminate", ""),
        )
    ][:5] == ["resume", "abc", "incomplete", "1", "0000:00:10.50"]  # fmt: skip
    # This time without exit: the data come back, and entry is empty (RTE 3.4.2.6).
    assert [
        result
        for result, _ in scorm12.open(
            ("GetValue", "cmi.core.entry"), ("GetValue", "cmi.suspend_data"), ("GetValue", "cmi.core.total_time")
        )
    ] == ["", "abc", "0000:01:10.50"]


def test_a_2004_session_left_without_suspend_begins_anew(scorm2004: Lms) -> None:
    scorm2004.open(("SetValue", "cmi.suspend_data", "abc"), ("SetValue", "cmi.exit", "suspend"), ("Terminate", ""))
    answers = scorm2004.open(("GetValue", "cmi.entry"), ("GetValue", "cmi.suspend_data"),
                             ("SetValue", "cmi.exit", "normal"), ("Terminate", ""))  # fmt: skip
    assert answers[:2] == [("resume", 0), ("abc", 0)]
    assert any("new attempt" in note for note in scorm2004.notes)
    assert scorm2004.open(("GetValue", "cmi.entry"), ("GetValue", "cmi.suspend_data")) == [("ab-initio", 0), ("", 403)]
    assert scorm2004.kept["attempt"] == 2


def test_only_what_was_committed_outlives_a_session_that_never_ended(scorm12: Lms) -> None:
    scorm12.open(("SetValue", "cmi.suspend_data", "one"), ("SetValue", "cmi.core.exit", "suspend"), ("Commit", ""),
                 ("SetValue", "cmi.suspend_data", "two"), leave=True)  # fmt: skip
    assert (scorm12.phase, len(scorm12.notes)) == ("lost", 1)
    assert "not committed is lost (1)" in scorm12.notes[0]
    assert scorm12.open(("GetValue", "cmi.suspend_data"), ("GetValue", "cmi.core.entry")) == [("one", 0), ("resume", 0)]


def test_a_course_that_opens_no_session_is_named(scorm12: Lms) -> None:
    scorm12.run(leave=True)
    assert scorm12.notes == ["The course went without ever opening a session."]


def test_12_without_any_status_is_completed_at_the_end(scorm12: Lms) -> None:
    scorm12.open(("Terminate", ""))
    assert scorm12.kept["values"]["cmi.core.lesson_status"] == "completed"
    assert "without ever setting a status" in scorm12.notes[0]


@pytest.mark.parametrize(("raw", "status"), [("59", "failed"), ("60", "passed")])
def test_12_with_a_mastery_score_overrides_the_status_at_the_end(scorm12: Lms, raw: str, status: str) -> None:
    answers = scorm12.open(
        ("GetValue", "cmi.student_data.mastery_score"), ("SetValue", "cmi.core.lesson_status", "incomplete"),
        ("SetValue", "cmi.core.score.raw", raw), ("Terminate", ""), mastery=60,
    )  # fmt: skip
    assert answers[0] == ("60", 0)
    assert scorm12.kept["values"]["cmi.core.lesson_status"] == status
    assert "mastery score" in scorm12.notes[0]


def test_2004_with_a_passing_score_decides_success_and_completion(scorm2004: Lms) -> None:
    scorm2004.open(
        ("SetValue", "cmi.completion_status", "completed"), ("SetValue", "cmi.progress_measure", "0.9"),
        ("SetValue", "cmi.score.scaled", "0.6"), ("SetValue", "cmi.exit", "suspend"), ("Terminate", ""), mastery=60,
    )  # fmt: skip
    values = scorm2004.kept["values"]
    assert (values["cmi.completion_status"], values["cmi.success_status"]) == ("incomplete", "passed")
    assert len(scorm2004.notes) == 2


def test_writing_in_review_is_named_and_state_alone_is_not(scorm12: Lms) -> None:
    answers = scorm12.open(("GetValue", "cmi.core.lesson_mode"), ("GetValue", "cmi.core.credit"),
                           ("SetValue", "cmi.suspend_data", "x"), ("SetValue", "cmi.core.exit", "suspend"),
                           mode="review")  # fmt: skip
    assert (answers[:2], scorm12.notes) == ([("review", 0), ("no-credit", 0)], [])
    scorm12.open(
        ("SetValue", "cmi.core.lesson_status", "failed"), ("SetValue", "cmi.core.score.raw", "0"), mode="review"
    )
    assert len(scorm12.notes) == 1
    assert "cmi.core.lesson_status was set in mode review" in scorm12.notes[0]


def test_calls_are_counted(scorm12: Lms) -> None:
    scorm12.open(("GetValue", "cmi.core.entry"), ("SetValue", "cmi.core.exit", "x"), ("Commit", ""), ("Terminate", ""))
    # `run` asks for the last error after each of the five calls.
    assert {name: scorm12.counts[name] for name in ("calls", "get", "set", "commit", "errors")} == {
        "calls": 10, "get": 1, "set": 1, "commit": 1, "errors": 1,
    }  # fmt: skip

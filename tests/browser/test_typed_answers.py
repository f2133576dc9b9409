"""What marks typed answers comes when somebody types; the network may go away between reading and typing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Courses
from tests.browser.learner import STRINGS, Learner, Visit
from tests.browser.lms import Lms

pytestmark = pytest.mark.browser

READERS = re.compile(r"/player-(words|numbers)\.js$")


@contextmanager
def without_readers(learner: Learner) -> Iterator[None]:
    """The network is gone for what marks typed answers."""
    learner.context.route(READERS, lambda route: route.abort())
    yield
    learner.context.unroute(READERS)
    learner.problems[:] = [problem for problem in learner.problems if "net::ERR_FAILED" not in problem]


def presses_check(visit: Visit, question: str) -> str:
    """Have a question checked, and read what is said in the end."""
    visit.locate(f"#{question} button.check").click()
    verdict = visit.locate(f"#{question} .verdict")
    expect(verdict).to_be_visible()
    expect(verdict).not_to_have_text(STRINGS["marking-soon"])
    return verdict.inner_text()


def test_nothing_that_marks_typed_answers_comes_before_somebody_types(learner: Learner, lms: Lms) -> None:
    visit = learner.opens()
    visit.starts()
    visit.reads_all()
    visit.chooses("river", "The Danube")
    assert visit.checks("river") == "right"
    assert not any(READERS.search(request.path) for request in lms.requests)
    visit.locate("#end input").focus()
    lms.wait(lambda: any(READERS.search(request.path) for request in lms.requests), "the part")
    visit.writes("end", "mouth")
    assert visit.checks("end") == "right"
    visit.leaves()


def test_an_answer_that_cannot_be_marked_is_kept_and_marked_later(learner: Learner) -> None:
    with without_readers(learner):
        visit = learner.opens()
        visit.starts()
        visit.writes("end", "mouth")
        assert presses_check(visit, "end") == STRINGS["marking-waits"]
        expect(visit.locate("#end input")).to_be_enabled()
        visit.leaves()
        # Somewhere else it is still there, and nothing was made of it.
        learner.forgets_this_browser()
        visit = learner.opens()
        visit.turns_to("first")
        expect(visit.locate("#end input")).to_have_value("mouth")
        expect(visit.locate("#end .verdict")).to_be_hidden()
        visit.chooses("river", "The Danube")
        assert visit.checks("river") == "right"
        assert presses_check(visit, "end") == STRINGS["marking-waits"]
    assert visit.checks("end") == "right"
    visit.leaves()


def test_an_exam_is_handed_in_once_it_can_be_marked(learner: Learner) -> None:
    with without_readers(learner):
        visit = learner.opens()
        visit.starts()
        visit.turns_to("second")
        visit.answers_exam()
        visit.locate("button.hand-in").click()
        expect(visit.locate(".quiz-foot .part-failed")).to_have_text(STRINGS["marking-waits"])
        expect(visit.locate("dialog.confirm")).to_have_count(0)
        visit.settle()
        assert (learner.grade, learner.status) not in [("100", "passed"), ("80", "passed")]
        assert learner.grade in ("", "0")
        assert not any("shore" in str(interaction) for interaction in learner.kept()["interactions"])
    visit.hands_in()
    expect(visit.locate(".quiz-result-title")).to_contain_text("100")
    visit.leaves()
    assert any("reeds" in str(interaction) for interaction in learner.kept()["interactions"])


def test_a_login_page_in_place_of_what_marks_is_no_answer(learner: Learner) -> None:
    visit = learner.opens()
    visit.starts()
    login = "<!doctype html><title>Log in</title>"
    learner.context.route(READERS, lambda route: route.fulfill(content_type="text/html", body=login))
    visit.writes("end", "mouth")
    assert presses_check(visit, "end") == STRINGS["marking-waits"]
    learner.context.unroute(READERS)
    assert visit.checks("end") == "right"
    visit.leaves()
    assert learner.problems
    learner.problems[:] = [problem for problem in learner.problems if "Unexpected token '<'" not in problem]


def test_from_disk_typed_answers_are_marked(courses: Courses, page: Page, problems: list[str], tmp_path: Path) -> None:
    for name, content in courses.package("playable", "web").items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    page.goto((tmp_path / "lesson-first.html").as_uri())
    page.locator("#end input").fill("muoth")
    page.locator("#end button.check").click()
    expect(page.locator("#end .verdict")).to_have_text("Nearly: check the spelling.")
    page.locator("#end input").fill("mouth")
    page.locator("#end button.check").click()
    expect(page.locator("#end .verdict")).to_have_attribute("data-result", "right")

"""A grade that somebody changed in the LMS is noticed, told with what the gradebook holds, and left as it is there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from lti_app.demo.faults import answers
from lti_app.demo.lms import StandInLms
from lti_app.lti.ags import SCOPE
from lti_app.services import backlog, gradebook
from lti_app.services.grades import CHANGED, REFUSED, SENT, send_again
from lti_app.storage.models import Context, ResourceLink
from tests.lti_app.grading import Graded, graded_activity


@pytest.fixture
def graded(platform: StandInLms, tmp_path: Path) -> Iterator[Graded]:
    """Two learners whose scores have arrived."""
    with graded_activity(platform, tmp_path) as activity:
        for learner in ("11", "12"):
            activity.score(learner, "3/5")
        activity.outbox.run_once()
        assert activity.grade("11") == 60
        yield activity


def override(graded: Graded, learner: str, grade: float | None) -> None:
    """A teacher writes another grade into the gradebook, or takes it back."""
    entry = graded.entry(learner)
    assert entry is not None
    entry.override = grade


def look(graded: Graded) -> None:
    """A teacher looks at the class, some minutes later."""
    graded.clock.advance(minutes=5)
    gradebook.compare(graded.database, graded.connector, graded.link_id, graded.clock())


def told(graded: Graded, learner: str) -> tuple[str, str, str]:
    """State, problem, and what the gradebook holds instead."""
    state = graded.state(learner)
    return state.state, state.problem, state.held


def again(graded: Graded, *people: int) -> int:
    """The button, for all or for some."""
    with graded.database.writing() as session:
        link = session.get_one(ResourceLink, graded.link_id)
        return send_again(session, link, graded.clock(), list(people) or None)


def test_a_grade_that_is_as_it_was_sent_is_no_news(graded: Graded) -> None:
    look(graded)
    assert told(graded, "11") == (SENT, "", "")


def test_a_changed_grade_is_told_and_stays(graded: Graded) -> None:
    override(graded, "11", 87.5)
    look(graded)
    assert told(graded, "11") == (REFUSED, CHANGED, "87.5 %")
    assert told(graded, "12") == (SENT, "", "")
    # Neither time, nor the button for all, nor an administrator's retry of all takes it back.
    graded.clock.advance(days=2)
    assert again(graded) == 0
    with graded.database.writing() as session:
        assert backlog.retry(session, graded.clock()) == 0
    graded.outbox.run_once()
    assert told(graded, "11") == (REFUSED, CHANGED, "87.5 %")


def test_a_change_that_is_taken_back_is_forgotten(graded: Graded) -> None:
    override(graded, "11", 20)
    look(graded)
    override(graded, "11", None)
    look(graded)
    assert told(graded, "11") == (SENT, "", "")


def test_the_button_of_one_and_a_new_score_are_sent(graded: Graded) -> None:
    for learner in ("11", "12"):
        override(graded, learner, 20)
    look(graded)
    for learner in ("11", "12"):
        override(graded, learner, None)
        entry = graded.entry(learner)
        assert entry is not None
        entry.score = 20
    with graded.database.reading() as session:
        person = graded._person(session, "11").id
    assert again(graded, person) == 1
    graded.score("12", "4/5", submissions=2)
    graded.outbox.run_once()
    assert (graded.grade("11"), graded.grade("12")) == (60, 80)
    assert told(graded, "11") == told(graded, "12") == (SENT, "", "")


def test_nothing_is_concluded_where_the_lms_does_not_tell(graded: Graded) -> None:
    override(graded, "11", 20)
    graded.lms.faults.script("results", answers(503))
    look(graded)
    assert told(graded, "11") == (SENT, "", "")
    # A minute has to pass before the LMS is asked once more.
    gradebook.compare(graded.database, graded.connector, graded.link_id, graded.clock())
    assert told(graded, "11") == (SENT, "", "")
    with graded.database.writing() as session:
        context = session.get_one(Context, session.get_one(ResourceLink, graded.link_id).context_id)
        context.scopes = [SCOPE + "score"]
    look(graded)
    assert told(graded, "11") == (SENT, "", "")


def test_a_grade_that_is_not_shown_was_not_changed(graded: Graded) -> None:
    entry = graded.entry("11")
    assert entry is not None
    entry.score = None
    look(graded)
    assert told(graded, "11") == (SENT, "", "")

"""The class list: read when it is old, kept while the LMS is away."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from lti_app.demo.faults import answers
from lti_app.demo.lms import StandInLms
from lti_app.demo.school import Person as Account
from lti_app.services import roster
from lti_app.services.roster import Roster
from lti_app.storage.models import Context, Membership, Person, ResourceLink
from tests.lti_app.grading import Graded, graded_activity


@pytest.fixture
def graded(platform: StandInLms, tmp_path: Path) -> Iterator[Graded]:
    with graded_activity(platform, tmp_path) as activity:
        yield activity


def _refresh(graded: Graded, *, force: bool = False) -> Roster:
    with graded.database.reading() as session:
        context_id = session.get_one(ResourceLink, graded.link_id).context_id
    return roster.refresh(graded.database, graded.connector, context_id, graded.clock(), force=force)


def _stored(graded: Graded) -> dict[str, tuple[str, str]]:
    with graded.database.reading() as session:
        rows = session.execute(select(Person.sub, Person.name, Membership.role).join(Membership))
        return {sub: (name, role) for sub, name, role in rows}


def test_a_roster_is_read_once_a_minute_and_on_demand(graded: Graded) -> None:
    for _ in range(3):
        assert _refresh(graded).problem == ""
    assert graded.lms.counts["memberships"] == 1
    _refresh(graded, force=True)
    graded.clock.advance(seconds=61)
    _refresh(graded)
    assert graded.lms.counts["memberships"] == 3
    assert _stored(graded)["2"] == ("Ines Okafor", "instructor")
    assert len(_stored(graded)) == 7


def test_who_left_is_no_member_and_who_came_is_one(graded: Graded) -> None:
    _refresh(graded)
    graded.lms.school.people["11"].active = False
    graded.lms.school.people["77"] = Account("77", "Gro", "Vik")
    _refresh(graded, force=True)
    stored = _stored(graded)
    assert "11" not in stored
    assert stored["77"] == ("Gro Vik", "learner")


def test_a_thousand_members_are_stored(graded: Graded) -> None:
    for number in range(1000, 2000):
        graded.lms.school.people[str(number)] = Account(str(number), "N", str(number))
    _refresh(graded)
    graded.clock.advance(seconds=61)
    _refresh(graded)
    assert len(_stored(graded)) == 1007


def test_names_that_a_launch_told_stay_where_the_roster_has_none(graded: Graded) -> None:
    _refresh(graded)
    next(iter(graded.lms.tools.values())).claims = ("sub",)
    _refresh(graded, force=True)
    assert _stored(graded)["11"] == ("Ada Brandt", "learner")


@pytest.mark.parametrize(("status", "problem"), [(503, "unavailable"), (403, "forbidden"), (404, "gone")])
def test_an_lms_that_does_not_tell_leaves_the_last_roster(graded: Graded, status: int, problem: str) -> None:
    first = _refresh(graded)
    graded.lms.faults.always["memberships"] = answers(status)
    second = _refresh(graded, force=True)
    assert (second.read_at, second.problem) == (first.read_at, problem)
    assert len(_stored(graded)) == 7


def test_half_a_roster_replaces_nothing(graded: Graded) -> None:
    _refresh(graded)
    graded.lms.page_size = 3
    graded.lms.faults.plan = lambda operation: (
        answers(503) if operation == "memberships" and graded.lms.counts["memberships"] == 3 else None
    )
    assert _refresh(graded, force=True).problem == "unavailable"
    assert len(_stored(graded)) == 7


def test_a_course_without_a_roster_says_so(graded: Graded) -> None:
    with graded.database.writing() as session:
        session.scalars(select(Context)).one().memberships_url = ""
    assert _refresh(graded) == Roster(None, "no-roster")

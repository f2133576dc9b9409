"""Due dates that the LMS keeps with its columns (AGS 2.0, 3.2.4) are asked for in the background."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lti_app.demo.faults import answers
from lti_app.demo.lms import StandInLms
from lti_app.lti.ags import SCOPE
from lti_app.services.columns import read_due_dates
from lti_app.services.launches import LIFETIME
from lti_app.storage.models import Breaker, Context, Launch, Person, ResourceLink
from tests.lti_app.grading import Graded, graded_activity

DUE = "2031-05-01T10:00:00+02:00"


@pytest.fixture
def graded(platform: StandInLms, tmp_path: Path) -> Iterator[Graded]:
    """An activity with a column that ends."""
    with graded_activity(platform, tmp_path) as activity:
        platform.school.line_items[activity.activity.line_item].ends_at = DUE
        yield activity


def open_it(graded: Graded) -> None:
    """Somebody opens the activity."""
    with graded.database.writing() as session:
        link = session.get_one(ResourceLink, graded.link_id)
        person = Person(platform_id=graded.platform_id, sub=f"somebody {graded.clock()}")
        session.add(person)
        session.flush()
        session.add(
            Launch(
                handle=f"h{person.id}",
                secret_hash="",
                message_type="",
                person_id=person.id,
                context_id=link.context_id,
                resource_link_id=link.id,
                role="learner",
                created_at=graded.clock(),
                expires_at=graded.clock() + LIFETIME,
            )
        )


def ask(graded: Graded) -> int:
    """One look in the background."""
    return read_due_dates(graded.database, graded.connector, graded.clock())


def due(graded: Graded) -> datetime | None:
    """What is known."""
    with graded.database.reading() as session:
        return session.get_one(ResourceLink, graded.link_id).line_item_due_at


def test_a_column_that_is_in_use_is_asked_once_an_hour(graded: Graded) -> None:
    assert ask(graded) == 0
    open_it(graded)
    assert (ask(graded), due(graded)) == (1, datetime(2031, 5, 1, 8, tzinfo=UTC))
    assert ask(graded) == 0
    graded.clock.advance(minutes=61)
    # Nobody has opened it since.
    assert ask(graded) == 0
    open_it(graded)
    graded.lms.school.line_items[graded.activity.line_item].ends_at = ""
    assert (ask(graded), due(graded)) == (1, None)


@pytest.mark.parametrize("said", ["tomorrow", "2031-05-01T10:00:00", "9999-12-31T00:00:00Z", "0001-01-01T00:00:00Z"])
def test_a_date_that_is_none_is_passed_over(graded: Graded, said: str) -> None:
    graded.lms.school.line_items[graded.activity.line_item].ends_at = said
    open_it(graded)
    assert (ask(graded), due(graded)) == (1, None)


def test_what_is_known_stays_while_the_lms_does_not_answer(graded: Graded) -> None:
    open_it(graded)
    ask(graded)
    known = due(graded)
    graded.clock.advance(minutes=61)
    open_it(graded)
    graded.lms.faults.script("lineitem", answers(503))
    assert (ask(graded), due(graded)) == (1, known)
    # Nor is it asked again at once.
    assert ask(graded) == 0


def test_a_platform_that_is_left_alone_or_lets_nobody_look_is_not_asked(graded: Graded) -> None:
    open_it(graded)
    with graded.database.writing() as session:
        session.add(Breaker(platform_id=graded.platform_id, failures=9, open_until=graded.clock() + LIFETIME))
    assert ask(graded) == 0
    with graded.database.writing() as session:
        session.get_one(Breaker, graded.platform_id).open_until = None
        context = session.get_one(Context, session.get_one(ResourceLink, graded.link_id).context_id)
        context.scopes = [SCOPE + "score"]
    assert (ask(graded), due(graded)) == (0, None)

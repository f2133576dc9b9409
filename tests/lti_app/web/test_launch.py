"""A whole login and launch, as an LMS and a browser do it."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from lti_app.demo.lms import StandInLms
from lti_app.lti.claims import CLAIM, GRADES, ROSTER
from lti_app.services.launches import find_launch
from lti_app.storage.database import Database
from lti_app.storage.models import Launch
from tests.lti_app.circle import RunningTool
from tests.lti_app.conftest import MovableClock
from tests.lti_app.platforms import ORIGIN, StrictPlatform, begin, signed
from tests.lti_app.visitor import Visitor


def test_a_launch_leads_to_its_own_address_with_its_own_cookie(
    app: Flask, sender: StrictPlatform, database: Database, clock: MovableClock
) -> None:
    client = app.test_client()
    begun = begin(client, sender)
    token = signed(sender.claims(begun.nonce, clock()))

    answer = client.post("/lti/launch", data={"state": begun.state, "id_token": token}, base_url=ORIGIN)

    assert answer.status_code == 303, answer.get_data(as_text=True)
    with database.reading() as session:
        found = session.scalars(select(Launch)).one()
        launch = find_launch(session, found.handle, clock())
    assert launch is not None
    assert answer.headers["Location"] == f"/l/{launch.handle}/"
    (cookie, forgotten) = answer.headers.getlist("Set-Cookie")
    assert cookie.startswith(f"hb_{launch.handle}=")
    for part in (f"Path=/l/{launch.handle}/", "Secure", "HttpOnly", "SameSite=None", "Partitioned"):
        assert part in cookie.split("; ")
    assert forgotten.startswith("hb_login_")
    assert launch.role == "learner"
    assert (launch.person.sub, launch.person.name) == ("learner-1", "Ada Lovelace")
    assert (launch.context.lti_id, launch.context.title) == ("course-1", "Physics")
    assert launch.resource_link is not None
    assert launch.resource_link.course == "physics"
    assert launch.resource_link.line_item_url == "https://lms.example.org/lineitems/1"


def test_the_stand_in_lms_launches_with_its_own_messages(platform: StandInLms, tool: RunningTool) -> None:
    for manners in ("moodle", "canvas"):
        platform.use(manners)
        link = platform.add_link("Quiz", custom={"hornbook_course": "physics"})
        visitor = Visitor(platform)
        person = platform.school.learners()[0]
        answer = visitor.send(visitor.authorize(visitor.log_in(visitor.begin(person.id, link))))
        assert answer.status_code == 303, answer.text
        assert answer.headers["Location"].startswith("/l/")


def test_a_launch_changes_what_is_known_and_forgets_services_that_are_gone(
    app: Flask, sender: StrictPlatform, database: Database, clock: MovableClock
) -> None:
    client = app.test_client()

    def launched(**changes: object) -> Launch:
        begun = begin(client, sender)
        form = {"state": begun.state, "id_token": signed(sender.claims(begun.nonce, clock(), **changes))}
        answer = client.post("/lti/launch", data=form, base_url=ORIGIN)
        with database.reading() as session:
            found = find_launch(session, answer.headers["Location"].split("/")[2], clock())
        assert found is not None
        return found

    first = launched()
    assert first.context.memberships_url == "https://lms.example.org/roster"
    assert first.context.lineitems_url == "https://lms.example.org/lineitems"

    custom = {"hornbook_course": "physics", "hornbook_lesson": "two", "hornbook_attempts": "3"}
    later = launched(
        name="Ada King",
        **{
            CLAIM + "custom": custom,
            CLAIM + "context": {"id": "course-1", "title": "Physics 2"},
            ROSTER: None,
            GRADES: None,
        },
    )
    assert (later.person_id, later.person.name) == (first.person_id, "Ada King")
    assert (later.context_id, later.context.title) == (first.context_id, "Physics 2")
    assert (later.context.memberships_url, later.context.lineitems_url) == ("", "")
    assert later.resource_link is not None
    assert (later.resource_link.lesson, later.resource_link.attempts) == ("two", 3)
    assert later.resource_link.line_item_url == "https://lms.example.org/lineitems/1"

    # A message that says less of a person takes nothing away.
    assert launched(name=None, email=None).person.name == "Ada King"

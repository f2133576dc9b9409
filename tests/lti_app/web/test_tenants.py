"""A launch gives exactly its own rights: every address of the tool, asked for with the rights of every other launch.

The addresses come from the application itself, so that a new one cannot be forgotten.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule

from hornbook.cards import Rating, day_number, review
from lti_app.services.launches import find_launch
from lti_app.services.library import Library
from lti_app.storage.database import Database
from lti_app.storage.models import Attempt, CardState, HandMark, Person, Progress, Response, Score
from lti_app.web.session import HEADER, cookie_name
from tests.lti_app.conftest import MovableClock
from tests.lti_app.launching import LaunchedClient, open_test_launch
from tests.lti_app.web.test_activity import begin, by_type, one, send, slot_of, write_content

#: What only Ada and those who teach her may read.
SECRETS = ("Ada Zebra", "an answer of zebras")
#: Forms and JSON that would do something, by the name of the view.
BODIES: dict[str, dict[str, Any]] = {
    "activity.begin": {"json": {}},
    "activity.answers": {"json": {"client": "page0009", "answers": [{"question": 0, "sequence": 9, "answer": None}]}},
    "activity.hand_in": {"json": {}},
    "activity.reveal": {"json": {"question": 0}},
    "activity.keep_progress": {"json": {"cards": {"0": 1}, "seen": [1, 2, 3]}},
    "due.keep": {"json": {"cards": {"0": 1}}},
    "picker.send": {"data": {"choice": "tiny"}},
    "instructor.send": {"data": {"person": "0"}},
    "instructor.read_roster": {"data": {}},
    "marking.mark": {"data": {"attempt": "0", "question": "0", "points": "1", "comment": "well done"}},
}


@dataclass(frozen=True)
class Ask:
    """One request below the address of a launch."""

    method: str
    rest: str
    view: str
    body: dict[str, Any] = field(default_factory=dict)

    def of(self, client: LaunchedClient, handle: str, **headers: str) -> Any:
        """Its answer for this browser."""
        path = f"/l/{handle}/{self.rest}"
        given = {"Sec-Fetch-Site": "same-origin", "Accept": "text/html", **headers}
        return client.client.open(path, method=self.method, base_url=client.origin, headers=given, **self.body)


@dataclass
class Scene:
    """Ada has worked in her course, and others are elsewhere."""

    app: Flask
    database: Database
    clock: MovableClock
    ada: LaunchedClient
    teacher: LaunchedClient
    attempt: int
    question: int
    others: dict[str, LaunchedClient]

    def person(self) -> int:
        """Ada's number."""
        with self.database.reading() as session:
            launch = find_launch(session, self.ada.handle, self.clock())
            assert launch is not None
            return launch.person_id

    def asks(self) -> list[Ask]:
        """Every address below a launch, with Ada's own numbers in it."""
        found = []
        for rule in self.app.url_map.iter_rules():
            if "handle" in rule.arguments:
                for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                    found.append(Ask(method, self._rest(rule), rule.endpoint, self._body(rule, method)))
        return found

    def _rest(self, rule: Rule) -> str:
        values: dict[str, Any] = {
            "handle": "H",
            "slot": slot_of(self.ada),
            "attempt_id": self.attempt,
            "person_id": self.person(),
            "course": "tiny",
            "lesson": "one",
            "lesson_id": "one",
            "page_id": "one",
            "block": "check",
            "name": "due",
            "path": "media/dot.svg",
        }
        built = rule.build({name: values[name] for name in rule.arguments})
        assert built is not None
        return built[1].removeprefix("/l/H/")

    def _body(self, rule: Rule, method: str) -> dict[str, Any]:
        if method == "GET":
            return {}
        body = BODIES[rule.endpoint]
        if rule.endpoint == "activity.answers":
            (answer,) = body["json"]["answers"]
            return {"json": {**body["json"], "answers": [{**answer, "question": self.question}]}}
        if rule.endpoint == "marking.mark":
            return {"data": {**body["data"], "attempt": str(self.attempt), "question": str(self.question)}}
        if rule.endpoint == "instructor.send":
            return {"data": {"person": str(self.person())}}
        return body

    def rows(self) -> list[Any]:
        """All that is kept of Ada's work."""
        person = self.person()
        found: list[Any] = []
        with self.database.reading() as session:
            for table in (Attempt, Progress, CardState, Score):
                columns = table.__table__
                found += session.execute(select(columns).where(columns.c.person_id == person)).all()
            attempts = select(Attempt.id).where(Attempt.person_id == person)
            for below in (Response, HandMark):
                columns = below.__table__
                found += session.execute(select(columns).where(columns.c.attempt_id.in_(attempts))).all()
        return found


def _work(app: Flask, database: Database, clock: MovableClock) -> tuple[LaunchedClient, int, int]:
    """Ada answers a question and knows a card that is due."""
    ada = open_test_launch(app, sub="ada", name="Ada Zebra", course="tiny", link="work")
    overview = begin(ada)
    attempt, question = overview["attempt"]["id"], by_type(overview, "short")
    assert send(ada, attempt, one(question, 1, {"text": "an answer of zebras"})).status_code == 200
    with database.writing() as session:
        person = session.scalars(select(Person).where(Person.sub == "ada")).one()
        course = app.extensions["hornbook.library"].course("tiny").folder.course
        card = next(block for block in course.lessons[0].blocks if block.kind == "cards").cards[0]
        word = review(0, Rating.GOOD, day_number(clock().date()) - 30)
        session.add(CardState(person_id=person.id, course="tiny", slot=card.slot, word=word, updated_at=clock()))
    ada.post("api/progress", json={"seen": [2]})
    return ada, attempt, question["slot"]


@pytest.fixture
def scene(app: Flask, database: Database, clock: MovableClock, tmp_path: Path) -> Scene:
    """Ada and her teacher, and everybody else."""
    app.extensions["hornbook.library"] = Library(write_content(tmp_path, "mode=exam"))

    def elsewhere(role: Literal["learner", "instructor"] = "learner", **more: Any) -> LaunchedClient:
        return open_test_launch(app, **{"role": role, "course": "tiny", "link": "work", **more})

    ada, attempt, question = _work(app, database, clock)
    teacher = elsewhere("instructor")
    others = {
        "a classmate": elsewhere(sub="ben", name="Ben"),
        "a learner of another course": elsewhere(sub="cleo", context="course-2"),
        "a teacher of another course": elsewhere("instructor", sub="dora", context="course-2"),
        "a teacher of another activity": elsewhere("instructor", sub="emil", link="other"),
        "the same names in another LMS": elsewhere(sub="ada", issuer="https://other.example.org"),
        "a teacher in another LMS": elsewhere("instructor", issuer="https://other.example.org"),
        "somebody who chooses in another course": elsewhere(
            "instructor", sub="fred", context="course-2", message="deep-linking"
        ),
        "herself in another activity": elsewhere(
            sub="ada", name="Ada Zebra", link="other", lesson="two", block="other"
        ),
    }
    return Scene(app, database, clock, ada, teacher, attempt, question, others)


def test_every_view_that_changes_something_is_asked_to_do_so(scene: Scene) -> None:
    assert {ask.view for ask in scene.asks() if ask.method == "POST"} == BODIES.keys()
    assert len(scene.asks()) > 30


def test_the_rights_of_no_other_launch_open_an_address(scene: Scene) -> None:
    before = scene.rows()
    domain = scene.ada.origin.split("://")[1]
    for name, other in scene.others.items():
        # The cookie of the other launch under the name and at the place of Ada's, and its token in the header.
        forged = scene.app.test_client()
        forged.set_cookie(cookie_name(scene.ada.handle), other.opened.secret, domain=domain, path="/")
        forger = LaunchedClient(forged, other.opened, other.origin)
        for ask in scene.asks():
            for how, browser, headers in (
                ("own cookie", other, {}),
                ("renamed cookie", forger, {}),
                ("token", other, {HEADER: other.opened.secret}),
            ):
                answer = ask.of(browser, scene.ada.handle, **headers)
                assert answer.status_code == 401, (name, how, ask)
                assert not any(secret in answer.text for secret in SECRETS)
    assert scene.rows() == before


def test_nobodys_own_rights_reach_the_work_of_another(scene: Scene) -> None:
    """Each with good rights of their own, and Ada's numbers in the address."""
    before = scene.rows()
    for name, other in scene.others.items():
        for ask in scene.asks():
            answer = ask.of(other, other.handle)
            assert answer.status_code < 500, (name, ask)
            if name not in ("herself in another activity", "a teacher of another activity"):
                assert "Ada Zebra" not in answer.text, (name, ask)
            assert "an answer of zebras" not in answer.text, (name, ask)
        if name != "herself in another activity":
            assert scene.rows() == before, name


def test_no_learner_reaches_a_page_of_teachers_and_no_teacher_a_page_of_choosing(scene: Scene) -> None:
    teachers = ("instructor.", "marking.", "picker.look")
    seen = set()
    for ask in scene.asks():
        if ask.view.startswith((*teachers, "picker.")):
            assert ask.of(scene.ada, scene.ada.handle).status_code in (403, 404), ask
            seen.add(ask.view.partition(".")[0])
        if ask.view in ("picker.choose", "picker.settle", "picker.send"):
            assert ask.of(scene.teacher, scene.teacher.handle).status_code in (403, 404), ask
    assert seen == {"instructor", "marking", "picker"}


def test_no_page_of_another_site_changes_anything(scene: Scene) -> None:
    """A browser sends the cookie of a launch along with forms of other sites; it says whose they are, or nothing."""
    before = scene.rows()
    chooser = open_test_launch(scene.app, role="instructor", message="deep-linking", course="tiny")
    for ask in scene.asks():
        if ask.method == "GET":
            continue
        for client in (scene.ada, scene.teacher, chooser):
            for headers in (
                {"Sec-Fetch-Site": "cross-site", "Origin": client.origin},
                {"Sec-Fetch-Site": "same-site"},
                {"Sec-Fetch-Site": "none"},
                {"Sec-Fetch-Site": "", "Origin": "null"},
                {"Sec-Fetch-Site": "", "Origin": f"{client.origin}.evil.example.org"},
                {"Sec-Fetch-Site": "", "Referer": f"{client.origin}/l/{client.handle}/"},
            ):
                assert ask.of(client, client.handle, **headers).status_code == 403, (ask, headers)
    assert scene.rows() == before


def test_no_view_that_only_shows_something_changes_it(scene: Scene) -> None:
    before = scene.rows()
    for ask in scene.asks():
        if ask.method == "GET":
            for client in (scene.ada, scene.teacher):
                assert ask.of(client, client.handle, **{"Sec-Fetch-Site": "cross-site"}).status_code < 500, ask
    assert scene.rows() == before


def test_no_browser_keeps_a_page_and_no_other_site_frames_it(scene: Scene) -> None:
    chooser = open_test_launch(scene.app, role="instructor", message="deep-linking", course="tiny")
    shown = set()
    for ask in scene.asks():
        for client in (scene.ada, scene.teacher, chooser):
            answer = ask.of(client, client.handle)
            assert answer.headers["Referrer-Policy"] == "no-referrer", ask
            assert answer.headers["X-Content-Type-Options"] == "nosniff", ask
            if answer.status_code == 200:
                shown.add(ask.view)
                if ask.view != "files.media":
                    assert answer.headers["Cache-Control"] == "no-store", ask
                    assert "frame-ancestors https://lms.example.org;" in answer.headers["Content-Security-Policy"] + ";"
    assert len(shown) > 20


def test_her_own_rights_and_those_of_her_teacher_do(scene: Scene) -> None:
    """Without this the others could be refused for a wrong reason."""
    own = {ask.view: ask.of(scene.ada, scene.ada.handle) for ask in scene.asks() if ask.method == "GET"}
    assert "an answer of zebras" in own["activity.quiz"].text
    assert own["due.cards"].status_code == 200
    page = scene.teacher.get(f"class/learner/{scene.person()}").text
    assert all(secret in page for secret in SECRETS)
    for ask in scene.asks():
        if ask.view in ("activity.answers", "activity.hand_in"):
            assert ask.of(scene.ada, scene.ada.handle).status_code == 200, ask

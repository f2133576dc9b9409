"""The class page: everybody's work and grades, for those who teach here and nobody else."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from lti_app.demo.faults import answers
from lti_app.demo.lms import StandInLms
from lti_app.demo.school import Link
from lti_app.lti.keys import ensure_key
from lti_app.services.grades import record_score
from lti_app.services.outbox import Outbox
from lti_app.storage.models import GradeDelivery, Person, ResourceLink
from tests.lti_app.circle import RunningTool, running_tool
from tests.lti_app.visitor import Visitor

COURSE = """---
title: One
---

::: quiz {#check mode=exam}
1. Which is **first**? {#q-choice}
   - [x] alpha
   - [ ] beta

2. Who wrote it? {#q-short}
   = Ada
:::

::: cards {#deck}
Q: One? {#k-one}
A: 1
:::
"""


@dataclass
class School:
    """A tool with one course, connected to an LMS, and a browser for each of its people."""

    lms: StandInLms
    tool: RunningTool
    link: Link

    def open(self, person: str, **options: Any) -> Page:
        """Click on the activity in the LMS."""
        visitor = Visitor(self.lms)
        answer = visitor.launch(person, self.link, **options)
        found = re.search(r"/l/([\w-]+)/", answer.url)
        assert found is not None, answer.text
        return Page(visitor, self.tool.url, found[1], answer.url, answer.text, answer.status_code)

    def person(self, sub: str) -> Person:
        """Somebody that the tool knows."""
        with self.tool.database.reading() as session:
            return session.scalars(select(Person).where(Person.sub == sub)).one()

    def score(self, sub: str, earned: str) -> None:
        """A learner's work is worth this much from now on."""
        now = self.tool.app.extensions["hornbook.clock"]()
        with self.tool.database.writing() as session:
            link = session.scalars(select(ResourceLink)).one()
            person = session.scalars(select(Person).where(Person.sub == sub)).one()
            record_score(
                session,
                link,
                person,
                earned=Fraction(earned),
                completed=True,
                submissions=1,
                started_at=now,
                submitted_at=now,
                now=now,
            )

    def deliver(self) -> None:
        """Let the worker go once through the outbox."""
        extensions = self.tool.app.extensions
        Outbox(self.tool.database, extensions["hornbook.connector"], extensions["hornbook.clock"]).run_once()


@dataclass
class Page:
    """Where a browser stands."""

    visitor: Visitor
    tool: str
    handle: str
    url: str
    text: str
    status: int

    def get(self, path: str) -> Any:
        """Another page of this launch."""
        return self.visitor.http.get(f"{self.tool}/l/{self.handle}/{path}", timeout=20)

    def post(self, path: str, **fields: str) -> Any:
        """A form of this page."""
        headers = {"Origin": self.tool}
        address = f"{self.tool}/l/{self.handle}/{path}"
        return self.visitor.http.post(address, data=fields, headers=headers, timeout=20)

    def answer(self, quiz_answers: dict[int, dict[str, Any]]) -> None:
        """Take the quiz of the activity, and hand it in."""
        shell = self.get("?preview=1").text
        slot = re.search(r'"slot":(\d+),"kind":"quiz"', shell)
        assert slot is not None
        headers = {"Origin": self.tool}
        base = f"{self.tool}/l/{self.handle}/api"
        http = self.visitor.http
        begun = http.post(f"{base}/quizzes/{slot[1]}/attempts", json={}, headers=headers, timeout=20).json()
        attempt = begun["attempt"]["id"]
        body = {
            "client": "page0001",
            "answers": [
                {"question": question["slot"], "sequence": number, "answer": quiz_answers[number]}
                for number, question in enumerate(begun["attempt"]["questions"], 1)
                if number in quiz_answers
            ],
        }
        kept = http.post(f"{base}/attempts/{attempt}/answers", json=body, headers=headers, timeout=20)
        assert kept.status_code == 200, kept.text
        done = http.post(f"{base}/attempts/{attempt}/hand-in", json={}, headers=headers, timeout=20)
        assert done.status_code == 200, done.text


@pytest.fixture
def school(platform: StandInLms, tmp_path: Path) -> Iterator[School]:
    folder = tmp_path / "content" / "tiny"
    folder.mkdir(parents=True)
    (folder / "course.yaml").write_text("id: tiny\ntitle: Tiny\nchapters:\n  - lessons: [one.md]\n")
    (folder / "one.md").write_text(COURSE)
    with running_tool(platform, tmp_path, content=tmp_path / "content") as tool:
        with tool.database.writing() as session:
            ensure_key(session)
        link = platform.add_link("Check yourself", custom={"hornbook_course": "tiny", "hornbook_lesson": "one"})
        yield School(platform, tool, link)


def _html_row(page: str, name: str) -> str:
    """The row of a learner."""
    for row in re.findall(r"<tr data-name.*?</tr>", page, re.S):
        if _without_markup(row).startswith(name):
            return str(row)
    raise AssertionError(f"{name} has no row")


def _without_markup(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def _row(page: str, name: str) -> str:
    """The row of a learner, without markup."""
    return _without_markup(_html_row(page, name))


def test_a_teacher_sees_the_whole_class_before_anybody_came(school: School) -> None:
    school.lms.page_size = 2
    page = school.open("2")

    assert page.url.endswith("/class")
    names = re.findall(r'<th scope="row"><bdi>(.*?)</bdi>', page.text)
    assert names == [
        "Ada Brandt",
        "Biruk Tesfaye",
        "Chiara Lindqvist",
        "Dmitri Sato",
        "Esra Yilmaz",
        "Farid Haddad",
    ]
    assert "not begun" in _row(page.text, "Ada Brandt")
    assert "Ines Okafor" not in page.text


def test_the_roster_of_canvas_is_read_over_all_its_pages(school: School) -> None:
    school.lms.use("canvas")
    school.lms.page_size = 4
    assert len(re.findall("<tr data-name", school.open("2").text)) == 6


def test_a_learner_gets_the_activity_and_no_page_of_the_class(school: School) -> None:
    ada = school.open("11")

    assert not ada.url.endswith("/class")
    for path in ("class", "class/learner/1", "class/overview.csv", "class/answers.csv"):
        assert ada.get(path).status_code == 403, path
    for path in ("class/send", "class/roster"):
        assert ada.post(path).status_code == 403, path


def test_a_student_of_another_course_is_not_there(school: School) -> None:
    with school.tool.database.writing() as session:
        stranger = Person(platform_id=school.tool.platform_id, sub="99", name="Zed")
        session.add(stranger)
        session.flush()
        number = stranger.id
    assert school.open("2").get(f"class/learner/{number}").status_code == 404


def test_another_sites_form_sends_nothing(school: School) -> None:
    teacher = school.open("2")
    address = f"{school.tool.url}/l/{teacher.handle}/class/send"
    answer = teacher.visitor.http.post(address, headers={"Origin": "http://evil.example"}, timeout=10)
    assert answer.status_code == 403


def test_answers_are_shown_in_words_with_their_result_and_all_versions(school: School) -> None:
    school.open("11").answer({1: {"keys": [0]}, 2: {"text": "Ada <b>Lovelace</b>"}})
    teacher = school.open("2")
    page = teacher.get(f"class/learner/{school.person('11').id}").text
    text = " ".join(re.sub(r"<[^>]+>", " ", page).split())

    assert "Which is first?" in text
    assert "Ada &lt;b&gt;Lovelace&lt;/b&gt; wrong 0 of 1 point" in text
    assert text.count("When it came") == 2
    assert "Cards" in text
    assert "0 of 1 cards known, 0 seen" in text


def _narrowed(school: School, block: str) -> School:
    """The same class at an activity that is one block."""
    custom = {"hornbook_course": "tiny", "hornbook_lesson": "one", "hornbook_block": block}
    return School(school.lms, school.tool, school.lms.add_link(block, custom=custom))


def test_whoever_handed_in_has_finished_however_well(school: School) -> None:
    quiz = _narrowed(school, "check")
    quiz.open("11").answer({1: {"keys": [1]}})
    page = quiz.open("2").text
    assert "Have finished</dt><dd>1</dd>" in page
    assert " finished " in _row(page, "Ada Brandt")


def test_whoever_rated_a_card_was_seen(school: School) -> None:
    deck = _narrowed(school, "deck")
    learner = deck.open("11")
    (slot,) = re.findall(r'"cards":\[(\d+)\]', learner.get("?preview=1").text)
    kept = learner.visitor.http.post(
        f"{learner.tool}/l/{learner.handle}/api/progress",
        json={"cards": {slot: 300 << 22 | 20 << 16 | 2}},
        headers={"Origin": learner.tool},
        timeout=20,
    )
    assert kept.status_code == 200, kept.text
    assert len(re.findall("<time", _html_row(deck.open("2").text, "Ada Brandt"))) == 1


def test_a_grade_that_arrived_is_told(school: School) -> None:
    school.open("11")
    school.score("11", "2/3")
    assert "On its way" in _row(school.open("2").text, "Ada Brandt")
    school.deliver()

    row = _row(school.open("2").text, "Ada Brandt")
    assert "66.67 %" in row
    assert "In the gradebook since" in row


def test_a_grade_that_was_changed_in_the_lms_is_told_and_stays_until_one_says_otherwise(school: School) -> None:
    school.open("11")
    school.score("11", "1/2")
    school.deliver()
    with school.tool.database.writing() as session:
        delivery = session.scalars(select(GradeDelivery)).one()
        assert delivery.sent_at is not None
        delivery.sent_at -= timedelta(minutes=1)
    entry = school.lms.entry(school.link, "11")
    assert entry is not None
    entry.override = entry.maximum * 0.8
    teacher = school.open("2")
    assert "One grade was changed in the LMS." in teacher.text
    assert "does not arrive" not in teacher.text
    assert "Changed in the LMS The gradebook holds 80 %." in _row(teacher.text, "Ada Brandt")
    assert "There was nothing to send again." in teacher.post("class/send").text
    answer = teacher.post("class/send", person=str(school.person("11").id))
    assert "One grade is being sent again." in answer.text


def test_a_grade_that_is_refused_is_told_with_reason_and_remedy_and_sent_again(school: School) -> None:
    for learner in ("11", "12"):
        school.open(learner)
        school.score(learner, "1/2")
    school.lms.faults.script("scores", answers(422), answers(422))
    school.deliver()
    teacher = school.open("2")

    assert "2 grades do not arrive." in teacher.text
    assert "Not accepted The LMS refuses the score. Press Send again." in _row(teacher.text, "Ada Brandt")
    answer = teacher.post("class/send", person=str(school.person("11").id))
    assert "One grade is being sent again." in answer.text
    school.deliver()
    assert (school.lms.entry(school.link, "12"), school.open("2").text.count("One grade does not arrive.")) == (None, 1)
    teacher.post("class/send")
    school.deliver()
    grades = [entry.score for entry in school.lms.school.line_items[school.link.line_item].entries.values()]
    assert grades == [50, 50]


def test_a_learner_who_was_enrolled_since_needs_no_button(school: School) -> None:
    for learner in ("11", "12"):
        school.open(learner)
        school.score(learner, "1/2")
        school.lms.school.people[learner].gradable = False
    school.deliver()
    school.lms.school.people["11"].gradable = True
    school.open("2")
    school.open("11")
    school.deliver()

    row = _row(school.open("2").text, "Biruk Tesfaye")
    assert [entry.score for entry in school.lms.school.line_items[school.link.line_item].entries.values()] == [50]
    assert "Not accepted The LMS says that this person is no student of the course." in row


def test_the_last_roster_is_shown_while_the_lms_is_away(school: School) -> None:
    teacher = school.open("2")
    school.lms.faults.always["memberships"] = answers(503)
    page = teacher.post("class/roster").text

    assert len(re.findall("<tr data-name", page)) == 6
    assert teacher.get("class").status_code == 200


def test_somebody_who_left_the_course_stays_with_their_work(school: School) -> None:
    school.open("11")
    school.score("11", "1/2")
    school.lms.school.people["11"].active = False
    school.lms.school.people["12"].active = False
    teacher = school.open("2")

    assert "not on the class list" in _row(teacher.text, "Ada Brandt")
    assert "Biruk" not in teacher.text


def test_a_submission_review_opens_the_work_of_its_learner(school: School) -> None:
    school.open("11").answer({2: {"text": "Ada"}})
    page = school.open("2", message="LtiSubmissionReviewRequest", for_person="11")

    assert page.url.endswith(f"/class/learner/{school.person('11').id}")
    assert "Ada Brandt" in page.text


def test_a_submission_review_of_somebody_who_never_came_opens_the_class(school: School) -> None:
    page = school.open("2", message="LtiSubmissionReviewRequest", for_person="12")
    assert page.url.endswith("/class")


def test_a_preview_leaves_no_trace(school: School) -> None:
    teacher = school.open("2")
    teacher.answer({1: {"keys": [0]}, 2: {"text": "Ada"}})

    assert "Okafor" not in school.open("2").text
    assert school.lms.counts["scores"] == 0


def test_tables_hold_no_formulas(school: School) -> None:
    school.lms.school.people["11"].given = "=HYPERLINK(1)"
    school.open("11").answer({1: {"keys": [0]}, 2: {"text": "@SUM(A1)"}})
    teacher = school.open("2")
    overview = teacher.get("class/overview.csv")
    answered = teacher.get("class/answers.csv")

    assert overview.headers["Content-Disposition"].startswith('attachment; filename="class-')
    rows = list(csv.reader(io.StringIO(overview.content.decode("utf-8-sig"))))
    assert len(rows) == 7
    cells = [cell for row in rows for cell in row]
    assert "'=HYPERLINK(1) Brandt" in cells
    cells += [cell for row in csv.reader(io.StringIO(answered.content.decode("utf-8-sig"))) for cell in row]
    assert "'@SUM(A1)" in cells
    assert [cell for cell in cells if cell[:1] in tuple("=+-@\t\r")] == []


def test_names_from_the_lms_are_never_markup(school: School) -> None:
    school.lms.school.people["11"].given = "<script>alert(1)</script>"
    page = school.open("2").text

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; Brandt" in page


def test_answers_of_learners_are_never_markup(school: School) -> None:
    hostile = '"><img src=x onerror=alert(1)></bdi><script>alert(2)</script>'
    school.open("11").answer({2: {"text": hostile}})
    teacher = school.open("2")
    page = teacher.get(f"class/learner/{school.person('11').id}").text
    assert "&lt;script&gt;alert(2)" in page
    assert "<img src=x" not in page
    assert "<script>alert" not in page

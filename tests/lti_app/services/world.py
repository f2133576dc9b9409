"""A course with one quiz, a class that takes it, and a database: what tests of the services work on."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from hornbook.blocks import Quiz
from hornbook.course import Lesson
from hornbook.questions import Answer, Question, parse_answer
from lti_app.services import attempts
from lti_app.services.activities import of_link
from lti_app.services.attempts import Seat
from lti_app.services.library import Library
from lti_app.services.papers import Paper
from lti_app.storage.database import Database
from lti_app.storage.models import Attempt, Base, Context, Deployment, Person, Platform, ResourceLink
from tests.lti_app.databases import new_database

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)

QUESTIONS = """
1. Which is first? {#q-choice}
   - [x] alpha
     > qqfeedbackqq of alpha
   - [ ] beta
     > qqfeedbackqq of beta
   - [ ] gamma
     > qqfeedbackqq of gamma
   ? qqhintqq one
   ? qqhintqq two
   ! qqexplainedqq choice

2. Which are vowels? {#q-multiple points=2}
   - [x] a
   - [x] e
   - [ ] k
     > qqfeedbackqq of k
   ! qqexplainedqq multiple

3. Who wrote it? {#q-short}
   = qqacceptedqq
   ~ nobody
     > qqfeedbackqq of nobody

4. It is so. {#q-true}
   - [x] True
   - [ ] False
     > qqfeedbackqq of false
"""

#: Whatever must not leave the server before it is released.
SECRETS = ("qqfeedbackqq", "qqhintqq", "qqexplainedqq", "qqacceptedqq")


class World:
    """A course with one quiz, a class that takes it, and a database."""

    def __init__(self, root: Path, options: str, *, questions: str = QUESTIONS) -> None:
        folder = root / "content" / "tiny"
        folder.mkdir(parents=True)
        (folder / "course.yaml").write_text("id: tiny\ntitle: Tiny\nchapters:\n  - lessons: [one.md]\n")
        self.lesson = folder / "one.md"
        self.write(options, questions)
        self.seconds = 0.0
        self.library = Library(root / "content", clock=lambda: self.seconds)
        self.database = Database(new_database(root))
        Base.metadata.create_all(self.database.engine)
        with self.database.writing() as session:
            platform = Platform(
                issuer="https://lms.example", client_id="c", auth_url="", token_url="", jwks_url="", created_at=NOW
            )
            deployment = Deployment(platform=platform, deployment_id="1")
            context = Context(deployment=deployment, lti_id="course")
            session.add_all([platform, deployment, context])
            session.flush()
            link = ResourceLink(context_id=context.id, lti_id="link", course="tiny", lesson="one", block="check")
            people = [Person(platform_id=platform.id, sub=name, name=name) for name in ("ann", "ben", "teacher")]
            session.add_all([link, *people])
        self.link, (self.ann, self.ben, self.teacher) = link, people

    def write(self, options: str, questions: str = QUESTIONS) -> None:
        text = f"---\ntitle: One\n---\n\n::: quiz {{#check {options}}}\n{questions}\n:::\n"
        before = self.lesson.stat().st_mtime_ns if self.lesson.exists() else 0
        self.lesson.write_text(text)
        if self.lesson.stat().st_mtime_ns == before:
            raise AssertionError("the file system's clock is too coarse for this test")

    def seat(self, person: Person | None = None, *, preview: bool = False) -> Seat:
        return Seat(self.link, person or self.ann, of_link(self.library, self.link), preview)

    def begin(self, now: datetime = NOW, person: Person | None = None, *, preview: bool = False) -> Attempt:
        seat = self.seat(person, preview=preview)
        with self.database.writing() as session:
            return attempts.begin(session, seat, *self.quiz(seat), now)

    @staticmethod
    def quiz(seat: Seat) -> tuple[Lesson, Quiz]:
        (lesson,) = seat.activity.folder.course.lessons
        (quiz,) = lesson.blocks
        assert isinstance(quiz, Quiz)
        return lesson, quiz

    def change_link(self, **values: object) -> None:
        with self.database.writing() as session:
            link = session.merge(self.link)
            for name, value in values.items():
                setattr(link, name, value)
        self.link = link


def right(question: Question) -> Answer | None:
    """The answer that earns everything, in the keys of its attempt."""
    data = question.marking_data()
    if "accept" in data:
        return parse_answer({"text": data["accept"][0]})
    return parse_answer({"keys": [int(one["key"], 36) for one in data["options"] if one["right"]]})


def by_id(paper: Paper, name: str) -> Question:
    return next(question for question in paper.questions if question.id == name)

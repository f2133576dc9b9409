"""Who learns what in the stand-in LMS: people, a course, its activities and its gradebook."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

TEACHER = "Instructor"
LEARNER = "Learner"


@dataclass
class Person:
    """Somebody with an account; `gradable` is false for those whom the gradebook does not know."""

    id: str
    given: str
    family: str
    role: str = LEARNER
    locale: str = "en"
    active: bool = True
    gradable: bool = True
    #: Also runs the whole LMS: sent as an institution role, which must grant nothing in the course.
    administrator: bool = False

    @property
    def name(self) -> str:
        """As the LMS shows it."""
        return f"{self.given} {self.family}".strip()

    @property
    def email(self) -> str:
        """An address in a domain that exists nowhere."""
        return f"{self.given}.{self.family}".lower().replace(" ", "-") + "@example.org"


@dataclass
class Entry:
    """What the gradebook holds for one learner in one column, and how it came to be."""

    score: float | None = None
    maximum: float = 100
    comments: list[str] = field(default_factory=list)
    #: The `timestamp` of the score that was stored last.
    timestamp: datetime | None = None
    activity_progress: str = ""
    grading_progress: str = ""
    submitted_at: datetime | None = None
    #: Submissions that were counted (Canvas alone counts them).
    submissions: int = 0
    #: A grade that somebody typed into the gradebook: shown instead of the tool's.
    override: float | None = None


@dataclass
class LineItem:
    """A column of the gradebook."""

    id: str
    course: str
    label: str
    maximum: float
    resource_id: str = ""
    tag: str = ""
    #: The activity that it belongs to; empty for a column that the tool made by itself.
    link: str = ""
    starts_at: str = ""
    ends_at: str = ""
    #: Which tool may use it (client id).
    client: str = ""
    gone: bool = False
    #: How many submissions a learner has (Canvas); None = any number.
    allowed_submissions: int | None = None
    entries: dict[str, Entry] = field(default_factory=dict)


@dataclass
class Link:
    """An activity in a course: a resource link of LTI."""

    id: str
    course: str
    client: str
    title: str
    url: str = ""
    text: str = ""
    custom: dict[str, str] = field(default_factory=dict)
    line_item: str = ""
    due_at: str = ""
    #: Ids that it had in courses from which it was copied, newest first.
    history: tuple[str, ...] = ()


@dataclass
class Course:
    """A course, which LTI calls a context."""

    id: str
    title: str
    label: str
    #: Ids of courses that it was copied from, newest first.
    history: tuple[str, ...] = ()


@dataclass
class School:
    """Everything that the LMS keeps, by id."""

    people: dict[str, Person] = field(default_factory=dict)
    courses: dict[str, Course] = field(default_factory=dict)
    links: dict[str, Link] = field(default_factory=dict)
    line_items: dict[str, LineItem] = field(default_factory=dict)

    def learners(self) -> list[Person]:
        """In the order of the class list."""
        return [person for person in self.people.values() if person.role == LEARNER and person.active]

    def teachers(self) -> list[Person]:
        """Those who teach here."""
        return [person for person in self.people.values() if person.role == TEACHER and person.active]


def sample_school() -> School:
    """One course with a teacher and a class small enough to know everybody."""
    people = [
        Person("2", "Ines", "Okafor", TEACHER, administrator=True),
        Person("11", "Ada", "Brandt"),
        Person("12", "Biruk", "Tesfaye"),
        Person("13", "Chiara", "Lindqvist"),
        Person("14", "Dmitri", "Sato"),
        Person("15", "Esra", "Yilmaz"),
        Person("16", "Farid", "Haddad", locale="ar"),
    ]
    return School(
        people={person.id: person for person in people},
        courses={"7": Course("7", "How machines learn", "ML-1")},
    )

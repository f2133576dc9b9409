"""What an instructor can choose for a course of the LMS: courses, lessons, single activities, and their settings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction

from hornbook.blocks import Block, Cards, Quiz
from hornbook.course import Course, Held, Lesson
from hornbook.folding import fold
from hornbook.interface import headed, interface_strings
from hornbook.rendering.pages import block_title
from lti_app.services.activities import DUE, ActivityMissing, Target, find
from lti_app.services.library import Edition, Library

#: Kinds of blocks that are activities of their own.
KINDS = ("quiz", "cards", "game")
#: The choice of the cards that are due, which has its place in no course; no id begins with a dot.
DUE_KEY = ".due"
COUNTS = ("best", "last", "first", "mean")
MOST_POINTS = 10_000
MOST_ATTEMPTS = 100
LONGEST_TITLE = 255
DEFAULT_POINTS = 100


@dataclass(frozen=True)
class Choice:
    """Something to choose; `amount` is the number of its lessons, questions or cards.

    `name` is what the LMS is told to call it: there it stands among others, so it says more than `title` where that is
    no more than a word for its kind. `gated`: in its lesson something has to open it.
    """

    target: Target
    kind: str
    title: str
    place: str
    amount: int
    mode: str = ""
    name: str = ""
    gated: bool = False

    @property
    def key(self) -> str:
        """The choice in a form: `course/lesson/block`, without what is empty."""
        if self.target == DUE:
            return DUE_KEY
        return "/".join(filter(None, (self.target.course, self.target.lesson, self.target.block)))

    def matches(self, wanted: str) -> bool:
        """Whether all of these words are in its title, its place or its kind."""
        here = fold(f"{self.title} {self.place} {self.kind}")
        return all(word in here for word in fold(wanted).split())

    @property
    def takes_points(self) -> bool:
        """Whether it can be graded, and handed in by a day."""
        return self.target != DUE

    @property
    def takes_attempts(self) -> bool:
        """Whether the settings for attempts mean something."""
        return self.kind == "quiz" and self.mode != "practice"


@dataclass(frozen=True)
class Shelf:
    """A course with all that can be chosen from it, itself first."""

    edition: Edition
    choices: tuple[Choice, ...]


def shelves(library: Library, wanted: str = "") -> list[Shelf]:
    """All courses, and from each what has the wanted words in its title or its place."""
    found = []
    for edition in library.courses():
        matching = tuple(choice for choice in choices(edition) if choice.matches(wanted))
        if matching:
            found.append(Shelf(edition, matching))
    return found


def choices(edition: Edition) -> Iterator[Choice]:
    """Everything of a course, in its order."""
    course = edition.folder.course
    yield Choice(Target(course.id), "course", course.title, "", len(course.lessons), name=course.title)
    titles = Counter(block_title(block, course) for lesson in course.lessons for block in _activities(lesson))
    named: Counter[str] = Counter()
    for lesson in course.lessons:
        number = f"{lesson.number} " if lesson.number else ""
        title = f"{number}{lesson.title}"
        blocks = _activities(lesson)
        yield Choice(Target(course.id, lesson.id), "lesson", title, course.title, len(blocks), name=title)
        gated = {block.id for part in lesson.parts if isinstance(part, Held) for block in part.blocks}
        for block in blocks:
            name = block_title(block, course)
            if not block.title or titles[name] > 1:
                name = headed(name, lesson.title)
            named[name] += 1
            if named[name] > 1:
                name = f"{name} ({named[name]})"
            yield _choice_of(block, Target(course.id, lesson.id, block.id), title, course, name, block.id in gated)


def _activities(lesson: Lesson) -> list[Block]:
    return [block for block in lesson.blocks if block.kind in KINDS]


def _choice_of(block: Block, target: Target, place: str, course: Course, name: str, gated: bool) -> Choice:
    amount = 0
    if isinstance(block, Quiz):
        amount = block.asked
    elif isinstance(block, Cards):
        amount = len(block.siblings)
    mode = getattr(block, "mode", "")
    return Choice(target, block.kind, block_title(block, course), place, amount, mode, name[:LONGEST_TITLE], gated)


def due_today(language: str) -> Choice:
    """The cards that come back today, of all decks that are placed in the course of the LMS."""
    title = interface_strings(language)["due-title"]
    return Choice(DUE, "due", title, "", 0, name=title)


def choice_named(library: Library, key: str, language: str) -> Choice:
    """The choice that a form names; ActivityMissing for anything that is not there to be chosen."""
    if key == DUE_KEY:
        return due_today(language)
    parts = key.split("/")
    if not 1 <= len(parts) <= 3:
        raise ActivityMissing(key)
    activity = find(library, Target(*parts))
    for choice in choices(activity.edition):
        if choice.target == activity.target and choice.key == key:
            return choice
    raise ActivityMissing(key)


@dataclass(frozen=True)
class Settings:
    """What the instructor wants of one choice; `attempts` 0 is as the author says, `counts` too where it is empty."""

    title: str
    points: Fraction
    attempts: int
    counts: str
    due_at: datetime | None

    def custom(self, target: Target) -> dict[str, str]:
        """The parameters that the link carries: from them alone every launch knows what to show.

        The due date of the LMS, where it is filled in, goes before ours: it is what was changed last.
        """
        if target == DUE:
            return {"hornbook_show": DUE.block}
        return {
            "hornbook_course": target.course,
            "hornbook_lesson": target.lesson,
            "hornbook_block": target.block,
            "hornbook_points": _decimal(self.points),
            "hornbook_attempts": str(self.attempts) if self.attempts else "",
            "hornbook_counts": self.counts,
            "hornbook_due": "" if self.due_at is None else self.due_at.isoformat().replace("+00:00", "Z"),
            "hornbook_lms_due": "$ResourceLink.submission.endDateTime",
        }


class SettingError(ValueError):
    """A setting that cannot be used; the name of its field."""


def read_settings(form: Mapping[str, str], number: int, choice: Choice) -> Settings:
    """The settings of one choice from the fields `title-N`, `points-N`, `attempts-N`, `counts-N`, `due-N`.

    SettingError names the first field that is wrong. A due date has its zone (`due-N-utc`, as the script writes it),
    else it is in UTC.
    """

    def field(name: str) -> str:
        return form.get(f"{name}-{number}", "").strip()

    title = " ".join(field("title").split())
    if not title or len(title) > LONGEST_TITLE:
        raise SettingError(f"title-{number}")
    points = _points(field("points")) if choice.takes_points else Fraction(0)
    if points is None:
        raise SettingError(f"points-{number}")
    attempts = field("attempts") if choice.takes_attempts else ""
    if attempts and not (attempts.isascii() and attempts.isdigit() and 1 <= int(attempts[:4]) <= MOST_ATTEMPTS):
        raise SettingError(f"attempts-{number}")
    counts = field("counts") if choice.takes_attempts else ""
    if counts and counts not in COUNTS:
        raise SettingError(f"counts-{number}")
    due = field("due") if choice.takes_points else ""
    due_at = _moment(form.get(f"due-{number}-utc", "").strip() or due) if due else None
    if due and due_at is None:
        raise SettingError(f"due-{number}")
    return Settings(title, points, int(attempts or 0), counts, due_at)


def _points(text: str) -> Fraction | None:
    whole, _, part = text.replace(",", ".").partition(".")
    if not whole.isascii() or not whole.isdigit() or len(whole) > 5 or len(part) > 2:
        return None
    if part and not (part.isascii() and part.isdigit()):
        return None
    points = Fraction(f"{whole}.{part or 0}")
    return points if points <= MOST_POINTS else None


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if not 2000 <= moment.year <= 9000:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


def _decimal(value: Fraction) -> str:
    hundredths = round(value * 100)
    whole, part = divmod(hundredths, 100)
    return f"{whole}.{part:02}".rstrip("0").rstrip(".") if part else str(whole)

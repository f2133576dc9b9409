"""Cards that come back today, from all activities of a course of the LMS: what they are, and the page that asks them.

A card counts wherever it was met. Only those that were rated before come back, and only from decks that somebody has
placed in this course of the LMS.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from hornbook.blocks import Block, Cards
from hornbook.blocks.cards import Card
from hornbook.cards import Phase, day_number, due_day, is_due, last_day, phase_of
from hornbook.course import Chapter, Lesson
from hornbook.files import File
from hornbook.interface import interface_strings
from hornbook.media import CourseFolder
from lti_app.services import activities, progress, scores
from lti_app.services.activities import Activity, ActivityMissing, Target
from lti_app.services.attempts import Seat
from lti_app.services.library import Edition, Library
from lti_app.services.progress import Changes, card_words
from lti_app.storage.models import CardState, Person, ResourceLink, Score

#: What the page is called in addresses; a second one is `due-2`.
_PAGE = "due"


@dataclass(frozen=True)
class Deck:
    """A deck with the lesson that it stands in."""

    lesson: Lesson
    block: Cards

    def comes_back(self, card: Card, words: Mapping[int, int], day: int) -> bool:
        """Whether the card is asked on this day, in any of its directions: of siblings one a day."""
        rated = [word for word in (words.get(slot, 0) for slot in _slots(card)) if phase_of(word) != Phase.NEW]
        # For a traveller the day of the last review may still lie ahead.
        asked_today = [word for word in rated if last_day(word) in (day, day + 1)]
        return any(is_due(word, day, self.block.retention) for word in asked_today or rated)


@dataclass(frozen=True)
class Pile:
    """The decks of one course that are placed in a course of the LMS, and how well somebody knows their cards."""

    edition: Edition
    decks: tuple[Deck, ...]
    words: Mapping[int, int]

    def count(self, day: int, *, outside: Iterable[Cards] = ()) -> int:
        """How many cards come back on this day; without those of the decks `outside`."""
        passed = {block.slot for block in outside}
        return sum(
            deck.comes_back(card, self.words, day)
            for deck in self.decks
            if deck.block.slot not in passed
            for card in deck.block.cards
        )

    def cards(self, day: int) -> list[tuple[Deck, Card]]:
        """The cards that come back on this day or the next: for some learners it has begun already."""
        return [
            (deck, card)
            for deck in self.decks
            for card in deck.block.cards
            if any(
                is_due(self.words.get(slot, 0), day + ahead, deck.block.retention)
                for slot in _slots(card)
                for ahead in (0, 1)
            )
        ]

    def next_day(self, day: int) -> int | None:
        """The first day after this one on which a card comes back; None where none was ever rated."""
        days = [
            due_day(self.words[slot], deck.block.retention)
            for deck in self.decks
            for card in deck.block.cards
            for slot in _slots(card)
            if phase_of(self.words.get(slot, 0)) != Phase.NEW
        ]
        return max(day + 1, min(days)) if days else None


def _slots(card: Card) -> tuple[int, ...]:
    return tuple(sibling.slot for sibling in card.siblings)


def today(now: datetime) -> int:
    """The number of the server's day; a learner's may be one more or less."""
    return day_number(now.date())


def piles(session: Session, library: Library, context_id: int, person_id: int) -> list[Pile]:
    """What somebody has learned in the decks of a course of the LMS, by course in the order of their ids."""
    known = set(session.scalars(select(CardState.course).where(CardState.person_id == person_id).distinct()))
    if not known:
        return []
    return [
        Pile(edition, decks, card_words(session, person_id, edition.folder.course))
        for edition, decks in placed_decks(session, library, context_id, known)
    ]


def placed_decks(
    session: Session, library: Library, context_id: int, courses: Set[str] | None = None
) -> list[tuple[Edition, tuple[Deck, ...]]]:
    """The decks that are placed in a course of the LMS, with their courses in the order of their ids; of all `courses`
    where none are named."""
    found = []
    for course, targets in _placed(session, context_id).items():
        edition = library.course(course) if courses is None or course in courses else None
        decks = () if edition is None else _decks(library, edition, targets)
        if edition is not None and decks:
            found.append((edition, decks))
    return found


def _placed(session: Session, context_id: int) -> dict[str, list[Target]]:
    """What the links of a course of the LMS show, by course."""
    placed = session.execute(
        select(ResourceLink.course, ResourceLink.lesson, ResourceLink.block)
        .where(ResourceLink.context_id == context_id, ResourceLink.course != "")
        .distinct()
        .order_by(ResourceLink.course)
    )
    targets: dict[str, list[Target]] = {}
    for course, lesson, block in placed:
        targets.setdefault(course, []).append(Target(course, lesson, block))
    return targets


def _decks(library: Library, edition: Edition, targets: Sequence[Target]) -> tuple[Deck, ...]:
    """The decks that are in any of the targets, in the order of the course."""
    slots: set[int] = set()
    for target in targets:
        try:
            activity = activities.find(library, target)
        except ActivityMissing:
            continue
        slots |= {block.slot for block in decks_of(activity)}
    return tuple(
        Deck(lesson, block)
        for lesson in edition.folder.course.lessons
        for block in lesson.blocks
        if isinstance(block, Cards) and block.slot in slots
    )


def decks_of(activity: Activity) -> list[Cards]:
    """All decks that an activity shows."""
    blocks: Iterable[Block]
    if activity.block is not None:
        blocks = (activity.block,)
    elif activity.lesson is not None:
        blocks = activity.lesson.blocks
    else:
        blocks = (block for lesson in activity.edition.folder.course.lessons for block in lesson.blocks)
    return [block for block in blocks if isinstance(block, Cards)]


# --- the page ------------------------------------------------------------------------------------------------------


def due_folder(pile: Pile, day: int) -> CourseFolder | None:
    """A course of one page that asks the cards of a day in one go; None where there are none.

    Decks that wish another retention or are in another language stand below each other. A second page is needed only
    where two lessons call different pictures by the same name.
    """
    pages: list[_Page] = []
    for deck, card in pile.cards(day):
        page = next((page for page in pages if page.takes(pile.edition.folder, deck.lesson.id)), None)
        if page is None:
            page = _Page(f"{_PAGE}-{len(pages) + 1}" if pages else _PAGE)
            pages.append(page)
        page.add(pile.edition.folder, deck, card)
    if not pages:
        return None
    course = pile.edition.folder.course
    title = interface_strings(course.interface_language)["due-title"]
    chapter = Chapter(title=course.title, lessons=tuple(page.lesson(title, course.lang) for page in pages))
    return CourseFolder(
        course.model_copy(update={"chapters": (chapter,), "cover": "", "description": ""}),
        {(page.id, path): file for page in pages for path, file in page.media.items()},
        {(page.id, address): inside for page in pages for address, inside in page.links.items()},
    )


class _Page:
    """Cards of many lessons on one page, as long as their texts name the same things in the same way."""

    def __init__(self, name: str) -> None:
        self.id = name
        self.media: dict[str, File] = {}
        self.links: dict[str, str] = {}
        self._cards: dict[tuple[str, int], list[Card]] = {}
        self._slots: dict[tuple[str, int], int] = {}
        self._lessons: set[str] = set()

    def takes(self, folder: CourseFolder, lesson: str) -> bool:
        """Whether all that a lesson names means the same here."""
        if lesson in self._lessons:
            return True
        media, links = _named(folder, lesson)
        return all(self.media.get(path, file) == file for path, file in media.items()) and all(
            self.links.get(address, inside) == inside for address, inside in links.items()
        )

    def add(self, folder: CourseFolder, deck: Deck, card: Card) -> None:
        """Put a card on the page."""
        media, links = _named(folder, deck.lesson.id)
        self.media |= media
        self.links |= links
        self._lessons.add(deck.lesson.id)
        kind = deck.block.lang or deck.lesson.lang or folder.course.lang, deck.block.retention
        self._slots.setdefault(kind, deck.block.slot)
        # Authors name cards within a lesson; an underscore is in none of their names.
        self._cards.setdefault(kind, []).append(card.model_copy(update={"id": f"{deck.lesson.id}_{card.id}"}))

    def lesson(self, title: str, lang: str) -> Lesson:
        """The page as a lesson in which nothing is required, and nothing graded."""
        blocks = [
            Cards.model_construct(
                id=f"cards-{number}",
                slot=self._slots[kind],
                lang=None if kind[0] == lang else kind[0],
                retention=kind[1],
                required=False,
                cards=tuple(cards),
            )
            for number, (kind, cards) in enumerate(self._cards.items(), 1)
        ]
        return Lesson(id=self.id, title=title).model_copy(update={"blocks": tuple(blocks)})


def _named(folder: CourseFolder, lesson: str) -> tuple[dict[str, File], dict[str, str]]:
    media = {path: file for (where, path), file in folder.media.items() if where == lesson}
    links = {address: inside for (where, address), inside in folder.links.items() if where == lesson}
    return media, links


def keep(
    session: Session, library: Library, pile: Pile, context_id: int, person: Person, changes: Changes, now: datetime
) -> None:
    """Keep how cards were rated on the page, and take it over into all scores of this course that know this person.

    Where the learner is in the course, and what was read there, is no matter of this page.
    """
    course = pile.edition.folder.course
    progress.keep(session, person.id, context_id, course, Changes(cards=changes.cards), now)
    links = session.scalars(
        select(ResourceLink)
        .join(Score, Score.resource_link_id == ResourceLink.id)
        .where(ResourceLink.context_id == context_id, ResourceLink.course == course.id, Score.person_id == person.id)
        .order_by(ResourceLink.id)
    )
    for link in links.all():
        try:
            activity = activities.of_link(library, link)
        except ActivityMissing:
            continue
        scores.settle(session, Seat(link, person, activity), now)

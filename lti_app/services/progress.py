"""What a learner did in a course besides quizzes, kept across launches, devices and lessons.

Pages send changes; two devices may send theirs in any order. Seen blocks are only ever added, of a card the later day
wins, place and level are those that were sent last.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hornbook.blocks import AudioLesson, Cards, Quiz
from hornbook.cards import Phase, day_number, last_day, phase_of
from hornbook.course import Course
from lti_app.storage.models import CardState, Progress

#: The three lengths of an overview.
LEVELS = (0, 1, 2)
#: The level of a learner who chose none.
STANDARD = 1
#: The day of a card's last review stands in these bits of its word.
_DAY_SHIFT, _DAY_MASK = 2, 2**14 - 1


class ProgressError(ValueError):
    """Something was sent that is no progress."""


@dataclass(frozen=True)
class Changes:
    """What was done on a page, as slots: blocks seen, recall questions answered, cards rated, and the place and the
    level if they changed."""

    seen: frozenset[int] = frozenset()
    cards: Mapping[int, int] = field(default_factory=dict)
    place: tuple[int, int] | None = None
    level: int | None = None

    @property
    def empty(self) -> bool:
        """Nothing was done."""
        return not self.seen and not self.cards and self.place is None and self.level is None


@dataclass(frozen=True)
class Done:
    """All of it, as it stands."""

    seen: frozenset[int] = frozenset()
    cards: Mapping[int, int] = field(default_factory=dict)
    place: tuple[int, int] | None = None
    level: int = STANDARD


def parse_changes(raw: object) -> Changes:
    """Changes from JSON that was read already: `{"seen": [slots], "cards": {slot: word}, "place": [lesson, block],
    "level": 0-2}`, all optional. ProgressError for anything else."""
    if not isinstance(raw, Mapping) or raw.keys() - {"seen", "cards", "place", "level"}:
        raise ProgressError("progress is an object of seen, cards, place and level")
    seen = raw.get("seen", [])
    if not isinstance(seen, list) or len(seen) > _MOST:
        raise ProgressError("seen is a list of slots")
    cards = raw.get("cards", {})
    if not isinstance(cards, Mapping) or len(cards) > _MOST:
        raise ProgressError("cards are words by slot")
    words: dict[int, int] = {}
    for slot, word in cards.items():
        if not (isinstance(slot, str) and slot.isascii() and slot.isdigit() and len(slot) < 6):
            raise ProgressError("a card is named by its slot")
        words[int(slot)] = _whole(word, 2**32 - 1)
    place = raw.get("place")
    if place is not None and not (isinstance(place, list) and len(place) == 2):
        raise ProgressError("a place is a lesson and a block")
    level = raw.get("level")
    return Changes(
        frozenset(_whole(slot, _HIGHEST_SLOT) for slot in seen),
        words,
        None if place is None else (_whole(place[0], _HIGHEST_SLOT), _whole(place[1], _HIGHEST_SLOT)),
        None if level is None else _whole(level, LEVELS[-1]),
    )


def told_by_page(changes: Changes, course: Course) -> Changes:
    """What a page may tell: that a quiz is done is known here, where its questions are tried."""
    quizzes = {block.slot for lesson in course.lessons for block in lesson.blocks if isinstance(block, Quiz)}
    return replace(changes, seen=changes.seen - quizzes)


_HIGHEST_SLOT = 65_535
_MOST = 70_000


def _whole(value: object, most: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
        raise ProgressError(f"expected a whole number up to {most}")
    return value


def read(session: Session, person_id: int, context_id: int, course: Course) -> Done:
    """What a person has done in a course in one course of the LMS; cards count wherever they were met."""
    row = _row(session, person_id, context_id, course.id)
    data: dict[str, Any] = row.data if row is not None else {}
    place = data.get("place")
    return Done(
        frozenset(data.get("seen", ())),
        card_words(session, person_id, course),
        (place[0], place[1]) if place else None,
        data.get("level", STANDARD),
    )


def card_words(session: Session, person_id: int, course: Course) -> dict[int, int]:
    """The words of all cards of a course that a person has rated, by slot."""
    slots = card_slots(course)
    rows = session.scalars(select(CardState).where(CardState.person_id == person_id, CardState.course == course.id))
    return {row.slot: row.word for row in rows if row.slot in slots}


def keep(session: Session, person_id: int, context_id: int, course: Course, changes: Changes, now: datetime) -> None:
    """Merge changes into what is kept; what the course does not hold is passed over."""
    marks = seen_slots(course)
    row = _row(session, person_id, context_id, course.id)
    if row is None:
        row = Progress(person_id=person_id, context_id=context_id, course=course.id, data={}, updated_at=now)
        session.add(row)
    before: dict[str, Any] = row.data
    after = dict(before)
    if seen := (changes.seen & marks) - set(before.get("seen", ())):
        after["seen"] = sorted({*before.get("seen", ()), *seen})
    if changes.place is not None:
        after["place"] = list(changes.place)
    if changes.level is not None:
        after["level"] = changes.level
    if after != before:
        row.data, row.revision, row.updated_at = after, (row.revision or 0) + 1, now
    _keep_cards(session, person_id, course, changes.cards, now)
    session.flush()


def _keep_cards(session: Session, person_id: int, course: Course, words: Mapping[int, int], now: datetime) -> None:
    known = words.keys() & card_slots(course)
    if not known:
        return
    rows = {
        row.slot: row
        for row in session.scalars(
            select(CardState).where(
                CardState.person_id == person_id, CardState.course == course.id, CardState.slot.in_(known)
            )
        )
    }
    # A learner's day may be one ahead of ours; anything further ahead comes from a clock that is wrong.
    latest = day_number(now.date()) + 1
    for slot in sorted(known):
        word = words[slot]
        if last_day(word) > latest:
            word = word & ~(_DAY_MASK << _DAY_SHIFT) | latest << _DAY_SHIFT
        row = rows.get(slot)
        if row is None:
            session.add(CardState(person_id=person_id, course=course.id, slot=slot, word=word, updated_at=now))
        elif last_day(word) >= last_day(row.word) and word != row.word:
            row.word, row.updated_at = word, now


def seen_slots(course: Course) -> set[int]:
    """What can be among the seen: blocks, and the recall questions of conversations."""
    blocks = [block for lesson in course.lessons for block in lesson.blocks]
    recalls = (recall.slot for block in blocks if isinstance(block, AudioLesson) for recall in block.recalls)
    return {*(block.slot for block in blocks), *recalls}


def card_slots(course: Course) -> Collection[int]:
    return {
        card.slot
        for lesson in course.lessons
        for block in lesson.blocks
        if isinstance(block, Cards)
        for card in block.siblings
    }


def _row(session: Session, person_id: int, context_id: int, course_id: str) -> Progress | None:
    return session.scalars(
        select(Progress).where(
            Progress.person_id == person_id, Progress.context_id == context_id, Progress.course == course_id
        )
    ).first()


def rated(words: Mapping[int, int]) -> set[int]:
    """The cards that were rated at least once."""
    return {slot for slot, word in words.items() if phase_of(word) != Phase.NEW}


def mastered(deck: Cards, words: Mapping[int, int]) -> int:
    """How many cards of a deck were known when they were asked last."""
    return sum(phase_of(words.get(card.slot, 0)) == Phase.REVIEW for card in deck.siblings)

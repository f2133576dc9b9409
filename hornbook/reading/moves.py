"""Items and lessons that stand elsewhere now: the lock is brought up to date before the course is numbered.

An entry of the lock goes from its old key to the new one and keeps its slot. So a slot is never doubled, never lost,
and never given to something else.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hornbook.blocks import Block, Cards, Quiz
from hornbook.course import Course, Lesson
from hornbook.problems import Problem, Span, warning
from hornbook.slots import Lock, LockedItem, block_text, card_text, lesson_text, question_text

#: Warnings about what became of items since the last build; the next one has none of them.
OF_CHANGES = frozenset({"id-changed", "id-moved", "lesson-renamed"})


def moved(course: Course, lock: Lock) -> tuple[Lock, list[Problem]]:
    """The lock with the entries of what moved under their new keys; `course` is not numbered yet.

    A lesson under a new id is known by its title, an item with a written id by that, its kind and its text. An id
    alone is not enough: many a course has a quiz `check` in each lesson, and one of them may be gone for good.
    """
    moving = _Moving(course, lock)
    moving.lessons()
    moving.look_for_gone()
    for lesson in course.lessons:
        for block in lesson.blocks:
            moving.block(lesson, _Written.of(block))
    return lock.model_copy(update={"items": moving.items}), moving.problems


@dataclass(frozen=True)
class _Item:
    id: str
    kind: str
    text: str

    def is_same(self, entry: LockedItem | None) -> bool:
        return entry is not None and (entry.kind, entry.text) == (self.kind, self.text)


@dataclass(frozen=True)
class _Written:
    """A block with the questions or cards in it, as the author wrote them; an id may be empty."""

    block: _Item
    parts: tuple[_Item, ...]

    @classmethod
    def of(cls, block: Block) -> _Written:
        parts: tuple[_Item, ...] = ()
        if isinstance(block, Quiz):
            parts = tuple(_Item(question.id, "question", question_text(question)) for question in block.questions)
        elif isinstance(block, Cards):
            parts = tuple(_Item(card.id, "card", card_text(card)) for card in block.cards)
        return cls(_Item(block.id, block.kind, block_text(block)), parts)

    def ids(self) -> Iterator[str]:
        return (item.id for item in (self.block, *self.parts) if item.id)


class _Moving:
    def __init__(self, course: Course, lock: Lock) -> None:
        self.items = dict(lock.items)
        self.problems: list[Problem] = []
        self._course = course
        #: For each id that is gone somewhere, the lessons that had it.
        self._gone: dict[str, list[str]] = defaultdict(list)
        self._used = {lesson.id for lesson in course.lessons} | {
            f"{lesson.id}/{name}"
            for lesson in course.lessons
            for block in lesson.blocks
            for name in _Written.of(block).ids()
        }

    def lessons(self) -> None:
        """Lessons under a new id, where exactly one is new and one is gone of a title."""
        new = [lesson for lesson in self._course.lessons if lesson.id not in self.items]
        titles = Counter(lesson_text(lesson) for lesson in new)
        for lesson in new:
            text = lesson_text(lesson)
            gone = [
                key
                for key, item in self.items.items()
                if item.kind == "lesson" and item.text == text and key not in self._used
            ]
            if len(gone) != 1 or titles[text] != 1:
                continue
            old = gone[0]
            self._rename(
                {
                    key: lesson.id + key.removeprefix(old)
                    for key in self.items
                    if key == old or key.startswith(f"{old}/")
                }
            )
            self.problems.append(
                warning(
                    "lesson-renamed",
                    f'The lesson "{old}" is called "{lesson.id}" now; learners\' work goes with it.',
                    Span(lesson.id),
                    f'In the reports of the LMS its answers get new names. To keep the old ones, write "id: {old}" '
                    "in the front matter.",
                )
            )

    def look_for_gone(self) -> None:
        """List the ids that authors wrote and that no lesson has any more where it had them."""
        for key, item in self.items.items():
            home, _, name = key.partition("/")
            if name and "/" not in name and not item.auto and key not in self._used:
                self._gone[name].append(home)

    def block(self, lesson: Lesson, written: _Written) -> None:
        """A block that is new in this lesson, or questions and cards that are, from where they were before."""
        homes = self._homes(lesson, written.block)
        home = next((home for home in homes if self._is_known(home, written)), None)
        if home is not None:
            self._move(home, lesson, written.block.id)
            self._take_unnamed(home, lesson, written.block.id)
        elif homes and written.parts:
            self.problems.append(
                warning(
                    "id-moved",
                    f'The id "{written.block.id}" stood in the lesson "{homes[0]}" before, over other texts: '
                    "here it counts as new.",
                    Span(f"{lesson.id}/{written.block.id}"),
                    "If it is the same, move it as it was, build, and change its words afterwards.",
                )
            )
        for part in written.parts:
            # What comes along with its block may have new words; what comes alone is known by them.
            for other in self._homes(lesson, part):
                if other == home or part.is_same(self.items[f"{other}/{part.id}"]):
                    self._move(other, lesson, part.id)
                    break

    def _homes(self, lesson: Lesson, item: _Item) -> Sequence[str]:
        """The lessons that had this id before and have it no more, if it is new in this lesson."""
        if not item.id or f"{lesson.id}/{item.id}" in self.items:
            return []
        known = ((home, self.items.get(f"{home}/{item.id}")) for home in self._gone[item.id])
        return [home for home, entry in known if entry is not None and entry.kind == item.kind]

    def _is_known(self, home: str, written: _Written) -> bool:
        """Whether this block was in the lesson `home`: its text is the same, or that of something in it."""
        if written.block.is_same(self.items[f"{home}/{written.block.id}"]):
            return True
        unnamed = [self.items[key] for key in self._unnamed(home, written.block.id)]
        return any(
            part.is_same(self.items.get(f"{home}/{part.id}"))
            if part.id
            else any(part.is_same(entry) for entry in unnamed)
            for part in written.parts
        )

    def _unnamed(self, home: str, parent: str) -> list[str]:
        return [
            key
            for key, item in self.items.items()
            if key.startswith(f"{home}/") and item.auto and item.parent == parent and key not in self._used
        ]

    def _move(self, home: str, lesson: Lesson, name: str) -> None:
        self._rename({f"{home}/{name}": f"{lesson.id}/{name}"})

    def _take_unnamed(self, home: str, lesson: Lesson, parent: str) -> None:
        """What has no id of its own goes with its block, under a name that is free in the new lesson."""
        changes: dict[str, str] = {}
        for key in self._unnamed(home, parent):
            name = key.partition("/")[2]
            kind = re.sub(r"-\d+$", "", name)
            number = 0
            taken = self.items.keys() | self._used | set(changes.values())
            while f"{lesson.id}/{name}" in taken:
                number += 1
                name = f"{kind}-{number}"
            changes[key] = f"{lesson.id}/{name}"
        self._rename(changes)

    def _rename(self, changes: dict[str, str]) -> None:
        """Give entries new keys at their old places, so that a comparison of versions shows one line each.

        The directions and gaps of a card go with it.
        """

        def renamed(key: str) -> str:
            owner, slash, side = key.rpartition("/")
            return changes.get(key) or (changes[owner] + slash + side if owner in changes else key)

        self.items = {renamed(key): item for key, item in self.items.items()}

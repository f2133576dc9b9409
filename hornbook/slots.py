"""Lasting numbers for everything that holds a learner's state (course.lock.json).

State and records of an LMS refer to slots and ids, never to positions: items may move, come, go and change their
wording, and what a learner did stays with them. Slots are given once and never again.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from hornbook.blocks import AudioLesson, Block, Cards, Quiz
from hornbook.blocks.audio_lesson import Recall
from hornbook.blocks.cards import Card
from hornbook.course import Course, Lesson
from hornbook.model import wrong
from hornbook.problems import Problem, Span, warning
from hornbook.questions import KEYS, Question
from hornbook.questions.answer import MOST_PARTS

#: Slots fit into 16 bits, which no course of a size that an LMS plays comes near.
MAX_SLOT = 65_535
#: Ends the hash of an option that is no longer there; its key is kept for its return, and never given to another.
_GONE = "-"


class _Locked(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class LockedItem(_Locked):
    """What is known of one item: its number, what it is, a hash of its text, and the keys of its parts.

    `options` has a hash of a part's text for each key; keys of a further group of parts begin with its name: `right:0`.
    """

    slot: Annotated[int, Field(ge=1, le=MAX_SLOT)]
    kind: str
    text: str
    parent: str = ""
    auto: bool = False
    options: dict[Annotated[str, StringConstraints(pattern=r"^([a-z0-9-]{1,16}:)?[0-9a-z]$")], str] = Field(
        default_factory=dict
    )


class Lock(_Locked):
    """The contents of course.lock.json; `items` is keyed by `lesson` or `lesson/id`.

    Entries are added and never removed; `reading/moves.py` gives them the new keys of items that moved.
    """

    format: Literal[1] = 1
    course: Annotated[str, Field(pattern=r"^[a-z0-9-]{1,64}$")] = "course"
    items: dict[str, LockedItem] = {}

    @model_validator(mode="after")
    def _slots_are_given_once(self) -> Lock:
        owners: dict[int, str] = {}
        for key, item in self.items.items():
            if item.slot in owners:
                raise wrong("slot-twice", f'"{owners[item.slot]}" and "{key}" have the same slot, {item.slot}')
            owners[item.slot] = key
        return self

    @property
    def next_slot(self) -> int:
        """The first number that was never given."""
        return max((item.slot for item in self.items.values()), default=0) + 1


def digest(*parts: str) -> str:
    """A short hash of texts, to know them again."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:12]


def identity(title: str) -> str:
    """An id for a course that has none: from its first title, with a hash so that two of a name differ seldom."""
    slug = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:48].strip("-")
    return f"{slug or 'course'}-{digest(title)[:8]}"


class _Numbering:
    """Gives ids and slots to the items of a course, lesson by lesson."""

    def __init__(self, lock: Lock) -> None:
        self.items = dict(lock.items)
        self.next_slot = lock.next_slot
        self.problems: list[Problem] = []
        self.used: set[str] = set()

    def number(self, key: str, kind: str, text: str, parent: str, auto: bool, span: Span) -> LockedItem:
        """The entry of an item; a new one where the key was never used."""
        self.used.add(key)
        known = self.items.get(key)
        if known is not None and known.kind != kind:
            self.problems.append(
                Problem(
                    "id-reused",
                    f'The id "{key}" named something else before ({known.kind}), and learners may have work under it.',
                    span,
                    "Give this item another id.",
                )
            )
            return known
        if known is None:
            known = LockedItem(slot=min(self.next_slot, MAX_SLOT), kind=kind, text=text, parent=parent, auto=auto)
            if self.next_slot > MAX_SLOT:
                self.problems.append(Problem("too-many-items", f"The course has more than {MAX_SLOT} items.", span))
            self.next_slot += 1
        elif known.text != text:
            known = known.model_copy(update={"text": text})
        self.items[key] = known
        return known

    def keys(self, key: str, group: str, texts: Sequence[str], most: int = MOST_PARTS) -> list[str]:
        """The lasting key of each part of a group (options, left sides, gaps ...) of the question `key`.

        Parts are known again by their text, and by their order where as many are new as are gone.
        """
        item = self.items[key]
        before = f"{group}:" if group else ""
        known = {
            name.removeprefix(before): text for name, text in item.options.items() if name.rpartition(":")[0] == group
        }
        given: list[str | None] = [None] * len(texts)
        free = list(known)
        for position, text in enumerate(texts):
            match = next((name for name in free if known[name].removesuffix(_GONE) == digest(text)), None)
            if match is not None:
                given[position] = match
                free.remove(match)
        unmatched = [position for position, name in enumerate(given) if name is None]
        gone = [name for name in free if not known[name].endswith(_GONE)]
        if len(gone) == len(unmatched):
            for position, freed in zip(unmatched, gone, strict=True):
                given[position] = freed
        unused = iter(name for name in KEYS[:most] if name not in known)
        keys: list[str] = []
        for name, text in zip(given, texts, strict=True):
            lasting: str = name or next(unused, "")
            if lasting:
                known[lasting] = digest(text)
            keys.append(lasting)
        for name in set(known) - set(keys):
            known[name] = known[name].removesuffix(_GONE) + _GONE
        others = {name: text for name, text in item.options.items() if name.rpartition(":")[0] != group}
        options = others | {before + name: text for name, text in known.items()}
        self.items[key] = item.model_copy(update={"options": dict(sorted(options.items()))})
        return keys


class _Unnamed:
    """Finds the ids that items without one had before; `known` are the items of the lesson by their names."""

    def __init__(self, known: Mapping[str, LockedItem], taken: set[str]) -> None:
        self._pool: dict[tuple[str, str], list[tuple[str, LockedItem]]] = defaultdict(list)
        for name, item in known.items():
            if item.auto and name not in taken:
                self._pool[item.kind, item.parent].append((name, item))
        self._taken = taken | known.keys()
        self._last: dict[str, int] = defaultdict(int)

    def names(self, kind: str, parent: str, texts: Sequence[str]) -> list[str]:
        """An id for each of the items of one kind under one parent that have none: by text, then by order, then new."""
        pool = self._pool[kind, parent]
        found: list[str] = [""] * len(texts)
        for position, text in enumerate(texts):
            match = next((entry for entry in pool if entry[1].text == text), None)
            if match is not None:
                found[position] = match[0]
                pool.remove(match)
        unmatched = [position for position, name in enumerate(found) if not name]
        if len(unmatched) == len(pool):
            for position, (name, _) in zip(unmatched, list(pool), strict=True):
                found[position] = name
            pool.clear()
        for position, name in enumerate(found):
            if not name:
                found[position] = self._new(kind)
        return found

    def _new(self, kind: str) -> str:
        while True:
            self._last[kind] += 1
            name = f"{kind}-{self._last[kind]}"
            if name not in self._taken:
                return name


def numbered(course: Course, lock: Lock) -> tuple[Course, Lock, list[Problem]]:
    """The course with every id and slot filled in, and the lock that says so.

    Ids that the author wrote count; items without one are known again by their text, and by their order where as
    many are new as are gone. A `Span` of the problems names the item, as the model knows no lines.
    """
    numbering = _Numbering(lock)
    known: dict[str, dict[str, LockedItem]] = defaultdict(dict)
    for key, item in lock.items.items():
        lesson_id, _, name = key.partition("/")
        if name:
            known[lesson_id][name] = item
    chapters = tuple(
        chapter.model_copy(
            update={"lessons": tuple(_lesson(each, known[each.id], numbering) for each in chapter.lessons)}
        )
        for chapter in course.chapters
    )
    result = course.model_copy(update={"chapters": chapters})
    # Not validated: where the slots are used up, some are given twice, which is among the problems.
    after = Lock.model_construct(course=course.id, items=numbering.items)
    return result, after, [*numbering.problems, *_renamed(lock, after, known, numbering.used)]


def retired(course: Course, lock: Lock) -> Counter[str]:
    """How many items of each kind the lock knows that the numbered course no longer has."""
    return retired_but({slot for lesson in course.lessons for slot in (lesson.slot, *slots_of(lesson))}, lock)


def retired_but(current: Set[int], lock: Lock) -> Counter[str]:
    """The same for a course that has the slots `current`."""
    return Counter(item.kind for item in lock.items.values() if item.slot not in current)


def _renamed(
    before: Lock, after: Lock, known: Mapping[str, Mapping[str, LockedItem]], used: set[str]
) -> Iterable[Problem]:
    """A warning for each item that is there under a new id alone: what learners did stays under the old one.

    `known` are the items of `before` by lesson and by name.
    """
    new = [key for key in after.items if key not in before.items]
    gone = {
        (lesson, item.kind, item.text): name
        for lesson in {key.partition("/")[0] for key in new}
        for name, item in known[lesson].items()
        if "/" not in name and f"{lesson}/{name}" not in used and item.kind != "recall"
    }
    for key in new:
        item = after.items[key]
        lesson, _, name = key.partition("/")
        old = gone.get((lesson, item.kind, item.text))
        if old:
            yield warning(
                "id-changed",
                f'The id "{old}" has become "{name}": what learners did under the old one is not found again.',
                Span(key),
                f"If that was not meant, write {{#{old}}}.",
            )


def _lesson(lesson: Lesson, known: Mapping[str, LockedItem], numbering: _Numbering) -> Lesson:
    taken = {item.id for item in _items(lesson) if item.id}
    unnamed = _Unnamed(known, taken)
    item = numbering.number(lesson.id, "lesson", lesson_text(lesson), "", False, Span(lesson.id))
    names = _names(unnamed, [(block.kind, block_text(block), block.id) for block in lesson.blocks], "")
    blocks = tuple(
        _block(block, name, lesson, unnamed, numbering) for block, name in zip(lesson.blocks, names, strict=True)
    )
    return lesson.model_copy(update={"slot": item.slot, "blocks": blocks})


def slots_of(lesson: Lesson) -> Iterable[int]:
    """The slots of all that a lesson holds."""
    for item in _items(lesson):
        yield from item.slots if isinstance(item, Card) else (item.slot,)
        if isinstance(item, AudioLesson):
            yield from (recall.slot for recall in item.recalls)


def _items(lesson: Lesson) -> Iterable[Block | Question | Card]:
    for block in lesson.blocks:
        yield block
        if isinstance(block, Quiz):
            yield from block.questions
        elif isinstance(block, Cards):
            yield from block.cards


def _names(unnamed: _Unnamed, items: Sequence[tuple[str, str, str]], parent: str) -> list[str]:
    """The id of each (kind, text, written id)."""
    by_kind: dict[str, list[int]] = defaultdict(list)
    names = [written for _, _, written in items]
    for position, (kind, _, written) in enumerate(items):
        if not written:
            by_kind[kind].append(position)
    for kind, positions in by_kind.items():
        found = unnamed.names(kind, parent, [items[position][1] for position in positions])
        for position, name in zip(positions, found, strict=True):
            names[position] = name
    return names


def lesson_text(lesson: Lesson) -> str:
    """The hash by which a lesson is known again."""
    return digest(lesson.title)


def question_text(question: Question) -> str:
    """The hash by which a question is known again."""
    return digest(question.prompt)


def recall_text(recall: Recall) -> str:
    """The hash by which a recall question is known again."""
    return digest(recall.prompt)


def card_text(card: Card) -> str:
    """The hash by which a card is known again."""
    return digest(card.cloze) if card.cloze else digest(card.front, card.back)


def block_text(block: Block) -> str:
    """The hash by which a block that is not numbered yet is known again, with all that is in it."""
    return digest(block.model_dump_json(exclude={"id", "slot"}, exclude_defaults=True))


def _block(block: Block, name: str, lesson: Lesson, unnamed: _Unnamed, numbering: _Numbering) -> Block:
    key = f"{lesson.id}/{name}"
    item = numbering.number(key, block.kind, block_text(block), "", not block.id, Span(key))
    if isinstance(block, Quiz):
        written = [("question", question_text(question), question.id) for question in block.questions]
        questions = tuple(
            _question(question, question_name, lesson, name, numbering)
            for question, question_name in zip(block.questions, _names(unnamed, written, name), strict=True)
        )
        return block.model_copy(update={"id": name, "slot": item.slot, "questions": questions})
    if isinstance(block, Cards):
        written = [("card", card_text(card), card.id) for card in block.cards]
        cards = tuple(
            _card(card, card_name, lesson, name, numbering)
            for card, card_name in zip(block.cards, _names(unnamed, written, name), strict=True)
        )
        return block.model_copy(update={"id": name, "slot": item.slot, "cards": cards})
    if isinstance(block, AudioLesson):
        block = _with_recalls(block, name, lesson, unnamed, numbering)
    return block.model_copy(update={"id": name, "slot": item.slot})


def _with_recalls(
    block: AudioLesson, name: str, lesson: Lesson, unnamed: _Unnamed, numbering: _Numbering
) -> AudioLesson:
    """A conversation with the slots of its recall questions, which have no ids that an author writes."""
    texts = [recall_text(recall) for recall in block.recalls]
    entries = (
        numbering.number(f"{lesson.id}/{own}", "recall", text, name, True, Span(f"{lesson.id}/{name}"))
        for own, text in zip(unnamed.names("recall", name, texts), texts, strict=True)
    )
    parts = tuple(
        part.model_copy(update={"recall": part.recall.model_copy(update={"slot": next(entries).slot})})
        if part.recall
        else part
        for part in block.parts
    )
    return block.model_copy(update={"parts": parts})


def _question(question: Question, name: str, lesson: Lesson, parent: str, numbering: _Numbering) -> Question:
    key = f"{lesson.id}/{name}"
    item = numbering.number(key, "question", question_text(question), parent, not question.id, Span(key))
    used_up: dict[str, int] = {}

    def give(group: str, texts: Sequence[str], most: int = MOST_PARTS) -> list[str]:
        keys = numbering.keys(key, group, texts, most)
        if not all(keys):
            used_up[group] = most
        return keys

    keyed = question.with_keys(give)
    for most in used_up.values():
        numbering.problems.append(
            Problem(
                "option-keys-used-up",
                f'The question "{key}" has had more than {most} answers.',
                Span(key),
                "Give the question a new id.",
            )
        )
    return keyed.model_copy(update={"id": name, "slot": item.slot})


def _card(card: Card, name: str, lesson: Lesson, parent: str, numbering: _Numbering) -> Card:
    """A card with the slots of its directions or gaps.

    Each has a lasting key: a gap by its words, the two directions by themselves. The first key has the slot of the
    card itself, the others have entries of their own under `lesson/card/KEY`.
    """
    key = f"{lesson.id}/{name}"
    item = numbering.number(key, "card", card_text(card), parent, not card.id, Span(key))
    answers = [gap.accept[0] for gap in card.gaps]
    sides = numbering.keys(key, "gaps", answers) if card.cloze else list(KEYS[: len(card.ways)])
    if not all(sides):
        numbering.problems.append(
            Problem(
                "gap-keys-used-up",
                f'The card "{key}" has had more than {MOST_PARTS} gaps.',
                Span(key),
                "Give the card a new id.",
            )
        )
    slots = []
    for side, text in zip(sides, answers or sides, strict=True):
        if side == KEYS[0]:
            slots.append(item.slot)
        else:
            entry = numbering.number(f"{key}/{side}", "card", digest(text), name, False, Span(key))
            slots.append(entry.slot)
    return card.model_copy(update={"id": name, "slot": item.slot, "slots": tuple(slots)})

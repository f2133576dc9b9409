"""How long a learner's state can become, in characters of suspend_data.

The layout is that of `player/src/state/codec.ts`, whose comment describes it; every width here is a width there,
and `tests/vectors/state.json` holds lengths that the player's encoder really reached. Where a list's entries can
be left out to make room, the entries before them decide what fits: `worst_case` counts what a course must not lose
(outcomes, tries, place and cards), `full` adds what is kept as room lasts (typed wording and seen marks).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import lcm

from hornbook.attempt import penalty
from hornbook.blocks import Block
from hornbook.blocks.audio_lesson import AudioLesson
from hornbook.blocks.cards import Cards
from hornbook.blocks.quiz import Quiz
from hornbook.course import Course, Lesson
from hornbook.questions import Question
from hornbook.questions.base import AnswerSize

_FRAME = len("2") + len("attempt8") + len("pack") + len(".") + len("check6")
_BITS_A_CHARACTER = 6
_MOST_TRIES = 30
_MOST_ATTEMPTS = 1022
_MOST_REVISIONS = 2**20
_WORDING_BYTES = 16
_PRACTICE_ROOM = 125
_CERTAINTY_AND_FLAG = 4
_MOST_SECONDS = 86_400
_MOST_DENOMINATOR = 96
#: Generous bits of an entry of each kind, for items of which no more than the kind is known; and of the gap before it.
_RETIRED_BITS = {"card": 33, "question": 70, "quiz": 140}
_RETIRED_GAP = 15


Entry = tuple[int, int]
"""A slot, and the bits of what is kept under it."""


@dataclass(frozen=True)
class Room:
    """What one lesson brings into the state: the slots of all that is kept, and the bits of each.

    Those of a question are without its place in the records of the LMS, which depends on the whole session.
    """

    lesson: int
    last_block: int
    questions: tuple[Entry, ...]
    quizzes: tuple[Entry, ...]
    cards: tuple[int, ...]

    @classmethod
    def of(cls, lesson: Lesson) -> Room:
        quizzes = [block for block in lesson.shown if isinstance(block, Quiz)]
        return cls(
            lesson=lesson.slot,
            last_block=max((block.slot for block in lesson.shown), default=0),
            questions=tuple(entry for quiz in quizzes for entry in _questions(quiz)),
            quizzes=tuple((quiz.slot, _quiz(quiz)) for quiz in quizzes),
            cards=tuple(card.slot for block in lesson.shown if isinstance(block, Cards) for card in block.siblings),
        )


def worst_case(course: Course) -> int:
    """Characters of the longest state without typed wording and seen marks."""
    return worst_case_of([Room.of(lesson) for lesson in course.lessons])


def worst_case_of(rooms: Sequence[Room]) -> int:
    """The same for the lessons of one session."""
    return _characters(_kept(rooms) + 2 * _gamma(1))


def full(course: Course) -> int:
    """Characters of the longest state with everything."""
    blocks = [block for lesson in course.lessons for block in lesson.shown]
    wording = _golomb(_WORDING_BYTES, 4) + 8 * _WORDING_BYTES
    quizzes = (block for block in blocks if isinstance(block, Quiz))
    typed = _list((slot, 1 + count * wording) for quiz in quizzes for slot, count in _typed(quiz))
    # A gap over unseen blocks may be one bit longer than the gaps that it replaces.
    seen = _list((slot, 1) for block in blocks for slot in _marks(block))
    return _characters(_kept([Room.of(lesson) for lesson in course.lessons]) + typed + seen)


def _marks(block: Block) -> Iterator[int]:
    """Slots that a block has among those that were seen: its own, and those of recall questions."""
    yield block.slot
    if isinstance(block, AudioLesson):
        yield from (recall.slot for recall in block.recalls)


def retired_room(retired: Mapping[str, int]) -> int:
    """Characters that items which are gone can take on top of the rest, for learners who did them all.

    `retired` is how many there are of each kind. What learners did to them is kept, in case they return.
    """
    bits = sum(count * (_RETIRED_BITS[kind] + _RETIRED_GAP) for kind, count in retired.items() if kind in _RETIRED_BITS)
    return -(-bits // _BITS_A_CHARACTER)


def _kept(rooms: Sequence[Room]) -> int:
    """Bits of revision, questions, quizzes, level, place and cards, all at their longest."""
    entries = [entry for room in rooms for entry in room.questions]
    # The LMS may hold as many interactions again, from before it lost the state, and sessions of cards between them.
    recorded = _golomb(_PRACTICE_ROOM + 2 * len(entries), 5)
    questions = _list((slot, bits + recorded) for slot, bits in entries)
    quizzes = _list(entry for room in rooms for entry in room.quizzes)
    lesson = max((room.lesson for room in rooms), default=1)
    place = 1 + _gamma(lesson) + _gamma(max((room.last_block for room in rooms), default=0) + 1)
    cards = _list((slot, 32) for room in rooms for slot in room.cards)
    return _golomb(_MOST_REVISIONS, 8) + questions + quizzes + 2 + place + cards


def _questions(quiz: Quiz) -> Iterator[Entry]:
    """Slot and bits of each question of a quiz; those not drawn have at most an empty entry from an attempt before."""
    untouched = _gamma(1) + 1 + 1 + 1 + 1
    start = 0
    for group in quiz.groups:
        questions = quiz.questions[start : start + group.size]
        start += group.size
        bits = sorted((_question(quiz, question) for question in questions), reverse=True)
        drawn = group.pick or group.size
        # Which of them are drawn makes no difference to the sum.
        for question, most in zip(questions, bits[:drawn] + [untouched] * (group.size - drawn), strict=True):
            yield question.slot, most


def _question(quiz: Quiz, question: Question) -> int:
    earned = _fraction(_shares(quiz, question))
    return _gamma(_MOST_TRIES + 1) + earned + 1 + _answer(question.size) + _CERTAINTY_AND_FLAG


def _shares(quiz: Quiz, question: Question) -> int:
    """The greatest denominator of what a question can earn after penalties."""
    return lcm(question.size.shares, penalty(quiz, question).denominator)


def _answer(size: AnswerSize) -> int:
    """Bits of the longest answer, without the wording that may be left out."""
    # A course that was never locked has no keys yet.
    length = max(1, size.length)
    if size.form == "keys":
        return 2 + _golomb(length, 2) + length - 1
    if size.form == "text":
        return 3
    if size.form == "list":
        return 4 + _gamma(length + 1) + 5 + length * (max(0, size.highest) + 1).bit_length()
    return 4 + _gamma(length + 1) + length * 8


def _typed(quiz: Quiz) -> Iterator[tuple[int, int]]:
    """Slots of the questions that may hold typed wordings in one attempt, and how many."""
    start = 0
    for group in quiz.groups:
        found = [(q.slot, _texts(q.size)) for q in quiz.questions[start : start + group.size] if _texts(q.size)]
        start += group.size
        counts = sorted((count for _, count in found), reverse=True)[: group.pick or group.size]
        yield from zip((slot for slot, _ in found), counts, strict=False)


def _texts(size: AnswerSize) -> int:
    """How many typed wordings an answer has."""
    return {"keys": 0, "text": 1, "list": 0, "gaps": max(1, size.length)}[size.form]


def _quiz(quiz: Quiz) -> int:
    attempts = _gamma(_MOST_ATTEMPTS + 1)
    score = lcm(*(_shares(quiz, question) for question in quiz.questions)) * sum(q.points for q in quiz.questions)
    if quiz.certainty == "graded":
        score *= 3
    if quiz.counts == "mean":
        # Attempts of different worth have no small denominator in common.
        score = max(score * (quiz.attempts or _MOST_ATTEMPTS), 2**_MOST_DENOMINATOR if _worth_differs(quiz) else 0)
    best = min(_fraction(score), _fraction(2**_MOST_DENOMINATOR))
    spent = 1 + (_golomb(_MOST_SECONDS, 8) if quiz.time else 0)
    return attempts + 32 + attempts + 1 + 1 + best + spent


def _worth_differs(quiz: Quiz) -> bool:
    """Whether two attempts can have different points to be had: by their draw, or by what waits to be marked."""
    points = {question.points for question in quiz.questions}
    return (quiz.asked < len(quiz.questions) and len(points) > 1) or any(q.by_hand for q in quiz.questions)


def _list(entries: Iterable[tuple[int, int]]) -> int:
    """Bits of a list of (slot, bits of the entry)."""
    ordered = sorted(entries)
    return _gamma(len(ordered) + 1) + sum(_gaps(slot for slot, _ in ordered)) + sum(bits for _, bits in ordered)


def _gaps(slots: Iterable[int]) -> Iterator[int]:
    before = 0
    for slot in slots:
        # A course that was never locked has no slots yet: then each is one further.
        yield _gamma(max(1, slot - before))
        before = slot


def _gamma(value: int) -> int:
    return 2 * value.bit_length() - 1


def _golomb(value: int, order: int) -> int:
    return _gamma((value >> order) + 1) + order


def _fraction(denominator: int) -> int:
    if denominator < 2:
        return 2
    return 2 + _gamma(denominator - 1) + (denominator - 2).bit_length()


def _characters(bits: int) -> int:
    return _FRAME + -(-bits // _BITS_A_CHARACTER)

"""What a learner's state is worth: what is done, the score, completion and success.

The same rules as the player's (`player/src/progress.ts`); both run `tests/vectors/progress.json`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from hornbook.blocks import Block, Cards, Quiz
from hornbook.course import Course


@dataclass(frozen=True)
class QuizState:
    """Attempts handed in, the part of the points (0 to 1) that count, and whether one is under way."""

    handed_in: int = 0
    score: Fraction | None = None
    open: bool = False


@dataclass(frozen=True)
class LearnerState:
    """What counts of a learner's state, by slot: quizzes, cards rated at least once, blocks seen to their end."""

    quizzes: Mapping[int, QuizState] = field(default_factory=dict)
    rated_cards: Collection[int] = ()
    seen: Collection[int] = ()


@dataclass(frozen=True)
class Part:
    """A block or a lesson: whether it is done, and the part of its points earned (nothing where it is not graded)."""

    done: bool
    score: Fraction | None


@dataclass(frozen=True)
class Score:
    """A course in numbers: blocks and lessons by slot, and what an LMS is told."""

    blocks: Mapping[int, Part]
    lessons: Mapping[int, Part]
    done_required: int
    required: int
    score: Fraction | None
    scored: bool
    completion: Literal["incomplete", "completed"]
    success: Literal["unknown", "passed", "failed"]


def percent(score: Fraction) -> str:
    """A score of 0 to 1 as percent with at most two decimals, rounded half up: the one place where it is rounded."""
    hundredths = (score * 20_000 + 1) // 2
    whole, rest = divmod(hundredths, 100)
    return f"{whole}.{rest:02}".rstrip("0").rstrip(".")


def measure(course: Course, state: LearnerState) -> Score:
    """What `state` means for `course`.

    A lesson's score is the mean of its graded blocks by weight, the course's that of its lessons with anything
    graded; what was not attempted counts 0. The course is completed when every required block is done and the score
    can no longer or need no longer rise. Where nothing is required, any block has to be done.
    """
    blocks: dict[int, Part] = {}
    lessons: dict[int, Part] = {}
    totals: list[tuple[Fraction, int]] = []
    done_required = required = 0
    scored = try_left = False
    for lesson in course.lessons:
        parts = [(block, _part(block, state)) for block in lesson.shown]
        blocks |= {block.slot: part for block, part in parts}
        wanted = [part.done for block, part in parts if block.required]
        graded = [(block, part, part.score) for block, part in parts if part.score is not None]
        score = _mean((earned, block.weight) for block, _, earned in graded)
        lessons[lesson.slot] = Part(all(wanted), score)
        required += len(wanted)
        done_required += sum(wanted)
        if score is not None and lesson.weight:
            totals.append((score, lesson.weight))
            scored = scored or any(part.done for _, part, _ in graded)
            try_left = try_left or any(earned < 1 and not _tries_used(block, state) for block, _, earned in graded)
    total = _mean(totals)
    passed = total is not None and total >= Fraction(course.pass_mark, 100)
    all_done = done_required == required if required else any(part.done for part in blocks.values())
    completed = all_done and (total is None or passed or not try_left)
    return Score(
        blocks,
        lessons,
        done_required,
        required,
        total,
        scored,
        "completed" if completed else "incomplete",
        "unknown" if not completed or total is None else "passed" if passed else "failed",
    )


def _part(block: Block, state: LearnerState) -> Part:
    done = is_done(block, state)
    if not block.weight:
        return Part(done, None)
    if not isinstance(block, Quiz):
        return Part(done, Fraction(done))
    score = state.quizzes.get(block.slot, QuizState()).score
    if block.mode == "practice":
        return Part(done, score or Fraction(0))
    # What an exam that the author made of a practice quiz holds before it is handed in is the best of the practice. One
    # that was handed in and has no score waits for marks by hand in all its questions: it is left out until then.
    return Part(done, score if done else Fraction(0))


def is_done(block: Block, state: LearnerState) -> bool:
    """An exam is handed in, every card rated once, anything else seen to its end."""
    if isinstance(block, Quiz) and block.mode != "practice":
        return state.quizzes.get(block.slot, QuizState()).handed_in > 0
    if isinstance(block, Cards):
        return all(card.slot in state.rated_cards for card in block.siblings)
    return block.slot in state.seen


def _tries_used(block: Block, state: LearnerState) -> bool:
    """No attempt is left, nor one under way (which stays a try where the author has lowered their number since)."""
    if not isinstance(block, Quiz) or not block.attempts:
        return False
    quiz = state.quizzes.get(block.slot, QuizState())
    return not quiz.open and quiz.handed_in >= block.attempts


def _mean(values: Iterable[tuple[Fraction, int]]) -> Fraction | None:
    pairs = list(values)
    weight = sum(weight for _, weight in pairs)
    return sum((value * weight for value, weight in pairs), Fraction(0)) / weight if weight else None

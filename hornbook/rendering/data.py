"""What the player must know of a course, as plain data (the interfaces are in player/src/course.ts)."""

from __future__ import annotations

from typing import Any

from hornbook.attempt import asks_certainty, tries_allowed
from hornbook.blocks import AudioLesson, Cards, Gate, Pool, Quiz
from hornbook.blocks.base import BaseBlock
from hornbook.blocks.cards import Sibling
from hornbook.course import Course, Held, Lesson
from hornbook.markdown import plain_text
from hornbook.numerals import convention
from hornbook.profile import Profile
from hornbook.questions import Cloze, Question
from hornbook.rendering.cards import accepted
from hornbook.rendering.parts import BUNDLE, parts_of, readers_of

#: SCORM 2004 allows 250 characters in a description of an interaction.
DESCRIPTION_LIMIT = 250


def page_name(lesson: Lesson) -> str:
    """The file of a lesson inside a package."""
    return f"lesson-{lesson.id}.html"


def course_data(course: Course, profile: Profile, strings: dict[str, str]) -> dict[str, Any]:
    """The structure of the course: what the shell needs for contents, progress and score."""
    return {
        "format": 1,
        "package": course.id,
        "title": course.title,
        "home": profile.home,
        "limit": profile.state_limit,
        "pass": course.pass_mark,
        **({} if profile.scope == "course" else {"cover": False}),
        **({"due": True} if profile.scope == "due" else {}),
        "lessons": [lesson_entry(lesson) for lesson in course.lessons],
        "strings": strings,
    }


def lone_data(course: Course, lesson: Lesson, following: Lesson | None, profile: Profile) -> dict[str, Any]:
    """The structure of a lesson that is a course of its own for its home; its texts stand in the page already.

    What it is kept under hangs on the slot, so that work stays where it is when the lesson is renamed.
    """
    return {
        "format": 1,
        "package": f"{course.id}/{lesson.slot}",
        "title": lesson.title,
        "home": profile.home,
        "limit": profile.state_limit,
        "pass": course.pass_mark,
        "cover": False,
        "part": True,
        **({} if following is None else {"next": following.title}),
        "lessons": [lesson_entry(lesson)],
    }


def lesson_entry(lesson: Lesson) -> dict[str, Any]:
    """What the shell needs of one lesson."""
    return {
        "id": lesson.id,
        "slot": lesson.slot,
        "title": lesson.title,
        "href": page_name(lesson),
        "weight": lesson.weight,
        "blocks": [_block_entry(block) | _question_slots(block) for block in lesson.shown],
    }


def _block_entry(block: BaseBlock) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "id": block.id,
        "slot": block.slot,
        "kind": getattr(block, "kind", ""),
        "weight": block.weight,
        "required": block.required,
    }
    if block.objective:
        entry["objective"] = block.objective
    if isinstance(block, Quiz):
        entry |= {"mode": block.mode, "attempts": block.attempts}
        if block.counts != "best":
            entry["counts"] = block.counts
    elif isinstance(block, Cards):
        entry |= {
            "cards": [card.slot for card in block.siblings],
            "siblings": [list(card.slots) for card in block.cards if len(card.slots) > 1],
            "retention": block.retention,
        }
    elif isinstance(block, AudioLesson) and block.recalls:
        entry["recalled"] = [part.recall.slot if part.recall else 0 for part in block.parts]
    return entry


def _question_slots(block: BaseBlock) -> dict[str, Any]:
    return {"questions": [question.slot for question in block.questions]} if isinstance(block, Quiz) else {}


def lesson_data(lesson: Lesson, lang: str, *, keys: bool = True) -> dict[str, Any]:
    """What one lesson's page needs beyond its HTML: slots and, with `keys`, the answers to its questions.

    `lang` is the language of the lesson.
    """
    return {
        "id": lesson.id,
        "slot": lesson.slot,
        "title": lesson.title,
        "blocks": [_block_data(block, lesson, lang, keys) for block in lesson.shown],
    }


def _gate_data(gate: Gate, lesson: Lesson) -> dict[str, Any]:
    """What opens a gate, and what it holds."""
    held = next((part.blocks for part in lesson.parts if isinstance(part, Held) and part.gate == gate), ())
    data: dict[str, Any] = {"holds": [block.slot for block in held if not isinstance(block, Pool)]}
    after = next((block.slot for block in lesson.blocks if block.id == gate.after), None)
    if after is not None:
        data["after"] = after
    if gate.day is not None:
        data["day"] = gate.day.isoformat()
    if not gate.holds:
        data["closed"] = True
    return data


def _block_data(block: BaseBlock, lesson: Lesson, lang: str, keys: bool) -> dict[str, Any]:
    data = _block_entry(block)
    if keys and parts_of(block):
        data["parts"] = [BUNDLE]
    if isinstance(block, Quiz) and not keys:
        data["remote"] = True
    elif isinstance(block, Quiz):
        data |= quiz_data(block, block.lang or lang)
    elif isinstance(block, Gate):
        data |= _gate_data(block, lesson)
    elif isinstance(block, AudioLesson):
        data["recalls"] = [list(part.recall.answer) if part.recall else [] for part in block.parts]
    elif isinstance(block, Cards):
        data["cards"] = [_card_data(card) for card in block.siblings]
    return data


def quiz_data(quiz: Quiz, lang: str) -> dict[str, Any]:
    """What the player needs to ask, mark and review a quiz; options that say nothing are left out."""
    data: dict[str, Any] = {
        "groups": [[group.size, group.pick] for group in quiz.groups],
        "shuffle": quiz.shuffle,
        "counts": quiz.counts,
        "certainty": quiz.certainty,
        "review": quiz.review.model_dump(),
        "questions": [question_data(question, lang) | question_rules(quiz, question) for question in quiz.questions],
    }
    if quiz.time:
        data["time"] = quiz.time
    if quiz.pass_mark is not None:
        data["pass"] = quiz.pass_mark
    if quiz.due is not None:
        data["due"] = quiz.due.isoformat()
    return data


def question_rules(quiz: Quiz, question: Question) -> dict[str, Any]:
    """What holds for a question in its quiz: tries, penalty, certainty."""
    rules: dict[str, Any] = {}
    if quiz.mode == "interactive":
        rules["tries"] = tries_allowed(quiz, question)
    if quiz.mode in ("interactive", "adaptive"):
        rules["penalty"] = quiz.penalty if question.penalty is None else question.penalty
    if asks_certainty(quiz, question):
        rules["certainty"] = True
    return rules


def _card_data(card: Sibling) -> dict[str, Any]:
    typed = accepted(card)
    return {"id": card.id, "slot": card.slot, **({"accept": typed} if typed else {})}


def question_data(question: Question, lang: str, *, keys: bool = True) -> dict[str, Any]:
    """What the player needs of one question in this language; without `keys` nothing of the answer."""
    data: dict[str, Any] = {
        "id": question.id,
        "slot": question.slot,
        "type": getattr(question, "type", ""),
        "points": question.points,
        "text": plain_text(question.prompt, with_gaps=isinstance(question, Cloze))[:DESCRIPTION_LIMIT],
        **(question.marking_data() if keys else {}),
    }
    if "numbers" in readers_of(question) and (decimals := convention(lang)) != "point":
        data["decimals"] = decimals
    if question.remark:
        data["remark"] = True
    if question.by_hand:
        data["byHand"] = True
    return data

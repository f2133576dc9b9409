"""A thousand edits of a course: what learners did stays with the items that the author left alone.

Answers are kept by slots of questions and keys of options, so this is a promise of `hornbook/slots.py`. That the
player keeps to it is proven in `player/tests/edits.test.ts`.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

from hornbook.blocks import Cards, Quiz
from hornbook.course import Course
from hornbook.questions import Choice
from hornbook.slots import Lock, numbered

EDITS = 1000
EVERY = 50
"""So many of them in one course, then another one begins."""


@dataclass
class Author:
    """A course as plain data, and the edits that an author makes."""

    dice: random.Random
    names: int = 0
    quizzes: list[list[dict[str, Any]]] = field(default_factory=list)
    decks: list[list[dict[str, Any]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.quizzes = [[self.question() for _ in range(3)] for _ in range(2)]
        self.decks = [[self.card() for _ in range(3)]]

    def name(self) -> str:
        self.names += 1
        return f"n{self.names}"

    def question(self) -> dict[str, Any]:
        name = self.name()
        options = [{"text": f"{name} option {at}", "right": at == 0} for at in range(self.dice.randint(2, 5))]
        return {"type": "choice", "id": name, "prompt": f"Question {name}?", "options": options}

    def card(self) -> dict[str, Any]:
        name = self.name()
        return {"id": name, "front": f"Front of {name}", "back": f"Back of {name}"}

    def edit(self) -> None:
        quiz = self.dice.choice(self.quizzes)
        question = self.dice.choice(quiz)
        options = question["options"]
        match self.dice.randrange(11):
            case 0:
                quiz.insert(self.dice.randrange(len(quiz) + 1), self.question())
            case 1 if len(quiz) > 1:
                quiz.remove(question)
            case 2:
                self.dice.shuffle(quiz)
            case 3 if len(quiz) > 1:
                # To another quiz of the lesson.
                quiz.remove(question)
                self.dice.choice(self.quizzes).append(question)
            case 4:
                question["prompt"] += " Again?"
            case 5:
                # The key changes: another option is the right one.
                for option in options:
                    option["right"] = False
                self.dice.choice(options)["right"] = True
            case 6 if len(options) < 8:
                options.insert(self.dice.randrange(len(options)), {"text": f"new {self.name()}", "right": False})
            case 7 if len(options) > 2:
                options.remove(next(option for option in options if not option["right"]))
            case 8:
                self.dice.shuffle(options)
            case 9:
                self.decks[0].insert(0, self.card())
            case 10 if len(self.decks[0]) > 1:
                self.decks[0].pop(self.dice.randrange(len(self.decks[0])))

    def course(self) -> Course:
        blocks: list[dict[str, Any]] = [
            {"kind": "quiz", "id": f"quiz-{at}", "questions": questions} for at, questions in enumerate(self.quizzes)
        ]
        blocks += [{"kind": "cards", "id": f"deck-{at}", "cards": cards} for at, cards in enumerate(self.decks)]
        lesson = {"id": "lesson", "title": "Lesson", "blocks": blocks}
        return Course.model_validate({"id": "course", "title": "A course", "chapters": [{"lessons": [lesson]}]})


def places(course: Course) -> tuple[dict[str, int], dict[tuple[str, str], str]]:
    """Slots by name, and the key of each option by question and text."""
    slots: dict[str, int] = {}
    keys: dict[tuple[str, str], str] = {}
    for block in course.lessons[0].blocks:
        if isinstance(block, Quiz):
            for question in block.questions:
                assert isinstance(question, Choice)
                slots[question.id] = question.slot
                keys |= {(question.id, option.text): option.key for option in question.options}
        elif isinstance(block, Cards):
            slots |= {card.id: card.slot for card in block.cards}
    return slots, keys


def test_a_thousand_edits_leave_slots_and_keys_where_they_were() -> None:
    dice = random.Random(5)
    for _ in range(EDITS // EVERY):
        edit_and_compare(Author(dice))


def edit_and_compare(author: Author) -> None:
    """Edit one course many times."""
    lock = Lock()
    slots: dict[str, int] = {}
    keys: dict[tuple[str, str], str] = {}
    for _ in range(EVERY):
        author.edit()
        course, lock, problems = numbered(author.course(), lock)
        assert problems == []
        now, now_keys = places(course)
        # Whoever was known keeps what it had, also after it was away for a while.
        assert {name: slot for name, slot in now.items() if name in slots} == {
            name: slots[name] for name in now if name in slots
        }
        assert {name: key for name, key in now_keys.items() if name in keys} == {
            name: keys[name] for name in now_keys if name in keys
        }
        slots |= now
        keys |= now_keys
        # No number is ever given to another item, nor a key to another option of its question.
        assert len(set(slots.values())) == len(slots)
        for name in now:
            given = [key for (question, _), key in now_keys.items() if question == name]
            assert len(set(given)) == len(given)

"""The types of questions: one module each, with its model and its marking."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from hornbook.questions.answer import Answer, AnswerError, answer_json, parse_answer
from hornbook.questions.base import KEYS, BaseQuestion, Option
from hornbook.questions.choice import Choice
from hornbook.questions.cloze import Cloze
from hornbook.questions.essay import Essay
from hornbook.questions.hotspot import Hotspot, Region
from hornbook.questions.match import Extra, Match, Pair, Side
from hornbook.questions.matrix import Column, Matrix, Row
from hornbook.questions.multiple import Multiple
from hornbook.questions.number import Number
from hornbook.questions.order import Order, Step
from hornbook.questions.outcome import Outcome
from hornbook.questions.short import Reject, Short
from hornbook.questions.true_false import TrueFalse

Question = Annotated[
    Choice | Multiple | TrueFalse | Short | Number | Cloze | Essay | Match | Order | Matrix | Hotspot,
    Field(discriminator="type"),
]

#: The word that names a type of question everywhere, and its model.
QUESTION_TYPES: dict[str, type[BaseQuestion]] = {
    "choice": Choice,
    "multiple": Multiple,
    "true-false": TrueFalse,
    "short": Short,
    "number": Number,
    "cloze": Cloze,
    "essay": Essay,
    "match": Match,
    "order": Order,
    "matrix": Matrix,
    "hotspot": Hotspot,
}


def mark(question: Question, answer: Answer | None, *, lang: str = "en") -> Outcome:
    """Mark an answer as the question's type says; `lang` is the language in which numbers are read."""
    return question.mark(answer, lang=lang)


__all__ = [
    "KEYS",
    "QUESTION_TYPES",
    "Answer",
    "AnswerError",
    "BaseQuestion",
    "Choice",
    "Cloze",
    "Column",
    "Essay",
    "Extra",
    "Hotspot",
    "Match",
    "Matrix",
    "Multiple",
    "Number",
    "Option",
    "Order",
    "Outcome",
    "Pair",
    "Question",
    "Region",
    "Reject",
    "Row",
    "Short",
    "Side",
    "Step",
    "TrueFalse",
    "answer_json",
    "mark",
    "parse_answer",
]

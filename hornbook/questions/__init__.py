"""The types of questions: one module each, with its model and its marking."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from hornbook.questions.base import KEYS, BaseQuestion, Option
from hornbook.questions.choice import Choice
from hornbook.questions.multiple import Multiple
from hornbook.questions.short import Reject, Short
from hornbook.questions.true_false import TrueFalse

Question = Annotated[Choice | Multiple | TrueFalse | Short, Field(discriminator="type")]

#: The word that names a type of question everywhere, and its model.
QUESTION_TYPES: dict[str, type[BaseQuestion]] = {
    "choice": Choice,
    "multiple": Multiple,
    "true-false": TrueFalse,
    "short": Short,
}

__all__ = [
    "KEYS",
    "QUESTION_TYPES",
    "BaseQuestion",
    "Choice",
    "Multiple",
    "Option",
    "Question",
    "Reject",
    "Short",
    "TrueFalse",
]

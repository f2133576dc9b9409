"""Quiz: questions with a mode, a draw and attempts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from hornbook.blocks.base import BaseBlock
from hornbook.model import Flag, Whole, wrong
from hornbook.questions import Question


class Quiz(BaseBlock):
    """Questions to be answered.

    `mode` exam: answers are handed in together, marked then, and graded; practice: each question is checked at once
    and may be tried again, and nothing is graded unless `weight` says so. `pick` draws that many of the questions
    (0 = all), `shuffle` mixes questions and answers, `attempts` limits how often it is handed in (0 = no limit).
    """

    kind: Literal["quiz"] = "quiz"
    mode: Literal["exam", "practice"] = "exam"
    pick: Annotated[Whole, Field(ge=0)] = 0
    shuffle: Flag = False
    attempts: Annotated[Whole, Field(ge=0, le=100)] = 0
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]

    @model_validator(mode="before")
    @classmethod
    def _exams_are_graded(cls, data: Any) -> Any:
        if isinstance(data, Mapping) and "weight" not in data:
            return {**data, "weight": 0 if data.get("mode") == "practice" else 1}
        return data

    @model_validator(mode="after")
    def _pick_is_possible(self) -> Quiz:
        if self.pick > len(self.questions):
            raise wrong("pick-too-large", f"pick={self.pick}, but there are only {len(self.questions)} questions.")
        if self.mode == "practice" and self.attempts:
            raise wrong("practice-attempts", "A practice quiz is never handed in, so it has no attempts.")
        return self

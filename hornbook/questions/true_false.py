"""True-false: one statement, right or not."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

from hornbook.model import Prose
from hornbook.questions.base import BaseQuestion, Option
from hornbook.questions.choice import mark_one
from hornbook.questions.outcome import Outcome


class TrueFalse(BaseQuestion):
    """The learner says whether the prompt is true; the words shown come from the interface language."""

    type: Literal["true-false"] = "true-false"
    answer: bool
    feedback_true: Prose = ""
    feedback_false: Prose = ""

    @property
    def options(self) -> tuple[Option, Option]:
        """Both answers as options with the lasting keys `1` (true) and `0` (false)."""
        return (
            Option.model_validate({"key": "1", "text": "true", "right": self.answer, "feedback": self.feedback_true}),
            Option.model_validate(
                {"key": "0", "text": "false", "right": not self.answer, "feedback": self.feedback_false}
            ),
        )


def mark(question: TrueFalse, keys: Collection[str]) -> Outcome:
    """Mark the key chosen: `1` for true and `0` for false; `matched` is 0 for true, 1 for false."""
    return mark_one(question.options, keys)

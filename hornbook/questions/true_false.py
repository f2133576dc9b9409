"""True-false: one statement, right or not."""

from __future__ import annotations

from typing import Any, Literal, Self

from hornbook.model import Prose
from hornbook.questions.answer import Answer
from hornbook.questions.base import AnswerSize, BaseQuestion, Option, room
from hornbook.questions.choice import chosen, mark_one, options_data
from hornbook.questions.outcome import Outcome


class TrueFalse(BaseQuestion):
    """The learner says whether the prompt is true; the words shown come from the interface language."""

    type: Literal["true-false"] = "true-false"
    answer: bool
    """Whether the statement is true."""
    feedback_true: Prose = ""
    """What is said to those who chose true."""
    feedback_false: Prose = ""
    """What is said to those who chose false."""

    @property
    def options(self) -> tuple[Option, Option]:
        """Both answers as options with the lasting keys `1` (true) and `0` (false)."""
        return (
            Option.model_validate({"key": "1", "text": "true", "right": self.answer, "feedback": self.feedback_true}),
            Option.model_validate(
                {"key": "0", "text": "false", "right": not self.answer, "feedback": self.feedback_false}
            ),
        )

    def mark(self, answer: Answer | None, *, lang: str = "en") -> Outcome:
        """Mark the key chosen: 1 for true and 0 for false; `matched` is 0 for true, 1 for false."""
        return mark_one(self.options, answer)

    def marking_data(self) -> dict[str, Any]:
        """The two options."""
        return {"options": options_data(self.options)}

    def learner_view(self, *, shuffled: bool = False, answer: Answer | None = None, lang: str = "en") -> Self:
        """A statement that always claims to be false, unless it was answered: then the verdict tells the truth."""
        shown = chosen(self.options, answer)
        return self.without_help(
            answer=self.answer if shown else False,
            feedback_true=self.feedback_true if 0 in shown else "",
            feedback_false=self.feedback_false if 1 in shown else "",
        )

    @property
    def size(self) -> AnswerSize:
        """One of two keys."""
        return AnswerSize("keys", room(self.options))

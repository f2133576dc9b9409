"""Pool: questions that quizzes of the lesson draw from."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from hornbook.blocks.base import BaseBlock
from hornbook.model import Flag
from hornbook.questions import Question

#: Options of other blocks that say nothing of a block that is never shown.
NO_OPTIONS = frozenset({"weight", "required", "print"})


class Pool(BaseBlock):
    """A store of questions. Learners meet them in the quizzes that draw `from` it, each with a state of its own there;
    the pool itself is not shown, not required and not graded."""

    kind: Literal["pool"] = "pool"
    required: Flag = False
    """Not used: a pool is never shown."""
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]
    """The questions that quizzes draw."""

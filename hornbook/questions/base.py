"""What every type of question has in common."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from hornbook.model import Id, Model, Prose, Whole

#: The characters that name an option, a pair or a gap: SCORM 1.2 allows one of them a choice.
KEYS = "0123456789abcdefghijklmnopqrstuvwxyz"


class Option(Model):
    """One answer to choose; `key` is its lasting one-character name within the question."""

    key: str = ""
    text: Prose
    right: bool = False
    feedback: Prose = ""


class BaseQuestion(Model):
    """A prompt, what helps, and what is explained afterwards; `points` is what a right answer earns."""

    id: Id = ""
    slot: int = 0
    points: Annotated[Whole, Field(ge=1, le=1000)] = 1
    prompt: Prose
    hints: tuple[Prose, ...] = ()
    explanation: Prose = ""

"""Worked example: a problem solved step by step; the learner predicts each step before seeing it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from hornbook.blocks.base import BaseBlock
from hornbook.model import Model, Prose


class Step(Model):
    """One step; `prompt` is asked before it is shown."""

    text: Prose
    """The step."""
    prompt: Prose = ""
    """What is asked before it is shown."""


class WorkedExample(BaseBlock):
    """`problem` is what is to be solved, always in sight."""

    kind: Literal["worked-example"] = "worked-example"
    problem: Prose = ""
    """What is to be solved."""
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]
    """The steps, in order."""

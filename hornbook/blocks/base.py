"""What every kind of block has in common."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

from hornbook.model import Flag, Id, Language, Model, Title, Whole, listed

Weight = Annotated[Whole, Field(ge=0, le=1000)]


def _numbers(value: object) -> object:
    return (value,) if isinstance(value, int) else listed(value)


Objectives = Annotated[tuple[Annotated[Whole, Field(ge=1, le=99)], ...], BeforeValidator(_numbers)]


class BaseBlock(Model):
    """A part of a lesson that a learner meets as a whole.

    `id` is stable and unique in the lesson; `slot` is its lasting number in the learner's state (course.lock.json);
    `weight` is its share of the lesson's score, 0 = not graded; `required` means that the lesson is not
    complete without it; `print` false leaves it out on paper.
    """

    id: Id = ""
    """The lasting name of the block, unique in its lesson: learners' work is kept under it."""
    slot: int = 0
    title: Title = ""
    """The heading; without it most kinds have one of their own."""
    weight: Weight = 0
    """Its share in the score of the lesson; 0 is not graded."""
    required: Flag = True
    """Whether the lesson is complete only with this block done."""
    lang: Language | None = None
    """The language of this block, if it is not that of the lesson."""
    objective: Objectives = ()
    """Which objectives of the lesson it serves: their numbers, from 1, with bars between them."""
    print: Flag = True
    """false leaves the block out on paper."""

"""Glossary: the lesson's terms with their other names and definitions."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from hornbook.blocks.base import BaseBlock
from hornbook.model import Line, Model, Prose


class Term(Model):
    """A term, the other forms it is met in, and its definition."""

    term: Prose
    """The term."""
    aliases: tuple[Line, ...] = ()
    """Other forms in which it is met."""
    definition: Prose
    """What it means."""


class Glossary(BaseBlock):
    """The learner filters it and looks terms up."""

    kind: Literal["glossary"] = "glossary"
    terms: Annotated[tuple[Term, ...], Field(min_length=1)]
    """The terms."""

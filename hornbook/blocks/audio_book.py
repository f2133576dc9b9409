"""Audio book: passages to hear or read, each with an explanation and an analogy to open."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from hornbook.blocks.base import BaseBlock
from hornbook.model import Captions, Flag, Model, Prose, Sound, Title


class BookSection(Model):
    """A passage; `audio` reads it out, `captions` are what is heard when."""

    title: Title
    """The heading of the passage."""
    audio: Sound = ""
    """The path of a recording of the passage."""
    captions: Captions = ""
    """The path of a WebVTT file that says what is heard when."""
    passage: Prose
    """The text that is read out."""
    explanation: Prose = ""
    """What the passage means, to open."""
    analogy: Prose = ""
    """What the passage is like, to open."""


class AudioBook(BaseBlock):
    """Sections in the order of reading; media are required only where the author says so."""

    kind: Literal["audio-book"] = "audio-book"
    required: Flag = False
    """Whether the lesson is complete only with this block done."""
    sections: Annotated[tuple[BookSection, ...], Field(min_length=1)]
    """The passages in the order of reading."""

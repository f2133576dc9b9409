"""Audio book: passages to hear or read, each with an explanation and an analogy to open."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from hornbook.blocks.base import BaseBlock
from hornbook.model import Captions, Flag, Model, Prose, Sound, Title


class BookSection(Model):
    """A passage; `audio` reads it out, `captions` are what is heard when."""

    title: Title
    audio: Sound = ""
    captions: Captions = ""
    passage: Prose
    explanation: Prose = ""
    analogy: Prose = ""


class AudioBook(BaseBlock):
    """Sections in the order of reading; media are required only where the author says so."""

    kind: Literal["audio-book"] = "audio-book"
    required: Flag = False
    sections: Annotated[tuple[BookSection, ...], Field(min_length=1)]

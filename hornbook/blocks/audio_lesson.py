"""Audio lesson: a conversation of a teacher and students, in parts."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from hornbook.blocks.base import BaseBlock
from hornbook.model import Captions, Flag, Line, Model, Prose, Sound, Title


class Utterance(Model):
    """What one speaker says."""

    speaker: Line
    text: Prose


class Recall(Model):
    """The question at the end of a part; `answer` holds its accepted variants, the first is shown."""

    prompt: Prose
    answer: Annotated[tuple[Line, ...], Field(min_length=1)]


class Part(Model):
    """A stretch of the conversation; `audio` is how it sounds, `captions` what is heard when."""

    title: Title
    audio: Sound = ""
    captions: Captions = ""
    lines: Annotated[tuple[Utterance, ...], Field(min_length=1)]
    takeaway: Prose = ""
    recall: Recall | None = None


class AudioLesson(BaseBlock):
    """`cast` holds the speakers' names in order of appearance; media are required only where the author says so."""

    kind: Literal["audio-lesson"] = "audio-lesson"
    required: Flag = False
    cast: Annotated[tuple[Line, ...], Field(min_length=1)]
    parts: Annotated[tuple[Part, ...], Field(min_length=1)]

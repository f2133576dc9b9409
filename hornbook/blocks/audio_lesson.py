"""Audio lesson: a conversation of a teacher and students, in parts."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from hornbook.blocks.base import BaseBlock
from hornbook.model import Captions, Flag, Line, Model, Prose, Sound, Title


class Utterance(Model):
    """What one speaker says."""

    speaker: Line
    """A name of the cast, exactly as written there."""
    text: Prose
    """What is said."""


class Recall(Model):
    """The question at the end of a part; `answer` holds its accepted variants, the first is shown.

    `slot` is the lasting number under which it is kept that it was answered, among what was seen.
    """

    prompt: Prose
    """What is asked before the next part opens."""
    answer: Annotated[tuple[Line, ...], Field(min_length=1)]
    """The accepted answers; the first is shown."""
    slot: int = 0


class Part(Model):
    """A stretch of the conversation; `audio` is how it sounds, `captions` what is heard when."""

    title: Title
    """The heading of the part."""
    audio: Sound = ""
    """The path of a recording of the part."""
    captions: Captions = ""
    """The path of a WebVTT file that says what is heard when."""
    lines: Annotated[tuple[Utterance, ...], Field(min_length=1)]
    """What is said, in order."""
    takeaway: Prose = ""
    """The sentence to keep."""
    recall: Recall | None = None
    """A question before the next part opens; never graded."""


class AudioLesson(BaseBlock):
    """`cast` holds the speakers' names in order of appearance; media are required only where the author says so."""

    kind: Literal["audio-lesson"] = "audio-lesson"
    required: Flag = False
    """Whether the lesson is complete only with this block done."""
    cast: Annotated[tuple[Line, ...], Field(min_length=1)]
    """The names of the speakers, in order."""
    parts: Annotated[tuple[Part, ...], Field(min_length=1)]
    """The parts of the conversation."""

    @property
    def recalls(self) -> tuple[Recall, ...]:
        """The questions of the parts that have one, in order."""
        return tuple(part.recall for part in self.parts if part.recall)

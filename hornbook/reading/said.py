"""Captions against the words that they are captions of, once both are read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from hornbook.blocks import AudioBook, AudioLesson, Block
from hornbook.captions import read_captions
from hornbook.course import Lesson
from hornbook.files import File
from hornbook.markdown import plain_text
from hornbook.reading.placed import PlacedMap, place
from hornbook.reading.report import Report

#: Below such a share of what both have, it is another text and not another wording.
_LEAST_COMMON = 0.4
#: So many letters one after another tell words apart in any language, wherever captions are cut.
_RUN = 3


def check_said(
    lesson: Lesson, blocks: Sequence[PlacedMap], media: Mapping[tuple[str, str], File], report: Report
) -> None:
    """Warn of captions that say something else; `blocks` is where the blocks of the lesson were read from."""
    for block, data in zip(lesson.blocks, blocks, strict=True):
        for parts, position, captions, text in _captioned(block):
            file = media.get((lesson.id, captions))
            if file is None:
                continue
            heard = " ".join(cue.text for cue in read_captions(file.read()))
            if _common(plain_text(text), heard) < _LEAST_COMMON:
                report.warn(
                    "captions-differ",
                    "These captions say something else than the text, so the wrong lines would be marked.",
                    place(data, (parts, position, "captions")),
                    "Name the captions of this part; they say the same words in the same order.",
                )


def _captioned(block: Block) -> Iterator[tuple[str, int, str, str]]:
    """The parts of a block that have captions: where each stands, the captions, and the text."""
    if isinstance(block, AudioLesson):
        for number, part in enumerate(block.parts):
            if part.captions:
                yield "parts", number, part.captions, "\n\n".join(line.text for line in part.lines)
    elif isinstance(block, AudioBook):
        for number, section in enumerate(block.sections):
            if section.captions:
                yield "sections", number, section.captions, section.passage


def _common(one: str, other: str) -> float:
    """The share of two texts that stands in both, 0 to 1."""
    first, second = _runs(one), _runs(other)
    longer = max(first.total(), second.total())
    return (first & second).total() / longer if longer else 1


def _runs(text: str) -> Counter[str]:
    letters = "".join(filter(str.isalnum, text.casefold()))
    return Counter(letters[at : at + _RUN] for at in range(len(letters) - _RUN + 1))

"""Captions in WebVTT: when what is said, and which line of a dialogue that is.

Read are the cues of the W3C's WebVTT: times, text, and the speaker of a voice span. Settings, styles, regions and notes
are passed over.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_TIME = r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
_TIMING = re.compile(rf"\s*{_TIME}\s+-->\s+{_TIME}(?:\s.*)?")
_TAG = re.compile(r"<[^>]*>")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]*)>")
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&nbsp;": " ", "&lrm;": "", "&rlm;": "", "&amp;": "&"}
#: More cues than a day of speech has.
_MOST_CUES = 50_000


@dataclass(frozen=True)
class Cue:
    """Words that are heard from `start` to `end` (milliseconds); `voice` names the speaker where the file does."""

    start: int
    end: int
    text: str
    voice: str = ""


class CaptionsError(ValueError):
    """A file that is no captions; `line` counts from 1."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


def read_captions(data: bytes) -> tuple[Cue, ...]:
    """The cues of a WebVTT file in its order; CaptionsError where a player would show nothing or something else."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CaptionsError("it is not written in UTF-8", data[: error.start].count(b"\n") + 1) from None
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not re.match(r"WEBVTT(?:[ \t]|$)", lines[0]):
        raise CaptionsError('its first line is not "WEBVTT"', 1)
    cues: list[Cue] = []
    position = 1
    while position < len(lines):
        if "-->" not in lines[position]:
            position += 1
            continue
        cue, position = _cue(lines, position)
        if cues and cue.start < cues[-1].start:
            raise CaptionsError("a cue begins before the one above it", position)
        if cue.text:
            cues.append(cue)
        if len(cues) > _MOST_CUES:
            raise CaptionsError(f"it has more than {_MOST_CUES:,} cues", position)
    return tuple(cues)


def _cue(lines: Sequence[str], position: int) -> tuple[Cue, int]:
    """The cue whose times stand in the line at `position`, and where the next one may begin."""
    match = _TIMING.fullmatch(lines[position])
    if match is None:
        raise CaptionsError("these are no times; write 00:01.000 --> 00:04.000", position + 1)
    start, end = _milliseconds(*match.groups()[:4]), _milliseconds(*match.groups()[4:])
    if end <= start:
        raise CaptionsError("the cue ends before it begins", position + 1)
    held: list[str] = []
    position += 1
    while position < len(lines) and lines[position].strip() and "-->" not in lines[position]:
        held.append(lines[position])
        position += 1
    written = " ".join(held)
    voice = _VOICE.search(written)
    return Cue(start, end, _plain(written), voice[1].strip() if voice else ""), position


def _milliseconds(hours: str | None, minutes: str, seconds: str, thousandths: str) -> int:
    return ((int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(thousandths)


def _plain(written: str) -> str:
    text = _TAG.sub("", written)
    for entity, character in _ENTITIES.items():
        text = text.replace(entity, character)
    return " ".join(text.split())


def line_times(lines: Sequence[str], cues: Sequence[Cue]) -> tuple[tuple[int, int] | None, ...]:
    """When each line of a dialogue is heard: (start, end) in milliseconds, or nothing for one that is never heard.

    The cues say the same words in the same order, cut where they like. So the middle of each cue, counted in letters of
    all that is said, falls into the line that it belongs to; small differences of wording only shift it a little.
    """
    sizes = [max(1, _letters(line)) for line in lines]
    spoken = [max(1, _letters(cue.text)) for cue in cues]
    times: list[tuple[int, int] | None] = [None] * len(lines)
    if not lines or not cues:
        return tuple(times)
    # Compared as whole numbers: the position in the captions times the length of the text, and the other way round.
    whole_text, whole_captions = sum(sizes), sum(spoken)
    line, line_end, said = 0, sizes[0], 0
    for cue, size in zip(cues, spoken, strict=True):
        middle = (2 * said + size) * whole_text
        said += size
        while line + 1 < len(lines) and middle >= 2 * line_end * whole_captions:
            line += 1
            line_end += sizes[line]
        known = times[line]
        times[line] = (known[0], max(known[1], cue.end)) if known else (cue.start, cue.end)
    return tuple(times)


def _letters(text: str) -> int:
    return sum(unicodedata.category(character)[0] in "LN" for character in text)

"""What is noted of a build, as one run of bytes: lines of JSON, and after them the deflated files of its packages."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, astuple, dataclass
from functools import cached_property
from typing import Any

from hornbook.files import File, Pressed
from hornbook.problems import Finding
from packager.cache.notes import Details, Notes, Words
from packager.inspection import Sight

Json = dict[str, Any]


@dataclass(frozen=True)
class Noted:
    """The notes on a lesson and the line in which they stand in the record; the line with its details; its words."""

    notes: Notes
    line: bytes
    more: bytes
    said: tuple[bytes, bytes]

    @classmethod
    def of(cls, notes: Notes, details: Details, words: Words) -> Noted:
        said = (words.teaching.encode(), words.asking.encode())
        return cls(notes, _line(asdict(notes)), _line(asdict(details)), said)

    @property
    def words(self) -> Words:
        """The words of the lesson."""
        return Words(*(text.decode() for text in self.said))

    @cached_property
    def details(self) -> Details:
        """The details of the lesson."""
        return Details(**json.loads(self.more))


@dataclass(frozen=True)
class Kept:
    """The files of one package that are deflated, by their names, with the hashes of what they hold where that is not
    decided by the lessons; and what was seen in them in the finished zip.
    """

    pressed: Mapping[str, Pressed]
    hashes: Mapping[str, str]
    sights: Mapping[str, Sight]


@dataclass(frozen=True)
class Course:
    """What is noted of the course as a whole.

    `settings` and `lock` are the hashes of its two files, `asked` the media that it names itself, `problems` those that
    are in no lesson, `fits` those of each target, and `across` is what the rules across lessons found.
    """

    id: str
    settings: str
    lock: str
    asked: list[list[Any]]
    problems: list[list[Any]]
    fits: list[list[list[Any]]]
    across: list[list[Any]]


@dataclass(frozen=True)
class Record:
    """A build that went well; lessons stand in the order of the course, packages in that of the targets."""

    course: Course
    lessons: tuple[Noted, ...]
    packages: tuple[Kept, ...]

    def to_bytes(self) -> bytes:
        """The record as it is kept."""
        files = [[_file_data(kept, name) for name in kept.pressed] for kept in self.packages]
        sights = [{key: astuple(sight) for key, sight in kept.sights.items()} for kept in self.packages]
        said = [list(map(len, noted.said)) for noted in self.lessons]
        head = {"course": asdict(self.course), "said": said, "files": files, "sights": sights}
        words = (text for noted in self.lessons for text in noted.said)
        blobs = (pressed.data for kept in self.packages for pressed in kept.pressed.values())
        return b"".join(
            (_line(head), *(line for noted in self.lessons for line in (noted.line, noted.more)), *words, *blobs)
        )

    @classmethod
    def from_bytes(cls, data: bytes) -> Record:
        """The record that such bytes hold. ValueError, KeyError or TypeError where they hold none."""
        end = data.index(b"\n") + 1
        head = json.loads(data[:end])
        lines = []
        for _ in range(2 * len(head["said"])):
            start, end = end, data.index(b"\n", end) + 1
            lines.append(data[start:end])
        lessons = []
        for line, more, (taught, asked) in zip(lines[::2], lines[1::2], head["said"], strict=True):
            said = (data[end : end + taught], data[end + taught : end + taught + asked])
            end += taught + asked
            lessons.append(Noted(Notes(**json.loads(line)), line, more, said))
        packages = []
        for files, sights in zip(head["files"], head["sights"], strict=True):
            pressed: dict[str, Pressed] = {}
            hashes: dict[str, str] = {}
            for name, digest, length, size, crc in files:
                pressed[name] = Pressed(data[end : end + length], size, crc)
                end += length
                if digest:
                    hashes[name] = digest
            seen = {key: Sight(tuple(needs), home) for key, (needs, home) in sights.items()}
            packages.append(Kept(pressed, hashes, seen))
        if end != len(data):
            raise ValueError("There is more in it than it says.")
        return cls(Course(**head["course"]), tuple(lessons), tuple(packages))


def finding_data(findings: Iterable[Finding]) -> list[list[Any]]:
    """What rules found, as plain data."""
    return [[found.code, found.lesson, found.message, list(found.path)] for found in findings]


def pressed_files(files: Iterable[File]) -> dict[str, Pressed]:
    """Those of the files that are deflated, by name."""
    return {file.name: file.content for file in files if isinstance(file.content, Pressed)}


def _line(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _file_data(kept: Kept, name: str) -> list[Any]:
    pressed = kept.pressed[name]
    return [name, kept.hashes.get(name, ""), len(pressed.data), pressed.size, pressed.crc]

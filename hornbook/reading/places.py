"""Where what was read stands in its files, for problems that are found in the model."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from hornbook.course import Course
from hornbook.problems import Finding, Problem, Span
from hornbook.reading.lesson_file import written_ids
from hornbook.reading.placed import PlacedList, PlacedMap, PlacedText, place, steps

COURSE_FILE = "course.yaml"
#: Names and paths, which nobody reads as words.
_NO_WORDS = frozenset({"id", "kind", "type", "from", "rule", "image", "audio", "captions", "file", "poster"})


@dataclass
class Places:
    """By the ids of lessons: their files, what was read from them, and where the blocks of their models come from."""

    settings: PlacedMap = field(default_factory=lambda: PlacedMap(Span(COURSE_FILE)))
    files: dict[str, str] = field(default_factory=dict)
    lessons: dict[str, PlacedMap] = field(default_factory=dict)
    blocks: dict[str, list[PlacedMap]] = field(default_factory=dict)

    def of_finding(self, finding: Finding) -> Problem:
        """What was found in the model, at its line."""
        if not finding.lesson:
            *_, parent = steps(self.settings, finding.path[:-1])
            # A name that is none is pointed at itself, and not at what stands behind it.
            at = parent.keys_at.get(str(finding.path[-1])) if isinstance(parent, PlacedMap) else None
            return finding.at(at or place(self.settings, finding.path))
        match finding.path:
            case ("blocks", int(position), *more):
                block = self.blocks[finding.lesson][position]
                spoken = _place_of(finding.words, block) if finding.words else None
                return finding.at(spoken or place(block, more))
        return finding.at(place(self.lessons[finding.lesson], finding.path))

    def of_item(self, key: str, course: Course) -> Span:
        """Where an item of the lock stands, `lesson` or `lesson/id`, be the id written or given."""
        lesson_id, _, name = key.partition("/")
        if lesson_id not in self.lessons:
            return Span(COURSE_FILE)
        ids = dict(written_ids(self.lessons[lesson_id]))
        if name in ids:
            return ids[name]
        lesson = next(each for each in course.lessons if each.id == lesson_id)
        for block, data in zip(lesson.blocks, self.blocks[lesson_id], strict=True):
            if block.id == name:
                return data.span
            for parts in ("questions", "cards"):
                for position, item in enumerate(getattr(block, parts, ())):
                    if item.id == name:
                        return place(data, (parts, position))
        return Span(self.files[lesson_id], 1, 1)


def _place_of(words: str, data: object) -> Span | None:
    """The line of what was read from a block in which some words stand first."""
    if isinstance(data, PlacedText):
        spread = r"\s+".join(map(re.escape, words.split()))
        match = re.search(rf"(?<![\w-]){spread}(?![\w-])", data.lower())
        if match is None:
            return None
        before = data[: match.start()]
        column = data.span.column + match.start() if "\n" not in before else 1
        return Span(data.span.path, data.span.line + before.count("\n"), column)
    parts: Iterable[object] = ()
    if isinstance(data, PlacedMap):
        parts = (value for name, value in data.items() if name not in _NO_WORDS)
    elif isinstance(data, PlacedList):
        parts = data
    return next((found for part in parts if (found := _place_of(words, part))), None)

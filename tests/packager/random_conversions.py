"""Random lessons through all three forms; `python -m tests.packager.random_conversions 3000` tries so many of each."""

from __future__ import annotations

import sys
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings

from hornbook.blocks import BLOCK_KINDS
from hornbook.course import Lesson
from hornbook.reading.lesson_file import load_lesson
from hornbook.reading.source import Source, decode
from hornbook.writing import lesson_data, to_json, to_yaml
from packager.convert import convert_lesson
from tests.packager.random_lessons import Lessons

TAME = Lessons().lesson(sorted(BLOCK_KINDS))
"""Lessons whose texts are words: every one has all three forms."""
WILD = Lessons(wild=True).lesson(sorted(BLOCK_KINDS))
"""Lessons whose texts may look like markup: they are the same in Markdown, or refused."""


def source(text: str, name: str) -> Source:
    """A text as the file of this name."""
    read = decode(text.encode(), name)
    assert isinstance(read, Source), read
    return read


def lesson(text: Source) -> Lesson:
    """The lesson in a file, which must have no errors."""
    loaded = load_lesson(text)
    assert loaded.value is not None, [(str(problem.span), problem.message) for problem in loaded.problems]
    return loaded.value


def goes_round(data: dict[str, Any]) -> None:
    """The lesson is the same from YAML to JSON to Markdown and back, and stays so when it is written again."""
    here = source(to_yaml(data), "a.yaml")
    expected = lesson(here)
    for ending in (".json", ".md", ".yaml"):
        converted = convert_lesson(here, ending)
        assert converted.value is not None, (ending, [problem.message for problem in converted.errors])
        here = source(converted.value, f"a{ending}")
        assert lesson(here) == expected
        assert convert_lesson(here, ending).value == converted.value


def is_same_or_refused(data: dict[str, Any]) -> None:
    """Markdown says the same as the data, or there is none and it is said which block is why."""
    here = source(to_json(data), "a.json")
    loaded = load_lesson(here)
    if loaded.value is None:
        assert all(problem.message for problem in loaded.errors)
        return
    converted = convert_lesson(here, ".md")
    if converted.value is None:
        assert [problem.code for problem in converted.errors] == ["convert"]
    else:
        assert lesson_data(lesson(source(converted.value, "a.md"))) == lesson_data(loaded.value)


def main(count: int) -> None:
    """Try so many lessons of both sorts."""
    many = settings(max_examples=count, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    many(given(TAME)(goes_round))()
    many(given(WILD)(is_same_or_refused))()
    sys.stdout.write(f"{count:,} lessons of words and {count:,} of markup: none lost anything.\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))

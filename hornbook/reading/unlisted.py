"""Lessons that lie beside those of a course and that course.yaml does not name: perhaps they were forgotten."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator
from pathlib import Path
from unicodedata import normalize

from hornbook.problems import Problem, Span, warning

#: How a file begins that is a lesson, and not some notes.
_FRONT_MATTER = re.compile(rb"(?:\xef\xbb\xbf)?---[ \t]*\r?\n(?:[^\n]*\n){0,20}?title:")
_HEAD_BYTES = 4_000


def unlisted(root: Path, files: Collection[str]) -> Iterator[Problem]:
    """A warning for each lesson that lies beside the `files` of a course and is none of them."""
    # Some systems write an accent as a character of its own.
    named = frozenset(normalize("NFC", file) for file in files)
    for folder in sorted({"", *map(posixpath.dirname, files)}):
        try:
            names = sorted(entry.name for entry in (root / folder).iterdir() if entry.name.endswith(".md"))
            paths = [posixpath.join(folder, name) for name in names]
            found = [path for path in paths if normalize("NFC", path) not in named and _is_lesson(root / path)]
        except OSError:
            continue
        for path in found:
            message = f"{path} is a lesson, and course.yaml does not name it: it is no part of the course."
            yield warning("lesson-unlisted", message, Span(path), f'Add it under "lessons:" in course.yaml: {path}')


def _is_lesson(file: Path) -> bool:
    if not file.is_file():
        return False
    with file.open("rb") as stream:
        return _FRONT_MATTER.match(stream.read(_HEAD_BYTES)) is not None

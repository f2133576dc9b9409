"""The letters of an acronym are not those of the words it stands for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hornbook.blocks import MemoryAid
from hornbook.checks.words import blocks
from hornbook.course import Course
from hornbook.problems import Finding

_BOLD = re.compile(r"\*\*(.+?)\*\*|__(.+?)__", re.DOTALL)


def check(course: Course) -> Iterator[Finding]:
    """Acronyms: a word, a colon, and what its letters stand for."""
    for lesson, position, block in blocks(course):
        if not isinstance(block, MemoryAid) or block.aid != "acronym":
            continue
        head, colon, rest = block.text.partition(":")
        word = _letters(head)
        if not colon or not word or len(head.split()) > 3:
            message = "No word stands before a colon, so its letters cannot be compared."
        else:
            bold = "".join(_letters(first or second) for first, second in _BOLD.findall(rest))
            found = bold or "".join(filter(str.isupper, rest))
            if found.casefold() == word.casefold() or not (bold or any(map(str.isupper, word))):
                continue
            message = f'The letters of "{word}" do not lead to its words: there they are "{found or "none"}".'
        hint = 'Write "RIVER: Rain Is ..." with a capital or a **bold** letter for each, and no others.'
        yield Finding("acronym-letters", message, lesson.id, ("blocks", position, "text"), hint)


def _letters(text: str) -> str:
    return "".join(filter(str.isalpha, text))

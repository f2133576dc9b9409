"""A term is spelled in two ways."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hornbook.blocks import Glossary
from hornbook.checks.words import MOST_COMPARED, blocks, texts
from hornbook.course import Course
from hornbook.markdown import GAP, plain_text
from hornbook.problems import Finding

#: What learners may type, in as many ways as may be.
_TYPED = frozenset({"accept", "reject", "variants", "answer"})
_PARTED = re.compile(r"[\s-]+")


def check(course: Course) -> Iterator[Finding]:
    """Terms with a space or a hyphen that stand elsewhere with the other, or with none."""
    names: dict[str, set[str]] = {}
    shown: dict[str, str] = {}
    for _, _, block in blocks(course):
        for term in block.terms if isinstance(block, Glossary) else ():
            for name in (plain_text(term.term), *term.aliases):
                whole = _PARTED.sub("", name).lower()
                names.setdefault(whole, set()).add(" ".join(name.split()).lower())
                shown.setdefault(whole, name)
    parted = [re.split(_PARTED, name) for known in names.values() for name in known if _PARTED.search(name)]
    if not parted:
        return
    said = [
        (lesson, position, GAP.sub("", "\n".join(texts(block, _TYPED)).lower()))
        for lesson, position, block in blocks(course)
    ]
    if len(parted) * sum(len(text) for _, _, text in said) > MOST_COMPARED:
        return
    alternatives = "|".join(r"[\s-]*".join(map(re.escape, words)) for words in sorted(parted, key=len, reverse=True))
    search = re.compile(rf"(?<![\w-])(?:{alternatives})(?![\w-])")
    for lesson, position, text in said:
        told: set[str] = set()
        for match in search.finditer(text):
            written = " ".join(match[0].split())
            whole = _PARTED.sub("", written)
            if written not in names[whole] and written not in told:
                told.add(written)
                yield Finding(
                    "term-spelling",
                    f'"{written}" is "{shown[whole]}" in the glossary.',
                    lesson.id,
                    ("blocks", position),
                    f"Write it in one way, or add the other to the glossary: {shown[whole]} | {written}.",
                    words=written,
                )

"""A term of a glossary is used nowhere."""

from __future__ import annotations

from collections.abc import Iterator

from hornbook.blocks import Glossary
from hornbook.checks.words import MOST_COMPARED, blocks, small
from hornbook.course import Course
from hornbook.markdown import plain_text
from hornbook.problems import Finding


def check(course: Course) -> Iterator[Finding]:
    """Terms of which neither the term nor another form stands outside the glossaries; not those of a dictionary."""
    glossaries = [
        (lesson, position, block) for lesson, position, block in blocks(course) if isinstance(block, Glossary)
    ]
    if not glossaries:
        return
    said = "\n".join(small(block) for _, _, block in blocks(course) if not isinstance(block, Glossary))
    said += "".join("\n" + "\n".join((lesson.title, *lesson.objectives)) for lesson in course.lessons).lower()
    if sum(len(block.terms) for _, _, block in glossaries) * len(said) > MOST_COMPARED:
        return
    for lesson, position, block in glossaries:
        own = [small(term) + "\n" for term in block.terms]
        together = "".join(own)
        if len(own) * len(together) > MOST_COMPARED:
            continue
        end = 0
        for number, term in enumerate(block.terms):
            start, end = end, end + len(own[number])
            names = [plain_text(term.term).lower(), *(alias.lower() for alias in term.aliases)]
            if any(name in said or name in together[:start] or name in together[end:] for name in names):
                continue
            yield Finding(
                "term-unreferenced",
                f'No lesson speaks of "{plain_text(term.term)}".',
                lesson.id,
                ("blocks", position, "terms", number),
                "Use the term, or write the form that the lesson uses after a bar: Term | other form.",
                misses=True,
            )

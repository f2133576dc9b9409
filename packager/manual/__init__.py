"""The manual of problems: a page for each code, with what it means, a wrong example and the mended one.

`hornbook explain CODE` shows a page, and `python -m packager.manual docs/problems` writes them all into the documents.
"""

from __future__ import annotations

from packager.manual import (
    blocks,
    cards,
    checks,
    course,
    kinds,
    lasting,
    media,
    packages,
    questions,
    quizzes,
    system,
    texts,
)
from packager.manual.page import Page, page_of, rules_in

#: The chapters of the manual: what they speak of, and the modules that hold them.
CHAPTERS = {
    "The course and its settings": course,
    "Blocks": blocks,
    "Kinds of blocks": kinds,
    "Cards": cards,
    "Questions": questions,
    "Quizzes and pools": quizzes,
    "The course as a whole": checks,
    "Texts and links": texts,
    "Pictures, sounds and films": media,
    "Ids and learners' work": lasting,
    "Files and folders": system,
    "Packages": packages,
}


def chapters() -> dict[str, list[Page]]:
    """The pages of each chapter, in the order of their codes."""
    return {
        title: sorted(map(page_of, rules_in(module)), key=lambda page: page.code) for title, module in CHAPTERS.items()
    }


def pages() -> dict[str, Page]:
    """Every page by its code."""
    return {page.code: page for held in chapters().values() for page in held}

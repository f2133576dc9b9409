"""What the search inside a package looks through: the words of all lessons, piece by piece, with their places.

The words are taken from the finished pages, so that every kind of block is found. What a learner is to remember or to
find out (backs of cards, hints, explanations, answers), and what stands behind a gate, is left out: a search gives
nothing away.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from html.parser import HTMLParser
from typing import Any

from hornbook.course import Lesson

#: The file beside the pages, asked for when a learner searches for the first time.
SEARCH_FILE = "search.js"
_NAME = "hornbookSearch"

#: A piece ends where one of these begins or ends.
_PIECES = {
    *("article", "blockquote", "button", "dd", "details", "div", "dl", "dt", "fieldset", "figcaption", "figure"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "header", "label", "legend", "li", "nav", "ol", "p", "pre", "section"),
    *("summary", "table", "td", "th", "tr", "ul"),
}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_UNSAID = {"button", "option", "script", "select", "style", "textarea"}
_KEPT_BACK = {
    *(
        "card-back",
        "card-notes",
        "elsewhere",
        "explanation",
        "feedback",
        "hints",
        "lesson-parts",
        "pager",
        "question-head",
    ),
    *("quiz-facts", "recall-answer", "visually-hidden"),
}
_EMPTY = {"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class _Reader(HTMLParser):
    """Collects the pieces of each block of a page: `blocks` is (id, pieces), '' being the head of the lesson.

    The first piece of a block is its heading, '' where it begins without one.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[tuple[str, list[str]]] = [("", [])]
        self._words = ""
        #: The open elements inside the article: how each is called, and whether it is left out.
        self._open: list[tuple[str, bool]] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "main":
            self._inside = True
        if tag in _PIECES or tag == "br":
            self._end_piece()
        if tag == "section" and "data-kind" in values:
            self.blocks.append((values.get("id") or "", []))
        if tag not in _EMPTY:
            classes = set((values.get("class") or "").split())
            left_out = (
                tag in _UNSAID or not classes.isdisjoint(_KEPT_BACK) or not {"hidden", "data-gate"}.isdisjoint(values)
            )
            self._open.append((tag, left_out))

    def handle_endtag(self, tag: str) -> None:
        if tag in _PIECES:
            self._end_piece()
        if tag == "main":
            self._inside = False
        while self._open:
            name, _ = self._open.pop()
            if name == tag:
                break

    def handle_data(self, data: str) -> None:
        if self._inside and not any(left_out for _, left_out in self._open):
            self._words += data

    def _end_piece(self) -> None:
        piece = " ".join(self._words.split())
        self._words = ""
        if not piece:
            return
        _, pieces = self.blocks[-1]
        if not pieces and not any(tag in _HEADINGS for tag, _ in self._open):
            pieces.append("")
        pieces.append(piece)


def search_script(pages: Iterable[tuple[Lesson, str, str]]) -> str:
    """The script that holds all words; `pages` is each lesson with its address and its HTML."""
    return script_of(page_words(lesson, address, html) for lesson, address, html in pages)


def page_words(lesson: Lesson, address: str, html: str) -> list[Any]:
    """What the search knows of one lesson: its id, address and title, and the pieces of its blocks."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return [lesson.id, address, lesson.title, [[block, *pieces] for block, pieces in reader.blocks if pieces]]


def script_of(words: Iterable[list[Any]]) -> str:
    """The script that holds the words of all lessons.

    It is a script and no JSON because a page that is opened from disk may load nothing else.
    """
    return f"{_NAME}={json.dumps(list(words), ensure_ascii=False, separators=(',', ':'))}\n"


def words_in(script: str) -> list[list[Any]]:
    """The words of all lessons that stand in such a script."""
    words: list[list[Any]] = json.loads(script.removeprefix(f"{_NAME}="))
    return words

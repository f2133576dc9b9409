"""Where a text speaks of a term that a glossary of the course explains."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from hornbook.blocks import Glossary
from hornbook.blocks.glossary import Term
from hornbook.course import Course
from hornbook.markdown import plain_text


@dataclass(frozen=True)
class Entry:
    """A term in its glossary: the ids of lesson and block, and its place there, counted from 1."""

    lesson: str
    block: str
    number: int
    term: Term


@dataclass(frozen=True)
class Mention:
    """Characters `start` to `end` of a text name a term."""

    start: int
    end: int
    entry: Entry


@dataclass(frozen=True)
class _Name:
    """A term or another form of it, as it is looked for; `exact`: its capitals matter."""

    written: str
    exact: bool
    entry: Entry


class Terms:
    """The terms of all glossaries of a course, with their other forms.

    A name is found as a whole word, in any capitals unless it is one letter or has capitals behind its first letter
    (`BERT`, `LaTeX`). Dashes, quotation marks and spaces are alike, whichever are typed. Of names that begin together
    the longest is found. In scripts without spaces between words a name is found anywhere.
    """

    def __init__(self, course: Course) -> None:
        #: By the first two characters of a name, by its length, and by its small letters.
        self._names: dict[str, dict[int, dict[str, list[_Name]]]] = {}
        for lesson in course.lessons:
            for block in lesson.shown:
                if not isinstance(block, Glossary):
                    continue
                for number, term in enumerate(block.terms, 1):
                    for name in (plain_text(term.term), *term.aliases):
                        self._add(name, Entry(lesson.id, block.id, number, term))

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self._names)

    def _add(self, name: str, entry: Entry) -> None:
        written = " ".join(name.split()).translate(_PLAIN)
        small = _lowered(written)
        if any(map(str.isalnum, written)):
            exact = len(written) == 1 or written[1:] != small[1:]
            alike = self._names.setdefault(small[:2], {}).setdefault(len(small), {})
            alike.setdefault(small, []).append(_Name(written, exact, entry))

    def mentions(self, text: str, lesson: str, *, plurals: bool = False) -> Iterator[Mention]:
        """All mentions in a text of the lesson with this id, in order; none overlaps another.

        Where several glossaries explain a name, that of the lesson goes before the others. With `plurals` an English
        plural in -s or -es is found too.
        """
        if not self._names:
            return
        written = text.translate(_PLAIN)
        small = _lowered(written)
        at = 0
        while at < len(small):
            found = list(self._at(written, small, at, plurals)) if _is_edge(small, at) else []
            if found:
                best = max(found, key=lambda mention: (mention.end, mention.entry.lesson == lesson))
                yield best
                at = best.end
            else:
                at += 1

    def _at(self, written: str, small: str, at: int, plurals: bool) -> Iterator[Mention]:
        for key in {small[at : at + 2], small[at]}:
            for length, alike in self._names.get(key, {}).items():
                for name in alike.get(small[at : at + length], ()):
                    if name.exact and not written.startswith(name.written, at):
                        continue
                    for ending in ("", "s", "es") if plurals else ("",):
                        end = at + length + len(ending)
                        if small.startswith(ending, end - len(ending)) and _is_edge(small, end):
                            yield Mention(at, end, name.entry)


def _lowered(text: str) -> str:
    """Small letters, each in the place of its capital."""
    lowered = text.lower()
    return (
        lowered if len(lowered) == len(text) else "".join(one.lower() if len(one.lower()) == 1 else one for one in text)
    )


_PLAIN = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2212", "-")
    | dict.fromkeys("\u2018\u2019\u02bc", "'")
    | dict.fromkeys("\n\t\u00a0\u2009\u202f", " ")
)
#: The beginnings of the names of letters whose scripts part no words, or hang particles on them (Hangul).
_UNPARTED = ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR", "HANGUL")


def _is_edge(text: str, at: int) -> bool:
    """Whether a word may begin or end before this place: not between letters, nor inside a word with a hyphen."""
    before, after = text[at - 1 : at], text[at : at + 1]
    if before == "-" or after == "-":
        return not (
            _in_word(text[at - 2 : at - 1] if before == "-" else before)
            and _in_word(text[at + 1 : at + 2] if after == "-" else after)
        )
    return not (_in_word(before) and _in_word(after)) or _is_unparted(before) or _is_unparted(after)


def _in_word(character: str) -> bool:
    return character.isalnum() or character == "_" or (character != "" and unicodedata.category(character)[0] == "M")


def _is_unparted(character: str) -> bool:
    return not character.isascii() and unicodedata.name(character, "").startswith(_UNPARTED)

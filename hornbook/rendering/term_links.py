"""Links from the texts of a lesson to the glossaries that explain their terms."""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it.token import Token

from hornbook.blocks import Glossary
from hornbook.blocks.base import BaseBlock
from hornbook.blocks.glossary import Term
from hornbook.course import Lesson
from hornbook.folding import fold, without_accents
from hornbook.markdown import plain_text
from hornbook.media import CourseFolder
from hornbook.terms import Entry, Mention


class TermLinks:
    """The terms that one lesson's page speaks of.

    A term is linked at its first mention in each block and after each heading, but not in headings, links, code or its
    own definition. `elsewhere` gathers those that only other lessons explain, as they come: the page repeats their
    definitions.
    """

    def __init__(self, folder: CourseFolder, lesson: Lesson) -> None:
        self._folder = folder
        self._lesson = lesson
        self._lang = lesson.lang or folder.course.lang
        self.elsewhere: list[Entry] = []

    def section(self, block: BaseBlock, own: int = 0) -> TermSection:
        """Texts that are read as one; with `own` they define that term of the block, a glossary."""
        return TermSection(self, block.lang or self._lang, (self._lesson.id, block.id, own))

    def anchor(self, entry: Entry) -> str:
        """The id of a definition in this page."""
        inside = f"{entry.block}_term_{entry.number}"
        return inside if entry.lesson == self._lesson.id else f"elsewhere_{entry.lesson}_{inside}"

    def mentions(self, text: str, lang: str) -> list[Mention]:
        """All mentions in a text of the page."""
        english = lang.split("-")[0].lower() == "en"
        return list(self._folder.terms.mentions(text, self._lesson.id, plurals=english))

    def lead_to(self, entry: Entry) -> str:
        """The address of a definition in this page, which then has it."""
        if entry.lesson != self._lesson.id and entry not in self.elsewhere:
            self.elsewhere.append(entry)
        return f"#{self.anchor(entry)}"


class TermSection:
    """Texts in which each term is linked once; `own` is the place of a term that is not linked at all."""

    def __init__(self, links: TermLinks, lang: str, own: tuple[str, str, int]) -> None:
        self._links = links
        self._lang = lang
        self._own = own
        self._seen: set[tuple[str, str, int]] = {own}

    def link(self, tokens: Sequence[Token]) -> None:
        """Put links into the tokens of a text."""
        skipped = False
        for token in tokens:
            if token.type in ("heading_open", "th_open"):
                skipped = True
                if token.type == "heading_open":
                    self._seen = {self._own}
            elif token.type in ("heading_close", "th_close"):
                skipped = False
            elif token.type == "inline" and not skipped:
                token.children = self._linked(token.children or [])

    def _linked(self, children: Sequence[Token]) -> list[Token]:
        linked: list[Token] = []
        # Lines of a paragraph are joined: a term may begin in one and end in the next.
        run: list[Token] = []
        in_link = False
        for child in children:
            if child.type in ("text", "softbreak") and not in_link:
                run.append(child)
                continue
            linked += self._with_links(run)
            run = []
            in_link = child.type == "link_open" or (in_link and child.type != "link_close")
            linked.append(child)
        return linked + self._with_links(run)

    def _with_links(self, run: list[Token]) -> list[Token]:
        text = "".join(token.content if token.type == "text" else "\n" for token in run)
        linked: list[Token] = []
        at = 0
        for mention in self._links.mentions(text, self._lang):
            place = (mention.entry.lesson, mention.entry.block, mention.entry.number)
            if place in self._seen:
                continue
            self._seen.add(place)
            attributes: dict[str, str | int | float] = {
                "href": self._links.lead_to(mention.entry),
                "class": "term-link",
            }
            linked += [
                _text(text[at : mention.start]),
                Token("link_open", "a", 1, attrs=attributes),
                _text(text[mention.start : mention.end]),
                Token("link_close", "a", -1),
            ]
            at = mention.end
        return [*linked, _text(text[at:])] if linked else run


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


#: So many letters more are an ending: a plural, a case.
_ENDING = 2


def other_names(term: Term) -> list[str]:
    """The names of a term that tell a reader something: not the term, or a name before it, with another ending."""
    told = [plain_text(term.term).casefold()]
    others = []
    for name in term.aliases:
        plain = name.casefold()
        if not any(plain.startswith(known) and len(plain) - len(known) <= _ENDING for known in told):
            others.append(name)
            told.append(plain)
    return others


def sorted_terms(block: Glossary) -> list[Entry]:
    """The terms of a glossary from A to Z, accents and capitals left aside."""
    entries = [Entry("", block.id, number, term) for number, term in enumerate(block.terms, 1)]
    return sorted(entries, key=lambda entry: without_accents(fold(plain_text(entry.term.term))))

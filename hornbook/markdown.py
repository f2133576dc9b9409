"""The Markdown that authors may write inside blocks: one parser for reading, checking and rendering."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

#: Deeper nesting than this is shown as text; it bounds the work that hostile input can cause.
MAX_NESTING = 40
#: `[words](an address)`, unless what follows the space is a title in quotes.
_SPACED = re.compile(r"\[[^\[\]]*\]\(([^\s()<>]+ [^()<>\"']+)\)")


class _Markdown(MarkdownIt):
    def validateLink(self, url: str) -> bool:
        """Take every address for a link: one that may not be used must be seen to be reported, not become text."""
        return True


@cache
def parser() -> MarkdownIt:
    """CommonMark with tables and strikethrough; raw HTML stays text."""
    return _Markdown("commonmark", {"html": False, "maxNesting": MAX_NESTING}).enable(["table", "strikethrough"])


@dataclass(frozen=True)
class Reference:
    """A picture or link in a text: `line` counts from 0 within the text, `target` is the address as written."""

    image: bool
    target: str
    line: int
    alt: str = ""


def _walk(tokens: Sequence[Token], line: int) -> Iterator[tuple[Token, int]]:
    for token in tokens:
        here = token.map[0] if token.map else line
        yield token, here
        if token.children and token.type != "image":
            # An inline token knows only where its paragraph begins: count the line breaks inside it.
            inner = here
            for child in token.children:
                yield child, inner
                if child.type in ("softbreak", "hardbreak"):
                    inner += 1
        line = here


def references(text: str) -> Iterator[Reference]:
    """All pictures and links of a text, in order."""
    for token, line in _walk(parser().parse(text), 0):
        if token.type == "image":
            yield Reference(True, str(token.attrGet("src") or ""), line, token.content)
        elif token.type == "link_open":
            yield Reference(False, str(token.attrGet("href") or ""), line)


def spaced_addresses(text: str) -> Iterator[tuple[str, int]]:
    """Addresses with a space in them, which Markdown leaves as text: the address and its line, counted from 0."""
    for token, line in _walk(parser().parse(text), 0):
        if token.type == "text":
            for match in _SPACED.finditer(token.content):
                yield match[1], line


def plain_text(text: str) -> str:
    """The words of a text on one line, without any markup; pictures give their alternative text."""
    words: list[str] = []
    for token, _ in _walk(parser().parse(text), 0):
        if token.type in ("text", "code_inline", "fence", "code_block", "image"):
            words.append(token.content)
        elif token.type in (
            "softbreak",
            "hardbreak",
            "paragraph_close",
            "td_close",
            "th_close",
            "heading_close",
        ):
            words.append(" ")
    return " ".join("".join(words).split())


#: What loses nothing that matters when only its words are shown.
_PLAIN = {"text", "text_special", "softbreak", "code_inline", "em_open", "em_close", "strong_open", "strong_close"}


def is_plain(text: str) -> bool:
    """Whether `plain_text` says all of a text: it is one paragraph without pictures and the like."""
    tokens = parser().parse(text)
    return [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"] and all(
        child.type in _PLAIN for child in tokens[1].children or ()
    )

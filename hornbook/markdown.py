"""The Markdown that authors may write inside blocks: one parser for reading, checking and rendering."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
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
    """CommonMark with tables and strikethrough; raw HTML stays text. Gaps are read where the environment says so."""
    markdown = _Markdown("commonmark", {"html": False, "maxNesting": MAX_NESTING}).enable(["table", "strikethrough"])
    markdown.inline.ruler.before("link", "gap", _gap)
    return markdown


#: The environment in which `{{answer}}` is a gap: `parser().parse(text, dict(WITH_GAPS))`.
WITH_GAPS = {"gaps": True}
#: Braces that make a gap, where they are neither in code nor escaped.
GAP = re.compile(r"\{\{((?:[^\\{}]|\\.|\{(?!\{)|\}(?!\}))*)\}\}", re.DOTALL)


def _gap(state: StateInline, silent: bool) -> bool:
    """`{{...}}` as one token whose content is what stands between the braces; a backslash before them makes it text.

    Braces of one side alone are tokens with a `fault`.
    """
    braces = state.src[state.pos : state.pos + 2]
    if braces not in ("{{", "}}") or not state.env.get("gaps"):
        return False
    match = GAP.match(state.src, state.pos, state.posMax)
    if match is None and braces == "}}" and "\\{{" in state.src[: state.pos]:
        return False
    if not silent:
        token = state.push("gap", "", 0)
        token.content = match[1] if match else braces
        token.meta["fault"] = "" if match else "shape"
    state.pos = match.end() if match else state.pos + 2
    return True


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


@dataclass(frozen=True)
class GapText:
    """A gap of a text: what stands between its braces, and its line, counted from 0 within the text.

    `fault` says why it is none: `link` or `image` for one inside those, `shape` for braces that are left over.
    """

    content: str
    line: int
    fault: str = ""


def gaps(text: str) -> Iterator[GapText]:
    """All gaps of a text, in order, and what looks like one."""
    inside_link = False
    for token, line in _walk(parser().parse(text, dict(WITH_GAPS)), 0):
        inside_link = token.type == "link_open" or (inside_link and token.type != "link_close")
        if token.type == "gap":
            yield GapText(token.content, line, str(token.meta["fault"]) or ("link" if inside_link else ""))
        elif token.type == "image" and "{{" in token.content:
            yield GapText(token.content, line, "image")


def spaced_addresses(text: str) -> Iterator[tuple[str, int]]:
    """Addresses with a space in them, which Markdown leaves as text: the address and its line, counted from 0."""
    for token, line in _walk(parser().parse(text), 0):
        if token.type == "text":
            for match in _SPACED.finditer(token.content):
                yield match[1], line


def plain_text(text: str, *, with_gaps: bool = False) -> str:
    """The words of a text on one line, without any markup; pictures give their alternative text, gaps a blank."""
    words: list[str] = []
    for token, _ in _walk(parser().parse(text, dict(WITH_GAPS) if with_gaps else {}), 0):
        if token.type == "gap":
            words.append(token.content if token.meta["fault"] else "___")
        elif token.type in ("text", "code_inline", "fence", "code_block", "image"):
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

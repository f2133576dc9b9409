"""The Markdown that authors may write inside blocks: one parser for reading, checking and rendering."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

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
    """CommonMark with tables, strikethrough, footnotes and formulas; raw HTML stays text.

    Gaps are read where the environment says so.
    """
    markdown = _Markdown("commonmark", {"html": False, "maxNesting": MAX_NESTING}).enable(["table", "strikethrough"])
    markdown.use(footnote_plugin)
    markdown.inline.ruler.before("escape", "math_inline", _formula)
    ends: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    markdown.block.ruler.before("fence", "math_block", _display, ends)
    markdown.inline.ruler.before("link", "gap", _gap)
    return markdown


#: What makes a dollar sign a price's: digits (`5$`) and Latin letters (`US$`). Letters of other scripts do not: Arabic
#: writes words of one letter close to the next, Korean endings to the word before, Chinese and Japanese have no spaces.
_OF_A_PRICE = r"\d$A-Za-zÀ-ÖØ-öø-ɏ"
#: `$x + 1$`: no space inside the signs, and nothing of a price outside.
_FORMULA = re.compile(rf"(?<![{_OF_A_PRICE}])\$(?![\s$])((?:[^$\\]|\\.)++)(?<!\s)\$(?![{_OF_A_PRICE}])", re.DOTALL)


def _formula(state: StateInline, silent: bool) -> bool:
    """A formula inside a line."""
    if state.src[state.pos] != "$":
        return False
    match = _FORMULA.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        token = state.push("math_inline", "math", 0)
        token.content = match[1]
        token.markup = "$"
    state.pos = match.end()
    return True


def _display(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """A formula on lines of its own: between two lines of `$$` alone, or all on one line."""
    if state.is_code_block(first):
        return False
    line = _line_of(state, first)
    inside = line[2:-2].strip()
    if line == "$$":
        last = first + 1
        while last < end and _line_of(state, last) != "$$":
            last += 1
        if last >= end:
            return False
        tex = state.getLines(first + 1, last, state.sCount[first], False)
        after = last + 1
    elif line.startswith("$$") and line.endswith("$$") and inside and "$$" not in inside:
        tex, after = inside, first + 1
    else:
        return False
    if not silent:
        token = state.push("math_block", "math", 0)
        token.content = tex.strip("\n")
        token.map = [first, after]
        token.meta["first"] = first + (line == "$$")
        state.line = after
    return True


def _line_of(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]].strip()


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


#: A text that begins with a letter and holds nothing that any markup begins or ends with, on one line.
_WORDS = re.compile(r"[^\W\d_](?:[^\W_]|[ ,.;:?'\"()/%=-])*")


def is_words(text: str) -> bool:
    """Whether a text is one paragraph of nothing but words, as most answers and sides of cards are.

    Then it is its own plain text, and needs no parser.
    """
    return _WORDS.fullmatch(text) is not None


@lru_cache(maxsize=64)
def _read(text: str) -> tuple[Token, ...]:
    """The tokens of a text, to be looked at and not changed: a text is asked for several things in a row."""
    return tuple(parser().parse(text))


def references(text: str) -> Iterator[Reference]:
    """All pictures and links of a text, in order."""
    if "[" not in text and "<" not in text:
        return
    for token, line in _walk(_read(text), 0):
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
    if "{{" not in text and "}}" not in text:
        return
    inside_link = False
    for token, line in _walk(parser().parse(text, dict(WITH_GAPS)), 0):
        inside_link = token.type == "link_open" or (inside_link and token.type != "link_close")
        if token.type == "gap":
            yield GapText(token.content, line, str(token.meta["fault"]) or ("link" if inside_link else ""))
        elif token.type == "image" and "{{" in token.content:
            yield GapText(token.content, line, "image")


@dataclass(frozen=True)
class Formula:
    """A formula of a text: its TeX, whether it stands on lines of its own, and its line, counted from 0."""

    tex: str
    display: bool
    line: int


def formulas(text: str) -> Iterator[Formula]:
    """All formulas of a text, in order."""
    if "$" not in text:
        return
    for token, line in _walk(_read(text), 0):
        if token.type == "math_inline":
            yield Formula(token.content, False, line)
        elif token.type == "math_block":
            yield Formula(token.content, True, int(token.meta["first"]))


_FOOTNOTE = re.compile(r"\[\^([^\]\s]+)\]")


def stray_marks(text: str) -> Iterator[tuple[str, str, int]]:
    """What looks like a formula or a footnote but is none: a code, what stands there, and its line, counted from 0.

    `footnote-missing` is a mark without its note, `footnote-unused` a note without a mark, `maths-shape` a `$$` alone.
    """
    if "[^" not in text and "$$" not in text:
        return
    env: dict[str, Any] = {}
    for token, line in _walk(parser().parse(text, env), 0):
        if token.type == "text":
            for match in _FOOTNOTE.finditer(token.content):
                yield "footnote-missing", match[1], line
            if "$$" in token.content:
                yield "maths-shape", "$$", line
    refs: dict[str, int] = env.get("footnotes", {}).get("refs", {})
    for label, number in refs.items():
        if number < 0:
            name = label.removeprefix(":")
            place = next((at for at, line in enumerate(text.split("\n")) if line.lstrip().startswith(f"[^{name}]:")), 0)
            yield "footnote-unused", name, place


#: Two stars that a backslash does not make text, and a line that begins and ends with a bar.
_STARS = re.compile(r"(?<!\\)\*\*")
#: `[words] (address)`, `[words(address)` and `[words](address`: a slip in a link or a picture.
_ADDRESS_LIKE = r"(?:https?://[^\s()]+|[\w-]+(?:/[\w.-]+)*\.(?:md|svg|png|jpe?g|gif|webp|avif|mp3|com|org))"
_LINK_LIKE = re.compile(rf"\[[^\[\]()\n]+(?:\]\s+)?\({_ADDRESS_LIKE}\)|\[[^\[\]()\n]+\]\({_ADDRESS_LIKE}(?=\s|$)")
_BARS = re.compile(r"\s*\|.*\|\s*")


def _cells(line: str) -> int:
    """How many cells a line of a table has; a bar behind a backslash parts none."""
    return len(re.split(r"(?<!\\)\|", line.strip().removeprefix("|").removesuffix("|")))


def unread_marks(text: str) -> Iterator[tuple[str, int]]:
    """Stars and bars that were meant for emphasis or a table and stay text: a code and a line, counted from 0.

    `emphasis-shape` are two stars without a counterpart, `table-shape` a table without a line under its head,
    `table-cells` a line of a table with more cells than its head, of which the last are not shown, and `link-shape`
    brackets and an address that make no link.
    """
    if "**" not in text and "|" not in text and _LINK_LIKE.search(text) is None:
        return
    lines = text.split("\n")
    told = -2
    columns, before = 0, ""
    for token, line in _walk(_read(text), 0):
        # Two stars of which one has a counterpart: it begins or ends emphasis, and the other stays text beside it.
        alone = (token.type == "em_open" and before.endswith("*")) or (
            token.type == "text" and before == "em_close" and token.content.startswith("*")
        )
        if alone and line < len(lines) and _STARS.search(lines[line]):
            yield "emphasis-shape", line
        before = token.content if token.type == "text" else token.type
        if token.type in ("table_open", "th_open"):
            columns = columns + 1 if token.type == "th_open" else 0
        if token.type == "tr_open" and token.map and _cells(lines[token.map[0]]) > columns > 0:
            yield "table-cells", token.map[0]
        if token.type != "text" or line >= len(lines):
            continue
        if _LINK_LIKE.search(token.content):
            yield "link-shape", line
        if "**" in token.content and _STARS.search(lines[line]):
            yield "emphasis-shape", line
        if token.content.startswith("|") and _BARS.fullmatch(lines[line]):
            if told != line - 1:
                yield "table-shape", line
            told = line


def languages(text: str) -> Iterator[tuple[str, int]]:
    """The language that each block of code names, and its line, counted from 0."""
    if "```" not in text and "~~~" not in text:
        return
    for token, line in _walk(_read(text), 0):
        if token.type == "fence" and token.info.split():
            yield token.info.split()[0], line


def spaced_addresses(text: str) -> Iterator[tuple[str, int]]:
    """Addresses with a space in them, which Markdown leaves as text: the address and its line, counted from 0."""
    if _SPACED.search(text) is None:
        return
    for token, line in _walk(_read(text), 0):
        if token.type == "text":
            for match in _SPACED.finditer(token.content):
                yield match[1], line


_TAG = re.compile(
    r"<(?:(a|audio|b|br|center|div|em|font|h[1-6]|hr|i|iframe|img|li|mark|ol|p|script|span|strong|style|sub|sup|table|u|ul|video)"
    r"(?:\s[^<>]*)?/?>)",
    re.IGNORECASE,
)


def html_tags(text: str) -> Iterator[tuple[str, int]]:
    """Names of HTML elements that are begun in a text, which is shown as it is typed; and their lines, from 0."""
    if "<" not in text or _TAG.search(text) is None:
        return
    for token, line in _walk(_read(text), 0):
        if token.type == "text":
            for match in _TAG.finditer(token.content):
                yield match[1].lower(), line


def plain_text(text: str, *, with_gaps: bool = False) -> str:
    """The words of a text on one line, without any markup; pictures give their alternative text, gaps a blank."""
    if is_words(text):
        return " ".join(text.split())
    words: list[str] = []
    in_notes = False
    for token, _ in _walk(parser().parse(text, dict(WITH_GAPS)) if with_gaps else _read(text), 0):
        in_notes = token.type == "footnote_block_open" or (in_notes and token.type != "footnote_block_close")
        if in_notes:
            continue
        if token.type == "gap":
            words.append(token.content if token.meta["fault"] else "___")
        elif token.type in ("text", "code_inline", "fence", "code_block", "image", "math_inline", "math_block"):
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
    tokens = _read(text)
    return [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"] and all(
        child.type in _PLAIN for child in tokens[1].children or ()
    )

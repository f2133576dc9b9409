"""What Markdown's own renderer does not know: gaps, formulas, footnotes, colours of code."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from types import MethodType
from typing import Any

from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from hornbook.maths import MathsError, mathml

#: Longer code stays without colours: finding them can take long.
MOST_COLOURED = 20_000

_Rule = Callable[[RendererHTML, Sequence[Token], int, object, dict[str, Any]], str]


def renderer() -> RendererHTML:
    """Markdown's renderer with all that authors may write."""
    made = RendererHTML()
    for name, rule in _RULES.items():
        made.rules[name] = MethodType(rule, made)
    return made


def notes_key(text: str, number: int) -> str:
    """A word for the ids of the footnotes of a text, of which none is like it in a page."""
    return f"{hashlib.sha256(text.encode()).hexdigest()[:6]}{number}"


def _gap(self: RendererHTML, tokens: Sequence[Token], index: int, options: object, env: dict[str, Any]) -> str:
    """Where a gap stands; they are numbered as they come."""
    if tokens[index].meta["fault"]:
        return escapeHtml(tokens[index].content)
    number = env["gap"] = env.get("gap", -1) + 1
    return f'<span data-gap="{number}"></span>'


def _formula(self: RendererHTML, tokens: Sequence[Token], index: int, options: object, env: dict[str, Any]) -> str:
    token = tokens[index]
    display = token.type == "math_block"
    try:
        made = mathml(token.content, display=display)
    except MathsError:
        # The reader has told it; a page that is rendered all the same shows what was written.
        return f"<code>{escapeHtml(token.content)}</code>"
    return f'<div class="formula scroll" tabindex="0">{made}</div>\n' if display else made


def _code(self: RendererHTML, tokens: Sequence[Token], index: int, options: object, env: dict[str, Any]) -> str:
    token = tokens[index]
    language = (token.info.split() or [""])[0].lower()
    return f'<pre><code class="language-{escapeHtml(language)}">{coloured(token.content, language)}</code></pre>\n'


def coloured(code: str, language: str) -> str:
    """Code as HTML, each word in a `span` with the class of its kind; plain where the language is not known."""
    if not language or len(code) > MOST_COLOURED:
        return escapeHtml(code)
    # Only who shows code needs it.
    from pygments import highlight
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        lexer = get_lexer_by_name(language, stripnl=False)
    except ClassNotFound:
        return escapeHtml(code)
    return str(highlight(code, lexer, HtmlFormatter(nowrap=True, classprefix="code-")))


def _note_mark(self: RendererHTML, tokens: Sequence[Token], index: int, options: object, env: dict[str, Any]) -> str:
    meta, key = tokens[index].meta, env.get("notes", "")
    number, again = meta["id"] + 1, meta.get("subId", 0)
    own = f"notemark_{key}_{number}" + (f"_{again}" if again else "")
    return f'<sup class="note-mark"><a id="{own}" href="#note_{key}_{number}" role="doc-noteref">{number}</a></sup>'


def _notes_open(self: RendererHTML, tokens: Sequence[Token], index: int, options: object, env: dict[str, Any]) -> str:
    return '<ol class="notes" role="doc-endnotes">\n'


def _notes_close(self: RendererHTML, tokens: Sequence[Token], index: int, options: object, env: dict[str, Any]) -> str:
    return "</ol>\n"


def _note_open(self: RendererHTML, tokens: Sequence[Token], index: int, options: object, env: dict[str, Any]) -> str:
    return f'<li id="note_{env.get("notes", "")}_{tokens[index].meta["id"] + 1}" tabindex="-1">'


def _note_close(self: RendererHTML, tokens: Sequence[Token], index: int, options: object, env: dict[str, Any]) -> str:
    return "</li>\n"


def _note_back(self: RendererHTML, tokens: Sequence[Token], index: int, options: object, env: dict[str, Any]) -> str:
    meta, key = tokens[index].meta, env.get("notes", "")
    number, again = meta["id"] + 1, meta.get("subId", 0)
    mark = f"notemark_{key}_{number}" + (f"_{again}" if again else "")
    return f' <a class="note-back" href="#{mark}" role="doc-backlink" aria-label="\u21a9 {number}">\u21a9\ufe0e</a>'


_RULES: dict[str, _Rule] = {
    "gap": _gap,
    "math_inline": _formula,
    "math_block": _formula,
    "fence": _code,
    "footnote_ref": _note_mark,
    "footnote_block_open": _notes_open,
    "footnote_block_close": _notes_close,
    "footnote_open": _note_open,
    "footnote_close": _note_close,
    "footnote_anchor": _note_back,
}

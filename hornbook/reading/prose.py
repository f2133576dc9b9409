"""Formulas, footnotes and code in the texts of authors, looked at before anything is rendered."""

from __future__ import annotations

from functools import cache
from itertools import groupby

from hornbook.blocks import BLOCK_KINDS
from hornbook.markdown import formulas, html_tags, languages, stray_marks, unread_marks
from hornbook.maths import MathsError, mathml
from hornbook.problems import Span, nearest
from hornbook.reading.report import Report

_SHOWN = 60
_SAID = {
    "footnote-missing": ("There is no footnote [^{0}] in this text.", 'Add a line "[^{0}]: note" after it.'),
    "footnote-unused": ("Nothing leads to the footnote [^{0}].", "Write [^{0}] where it belongs, or delete it."),
    "maths-shape": (
        "Two dollar signs stand inside a line.",
        'Write "$x$" in a line; a formula of its own stands between two lines of "$$" alone. "\\$" is a dollar sign.',
    ),
}
#: What to write in the place of an HTML element.
_INSTEAD = {
    "a": "Write [words](address).",
    **dict.fromkeys(("b", "strong"), "Write **words** for strong emphasis."),
    **dict.fromkeys(("i", "em", "u"), "Write *words* for emphasis."),
    "br": "An empty line begins a new paragraph; a backslash at the end of a line breaks it.",
    **dict.fromkeys(("p", "div"), "An empty line begins a new paragraph."),
    "img": "Write ![what it shows](file).",
    **dict.fromkeys(("li", "ol", "ul"), 'Begin each item of a list with "- " or "1. ".'),
    **dict.fromkeys(("iframe", "video"), 'A film is a block: "::: video".'),
    **dict.fromkeys(("sub", "sup"), "Write a formula: $x^2$, $x_1$."),
    **{f"h{level}": 'A heading begins with "## ".' for level in range(1, 7)},
}

_UNREAD = {
    "emphasis-shape": (
        "Two stars have no counterpart, so learners will see them.",
        "Strong emphasis is **words**, with no space inside the stars and all in one paragraph; \\*\\* are two stars.",
    ),
    "table-shape": (
        "This looks like a table, but its head has no line under it.",
        'Write a line "| --- | --- |" under the first, with as many cells.',
    ),
    "table-cells": (
        "This line has more cells than the head of its table; learners will not see the last.",
        "Give the head and the line under it one cell more, or write a bar in a text as \\|.",
    ),
    "link-shape": (
        "This looks like a link or a picture but is not one, so learners will see the brackets.",
        "Write [words](address) or ![what it shows](file), with nothing between ] and (.",
    ),
}


def check_prose(text: str, span: Span, report: Report) -> None:
    """Report what of a text would not be shown as it is meant; `span` is where the text begins."""
    for formula in formulas(text):
        try:
            mathml(formula.tex, display=formula.display)
        except MathsError as error:
            shown = " ".join(formula.tex.split())[:_SHOWN]
            report.error(
                "maths",
                f'The formula "{shown}" cannot be read: {error}.',
                _line(span, formula.line + error.line),
                'It is written in TeX; a dollar sign that begins no formula is "\\$".',
            )
    for code, found, line in stray_marks(text):
        message, hint = (said.format(found) for said in _SAID[code])
        report.error(code, message, _line(span, line), hint)
    for code, line in unread_marks(text):
        message, hint = _UNREAD[code]
        report.warn("table-shape" if code == "table-cells" else code, message, _line(span, line), hint)
    for line, tags in groupby(html_tags(text), key=lambda found: found[1]):
        tag, _ = next(tags)
        report.warn(
            "html-as-text",
            f"HTML is not read: learners will see <{tag}> as it stands here.",
            _line(span, line),
            _INSTEAD.get(tag, "Write it in Markdown; between backticks, code is shown as it is."),
        )
    for language, line in languages(text):
        # A kind of block there is a slip of another sort, which has been told.
        if language not in BLOCK_KINDS and language.lower() not in _known():
            report.warn(
                "code-language",
                f'Nobody knows how to colour the language "{language}".',
                _line(span, line),
                nearest(language, _known()) or "Leave the word away, or write text.",
            )


def _line(span: Span, line: int) -> Span:
    return Span(span.path, span.line + line, span.column if line == 0 else 1)


@cache
def _known() -> frozenset[str]:
    from pygments.lexers import get_all_lexers

    return frozenset(alias for _, aliases, _, _ in get_all_lexers(plugins=False) for alias in aliases)

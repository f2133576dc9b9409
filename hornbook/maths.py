"""Formulas: TeX to MathML, which every browser of today shows and reads out without script."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

#: Longer formulas are none that a person wrote. The converter recurses, and nobody catches it where its stack ends; so
#: nesting is bounded, and commands, each of which may take the next one as its argument.
MOST_CHARACTERS = 2_000
MOST_NESTED = 60
MOST_COMMANDS = 250
#: For each bracket that is not closed the converter tries everything behind it twice.
MOST_ALONE = 12
_MOST_MATHML = 200_000
_ERROR = re.compile(r"(\d+): (.*)", re.DOTALL)
_COMMAND = re.compile(r"\\[A-Za-z]+|[\^_]")
#: Groups, ends of cells and lines, and all brackets.
_BRACKET = re.compile(
    r"\\\\|\\(?:left|right|begin|end|[lr](?:brace|brack|angle|floor|ceil|group|lbracket|moustache))(?![A-Za-z])"
    r"|\\[{}]|[{}()\[\]&]|[\u2045-\u301b]"
)
_STYLE = re.compile(r' style="([^"]*)"')
_COLOUR = re.compile(r"color:(#[0-9A-Fa-f]{6})")
#: Styles of the converter that matter, as classes of the page's style sheet: the page allows no inline styles.
_CLASSES = {
    "text-align: left": "maths-left",
    "text-align: right": "maths-right",
    "padding-left:1em": "maths-gap",
    "width: 100%": "maths-wide",
}


class MathsError(Exception):
    """A formula cannot be read; the message says why, `line` counts from 0 in the formula."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line


@lru_cache(maxsize=4_000)
def mathml(tex: str, *, display: bool = False) -> str:
    """The formula as a `math` element; with `display`, one that stands on lines of its own.

    Raises `MathsError` for what is no TeX, or too much of it.
    """
    _refuse_bombs(tex)
    if not tex.strip():
        raise MathsError("it is empty")
    # Only who writes formulas needs the converter.
    from math_core import LatexError, LatexToMathML

    try:
        converter = LatexToMathML(fancy_error=False, annotation=True, max_expansions=0)
        made = converter.convert_with_local_state(tex, displaystyle=display)
    except LatexError as error:
        match = _ERROR.fullmatch(str(error))
        offset, message = (int(match[1]), match[2]) if match else (0, str(error))
        raise MathsError(message[:1].lower() + message[1:].rstrip("."), tex[:offset].count("\n")) from None
    if len(made) > _MOST_MATHML:
        raise MathsError("it becomes too long")
    return _STYLE.sub(_as_attributes, made)


def _refuse_bombs(tex: str) -> None:
    """Refuse what the converter would never finish, or would run out of stack with."""
    if len(tex) > MOST_CHARACTERS:
        raise MathsError(f"it has {len(tex):,} characters; a formula may have {MOST_CHARACTERS:,}")
    if len(_COMMAND.findall(tex)) > MOST_COMMANDS:
        raise MathsError(f"it has more than {MOST_COMMANDS} commands")
    open_here, alone = [0], 0
    for match in _BRACKET.finditer(tex):
        word = match[0]
        if word in ("{", "\\left", "\\begin"):
            open_here.append(0)
        elif word in ("}", "\\right", "\\end", "&", "\\\\"):
            alone += open_here.pop()
            if not open_here or word in ("&", "\\\\"):
                open_here.append(0)
        elif _opens(word):
            open_here[-1] += 1
        elif open_here[-1] and _closes(word):
            open_here[-1] -= 1
        if len(open_here) > MOST_NESTED:
            raise MathsError(f"more than {MOST_NESTED} levels are nested in it")
    if alone + sum(open_here) > MOST_ALONE:
        raise MathsError(f"more than {MOST_ALONE} brackets in it are not closed")


def _opens(bracket: str) -> bool:
    return bracket in "([" or bracket.startswith(("\\{", "\\l")) or unicodedata.category(bracket[-1]) == "Ps"


def _closes(bracket: str) -> bool:
    return bracket in ")]" or bracket.startswith(("\\}", "\\r")) or unicodedata.category(bracket[-1]) == "Pe"


def _as_attributes(style: re.Match[str]) -> str:
    names = [name for words, name in _CLASSES.items() if words in style[1]]
    colour = _COLOUR.search(style[1])
    written = f' class="{" ".join(names)}"' if names else ""
    return written + (f' mathcolor="{colour[1]}"' if colour else "")

"""The theme of a course as a style sheet: the variables of `player/src/styles/theme.css` that it sets anew."""

from __future__ import annotations

import base64
import hashlib

from hornbook.theme import BLACK, INK, THEMES, WHITE, Theme, contrast, mixed

#: Ink and raised surfaces in the dark.
_DARK_INK = "#e9e6df"


def theme_css(theme: Theme) -> str:
    """The style sheet; empty where the page looks as it does without one."""
    if theme == Theme():
        return ""
    (accent, paper), (dark_accent, dark_paper) = theme.colours, theme.dark_colours
    surface, dark_surface = mixed(WHITE, paper, 0.7), mixed(WHITE, dark_paper, 0.04)
    both = {
        "paper": (paper, dark_paper),
        "surface": (surface, dark_surface),
        "sunken": (mixed(INK, paper, 0.05), mixed(WHITE, dark_paper, 0.08)),
        "line": (mixed(INK, paper, 0.15), mixed(WHITE, dark_paper, 0.18)),
        "line-strong": (mixed(INK, paper, 0.55), mixed(_DARK_INK, dark_paper, 0.5)),
        "accent": (accent, dark_accent),
        "accent-ink": (_ink_on(accent), _ink_on(dark_accent)),
        "accent-soft": (mixed(accent, surface, 0.1), mixed(dark_accent, dark_surface, 0.16)),
    }
    rules = [f"--{name}:var(--light,{light}) var(--dark,{dark})" for name, (light, dark) in both.items()]
    *_, headings, corners = THEMES[theme.name]
    if (theme.headings or headings) == "sans":
        rules.append("--serif:var(--sans)")
    if (theme.corners or corners) == "square":
        rules.append("--radius:.2rem")
    return f":root{{{';'.join(rules)}}}"


def inline_source(text: str) -> str:
    """How a content security policy names a style sheet or script that stands in the page."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _ink_on(ground: str) -> str:
    return WHITE if contrast(WHITE, ground) >= contrast(BLACK, ground) else "#101418"

"""The colours and shapes of a course: one of the themes here, or an author's own colours, checked for contrast."""

from __future__ import annotations

import re
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, model_validator

from hornbook.model import Model, wrong


def _colour(value: object) -> object:
    if isinstance(value, str) and re.fullmatch(r"#[0-9A-Fa-f]{6}", value):
        return value.lower()
    raise wrong("colour", f'Expected a colour such as "#1b4f9c", found "{value}".')


Colour = Annotated[str, BeforeValidator(_colour)]

#: Contrast that letters need on their ground (WCAG 2.2, 1.4.3).
LEAST_CONTRAST = 4.5
EASY_CONTRAST = 7
WHITE, BLACK = "#ffffff", "#000000"
#: The ground of a page in the dark, the ink in the light, and the ink in the dark.
DARK_PAPER, INK, DARK_INK = "#14171a", "#21252b", "#e9e6df"


def channels(colour: str) -> tuple[int, int, int]:
    """Red, green and blue of `#rrggbb`, 0 to 255."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mixed(one: str, other: str, share: float) -> str:
    """A colour between two: `share` (0 to 1) of the first, the rest of the other."""
    parts = zip(channels(one), channels(other), strict=True)
    return "#" + "".join(f"{round(share * first + (1 - share) * second):02x}" for first, second in parts)


def _luminance(colour: str) -> float:
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (channel / 255 for channel in channels(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """How much two colours differ in lightness, 1 to 21, as WCAG 2.2 reckons it."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def lightened(colour: str, ground: str) -> str:
    """The colour, mixed with as little white as makes it easy to read on a dark ground."""
    steps = (mixed(WHITE, colour, step / 20) for step in range(21))
    return next((shade for shade in steps if contrast(shade, ground) >= EASY_CONTRAST), WHITE)


def legible(colour: str, other: str) -> str:
    """The shade nearest to a colour that has contrast enough with another."""
    end = max(WHITE, BLACK, key=lambda extreme: contrast(extreme, other))
    steps = (mixed(end, colour, step / 20) for step in range(21))
    return next((shade for shade in steps if contrast(shade, other) >= LEAST_CONTRAST), end)


class Theme(Model):
    """How a course looks; what is not given is as in the theme that `name` names."""

    name: Literal["paper", "meadow", "ocean", "plum"] = "paper"
    """The theme to begin with."""
    accent: Colour | None = None
    """The colour of links, buttons and marks, in the light."""
    accent_dark: Colour | None = None
    """The same in the dark; without it, a lighter shade of the accent."""
    paper: Colour | None = None
    """The ground of the page, in the light."""
    paper_dark: Colour | None = None
    """The ground of the page, in the dark."""
    headings: Literal["serif", "sans"] | None = None
    """The letters of headings."""
    corners: Literal["round", "square"] | None = None
    """The corners of cards and buttons."""

    @model_validator(mode="after")
    def _letters_can_be_read(self) -> Self:
        light, dark = self.colours, self.dark_colours
        for colour, ground, named in (
            (*light, "accent"),
            (*dark, "accent-dark"),
            (INK, light[1], "paper"),
            (DARK_INK, dark[1], "paper-dark"),
        ):
            found = contrast(colour, ground)
            if found < LEAST_CONTRAST:
                shade = legible(ground, colour) if named.startswith("paper") else legible(colour, ground)
                raise wrong(
                    "theme-contrast",
                    f"{colour} on {ground} has a contrast of {found:.1f}, and letters need {LEAST_CONTRAST}.",
                    f'Take a shade further off for {named}, such as "{shade}".',
                )
        return self

    @property
    def colours(self) -> tuple[str, str]:
        """Accent and paper in the light."""
        accent, paper, *_ = THEMES[self.name]
        return self.accent or accent, self.paper or paper

    @property
    def dark_colours(self) -> tuple[str, str]:
        """Accent and paper in the dark."""
        paper = self.paper_dark or THEMES[self.name][2]
        return self.accent_dark or lightened(self.colours[0], paper), paper


#: Accent, paper, paper in the dark, headings and corners of each theme.
THEMES: dict[str, tuple[str, str, str, str, str]] = {
    "paper": ("#14575f", "#faf8f4", DARK_PAPER, "serif", "round"),
    "meadow": ("#2d6428", "#f7f9f1", "#131812", "sans", "round"),
    "ocean": ("#1b4f9c", "#f5f8fc", "#10151d", "sans", "square"),
    "plum": ("#7b2d5e", "#fbf6f8", "#1a1318", "serif", "round"),
}


def _by_name(value: object) -> object:
    return {"name": value} if isinstance(value, str) else value


CourseTheme = Annotated[Theme, BeforeValidator(_by_name)]

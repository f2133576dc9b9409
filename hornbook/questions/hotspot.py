"""Hotspot: regions of a picture, of which the right ones are to be found."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, model_validator

from hornbook.model import Asset, Flag, Line, wrong
from hornbook.questions.answer import Answer
from hornbook.questions.base import AnswerSize, BaseQuestion, GiveKeys, Option, Scoring, keyed, room, scoring_data
from hornbook.questions.choice import check_options, mark_one, options_data, refuse_weights, veiled
from hornbook.questions.multiple import check_weights, mark_several, shares_of
from hornbook.questions.outcome import Outcome

_NUMBER = re.compile(r"-?(?:\d{1,7}(?:\.\d{1,4})?|\.\d{1,4})", re.ASCII)


def _shape(value: object) -> object:
    """Numbers as an author writes them: `20 120 280 60`."""
    parts = value.split() if isinstance(value, str) else list(value) if isinstance(value, list | tuple) else []
    if len(parts) not in (3, 4) or not all(_NUMBER.fullmatch(str(part)) for part in parts):
        raise wrong(
            "region-shape",
            "A region is four numbers, x y width height, or three for a circle, x y radius, with spaces between them.",
        )
    numbers = [float(part) for part in parts]
    if any(number <= 0 for number in numbers[2:]):
        raise wrong("region-shape", "Width, height and radius of a region are more than 0.")
    return tuple(numbers)


#: Left, top, width, height of a rectangle, or centre x, y and radius of a circle, in the picture's own units.
Shape = Annotated[tuple[float, ...], BeforeValidator(_shape, json_schema_input_type=str | tuple[float, ...])]


class Region(Option):
    """A part of the picture; its text names it for those who choose from the list."""

    shape: Shape
    """Left, top, width, height; or centre x, y and radius: in the picture's units."""

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, width and height of the region, or of the square around its circle."""
        if len(self.shape) == 4:
            left, top, width, height = self.shape
            return left, top, width, height
        x, y, radius = self.shape
        return x - radius, y - radius, 2 * radius, 2 * radius

    @property
    def round(self) -> bool:
        """Whether it is a circle."""
        return len(self.shape) == 3


class Hotspot(BaseQuestion):
    """The learner finds the right region of a picture, or all right ones, by pointing or from a list.

    `several` says that several regions may be chosen; that is so too where several are right.
    """

    type: Literal["hotspot"] = "hotspot"
    image: Asset
    """The path of the picture."""
    alt: Line
    """What the picture shows, in a sentence."""
    regions: tuple[Region, ...]
    """The places, right and wrong ones."""
    several: Flag = False
    """Whether several may be chosen although one is right."""
    scoring: Scoring = "parts"
    """parts: each right one earns its share; all: nothing unless all are right."""

    @model_validator(mode="after")
    def _something_can_be_found(self) -> Self:
        check_options(self.regions)
        if self.chooses_several:
            check_weights(self.regions)
        else:
            refuse_weights(self.regions)
        return self

    @property
    def chooses_several(self) -> bool:
        """Whether more than one region may be chosen."""
        return self.several or sum(region.right for region in self.regions) > 1

    def mark(self, answer: Answer | None, *, lang: str = "en") -> Outcome:
        """As a choice where one region is chosen, else as a multiple question."""
        if self.chooses_several:
            return mark_several(self.regions, answer, self.scoring)
        return mark_one(self.regions, answer)

    def marking_data(self) -> dict[str, Any]:
        """The regions as options."""
        several = {"several": True} if self.chooses_several else {}
        return {"options": options_data(self.regions), **several, **scoring_data(self.scoring)}

    def learner_view(self, *, shuffled: bool = False, answer: Answer | None = None, lang: str = "en") -> Self:
        """Regions without the key."""
        return self.without_help(regions=veiled(self.regions, shuffled, answer), several=self.chooses_several)

    @property
    def size(self) -> AnswerSize:
        """One bit for each key."""
        shares = shares_of(self.regions, self.scoring) if self.chooses_several else 1
        return AnswerSize("keys", room(self.regions), shares=shares)

    def with_keys(self, give: GiveKeys) -> Self:
        """Keys for the regions."""
        return self.model_copy(
            update={"regions": keyed(self.regions, give("", [region.text for region in self.regions]))}
        )

"""What all parts of a course have in common: frozen values, unknown fields refused, written names with hyphens."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints
from pydantic_core import PydanticCustomError


class Model(BaseModel):
    """A frozen value; `two_words` in Python is `two-words` where an author writes it."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        alias_generator=lambda name: name.replace("_", "-"),
        serialize_by_alias=True,
    )


@dataclass(frozen=True)
class RichText:
    """Marks a text field whose value is Markdown."""


@dataclass(frozen=True)
class AssetPath:
    """Marks a text field whose value is the path of a media file, relative to the file it is written in."""

    kind: Literal["picture", "sound", "film", "captions"] = "picture"


def _flag(value: object) -> object:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value in ("true", "false"):
        return value == "true"
    raise PydanticCustomError("flag", 'Expected true or false, found "{value}".', {"value": str(value)})


def _whole_number(value: object) -> object:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    # str.isdigit() also takes superscripts and other digits that int() refuses or that authors do not mean.
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 9:
        return int(value)
    raise PydanticCustomError("whole-number", 'Expected a whole number, found "{value}".', {"value": str(value)})


def listed(value: object) -> tuple[object, ...]:
    """The parts of a text between ` | `; a list or tuple as it is."""
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(" | "))
    if isinstance(value, list | tuple):
        return tuple(value)
    raise PydanticCustomError("type", "Expected one value, or several with a bar between them.", {})


def _seconds(value: object) -> object:
    """`90`, `1:30` or `1:02:30`."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,6}|([0-9]{1,2}:)?[0-9]{1,2}:[0-5][0-9]", value):
        total = 0
        for part in value.split(":"):
            total = total * 60 + int(part)
        return total
    raise PydanticCustomError("seconds", 'Expected a time such as 90 or 1:30, found "{value}".', {"value": str(value)})


Prose = Annotated[str, RichText()]
Line = Annotated[str, StringConstraints(strip_whitespace=True)]
Title = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)]
Id = Annotated[str, StringConstraints(pattern=r"^([a-z0-9-]{1,64})?$")]
Flag = Annotated[bool, BeforeValidator(_flag)]
Whole = Annotated[int, BeforeValidator(_whole_number)]
Asset = Annotated[str, AssetPath()]
Sound = Annotated[str, AssetPath("sound")]
Film = Annotated[str, AssetPath("film")]
Captions = Annotated[str, AssetPath("captions")]
Seconds = Annotated[int, BeforeValidator(_seconds, json_schema_input_type=int | str)]
Language = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]


#: Fields that the reader fills in: lasting numbers and keys, and what comes from other blocks. No author writes them.
GIVEN = frozenset({"slot", "slots", "key", "right_key", "gap_keys", "choice_keys", "pooled"})


def wrong(code: str, message: str, hint: str = "") -> PydanticCustomError:
    """An error of the model in the author's words; `code` becomes the code of the problem."""
    return PydanticCustomError(code, "{message}", {"message": message, "hint": hint})

"""What the model refuses, in the words of an author."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel, ValidationError

from hornbook.blocks.overview import LEVELS
from hornbook.course import Course
from hornbook.problems import Problem, Span, nearest
from hornbook.reading.placed import PlacedMap, place, steps

#: Settings of a course that have a place of their own, which is not where authors look for it first.
_MOVE = {
    "lessons": 'Lessons stand in a chapter: "chapters:", and on the next line "- lessons: [first.md]".',
    "minutes": "The time stands in the head of each lesson.",
    "objectives": "What learners will be able to do stands in the head of each lesson.",
}
#: What may stand behind a name that is missing, where the name alone does not tell.
_SUCH_AS = {
    "alt": "what the picture shows",
    "cast": "Teacher, Anna",
    "image": "media/picture.png",
    "rule": "after:ID",
}
#: How the parts of a block begin that has none.
_BEGINS = {
    "cards": 'A card begins with "Q: ".',
    "items": 'An item begins with "- ".',
    "parts": 'A part begins with "### " and its title.',
    "questions": 'A question begins with a number: "1. ".',
    "sections": 'A section begins with "### " and its title.',
    "steps": 'A step begins with a number: "1. ".',
    "terms": 'A term stands on a line of its own, and ": " and its definition on the next.',
}
_LANGUAGES = 'Write a code such as "en" for English, "pt-BR" for the Portuguese of Brazil, or "ar" for Arabic.'
_MEANT = "Did you mean"
_ITEMS = "Write one value a line, each after a minus and a space."
_FORMS = {"flag": 'Write "true" or "false".', "seconds": "Write seconds, or minutes and seconds with a colon: 1:30."}


def explain(error: ValidationError, data: PlacedMap, model: type[BaseModel]) -> list[Problem]:
    """One problem for each complaint, at the line it is about."""
    return [_problem(detail, data, model) for detail in error.errors(include_url=False)]


def _problem(detail: Any, data: PlacedMap, model: type[BaseModel]) -> Problem:
    path: Sequence[str | int] = detail["loc"]
    kind: str = detail["type"]
    context = detail.get("ctx", {})
    span: Span = place(data, path)
    name = str(path[-1]) if path else ""
    value = str(detail.get("input", ""))[:60]
    match kind:
        case "missing" if name in LEVELS:
            return Problem(
                "missing", f'The level "{name}" is missing here.', span, f'Add a line "### {name}", and its text below.'
            )
        case "missing":
            return Problem("missing", f'"{name}" is missing here.', span, _to_add(name, model, path))
        case "extra_forbidden":
            known = _fields_at(model, path[:-1])
            span = _key_span(data, path) or span
            hint = _MOVE.get(name, "") if "chapters" in known else ""
            if "objectives" in known and not nearest(name, known).startswith(_MEANT):
                of_course = nearest(name, Course.model_fields)
                hint = f"{of_course} That stands in course.yaml." if of_course.startswith(_MEANT) else ""
            if name.startswith("-"):
                hint = "Put a space after the minus."
            return Problem("option-unknown", f'"{name}" is not known here.', span, hint or nearest(name, known))
        case "literal_error" | "enum":
            choices = [word.strip(" '") for word in str(context.get("expected", "")).replace(" or ", ",").split(",")]
            return Problem(
                "choice-unknown",
                f'"{value}" is not one of: {", ".join(choices)}.',
                span,
                meant if (meant := nearest(value, choices)).startswith(_MEANT) else "",
            )
        case "union_tag_not_found":
            return Problem(
                "question-type", "This question does not say its type.", span, 'Add "type: choice" or another.'
            )
        case "union_tag_invalid":
            types = [word.strip(" '") for word in str(context.get("expected_tags", "")).split(",")]
            tag = str(context.get("tag", ""))[:60]
            return Problem("question-type", f'"{tag}" is not a type of question.', span, nearest(tag, types))
        case "greater_than_equal" | "less_than_equal":
            word, limit = ("least", context.get("ge")) if kind == "greater_than_equal" else ("most", context.get("le"))
            return Problem("number-range", f'"{name}" is at {word} {limit}, found {value}.', span)
        case "too_short":
            hint = _BEGINS.get(name, "") if span.path.endswith(".md") else ""
            return Problem("empty", f'"{name}" is empty.', span, hint or "Put at least one in.")
        case "string_too_short" if path[0] == "silenced":
            hint = f"Write why it does not fit this course: {name}: ..."
            return Problem("empty", f'There is no reason for silencing "{name}".', span, hint)
        case "string_too_short":
            return Problem("empty", f'"{name}" is empty.', span, "Write something behind it.")
        case "string_too_long":
            limit = context.get("max_length")
            return Problem("too-long", f'"{name}" has more than {limit} characters.', span, "Shorten it.")
        case "string_pattern_mismatch" if name == "id":
            return Problem(
                "id-shape",
                f'"{value}" cannot be an id.',
                span,
                id_hint(value),
            )
        case "string_pattern_mismatch" if name == "lang":
            return Problem("lang", f'"{value}" is not the code of a language.', span, _LANGUAGES)
        case "tuple_type" | "list_type" if name == "lessons" and value:
            return Problem("type", f'"{name}" must be a list.', span, f"Put brackets around it: lessons: [{value}]")
        case "tuple_type" | "list_type":
            return Problem(
                "type",
                f'"{name}" must be a list.',
                span,
                f'Write "- {value}" under "{name}:", and each further one on a line of its own.'
                if isinstance(detail.get("input"), str) and value
                else _ITEMS,
            )
        case "string_type" if isinstance(detail.get("input"), PlacedMap) and isinstance(path[-1], int):
            (first, rest), *_ = detail["input"].items()
            text = f"{first}: {rest}" if isinstance(rest, str) else f"{first}: ..."
            return Problem(
                "type",
                "A colon and a space stand inside this item, so it is no text.",
                span,
                f'Put it between quotes: - "{text[:120]}"',
            )
        case "string_type":
            return Problem("type", f'"{name}" must be text.', span)
        case "model_type" | "model_attributes_type" | "dict_type":
            hint = 'Write each on a line of its own under it, with the reason: "code: why".'
            message = f'"{name}" must hold lines "name: value".'
            return Problem("type", message, span, hint if name == "silenced" else "")
        case "whole-number" if re.search(r"[0-9][.,][0-9]", value):
            return Problem(kind, detail["msg"], span, "Write it without a fraction.")
        case "whole-number" if re.fullmatch(r"[0-9]{10,}", value):
            return Problem(kind, f'"{name}" is smaller than {value}.', span, "Write a number of nine digits at most.")
        case "whole-number":
            digits = re.sub(r"[^0-9]", " ", value).split()
            return Problem(kind, detail["msg"], span, f"Write digits alone, such as {digits[0] if digits else '10'}.")
        case "flag" | "seconds":
            return Problem(kind, detail["msg"], span, _FORMS[kind])
    if "message" in context:
        return Problem(kind, str(context["message"]), span, str(context.get("hint", "")))
    # What no author writes, but a program may: the model's own words are all there is.
    return Problem("type", f'"{name}" cannot be "{value}": {str(detail["msg"]).lower().rstrip(".")}.', span)


def id_hint(value: str) -> str:
    """What to write instead of a word that cannot be an id."""
    plain = re.sub(r"[^a-z0-9]+", "-", value.lower()).strip("-")[:64].strip("-")
    return f"{f'Write {plain}: an' if plain else 'An'} id has 1 to 64 of these characters: a-z 0-9 and -."


def _to_add(name: str, model: type[BaseModel], path: Sequence[str | int]) -> str:
    """What to do where a name is missing."""
    if name == "lessons":
        return 'Write "lessons: [file.md]" on a line under the title of the chapter, without a minus.'
    if name == "chapters":
        return 'Add a line "chapters:", and under it a line "- lessons: [first.md]".'
    field = next((f for n, f in model.model_fields.items() if (f.alias or n) == name), None) if len(path) <= 2 else None
    if field is not None and get_origin(field.annotation) is Literal:
        words = get_args(field.annotation)
        return f'Add a line "{name}: {words[0]}"; it is one of {", ".join(words)}.'
    return f'Add a line "{name}: {_SUCH_AS.get(name, "...")}".'


def misspelt(error: ValidationError, model: type[BaseModel]) -> set[tuple[str | int, ...]]:
    """The places of fields that are missing because their names are misspelt, which is told already."""
    details = error.errors(include_url=False)
    missing = {detail["loc"] for detail in details if detail["type"] == "missing"}
    meant = set()
    for detail in details:
        if detail["type"] == "extra_forbidden":
            *parent, name = detail["loc"]
            absent = [str(loc[-1]) for loc in missing if list(loc[:-1]) == parent]
            known = nearest(str(name), _fields_at(model, parent))
            meant |= {(*parent, word) for word in absent if known == f'Did you mean "{word}"?'}
    return meant


def _key_span(data: PlacedMap, path: Sequence[str | int]) -> Span | None:
    """Where the name itself stands that ends `path`."""
    *_, parent = steps(data, path[:-1])
    return parent.keys_at.get(str(path[-1])) if isinstance(parent, PlacedMap) else None


def _fields_at(model: type[BaseModel], path: Sequence[str | int]) -> list[str]:
    """The names that may be written at `path`, as far as plain fields lead there."""
    here: Any = model
    for step in path:
        if isinstance(step, int):
            continue
        field = next((f for n, f in getattr(here, "model_fields", {}).items() if (f.alias or n) == step), None)
        if field is None:
            return []
        here = _inner(field.annotation)
    fields = getattr(here, "model_fields", {})
    return [field.alias or name for name, field in fields.items() if name not in ("slot", "blocks")]


def _inner(annotation: Any) -> Any:
    args = [arg for arg in getattr(annotation, "__args__", ()) if arg is not Ellipsis and arg is not type(None)]
    return _inner(args[0]) if args else annotation

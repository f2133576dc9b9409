"""JSON Schemas of what an author or a script writes, with the words of the models for editors to show."""

from __future__ import annotations

import ast
import inspect
import sys
from functools import cache
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema

from hornbook.blocks import BLOCK_KINDS, Pool
from hornbook.blocks.pool import NO_OPTIONS
from hornbook.course import Course, Lesson
from hornbook.model import GIVEN
from hornbook.theme import THEMES

#: Limits of numbers that are read from text have these names in pydantic.
_LIMITS = {"ge": "minimum", "le": "maximum"}
_NAMES = {"kind": "What kind of block it is.", "type": "What type of question it is."}
_DRAFT = "https://json-schema.org/draft/2020-12/schema"


def json_schema(what: str) -> dict[str, Any]:
    """The schema of a `lesson` in data form, or of the settings of a `course` (course.yaml)."""
    model: type[BaseModel] = Lesson if what == "lesson" else Course
    schema: dict[str, Any] = {
        "$schema": _DRAFT,
        **model.model_json_schema(schema_generator=_Described, mode="validation"),
    }
    if what == "course":
        schema["required"] = [name for name in schema["required"] if name != "id"]
        chapter = schema["$defs"]["Chapter"]["properties"]["lessons"]
        schema["$defs"]["Chapter"]["properties"]["lessons"] = {
            "description": chapter["description"],
            "type": "array",
            "items": {"type": "string", "description": "The name of a lesson file."},
        }
        schema["$defs"] = {name: schema["$defs"][name] for name in ("Chapter", "ScormOptions", "Theme")}
        theme = schema["properties"]["theme"]
        theme["anyOf"] = [{"type": "string", "enum": list(THEMES)}, {"$ref": theme.pop("$ref")}]
    else:
        _hold_blocks(schema["$defs"]["Gate"]["properties"])
    _let_texts_be_numbers(schema)
    return schema


def _let_texts_be_numbers(part: object) -> None:
    """Texts without quotes: of `version: 1.10` an editor sees a number, which Hornbook keeps as it is typed."""
    for inner in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        _let_texts_be_numbers(inner)
    if isinstance(part, dict) and part.get("type") == "string" and part.keys().isdisjoint(("const", "enum", "pattern")):
        part["type"] = ["string", "number"]


class _Described(GenerateJsonSchema):
    """Adds the words under each field, and leaves out what no author writes."""

    def model_schema(self, schema: Any) -> dict[str, Any]:
        """The schema of one model."""
        made = super().model_schema(schema)
        model: type[BaseModel] = schema["cls"]
        words = field_words(model)
        properties: dict[str, Any] = made.get("properties", {})
        for name, field in model.model_fields.items():
            written = field.alias or name
            if (
                name in GIVEN
                or (model is Pool and name in NO_OPTIONS)
                or (written == "items" and model.__name__ == "Game")
            ):
                properties.pop(written, None)
            elif written in properties:
                properties[written] = {"description": words.get(name, ""), **properties[written]}
                properties[written].pop("title", None)
                for limit, keyword in _LIMITS.items():
                    if limit in properties[written]:
                        properties[written][keyword] = properties[written].pop(limit)
            if written in ("kind", "type") and written in properties:
                made.setdefault("required", []).insert(0, written)
                properties[written]["description"] = _NAMES[written]
        if "pooled" in model.model_fields:
            # A quiz that draws from pools needs no questions of its own.
            made["required"].remove("questions")
        made["description"] = _first_sentence(inspect.getdoc(model) or "")
        return made


def _hold_blocks(properties: dict[str, Any]) -> None:
    """A gate holds blocks of all kinds but its own, which the model counts and an author writes."""
    for unused in ("holds", "weight", "required"):
        properties.pop(unused, None)
    kinds = [model.__name__ for kind, model in BLOCK_KINDS.items() if kind != "gate"]
    properties["blocks"] = {
        "description": "The blocks that it holds.",
        "type": "array",
        "minItems": 1,
        "items": {"anyOf": [{"$ref": f"#/$defs/{name}"} for name in kinds]},
    }


def _first_sentence(text: str) -> str:
    return " ".join(text.split("\n\n")[0].split())


@cache
def field_words(model: type[BaseModel]) -> dict[str, str]:
    """What stands under each field of a model and of those that it is made from, by the field's name."""
    words: dict[str, str] = {}
    for base in reversed(model.__mro__):
        if base.__module__.startswith("hornbook."):
            words |= _class_words(base.__module__).get(base.__name__, {})
    return words


@cache
def _class_words(module: str) -> dict[str, dict[str, str]]:
    tree = ast.parse(inspect.getsource(sys.modules[module]))
    return {
        node.name: {
            field.target.id: " ".join(text.value.value.split())
            for field, text in zip(node.body, node.body[1:], strict=False)
            if isinstance(field, ast.AnnAssign)
            and isinstance(field.target, ast.Name)
            and isinstance(text, ast.Expr)
            and isinstance(text.value, ast.Constant)
            and isinstance(text.value.value, str)
        }
        for node in tree.body
        if isinstance(node, ast.ClassDef)
    }

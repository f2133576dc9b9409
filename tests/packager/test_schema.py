"""The JSON Schemas say what the models say, in words for every field."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from click.testing import CliRunner

from hornbook import resources
from hornbook.blocks import BLOCK_KINDS
from hornbook.questions import QUESTION_TYPES
from hornbook.reading.lesson_file import load_lesson
from hornbook.reading.source import Source, read_source
from hornbook.writing import lesson_data
from packager.cli import main
from packager.schema import json_schema


def properties(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, model in {"": schema, **schema["$defs"]}.items():
        for field, found in model["properties"].items():
            yield f"{name}.{field}", found


def test_every_field_has_a_description() -> None:
    for what in ("lesson", "course"):
        schema = json_schema(what)
        assert [name for name, found in properties(schema) if not found.get("description")] == []
        assert schema["description"]


def test_no_field_is_offered_that_nobody_writes() -> None:
    names = {name.partition(".")[2] for name, _ in properties(json_schema("lesson"))}
    assert names.isdisjoint({"slot", "slots", "key", "right-key", "gap-keys", "choice-keys", "pooled"})


def test_every_kind_and_type_is_there_and_must_be_named() -> None:
    definitions = json_schema("lesson")["$defs"].values()
    named = {
        found["properties"][word]["const"]: found["required"]
        for found in definitions
        for word in ("kind", "type")
        if word in found["properties"]
    }
    assert set(named) == set(BLOCK_KINDS) | set(QUESTION_TYPES)
    assert all("kind" in required or "type" in required for required in named.values())


def test_limits_have_the_names_of_the_standard() -> None:
    weight = json_schema("lesson")["properties"]["weight"]
    assert (weight["minimum"], weight["maximum"]) == (0, 1000)


def test_a_course_needs_no_id_and_names_files() -> None:
    schema = json_schema("course")
    assert schema["required"] == ["title", "chapters"]
    assert schema["$defs"]["Chapter"]["properties"]["lessons"]["items"]["description"] == "The name of a lesson file."


def test_a_text_may_look_like_a_number_and_a_choice_may_not() -> None:
    course, lesson = json_schema("course"), json_schema("lesson")
    assert course["properties"]["version"]["type"] == ["string", "number"]
    assert course["properties"]["authors"]["items"]["type"] == ["string", "number"]
    assert course["properties"]["id"]["type"] == "string"
    assert lesson["properties"]["number"]["type"] == ["string", "number"]
    assert lesson["$defs"]["MemoryAid"]["properties"]["aid"]["type"] == "string"


def references(schema: object) -> Iterator[str]:
    for found in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        yield from references(found)
    if isinstance(schema, dict) and "$ref" in schema:
        yield schema["$ref"].removeprefix("#/$defs/")


@pytest.mark.parametrize("what", ["lesson", "course"])
def test_whatever_is_referred_to_is_there(what: str) -> None:
    schema = json_schema(what)
    assert set(references(schema)) <= schema["$defs"].keys()


def test_a_theme_is_a_name_or_settings() -> None:
    named, settings = json_schema("course")["properties"]["theme"]["anyOf"]
    assert "ocean" in named["enum"]
    assert settings == {"$ref": "#/$defs/Theme"}


def test_the_example_course_has_only_fields_of_the_schema() -> None:
    schema = json_schema("lesson")
    definitions = schema["$defs"]

    def walk(data: object, at: dict[str, Any]) -> None:
        if "$ref" in at:
            walk(data, definitions[at["$ref"].rpartition("/")[2]])
        elif "discriminator" in at:
            assert isinstance(data, dict)
            word = at["discriminator"]["propertyName"]
            walk(data, {"$ref": at["discriminator"]["mapping"][data[word]]})
        elif isinstance(data, dict) and "properties" in at:
            assert set(at.get("required", [])) <= data.keys() <= at["properties"].keys()
            for name, value in data.items():
                walk(value, at["properties"][name])
        elif isinstance(data, list) and isinstance(at.get("items"), dict):
            for value in data:
                walk(value, at["items"])

    folder = resources.content() / "foundation-models"
    for file in sorted(folder.glob("*.md")):
        source = read_source(folder, file.name)
        assert isinstance(source, Source)
        lesson = load_lesson(source).value
        assert lesson is not None
        walk(lesson_data(lesson), schema)


def test_the_command_prints_it() -> None:
    result = CliRunner().invoke(main, ["schema", "course"])
    assert result.exit_code == 0
    assert json.loads(result.output) == json_schema("course")

"""Lessons go from Markdown to data and back, and are the same lessons."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, Phase, given, settings

from hornbook import resources
from hornbook.blocks import BLOCK_KINDS
from hornbook.course import Lesson
from hornbook.reading.lesson_file import load_lesson
from hornbook.reading.source import Source, decode
from hornbook.writing import Plain, lesson_data, to_json, to_yaml
from hornbook.writing.kinds import KIND_WRITERS
from packager.cli import main
from packager.convert import convert_lesson
from tests.packager.random_lessons import Lessons

EXAMPLE = resources.content() / "foundation-models"
QUICK = settings(
    max_examples=40, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck), derandomize=True
)


def source(text: str, name: str) -> Source:
    read = decode(text.encode(), name)
    assert isinstance(read, Source), read
    return read


def lesson(text: Source) -> Lesson:
    loaded = load_lesson(text)
    assert loaded.value is not None, [(str(problem.span), problem.message) for problem in loaded.problems]
    return loaded.value


def test_every_kind_of_block_has_a_writer() -> None:
    assert set(KIND_WRITERS) == set(BLOCK_KINDS)


@QUICK
@given(Lessons().lesson(sorted(BLOCK_KINDS)))
def test_a_lesson_is_the_same_in_all_three_forms(data: dict[str, Any]) -> None:
    first = source(to_yaml(data), "a.yaml")
    expected = lesson(first)
    for ending in (".json", ".md", ".yaml"):
        converted = convert_lesson(first, ending)
        assert converted.value is not None, (ending, [problem.message for problem in converted.errors])
        first = source(converted.value, f"a{ending}")
        assert lesson(first) == expected
        assert convert_lesson(first, ending).value == converted.value


@QUICK
@given(Lessons(wild=True).lesson(sorted(BLOCK_KINDS)))
def test_texts_that_look_like_markup_are_the_same_or_refused(data: dict[str, Any]) -> None:
    first = source(to_json(data), "a.json")
    loaded = load_lesson(first)
    if loaded.value is None:
        assert all(problem.message for problem in loaded.errors)
        return
    converted = convert_lesson(first, ".md")
    if converted.value is None:
        assert [problem.code for problem in converted.errors] == ["convert"]
    else:
        assert lesson_data(lesson(source(converted.value, "a.md"))) == lesson_data(loaded.value)


@pytest.mark.parametrize("form", ["yaml", "json"])
def test_a_course_in_data_form_makes_the_same_package(tmp_path: Path, form: str) -> None:
    run = CliRunner().invoke
    data, back = tmp_path / "data", tmp_path / "back"
    assert run(main, ["convert", str(EXAMPLE), str(data), "--to", form]).exit_code == 0
    assert run(main, ["convert", str(data), str(back)]).exit_code == 0
    packages: list[bytes] = []
    for folder in (EXAMPLE, data, back):
        package = tmp_path / f"{len(packages)}.zip"
        result = run(main, ["build", str(folder), "--output", str(package), "--target", "web"])
        assert result.exit_code == 0, result.output
        packages.append(package.read_bytes())
    assert packages[0] == packages[1] == packages[2]
    assert not list(data.glob("*.md"))


def test_one_lesson_is_converted_by_the_endings_of_the_names(tmp_path: Path) -> None:
    (tmp_path / "quiz.json").write_text(
        '{"title": "T \\ud83d\\ude00", "blocks": [{"kind": "quiz", "questions": ['
        '{"type": "choice", "prompt": "Why?", "options": [{"text": "So", "right": true}, {"text": "No"}]}]}]}'
    )
    result = CliRunner().invoke(main, ["convert", str(tmp_path / "quiz.json"), str(tmp_path / "quiz.md")])
    assert result.exit_code == 0, result.output
    assert (tmp_path / "quiz.md").read_text("utf-8") == (
        "---\ntitle: T 😀\n---\n\n::: quiz\n1. Why?\n   - [x] So\n   - [ ] No\n:::\n"
    )


def test_nothing_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\ntitle: A\n---\nText.\n")
    (tmp_path / "a.yaml").write_text("mine")
    result = CliRunner().invoke(main, ["convert", str(tmp_path / "a.md"), str(tmp_path / "a.yaml")])
    assert result.exit_code == 1
    assert "already there" in result.output
    assert (tmp_path / "a.yaml").read_text() == "mine"


def test_what_has_no_markdown_form_is_refused_with_its_block() -> None:
    data: Plain = {"title": "A", "blocks": [{"kind": "text", "body": "One.\n\n::: quiz"}]}
    converted = convert_lesson(source(to_yaml(data), "a.yaml"), ".md")
    assert converted.value is None
    assert [(problem.code, "block 1 (text)" in problem.message) for problem in converted.errors] == [("convert", True)]


def test_a_comment_is_left_out_with_a_word() -> None:
    converted = convert_lesson(source("---\ntitle: A\n# mine\n---\nText.\n", "a.md"), ".yaml")
    assert [(problem.code, problem.span.line) for problem in converted.problems] == [("comment-dropped", 3)]


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        ("title: A\nblocks:\n- kind: quizz\n", "kind-unknown", 3),
        ("title: A\nblocks:\n- id: x\n", "kind-missing", 3),
        ("title: A\nblocks:\n- some text\n", "type", 3),
        ("title: A\nblocks: none\n", "type", 2),
        ("title: A\nblocks:\n- kind: text\n  slot: 4\n  body: B\n", "option-unknown", 4),
        ("title: A\nblocks:\n- kind: text\n  boddy: B\n", "option-unknown", 4),
        ("title: A\nblocks:\n- kind: quiz\n  questions:\n  - prompt: P\n", "question-type", 5),
        ("title: A\nblocks:\n- kind: quiz\n  questions:\n  - type: chois\n    prompt: P\n", "question-type", 5),
        (
            "title: A\nblocks:\n- kind: audio-lesson\n  cast: [Mina]\n  parts:\n  - title: P\n    lines:\n"
            "    - speaker: Minna\n      text: Hi\n",
            "speaker-unknown",
            8,
        ),
    ],
)
def test_mistakes_in_data_are_told_at_their_line(data: str, code: str, line: int) -> None:
    problems = load_lesson(source(data, "a.yaml")).errors
    assert (code, line) in [(problem.code, problem.span.line) for problem in problems], problems

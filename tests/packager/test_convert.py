"""Lessons go from Markdown to data and back, and are the same lessons."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, Phase, given, settings

from hornbook import resources
from hornbook.blocks import BLOCK_KINDS
from hornbook.reading.lesson_file import load_lesson
from hornbook.writing import Plain, to_json, to_yaml
from hornbook.writing.kinds import KIND_WRITERS
from packager.cli import main
from packager.convert import convert_lesson
from tests.packager.random_conversions import TAME, WILD, goes_round, is_same_or_refused, lesson, source

EXAMPLE = resources.content() / "foundation-models"
QUICK = settings(
    max_examples=40, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck), derandomize=True
)


def test_every_kind_of_block_has_a_writer() -> None:
    assert set(KIND_WRITERS) == set(BLOCK_KINDS)


@QUICK
@given(TAME)
def test_a_lesson_is_the_same_in_all_three_forms(data: dict[str, Any]) -> None:
    goes_round(data)


@QUICK
@given(WILD)
def test_texts_that_look_like_markup_are_the_same_or_refused(data: dict[str, Any]) -> None:
    is_same_or_refused(data)


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


def test_a_long_file_is_read_fast_and_its_mistakes_are_told_as_kindly() -> None:
    questions: list[Plain] = [
        {"type": "short", "prompt": f"Frage {number} über 😀", "accept": ["ja", "yes"], "id": f"q-{number}"}
        for number in range(150)
    ]
    text = to_json({"title": "Long", "blocks": [{"kind": "quiz", "questions": [*questions]}]})
    assert lesson(source(text, "a.json")).blocks[0].model_dump()["questions"][149]["prompt"] == "Frage 149 über 😀"
    twice = text.replace('"id": "q-149"', '"type": "short"')
    line = next(at for at, found in enumerate(twice.split("\n"), 1) if at > 1_000 and '"type": "short"' in found)
    problems = load_lesson(source(twice, "a.json")).problems
    (problem,) = [problem for problem in problems if problem.code == "duplicate-key"]
    assert twice.split("\n")[problem.span.line - 1].strip() == '"type": "short"'
    assert problem.span.line > line - 10
    broken = text.replace('"id": "q-149"', '"id": "q-149')
    assert [problem.code for problem in load_lesson(source(broken, "a.json")).errors][:1] == ["yaml"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"title": null, "blocks": []}', ("type", "Write a value, or leave its name out.")),
        ('{"title": "A"}', ("missing", 'Add "blocks:" and each block as "- kind: ..." under it.')),
        ('{"title": "A", "block": []}', ("missing", 'Did you mean it with "block"?')),
    ],
)
def test_slips_of_a_script_are_told_once(text: str, told: tuple[str, str]) -> None:
    assert [(problem.code, problem.hint) for problem in load_lesson(source(text, "a.json")).errors] == [told]

"""Each rule finds what it is for, at its line, and nothing beside it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from hornbook import checks
from hornbook.problems import Problem
from hornbook.reading import load_course
from packager.cli import main

CHOICES = "".join(
    f"{number}. Question {number}?\n   - [x] {right}\n   - [ ] A lake\n"
    for number, right in enumerate(["A sea"] * 4, 1)
)
LONG = CHOICES.replace("A sea", "A sea that is wide and deep")
MIXED = CHOICES.replace("   - [x] A sea\n   - [ ] A lake\n", "   - [ ] A lake\n   - [x] A sea\n", 1)

#: A body, and the code and line of what is found in it; the body begins in line 4.
FOUND = {
    "acronym letters": ("::: memory-aid acronym\nRIVER: Rain Is Very Early.\n:::\n", "acronym-letters", 5),
    "acronym bold": ("::: memory-aid acronym\nRAIN: **R**ain **a**nd **i**ce.\n:::\n", "acronym-letters", 5),
    "acronym without a word": ("::: memory-aid acronym\nRain and ice.\n:::\n", "acronym-letters", 5),
    "term": ("Rivers end.\n\n::: glossary\nMouth\n: The end.\n:::\n", "term-unreferenced", 7),
    "card": (
        "Rivers end in the sea.\n\n::: cards\nQ: Where do rivers end?\nA: The sea\n\nQ: Volcano?\nA: Lava\n:::\n",
        "card-unreferenced",
        10,
    ),
    "option": ("::: quiz\n1. Where?\n   - [x] The sea\n   - [ ] the sea.\n:::\n", "option-alike", 7),
    "right and wrong": ("::: quiz\n1. Where?\n   = The sea\n   ~ a lake | the sea\n:::\n", "option-alike", 7),
    "step": ("::: quiz\n1. Order?\n   1. Spring\n   2. Stream\n   3. spring\n:::\n", "option-alike", 8),
    "all right": ("::: quiz\n1. Which?\n   - [x] The sea\n   - [x] A lake\n:::\n", "all-right", 5),
    "first": (f"::: quiz\n{CHOICES}:::\n", "right-first", 4),
    "first of a pool": (
        f"::: pool {{#bank}}\n{CHOICES}:::\n\n::: quiz {{#draw from=bank}}\n:::\n",
        "right-first",
        4,
    ),
    "longest": (f"::: quiz {{shuffle}}\n{LONG}:::\n", "right-longest", 4),
    "gate": (":::: gate {rule=enrolled}\n::: text\nMore.\n:::\n::::\n", "gate-open", 4),
    "silent speaker": (
        "::: audio-lesson\ncast: Teacher, Mina, Omar\n\n### Rain\nTeacher: It rains.\nOmar: It pours.\n:::\n",
        "speaker-silent",
        5,
    ),
    "spelling": (
        "Snow-melt and snowmelt.\n\n::: glossary\nSnow-melt\n: What becomes of snow.\n:::\n",
        "term-spelling",
        4,
    ),
    "spelling further down": (
        "::: glossary\nSnow-melt\n: What becomes of snow.\n:::\n\nSnow-melt.\n\nAnd snow\nmelt, again.\n",
        "term-spelling",
        11,
    ),
}
#: Bodies in which nothing is found.
QUIET = {
    "dictionary": "::: glossary\n"
    + "".join(f"Entry {number}\n: what it means\n\n" for number in range(4_000))
    + ":::\n",
    "acronym": "::: memory-aid acronym\nRAIN: Rivers Are In Need.\n:::\n",
    "acronym in bold": "::: memory-aid acronym\nRAIN: **R**ivers **a**lways **i**n **n**eed of Care.\n:::\n",
    "acronym without capitals": "::: memory-aid acronym\nمطر: ماء طازج رائع\n:::\n",
    "term in another form": "The mouths of rivers.\n\n::: glossary\nEstuary | mouth\n: The end.\n:::\n",
    "term in another definition": "::: glossary\nMouth\n: End of a river.\n\nRiver\n: With a mouth.\n:::\n",
    "deck that teaches": "Words.\n\n::: cards\nQ: Volcano?\nA: Lava\n:::\n",
    "some right": "::: quiz\n1. Which?\n   - [x] The sea\n   - [x] A lake\n   - [ ] A hill\n:::\n",
    "wrong in small letters": "::: quiz\n1. Water? {case}\n   = H2O\n   ~ h2o\n:::\n",
    "mixed": f"::: quiz\n{MIXED}:::\n",
    "shuffled": f"::: quiz {{shuffle}}\n{CHOICES}:::\n",
    "shuffled pool": f"::: pool {{#bank}}\n{CHOICES}:::\n\n::: quiz {{#draw from=bank shuffle}}\n:::\n",
    "spelling to be typed": (
        "Snow-melt.\n\n::: glossary\nSnow-melt\n: Of snow.\n:::\n\n::: quiz\n1. What?\n   = snowmelt\n:::\n"
    ),
}


def found(folder: Path, body: str, settings: str = "", head: str = "") -> list[Problem]:
    """What the rules find in a course of one lesson."""
    folder.mkdir(exist_ok=True)
    (folder / "course.yaml").write_text(f"title: C\n{settings}chapters:\n- lessons: [a.md]\n")
    (folder / "a.md").write_text(f"---\ntitle: A\n{head}---\n{body}")
    loaded = load_course(folder, checks.run)
    codes = {*checks.CHECKS, "check-unknown"}
    return [problem for problem in loaded.problems if problem.is_error or problem.code in codes]


@pytest.mark.parametrize(("body", "code", "line"), FOUND.values(), ids=FOUND)
def test_a_rule_finds_what_it_is_for(tmp_path: Path, body: str, code: str, line: int) -> None:
    problems = found(tmp_path, body)
    assert [(problem.code, problem.span.line, problem.is_error) for problem in problems] == [(code, line, False)]
    assert problems[0].hint
    assert problems[0].excerpt


@pytest.mark.parametrize("body", QUIET.values(), ids=QUIET)
def test_a_rule_finds_nothing_else(tmp_path: Path, body: str) -> None:
    assert found(tmp_path, body) == []


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("Text.\n", [4]),
        ("::: quiz\n1. Name a spring.\n   = one\n:::\n", [5]),
        ("::: cards\nQ: Which springs feed rivers?\nA: Both\n:::\n", []),
    ],
)
def test_every_objective_is_asked_for(tmp_path: Path, body: str, lines: list[int]) -> None:
    head = "objectives:\n- Name springs.\n- Tell rivers apart.\n"
    assert [(problem.code, problem.span.line) for problem in found(tmp_path, body, head=head)] == [
        ("objective-unasked", line) for line in lines
    ]


def test_a_block_serves_objectives_that_there_are(tmp_path: Path) -> None:
    head = "objectives:\n- Name springs.\n- Tell rivers apart.\n"
    body = '::: quiz {objective="1 | 2"}\n1. What?\n   = that\n:::\n'
    assert found(tmp_path, body, head=head) == []
    (problem,) = found(tmp_path, body.replace("1 | 2", "1 | 2 | 3"), head=head)
    assert (problem.code, problem.span.line) == ("objective-missing", 7)


def test_a_rule_is_silenced_with_a_reason(tmp_path: Path) -> None:
    body = f"::: quiz\n{CHOICES}:::\n"
    assert found(tmp_path / "loud", body)
    settings = "silenced:\n  right-first: Learners are told so.\n  answers-in-package: It is for practice.\n"
    found(tmp_path / "quiet", body, settings)
    assert CliRunner().invoke(main, ["check", str(tmp_path / "loud"), "--strict"]).exit_code == 1
    result = CliRunner().invoke(main, ["check", str(tmp_path / "quiet"), "--strict"])
    assert result.exit_code == 0, result.output
    assert "no problems" in result.output


@pytest.mark.parametrize(
    ("settings", "code", "hint"),
    [
        ("silenced:\n  right-frist: It is so.\n", "check-unknown", 'Did you mean "right-first"?'),
        ("silenced:\n  right-first: ''\n", "empty", "Write why it does not fit this course: right-first: ..."),
    ],
)
def test_what_is_silenced_exists_and_has_a_reason(tmp_path: Path, settings: str, code: str, hint: str) -> None:
    (problem,) = found(tmp_path, "Text.\n", settings)
    assert (problem.code, problem.hint, str(problem.span)[:14]) == (code, hint, "course.yaml:3:")


def test_every_rule_has_its_module_with_a_page_for_authors() -> None:
    for code, check in checks.CHECKS.items():
        assert check.__module__ == f"hornbook.checks.{code.replace('-', '_')}"

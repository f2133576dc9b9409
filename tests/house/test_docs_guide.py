"""The author's guide: whoever types what stands in it gets what it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from hornbook.blocks import Cards, Quiz
from hornbook.reading import load_course
from packager.cli import main
from packager.starter import make_course

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "guide.md").read_text("utf-8")
FENCE = re.compile(r"^```(hornbook|wrong|report)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
EXAMPLES = [body for language, body in FENCE.findall(TEXT) if language == "hornbook"]
HEAD = "---\ntitle: An example\n---\n\n"


def course(folder: Path, lesson: str) -> Path:
    """The course of the guide, its lesson replaced as the guide asks for."""
    make_course(folder, "Why leaves are green")
    text = lesson if lesson.startswith("---\n") else HEAD + lesson
    (folder / "first-lesson.md").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_every_example_reads_without_a_word(tmp_path: Path, number: int) -> None:
    loaded = load_course(course(tmp_path, EXAMPLES[number]))
    assert [(str(problem.span), problem.message) for problem in loaded.problems] == []


def test_the_whole_lesson_has_what_the_guide_promises_and_builds(tmp_path: Path) -> None:
    folder = course(tmp_path / "leaves", EXAMPLES[-1])
    loaded = load_course(folder)
    assert loaded.value is not None
    blocks = loaded.value.folder.course.lessons[0].blocks
    assert {block.kind for block in blocks} >= {"text", "audio-lesson", "cards", "quiz"}
    held = [block for block in blocks if block.kind != "text"]
    items = [item for block in held if isinstance(block, Quiz) for item in block.questions]
    cards = [card for block in held if isinstance(block, Cards) for card in block.cards]
    assert [item for item in (*held, *items, *cards) if not item.id] == []
    built = CliRunner().invoke(main, ["build", str(folder), "--output", str(tmp_path / "leaves.zip")])
    assert built.exit_code == 0, built.output
    assert built.stderr == ""


def test_the_slips_of_the_guide_are_reported_as_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = {language: body for language, body in FENCE.findall(TEXT) if language != "hornbook"}
    course(tmp_path / "leaves", said["wrong"])
    monkeypatch.chdir(tmp_path)
    checked = CliRunner().invoke(main, ["check", "leaves"])
    assert checked.exit_code == 1
    assert checked.stderr == said["report"]

"""Which parts of the player a package holds for what learners may do in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from hornbook.reading import load_course
from hornbook.rendering.pages import render
from packager.targets import TARGETS

ALWAYS = {"player.js", "player.css", "player-disk.js", "player-display.js", "player-search.js"}


def assets(folder: Path, lesson: str) -> set[str]:
    """The names of the files of the player in a package of one lesson."""
    (folder / "course.yaml").write_text("title: T\nchapters:\n- {title: C, lessons: [one.md]}\n", "utf-8")
    (folder / "one.md").write_text(f"---\ntitle: One\nid: one\n---\n\n{lesson}", "utf-8")
    read = load_course(folder).value
    assert read is not None
    names = [file.name for file in render(read.folder, TARGETS["web"].profile)]
    return {name.removeprefix("assets/") for name in names if name.startswith("assets/")} - ALWAYS


def quiz(*questions: str) -> str:
    """A quiz of questions."""
    numbered = "\n".join(f"{number}. {question}" for number, question in enumerate(questions, 1))
    return f"::: quiz {{#quiz}}\n{numbered}\n:::\n"


CHOICE = "Which?\n   - [x] This\n   - [ ] That\n"
SHORT = "Where?\n   = mouth\n"
NUMBER = "How long?\n   = 1230 +- 20 km\n"


@pytest.mark.parametrize(
    ("questions", "parts"),
    [
        ([CHOICE], set()),
        ([CHOICE, SHORT], {"words"}),
        ([NUMBER], {"words", "numbers"}),
        (["Flows {{= down | up}}.\n"], {"blocks"}),
        (["Begins at its {{source}}.\n"], {"blocks", "words"}),
        (["Is {{1230 km}} long and flows {{= down | up}}.\n"], {"blocks", "words", "numbers"}),
        (["Why?\n   = source\n", "Pairs\n   - a -> b\n   - c -> d\n"], {"blocks", "words"}),
    ],
)
def test_what_reads_typed_answers_is_there_where_something_is_typed(
    questions: list[str], parts: set[str], tmp_path: Path
) -> None:
    assert assets(tmp_path, quiz(*questions)) == {f"player-{part}.js" for part in parts}


@pytest.mark.parametrize(
    ("lesson", "parts"),
    [
        ("::: cards\nQ: One?\nA: Two\n:::\n", {"blocks", "study"}),
        ("::: cards\nQ: One? {typed}\nA: Two\n:::\n", {"blocks", "study", "words"}),
        ("::: game math\nskill: addition\nrounds: 2\n:::\n", {"blocks", "play"}),
        ("::: glossary {#words}\nDelta\n: Land.\n:::\n", {"blocks", "play", "terms", "words"}),
    ],
)
def test_what_compares_words_comes_with_what_asks_for_them(lesson: str, parts: set[str], tmp_path: Path) -> None:
    assert assets(tmp_path, lesson) == {f"player-{part}.js" for part in parts}

"""The words for the search: every text of a lesson with its place, and nothing that a learner is to find out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hornbook.reading import load_course
from hornbook.rendering.pages import Pages
from hornbook.rendering.search import search_script
from packager.targets import TARGETS

LESSON = """---
title: Rivers & "seas"
id: rivers
objectives:
- Name a spring.
---

::: text {#intro}
A river **flows** to
the sea.
:::

::: cards "Deck" {#deck}
Q: Where does it begin?
A: At its source
? Think of mountains
:::

::: quiz "Check" {#check mode=practice}
1. Where does it end? {#end}
   - [x] In the sea
     > Yes, indeed.
   - [ ] In a tree
   ? Look down
   ! Water goes down.
:::

::: glossary "Words" {#words}
delta | mouth
: Where a river parts.
:::

:::: gate "Further" {#further rule=after:check}
Come back later.

::: text {#behind}
A secret place.
:::
::::
"""


def words_of(folder: Path, lesson: str) -> Any:
    """What the search of a package of one lesson holds."""
    (folder / "course.yaml").write_text("id: c\ntitle: C\nchapters:\n- lessons: [a.md]\n", "utf-8")
    (folder / "a.md").write_text(lesson, "utf-8")
    loaded = load_course(folder)
    assert loaded.value is not None, loaded.problems
    script = search_script(Pages(loaded.value.folder, TARGETS["web"].profile).lessons())
    assert script.startswith("hornbookSearch=[")
    return json.loads(script.removeprefix("hornbookSearch="))


def test_words_stand_with_their_places_and_give_no_answer_away(tmp_path: Path) -> None:
    ((lesson, address, title, blocks),) = words_of(tmp_path, LESSON)
    assert (lesson, address, title) == ("rivers", "lesson-rivers.html", 'Rivers & "seas"')
    assert blocks == [
        ["", 'Rivers & "seas"', "What you will be able to do", "Name a spring."],
        ["intro", "", "A river flows to the sea."],
        ["deck", "Deck", "Where does it begin?"],
        ["check", "Check", "Where does it end?", "In the sea", "In a tree"],
        ["words", "Words", "delta also: mouth", "Where a river parts."],
        ["further", "Further", "Come back later.", "This opens when you have finished “Check”.", "Go there"],
    ]

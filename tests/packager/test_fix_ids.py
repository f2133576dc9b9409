"""Ids are written where there are none, and no learner's work is lost by it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from hornbook.reading import load_course, write_lock
from packager.cli import main
from packager.fix_ids import fix_ids

LESSON = """---
title: Rivers
---

Prose has no fence, so no place for an id.

::: quiz "Check"
1. Where do rivers
   end? {points=2}
   - [x] In a sea
   - [ ] In the sky

2. What is {1, 2}?
   = a set

3. Kept? {#kept}
   = yes
:::

::: cards
typed: true

Q: Source
A: Where a river begins

C: Rivers end in a {{sea}}. {tags="end"}
:::

::: text {#first access=date:2027-03-31}
Then.
:::

::: pool {#bank}
1. Deep?
   = yes
:::

::: quiz {#draw from=bank}
:::

::: examples "A brace {" {print=false}
- One
:::
"""


@pytest.fixture
def course(tmp_path: Path) -> Path:
    folder = tmp_path / "course"
    folder.mkdir()
    (folder / "course.yaml").write_text("title: C\nchapters:\n- lessons: [a.md]\n")
    (folder / "a.md").write_text(LESSON)
    return folder


def slots(folder: Path) -> dict[str, int]:
    """The slot of each item of the course."""
    loaded = load_course(folder)
    assert loaded.value is not None, loaded.problems
    return {key: item.slot for key, item in loaded.value.lock_after.items.items()}


def test_ids_are_written_in_their_places_and_work_stays(course: Path) -> None:
    loaded = load_course(course)
    assert loaded.value is not None
    write_lock(course, loaded.value.lock_after)
    before = slots(course)

    fixed = fix_ids(course, write=True)

    assert fixed.count == 7
    assert slots(course) == before
    text = (course / "a.md").read_text()
    for line in (
        '::: quiz "Check" {#quiz-1}',
        "   end? {#question-1 points=2}",
        "2. What is {1, 2}? {#question-2}",
        "::: cards {#cards-1}",
        "Q: Source {#card-1}",
        'C: Rivers end in a {{sea}}. {#card-2 tags="end"}',
        '::: examples "A brace {" {#examples-1 print=false}',
        "1. Deep?",
    ):
        assert line in text.split("\n"), text
    assert fix_ids(course, write=True).count == 0


def test_a_dry_run_shows_and_writes_nothing(course: Path) -> None:
    result = CliRunner().invoke(main, ["fix-ids", str(course), "--dry-run"])
    assert result.exit_code == 0
    assert "+Q: Source {#card-1}" in result.output
    assert "7 ids missing; nothing was written." in result.output
    assert (course / "a.md").read_text() == LESSON
    assert not (course / "course.lock.json").exists()


def test_what_is_shown_takes_it_back(course: Path, tmp_path: Path) -> None:
    diff = fix_ids(course, write=True).diff
    removed = [line[1:] for line in diff.split("\n") if line.startswith("-") and not line.startswith("---")]
    added = [line[1:] for line in diff.split("\n") if line.startswith("+") and not line.startswith("+++")]
    text = (course / "a.md").read_text()
    for new, old in zip(added, removed, strict=True):
        text = text.replace(f"{new}\n", f"{old}\n")
    assert text == LESSON


def test_a_course_with_an_error_is_left_alone(course: Path) -> None:
    (course / "a.md").write_text(LESSON + "\n::: quizz\n:::\n")
    result = CliRunner().invoke(main, ["fix-ids", str(course)])
    assert result.exit_code == 1
    assert "kind-unknown" in result.output
    assert "{#quiz-1}" not in (course / "a.md").read_text()


def test_a_course_in_data_form_is_left_alone(course: Path) -> None:
    target = course.parent / "data"
    CliRunner().invoke(main, ["convert", str(course), str(target), "--to", "json"])
    shutil.rmtree(course)
    assert fix_ids(target, write=True).count == 0


def test_ends_of_lines_and_the_mark_at_the_beginning_stay(course: Path) -> None:
    (course / "a.md").write_bytes(b"\xef\xbb\xbf" + LESSON.replace("\n", "\r\n").encode())
    fix_ids(course, write=True)
    written = (course / "a.md").read_bytes()
    assert written.startswith(b"\xef\xbb\xbf---\r\n")
    assert b"{#quiz-1}" in written
    assert written.count(b"\n") == written.count(b"\r\n")


@pytest.mark.skipif(sys.platform == "win32", reason="There is no such limit.")
def test_a_full_disk_leaves_the_lesson_whole(course: Path) -> None:
    import resource

    size = len(LESSON) + 10
    run = subprocess.run(
        [sys.executable, "-m", "packager.cli", "fix-ids", str(course)],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert "Traceback" not in run.stderr
    assert (course / "a.md").read_text() == LESSON
    assert not list(course.glob("*.tmp"))

"""Courses of the content folder, read when they change."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from hornbook import resources
from lti_app.services.library import FRESH, Library

LESSON = """---
title: One
---

::: quiz {#check mode=exam}
1. Is it so? {#q-one}
   - [x] Yes
   - [ ] No
:::
"""


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def write_course(root: Path, name: str, title: str, lesson: str = LESSON) -> Path:
    folder = root / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "course.yaml").write_text(f"id: {name}\ntitle: {title}\nchapters:\n  - lessons: [one.md]\n")
    (folder / "one.md").write_text(lesson)
    return folder


def _later(path: Path, text: str) -> None:
    """Write as an editor does a while later: the time of the file differs, whatever the clock of the file system."""
    before = path.stat().st_mtime_ns
    path.write_text(text)
    os.utime(path, ns=(before + 1_000_000, before + 1_000_000))


def test_the_shipped_courses_are_served_where_no_folder_is_named() -> None:
    library = Library()
    assert library.root == resources.content()
    assert [edition.id for edition in library.courses()] == sorted(
        folder.name for folder in resources.content().iterdir() if (folder / "course.yaml").is_file()
    )


def test_every_folder_with_a_course_file_is_a_course_by_title(tmp_path: Path, clock: Clock) -> None:
    write_course(tmp_path, "b", "Alpha")
    write_course(tmp_path, "a", "Beta")
    (tmp_path / "notes").mkdir()
    library = Library(tmp_path, clock=clock)
    assert [edition.id for edition in library.courses()] == ["b", "a"]
    assert library.course("a") is not None
    assert library.course("notes") is None


def test_a_folder_that_is_a_course_is_the_only_one(tmp_path: Path, clock: Clock) -> None:
    folder = write_course(tmp_path, "a", "Alpha")
    assert [edition.id for edition in Library(folder, clock=clock).courses()] == ["a"]


def test_a_changed_file_is_served_within_a_second_and_a_new_course_too(tmp_path: Path, clock: Clock) -> None:
    folder = write_course(tmp_path, "a", "Alpha")
    library = Library(tmp_path, clock=clock)
    before = library.course("a")
    assert before is not None
    _later(folder / "one.md", LESSON.replace("Is it so?", "Is it really so?"))
    write_course(tmp_path, "new", "New")
    assert library.course("a") is before
    clock.now += FRESH
    after = library.course("a")
    assert after is not None
    assert after.hash != before.hash
    assert "really" in str(after.folder.course.lessons[0].blocks)
    assert library.course("new") is not None


def test_an_unchanged_course_is_read_once(tmp_path: Path, clock: Clock) -> None:
    write_course(tmp_path, "a", "Alpha")
    library = Library(tmp_path, clock=clock)
    first = library.course("a")
    for _ in range(3):
        clock.now += FRESH
        assert library.course("a") is first


def test_a_course_with_errors_stays_as_it_was_and_says_so(tmp_path: Path, clock: Clock) -> None:
    folder = write_course(tmp_path, "a", "Alpha")
    library = Library(tmp_path, clock=clock)
    before = library.course("a")
    assert before is not None
    _later(folder / "one.md", LESSON.replace("[x]", "[y]"))
    clock.now += FRESH
    broken = library.course("a")
    assert broken is not None
    assert broken.outdated
    assert broken.hash == before.hash
    assert {problem.span.path for problem in broken.problems if problem.is_error} == {"one.md"}
    _later(folder / "one.md", LESSON)
    clock.now += FRESH
    mended = library.course("a")
    assert mended is not None
    assert not mended.outdated


def test_a_course_that_never_had_a_good_version_is_told_and_not_served(tmp_path: Path, clock: Clock) -> None:
    write_course(tmp_path, "bad", "Bad", LESSON.replace("[x]", "[y]"))
    write_course(tmp_path, "good", "Good")
    library = Library(tmp_path, clock=clock)
    assert [edition.id for edition in library.courses()] == ["good"]
    assert [unread.name for unread in library.unread()] == ["bad"]


def test_slots_are_kept_beside_the_course_so_that_edits_move_nobodys_work(tmp_path: Path, clock: Clock) -> None:
    folder = write_course(tmp_path, "a", "Alpha")
    library = Library(tmp_path, clock=clock)
    first = library.course("a")
    assert first is not None
    slot = first.folder.course.lessons[0].blocks[0].slot
    assert (folder / "course.lock.json").is_file()
    _later(folder / "one.md", LESSON.replace("::: quiz", "::: text\nNew.\n:::\n\n::: quiz"))
    clock.now += FRESH
    second = library.course("a")
    assert second is not None
    assert second.folder.course.lessons[0].blocks[1].slot == slot


def test_a_folder_that_may_not_be_written_is_served_with_a_warning(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_course(tmp_path, "a", "Alpha")

    def refuse(folder: Path, lock: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("lti_app.services.library.write_lock", refuse)
    edition = Library(tmp_path, clock=clock).course("a")
    assert edition is not None
    assert [problem.code for problem in edition.problems] == ["lock-not-written"]


def test_a_missing_folder_holds_no_courses(tmp_path: Path, clock: Clock) -> None:
    library = Library(tmp_path / "nowhere", clock=clock)
    assert library.courses() == []
    assert library.course("a") is None

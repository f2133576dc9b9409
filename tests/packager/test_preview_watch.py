"""A change of any file is noticed once, and soon; what editors leave about for a moment is not."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from packager.preview.watch import INTERVAL, SETTLE, Watcher


@pytest.fixture
def course(tmp_path: Path) -> Path:
    (tmp_path / "media").mkdir()
    (tmp_path / "course.yaml").write_text("title: A\n", encoding="utf-8")
    (tmp_path / "media" / "dot.svg").write_text("<svg/>", encoding="utf-8")
    return tmp_path


def seconds_until_noticed(folder: Path, change: Callable[[], object], limit: float = 4.0) -> float | None:
    """How long the watcher takes to tell of `change`; None if it does not within `limit`."""
    stop = threading.Event()
    watcher = Watcher([folder])
    noticed: list[float] = []

    def watch() -> None:
        if watcher.wait(stop):
            noticed.append(time.monotonic())

    thread = threading.Thread(target=watch)
    thread.start()
    started = time.monotonic()
    change()
    thread.join(limit)
    stop.set()
    thread.join()
    return noticed[0] - started if noticed else None


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: (folder / "course.yaml").write_text("title: B and more\n", encoding="utf-8"),
        lambda folder: (folder / "lesson.md").write_text("New\n", encoding="utf-8"),
        lambda folder: (folder / "media" / "dot.svg").unlink(),
        lambda folder: os.utime(folder / "course.yaml", (1, 1)),
        lambda folder: (folder / "media").rename(folder / "pictures"),
        lambda folder: (folder / "media" / "dot.svg").replace(folder / "course.yaml"),
    ],
    ids=["written", "new", "removed", "older-time", "folder-renamed", "replaced"],
)
def test_a_change_is_noticed_soon(course: Path, change: Callable[[Path], object]) -> None:
    took = seconds_until_noticed(course, lambda: change(course))
    assert took is not None
    # About 0.2 s on a machine that has time; a test run shares it.
    assert took < 2


@pytest.mark.parametrize("name", [".lesson.md.swp", "#lesson.md#", "lesson.md~", "4913.tmp", ".git/index"])
def test_hidden_and_temporary_files_are_passed_over(course: Path, name: str) -> None:
    path = course / name
    path.parent.mkdir(exist_ok=True)
    assert seconds_until_noticed(course, lambda: path.write_text("x", encoding="utf-8"), limit=0.5) is None


def test_many_writes_in_a_row_are_told_together(course: Path) -> None:
    stop = threading.Event()
    watcher = Watcher([course])
    told: list[bool] = []

    def watch() -> None:
        while watcher.wait(stop):
            told.append(True)

    thread = threading.Thread(target=watch)
    thread.start()
    began = time.monotonic()
    for number in range(100):
        (course / "course.yaml").write_text("x" * number, encoding="utf-8")
        time.sleep(0.002)
    time.sleep(0.6)
    stop.set()
    thread.join()
    # Nothing is told before everything rested for a while, however slow the machine is.
    assert 1 <= len(told) <= 1 + (time.monotonic() - began) / (INTERVAL + SETTLE)


def test_files_that_never_rest_are_told_all_the_same(course: Path) -> None:
    stop = threading.Event()
    busy = threading.Event()

    def write() -> None:
        number = 0
        while not busy.wait(0.01):
            number += 1
            (course / "course.yaml").write_text("x" * number, encoding="utf-8")

    watcher = Watcher([course])
    thread = threading.Thread(target=write)
    thread.start()
    started = time.monotonic()
    told = watcher.wait(stop)
    took = time.monotonic() - started
    busy.set()
    thread.join()
    assert told
    assert took < 3


def test_waiting_ends_when_it_is_stopped(course: Path) -> None:
    stop = threading.Event()
    stop.set()
    assert Watcher([course]).wait(stop) is False


def test_a_folder_that_is_not_there_is_waited_for(tmp_path: Path) -> None:
    missing = tmp_path / "later"
    assert seconds_until_noticed(missing, lambda: (missing / "media").mkdir(parents=True), limit=0.4) is None
    assert seconds_until_noticed(missing, lambda: (missing / "a.md").touch()) is not None


def test_each_save_of_the_same_file_is_told_and_so_is_one_of_another(course: Path) -> None:
    watcher = Watcher([course])
    for number, name in enumerate(["course.yaml", "course.yaml", "media/dot.svg", "course.yaml"], start=1):
        (course / name).write_text("x" * 100 * number, encoding="utf-8")
        assert watcher.wait(threading.Event())
        assert watcher.changed == {course / name}
    (course / "course.yaml").unlink()
    assert watcher.wait(threading.Event())
    assert watcher.changed == {course / "course.yaml"}

"""A change of any file is noticed once; what editors leave about for a moment is not."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from packager.preview.watch import INTERVAL, SETTLE, Watcher

#: Seconds to wait for what the watcher is about to tell; it takes 0.2 on a machine that has time.
PATIENCE = 30.0


@pytest.fixture
def course(tmp_path: Path) -> Path:
    (tmp_path / "media").mkdir()
    (tmp_path / "course.yaml").write_text("title: A\n", encoding="utf-8")
    (tmp_path / "media" / "dot.svg").write_text("<svg/>", encoding="utf-8")
    return tmp_path


def is_noticed(folder: Path, change: Callable[[], object], limit: float = PATIENCE) -> bool:
    """Whether the watcher tells of `change` within `limit` seconds."""
    watcher, stop = Watcher([folder]), threading.Event()
    end = threading.Timer(limit, stop.set)
    changing = threading.Thread(target=change)
    end.start()
    changing.start()
    noticed = watcher.wait(stop)
    end.cancel()
    changing.join()
    return noticed


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
def test_a_change_is_noticed(course: Path, change: Callable[[Path], object]) -> None:
    assert is_noticed(course, lambda: change(course))


@pytest.mark.parametrize("name", [".lesson.md.swp", "#lesson.md#", "lesson.md~", "4913.tmp", ".git/index"])
def test_hidden_and_temporary_files_are_passed_over(course: Path, name: str) -> None:
    path = course / name
    path.parent.mkdir(exist_ok=True)
    assert not is_noticed(course, lambda: path.write_text("x", encoding="utf-8"), limit=0.5)


def test_many_writes_in_a_row_are_told_together(course: Path) -> None:
    stop = threading.Event()
    watcher = Watcher([course])
    told: list[bool] = []
    first = threading.Event()

    def watch() -> None:
        while watcher.wait(stop):
            told.append(True)
            first.set()

    thread = threading.Thread(target=watch)
    thread.start()
    began = time.monotonic()
    for number in range(100):
        (course / "course.yaml").write_text("x" * number, encoding="utf-8")
        time.sleep(0.002)
    assert first.wait(PATIENCE)
    stop.set()
    thread.join()
    # Nothing is told before everything rested for a while, however slow the machine is.
    assert len(told) <= 1 + (time.monotonic() - began) / (INTERVAL + SETTLE)


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
    end = threading.Timer(PATIENCE, stop.set)
    thread.start()
    end.start()
    told = watcher.wait(stop)
    end.cancel()
    busy.set()
    thread.join()
    assert told


def test_waiting_ends_when_it_is_stopped(course: Path) -> None:
    stop = threading.Event()
    stop.set()
    assert Watcher([course]).wait(stop) is False


def test_a_folder_that_is_not_there_is_waited_for(tmp_path: Path) -> None:
    missing = tmp_path / "later"
    assert not is_noticed(missing, lambda: (missing / "media").mkdir(parents=True), limit=0.4)
    assert is_noticed(missing, lambda: (missing / "a.md").touch())


def test_each_save_of_the_same_file_is_told_and_so_is_one_of_another(course: Path) -> None:
    watcher = Watcher([course])
    for number, name in enumerate(["course.yaml", "course.yaml", "media/dot.svg", "course.yaml"], start=1):
        (course / name).write_text("x" * 100 * number, encoding="utf-8")
        assert watcher.wait(threading.Event())
        assert watcher.changed == {course / name}
    (course / "course.yaml").unlink()
    assert watcher.wait(threading.Event())
    assert watcher.changed == {course / "course.yaml"}

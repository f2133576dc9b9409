"""What a build leaves for the next: the same bytes with less work, and never a wrong package."""

from __future__ import annotations

import hashlib
import os
import random
import sys
import threading
import tomllib
from pathlib import Path

import pytest

from packager.build import build
from packager.cache import engine
from packager.cache.memory import Memory
from packager.cache.rebuild import RENDERING
from packager.cache.shelf import Shelf, usual_folder
from packager.targets import TARGETS, Target
from tests.packager import random_edits

BY_LESSON = TARGETS["scorm2004-4th"].by_lesson()


@pytest.fixture
def course(tmp_path: Path) -> Path:
    folder = tmp_path / "waters"
    random_edits.write_course(folder)
    return folder


def built(course: Path, cache: Path | None, target: Target = BY_LESSON) -> tuple[bytes, list[str], bool]:
    """The zip, the codes of all problems, and whether only what changed was rendered."""
    steps: list[str] = []
    path = course.parent / "out.zip"
    report = build(course, [(target, path)], cache=cache, progress=steps.append)
    again = any(step.startswith(RENDERING) for step in steps)
    return path.read_bytes(), [problem.code for problem in report.problems], again


def say(course: Path, text: str, name: str = "l3.md") -> None:
    """Add a paragraph to a lesson."""
    with (course / name).open("a", encoding="utf-8") as file:
        file.write(f"\n{text}\n")


@pytest.mark.parametrize("target", [BY_LESSON, TARGETS["scorm12"], TARGETS["web"]], ids=lambda target: target.title)
def test_only_what_changed_is_rendered_and_the_package_is_the_same(
    course: Path, tmp_path: Path, target: Target
) -> None:
    assert not built(course, tmp_path / "cache", target)[2]
    say(course, "And there is a ford.")
    package, codes, again = built(course, tmp_path / "cache", target)
    assert again
    assert (package, codes, False) == built(course, None, target)
    assert built(course, tmp_path / "cache", target) == (package, codes, True)


def test_random_edits_come_to_the_same_as_a_full_build(tmp_path: Path) -> None:
    counts = random_edits.compare(60, 3, tmp_path)
    assert counts["rebuilt"] >= 15
    assert counts["in full"] >= 5
    assert counts["refused"] >= 5


def test_a_warning_of_a_lesson_that_did_not_change_is_told_again(course: Path, tmp_path: Path) -> None:
    say(course, "![](media/1.png)", "l1.md")
    assert "alt-missing" in built(course, tmp_path / "cache")[1]
    say(course, "And there is a ford.")
    _, codes, again = built(course, tmp_path / "cache")
    assert again
    assert "alt-missing" in codes


@pytest.mark.parametrize("damage", ["deleted", "cut", "flipped", "foreign", "empty", "no record"])
def test_a_damaged_cache_costs_time_and_nothing_else(course: Path, tmp_path: Path, damage: str) -> None:
    cache = tmp_path / "cache"
    built(course, cache)
    say(course, "And there is a ford.")
    (kept,) = cache.iterdir()
    content = kept.read_bytes()
    if damage == "deleted":
        kept.unlink()
    elif damage == "no record":
        Shelf(cache).put(kept.name, b'{"course": {}, "lessons": 3}\n[]\n')
    else:
        middle = len(content) // 2
        flipped = content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]
        kept.write_bytes({"cut": content[:middle], "flipped": flipped, "foreign": b"zip" * 99, "empty": b""}[damage])
    package, codes, again = built(course, cache)
    assert not again
    assert (package, codes, False) == built(course, None)


@pytest.mark.skipif(sys.platform == "win32", reason="The folders of a user are closed to others there.")
@pytest.mark.parametrize("place", ["folder", "file"])
def test_what_others_can_write_is_not_trusted(course: Path, tmp_path: Path, place: str) -> None:
    cache = tmp_path / "cache"
    built(course, cache)
    (kept,) = cache.iterdir()
    (cache if place == "folder" else kept).chmod(0o777)
    assert not built(course, cache)[2]


@pytest.mark.skipif(sys.platform == "win32", reason="Links need rights there.")
def test_a_link_in_the_place_of_a_record_is_not_followed(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "cache")
    shelf.put("name", b"kept")
    assert shelf.take("name") == b"kept"
    (tmp_path / "cache" / "name").rename(tmp_path / "elsewhere")
    (tmp_path / "cache" / "name").symlink_to(tmp_path / "elsewhere")
    assert shelf.take("name") is None


@pytest.mark.skipif(sys.platform == "win32", reason="There are no such pipes.")
def test_a_pipe_in_the_place_of_a_record_is_not_waited_for(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "cache")
    shelf.put("name", b"kept")
    (tmp_path / "cache" / "name").unlink()
    os.mkfifo(tmp_path / "cache" / "name", 0o600)
    assert shelf.take("name") is None


def test_a_record_of_endless_brackets_is_none(course: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    built(course, cache)
    (kept,) = cache.iterdir()
    Shelf(cache).put(kept.name, b"[" * 200_000 + b"\n")
    assert not built(course, cache)[2]


def test_a_folder_that_cannot_be_made_keeps_nothing_and_fails_nothing(course: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    package, _, again = built(course, tmp_path / "file" / "cache")
    assert not again
    assert package == built(course, None)[0]


def test_the_oldest_make_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("packager.cache.shelf.MOST_BYTES", 300)
    shelf = Shelf(tmp_path / "cache")
    for age, name in enumerate("abc"):
        shelf.put(name, bytes(60))
        os.utime(tmp_path / "cache" / name, (1_000_000 + age, 1_000_000 + age))
    assert shelf.take("a") == bytes(60), "which makes it the newest"
    shelf.put("d", bytes(60))
    assert {path.name for path in (tmp_path / "cache").iterdir()} == {"a", "c", "d"}


def test_another_program_another_course_or_another_target_has_another_record(
    course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = tmp_path / "cache"
    built(course, cache)
    assert Memory(cache, course, [BY_LESSON]).recall() is not None
    assert Memory(cache, course, [TARGETS["scorm2004-4th"]]).recall() is None
    assert Memory(cache, tmp_path, [BY_LESSON]).recall() is None
    monkeypatch.setattr(engine, "digest", lambda: "another")
    assert Memory(cache, course, [BY_LESSON]).recall() is None


def test_every_library_that_writes_into_packages_counts(repository: Path) -> None:
    asked = tomllib.loads((repository / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    names = {line.partition(">")[0] for line in asked}
    # These two write on the screen alone.
    assert set(engine.LIBRARIES) == names - {"click", "rich"}


def test_two_builds_at_once_leave_whole_records(course: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    expected = built(course, None)[0]
    built(course, cache)
    found: list[bytes] = []

    def one(number: int) -> None:
        path = tmp_path / f"{number}.zip"
        build(course, [(BY_LESSON, path)], cache=cache)
        found.append(path.read_bytes())

    threads = [threading.Thread(target=one, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 4
    assert built(course, cache)[2]


def test_the_folder_is_where_the_system_keeps_such_things(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HORNBOOK_CACHE", str(tmp_path / "mine"))
    assert usual_folder() == tmp_path / "mine"
    monkeypatch.delenv("HORNBOOK_CACHE")
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert usual_folder() == tmp_path / "hornbook"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    assert usual_folder() == Path("~/.cache/hornbook").expanduser()


def test_a_drawing_of_the_same_name_and_other_content_is_seen(course: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    built(course, cache)
    drawing = course / "media" / "3.png"
    before = hashlib.sha256(drawing.read_bytes()).hexdigest()
    drawing.write_bytes(drawing.read_bytes() + random.Random(1).randbytes(2))
    os.utime(drawing, (1_000_000, 1_000_000))
    assert hashlib.sha256(drawing.read_bytes()).hexdigest() != before
    package, codes, again = built(course, cache)
    assert again
    assert (package, codes, False) == built(course, None)

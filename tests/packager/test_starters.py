"""What `hornbook new` offers: each starter builds for every target, and is what its name says."""

from __future__ import annotations

import re
from pathlib import Path, PureWindowsPath

import pytest
from click.testing import CliRunner

from hornbook import resources
from hornbook.reading import load_course
from packager.build import build
from packager.cli import STARTER_NAMES, main
from packager.starter import make_course
from packager.targets import TARGETS


def test_the_names_of_starters_are_those_of_the_folders() -> None:
    folders = {path.name for path in (resources.templates() / "starters").iterdir() if path.is_dir()}
    assert set(STARTER_NAMES) == folders


def test_help_shows_the_starters() -> None:
    shown = CliRunner().invoke(main, ["new", "--help"]).output
    assert "[lesson|cards|exam]" in shown
    assert "default: lesson" in shown


@pytest.mark.parametrize("starter", STARTER_NAMES)
def test_a_starter_builds_for_every_target_without_a_warning(tmp_path: Path, starter: str) -> None:
    course = tmp_path / "a course"
    made = CliRunner().invoke(main, ["new", str(course), "--starter", starter, "--title", "Ours"])
    assert made.exit_code == 0, made.output
    report = build(course, [(target, tmp_path / f"{name}.zip") for name, target in TARGETS.items()])
    assert len(report.built) == len(TARGETS)
    assert report.problems == ()


@pytest.mark.parametrize("starter", STARTER_NAMES)
def test_a_starter_tells_what_to_change_and_names_what_holds_work(tmp_path: Path, starter: str) -> None:
    folder = tmp_path / "course"
    files = make_course(folder, "", starter)
    (lesson,) = (file for file in files if file.suffix == ".md")
    head = lesson.read_text("utf-8").split("---\n")[1]
    assert len(re.findall(r"^# ", head, re.MULTILINE)) >= 3
    loaded = load_course(folder)
    assert loaded.value is not None
    items = [
        item
        for block in loaded.value.folder.course.lessons[0].blocks
        if block.kind in ("quiz", "pool", "cards")
        for item in (block, *getattr(block, "questions", ()), *getattr(block, "cards", ()))
    ]
    assert items
    assert [item for item in items if not item.id] == []


def test_the_files_of_a_starter_can_lie_on_windows() -> None:
    names = [path.relative_to(resources.templates()) for path in (resources.templates() / "starters").rglob("*")]
    assert [name for name in names if PureWindowsPath(name).is_reserved() or re.search(r'[<>:"|?*]', str(name))] == []
    assert len({str(name).casefold() for name in names}) == len(names)


def test_line_ends_of_windows_are_no_hindrance(tmp_path: Path) -> None:
    for file in make_course(tmp_path, "Ours", "exam"):
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert load_course(tmp_path).problems == ()

"""Complete pages, as a reader gets them."""

from __future__ import annotations

import shutil
from pathlib import Path

from hornbook.reading import load_course
from hornbook.rendering.pages import render
from packager.targets import TARGETS

PLAYABLE = Path(__file__).parents[2] / "courses" / "playable"


def test_every_page_names_the_pass_mark_of_the_course(tmp_path: Path) -> None:
    """A lesson that is opened from disk, alone, has nowhere else to learn it."""
    shutil.copytree(PLAYABLE, tmp_path / "course")
    settings = tmp_path / "course" / "course.yaml"
    settings.write_text(settings.read_text("utf-8").replace("pass: 60", "pass: 85"), "utf-8")
    read = load_course(tmp_path / "course").value
    assert read is not None
    pages = [file for file in render(read.folder, TARGETS["web"].profile) if file.name.endswith(".html")]
    assert len(pages) > 1
    assert all(b' data-pass="85" ' in page.read().partition(b"<head>")[0] for page in pages)

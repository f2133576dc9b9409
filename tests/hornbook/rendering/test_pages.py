"""Complete pages, as a reader gets them."""

from __future__ import annotations

import re
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


def test_signs_of_french_stay_on_the_line_of_a_title(tmp_path: Path) -> None:
    course = tmp_path / "course"
    course.mkdir()
    (course / "course.yaml").write_text("title: Que faire ?\nlang: fr\nchapters:\n- lessons: [l.md]\n", "utf-8")
    quiz = '::: quiz "Prêt !"\n1. Oui ?\n   - [x] Oui !\n   - [ ] Non\n:::\n'
    head = '---\ntitle: "Un « modèle » : quoi ?"\n---\n\n## Le but ?\n\n'
    (course / "l.md").write_text(head + quiz, "utf-8")
    read = load_course(course).value
    assert read is not None
    pages = {
        file.name: file.read().decode()
        for file in render(read.folder, TARGETS["web"].profile)
        if file.name.endswith(".html")
    }
    lesson = pages["lesson-l.html"]
    seen = lesson.partition('<script type="application/json"')[0]
    assert "Un «\u00a0modèle\u00a0»\u00a0: quoi\u00a0?</h1>" in seen
    for title in ("Que faire", "Le but", "Prêt", "Oui"):
        assert not re.search(rf"{title} [?!]", seen), title
    assert "Que faire\u00a0?</h1>" in pages["index.html"]

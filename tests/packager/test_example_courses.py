"""The courses that ship with Hornbook build for every target, without a word, and keep to the standards."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import pytest

from hornbook import resources
from hornbook.blocks import Pool, Quiz
from hornbook.reading import load_course
from packager.build import build
from packager.targets import TARGETS
from packager.verify import verify
from tests import schemas

COURSES = sorted(path.parent.name for path in resources.content().glob("*/course.yaml"))


def test_there_are_two_and_one_is_written_from_right_to_left() -> None:
    assert COURSES == ["foundation-models", "fractions"]


@pytest.mark.parametrize("name", COURSES)
def test_a_course_builds_for_every_target_and_is_verified(tmp_path: Path, name: str) -> None:
    folder = Path(shutil.copytree(resources.content() / name, tmp_path / name))
    report = build(folder, [(target, tmp_path / f"{word}.zip") for word, target in TARGETS.items()], locked=True)
    assert report.problems == (), f"If the lock file is out of date: hornbook build content/{name}"
    for built in report.built:
        assert verify(built.path) == []
        if built.target.profile.home != "web":
            with zipfile.ZipFile(built.path) as archive:
                assert schemas.faults(built.target.name, archive.read("imsmanifest.xml")) == []
    assert len(report.built) == len(TARGETS)


def test_the_course_on_fractions_is_arabic_and_uses_much_of_the_format() -> None:
    read = load_course(resources.content() / "fractions").value
    assert read is not None
    course = read.folder.course
    assert course.lang == "ar"
    blocks = [block for lesson in course.lessons for block in lesson.blocks]
    questions = [question for block in blocks if isinstance(block, Quiz | Pool) for question in block.questions]
    assert len({block.kind for block in blocks}) >= 13
    assert len({question.type for question in questions}) >= 11


def test_the_pages_of_the_course_on_fractions_are_written_from_right_to_left(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(resources.content() / "fractions", tmp_path / "fractions"))
    build(folder, [(TARGETS["web"], tmp_path / "a.zip")])
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        pages = {name: archive.read(name).decode() for name in archive.namelist() if name.endswith(".html")}
    assert len(pages) == 3
    assert [name for name, page in pages.items() if '<html lang="ar" dir="rtl"' not in page] == []
    assert json.loads((folder / "course.lock.json").read_text("utf-8"))["course"] == "fractions"

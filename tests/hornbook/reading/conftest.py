"""Courses in a few lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from hornbook.course import Lesson
from hornbook.problems import Problem
from hornbook.reading import ReadCourse, load_course

COURSE = "title: A course\nchapters:\n- title: One\n  lessons: [a.md]\n"


class CourseMaker:
    """Writes course folders and reads them."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def write(self, files: dict[str, str | bytes]) -> Path:
        """A folder with these files, and a course.yaml that names a.md unless one is given."""
        for name, content in {"course.yaml": COURSE, **files}.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return self.root

    def read(self, files: dict[str, str | bytes]) -> ReadCourse:
        """The course, which must have no errors."""
        loaded = load_course(self.write(files))
        assert loaded.value is not None, [(str(p.span), p.message) for p in loaded.problems]
        return loaded.value

    def lesson(self, body: str) -> Lesson:
        """A lesson whose file holds `body` after its front matter."""
        return self.read({"a.md": f"---\ntitle: A lesson\n---\n{body}"}).folder.course.lessons[0]

    def problems(self, files: dict[str, str | bytes]) -> list[Problem]:
        """What is wrong with these files."""
        return list(load_course(self.write(files)).problems)


@pytest.fixture
def courses(tmp_path: Path) -> CourseMaker:
    """Makes and reads courses in a folder of its own."""
    return CourseMaker(tmp_path / "course")

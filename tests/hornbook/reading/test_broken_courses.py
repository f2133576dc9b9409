"""Every course in tests/courses/broken says in problems.txt what is to be reported: `place severity code` a line."""

from __future__ import annotations

from pathlib import Path

import pytest

from hornbook.reading import load_course

BROKEN = Path(__file__).parent.parent.parent / "courses" / "broken"


@pytest.mark.parametrize("folder", sorted(BROKEN.iterdir()), ids=lambda folder: str(folder.name))
def test_a_broken_course_is_reported_at_its_line(folder: Path) -> None:
    loaded = load_course(folder)
    found = "".join(f"{problem.span} {problem.severity.value} {problem.code}\n" for problem in loaded.problems)
    assert found == (folder / "problems.txt").read_text(encoding="utf-8")
    assert (loaded.value is None) == bool(loaded.errors)
    assert all(problem.message.endswith((".", "?")) for problem in loaded.problems)


def test_every_broken_course_reports_something() -> None:
    assert [folder.name for folder in BROKEN.iterdir() if not (folder / "problems.txt").read_text()] == []

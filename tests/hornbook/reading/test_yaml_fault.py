"""Slips in settings are told in an author's words, at the place of the slip."""

from __future__ import annotations

import pytest

from hornbook.reading.yaml_tree import read_yaml


@pytest.mark.parametrize(
    ("text", "place", "message", "hint"),
    [
        ("title: Leaves: green\n", (1, 14), "A colon and a space", 'title: "Leaves: green"'),
        ("title: “Leaves: green”\n", (1, 15), "A colon and a space", "plain quotation marks"),
        ("title: A\nchapters:\n- title: One\n   lessons: [a.md]\n", (4, 4), "further than the one above", "under"),
        ('title: "Leaves\nminutes: 5\n', (1, 8), "never closed", "Close it"),
        ("chapters:\n- lessons: [a.md, b.md\n", (2, 12), "in brackets is not closed", "]"),
        ("title: A\n\tminutes: 5\n", (2, 1), "A tab", "spaces"),
        ("objectives: - One\n", (1, 13), "in the line of its name", "next line"),
        ("objectives:\n-One\n- Two: three\n", (2, 1), "the space after its minus", "- value"),
        ("title: A\nOne more\nminutes: 5\n", (2, 1), "neither", "name: value"),
        ("authors:\n  - Ada\n - Ben\n", (3, 2), "in another way", "same column"),
        ('title: "C:\\Users"\n', (1, 13), "A backslash", "single quotes"),
        ("title: @home\n", (1, 8), "a meaning of its own", "between quotes"),
    ],
)
def test_a_slip_in_yaml(text: str, place: tuple[int, int], message: str, hint: str) -> None:
    _, problems = read_yaml(text, "course.yaml")
    (problem,) = [problem for problem in problems if problem.is_error]
    assert problem.code in ("yaml", "yaml-runs-on")
    assert message in problem.message
    assert hint in problem.hint
    assert (problem.span.line, problem.span.column) == place

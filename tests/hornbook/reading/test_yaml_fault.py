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
        ("title: @home\n", (1, 8), 'begins with "@" needs quotes', 'title: "@home"'),
        ("title: *Rivers*\n", (1, 8), 'begins with "*"', 'title: "*Rivers*"'),
        ("title: *Rivers\n", (1, 8), 'begins with "*"', 'title: "*Rivers"'),
        ("title: & Rivers\n", (1, 8), 'begins with "&"', 'title: "& Rivers"'),
        ("title: !Rivers\n", (1, 8), 'begins with "!"', 'title: "!Rivers"'),
        ("title: | Rivers\n", (1, 8), 'begins with "|"', 'title: "| Rivers"'),
        ("title: [Draft] Rivers\n", (1, 8), 'begins with "["', 'title: "[Draft] Rivers"'),
        ('title: [Draft] "Rivers"\n', (1, 8), 'begins with "["', "title: '[Draft] \"Rivers\"'"),
        ("title: [\n", (1, 8), "bracket [ that begins here is never closed", 'title: "["'),
        ("title: {\n", (1, 8), "is never closed", 'title: "{"'),
        ('{"title": "A", "blocks": [}', (1, 27), "A value is missing here", "Write a value"),
        ("objectives:\n* One\n* Two\n", (2, 1), "begins with a minus", '"- One"'),
        ('title: The "Nile": a river\n', (1, 18), "A colon and a space", "title: 'The \"Nile\": a river'"),
        ("title:Rivers\n", (1, 1), 'lines "name: value"', '"title: Rivers"'),
        ("title:Rivers\nminutes: 5\n", (1, 1), "A space is missing after the colon", '"title: Rivers"'),
        ("title: Rivers\n---\npass: 60\n", (2, 1), 'A line "---"', "Delete it"),
        ("title: #1 Rivers\n", (1, 8), "What follows # is a comment", '"#1 Rivers"'),
    ],
)
def test_a_slip_in_yaml(text: str, place: tuple[int, int], message: str, hint: str) -> None:
    _, problems = read_yaml(text, "course.yaml")
    (problem,) = [problem for problem in problems if problem.is_error]
    assert problem.code.startswith("yaml")
    assert message in problem.message
    assert hint in problem.hint
    assert (problem.span.line, problem.span.column) == place


def test_what_a_comment_cuts_off_is_told_and_the_rest_is_read() -> None:
    data, (problem,) = read_yaml("title: Rivers #1\nlicence: CC BY # as agreed\n", "course.yaml")
    assert (data["title"], data["licence"]) == ("Rivers", "CC BY")
    assert (problem.code, problem.is_error, problem.span.column) == ("yaml-comment", False, 15)


@pytest.mark.parametrize("text", ["title: [\n", "title: *Rivers\n", "title:Rivers\n", "title: a\n---\n"])
def test_of_settings_that_cannot_be_read_nothing_is_missed(text: str) -> None:
    data, _ = read_yaml(text, "course.yaml")
    assert data.broken

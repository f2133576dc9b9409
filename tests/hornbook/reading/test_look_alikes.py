"""What nearly is markup is reported, never read as text; what stands in code or behind a backslash is text."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest

from hornbook import checks
from hornbook.reading import load_course, write_lock
from tests.hornbook.reading.conftest import CourseMaker

FRONT = "---\ntitle: A\n---\n"
QUIZ = "::: quiz\n1. Which?\n{}\n:::\n"


def codes(courses: CourseMaker, body: str) -> list[str]:
    return [problem.code for problem in courses.problems({"a.md": FRONT + body})]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (QUIZ.format("   - [x] A\n     - [ ] B\n   - [ ] C"), "indent"),
        (QUIZ.format("   - [x] A\n   - [ ] B\n    ! Because."), "indent"),
        (QUIZ.format("   x[] A\n   - [x] B\n   - [ ] C"), "marker-shape"),
        (QUIZ.format("   - x] A\n   - [x] B\n   - [ ] C"), "marker-shape"),
        (QUIZ.format("   - [x] A\n     x> Yes.\n   - [ ] C"), "marker-shape"),
        (QUIZ.format("   = one |two"), "separator-shape"),
        (QUIZ.format("   = one || two"), "separator-shape"),
        (QUIZ.format("   = one | | two"), "separator-shape"),
        ("::: quiz\n1. Which? {#q}}\n   = one\n:::\n", "braces"),
        ("::: glossary\nTerm| alias\n: Meaning.\n:::\n", "separator-shape"),
        ("::: key-concepts\n- A: one\n  - B: two\n:::\n", "item-indent"),
        ("::: audio-lesson\ncast: Ann\n### Part\nAnn: One.\n  Ann: Two.\n:::\n", "indent"),
        ("Text.\n\n```\ncode\n\n::: examples\n- A\n:::\n", "code-not-closed"),
        ("Text.\n::: examples\n- A\n:::\n", "blank-line"),
        ("::: examples\n- A\n:::\nText.\n", "blank-line"),
        ("- An objective?\n", "blank-line"),
        ("Text.\nText.\n", "repeated-line"),
    ],
)
def test_a_look_alike_is_reported(courses: CourseMaker, body: str, code: str) -> None:
    assert codes(courses, body) == [code]


@pytest.mark.parametrize(
    "body",
    [
        QUIZ.format("   ```\n   - [x] A\n     - [ ] B\n   ```\n   = one"),
        QUIZ.format("   = one \\| two"),
        QUIZ.format("   - [x] A\n\n     1. inner\n     2. list\n   - [ ] B"),
        "::: examples\n- A\n\n  - inner\n  - list\n- B\n:::\n",
        "::: text\nOne\n:::\n::: text\nTwo\n:::\n",
        "Right under the front matter.\n",
    ],
)
def test_what_is_meant_as_text_is_text(courses: CourseMaker, body: str) -> None:
    assert codes(courses, body) == []


def test_an_item_under_a_new_id_alone_is_a_warning(courses: CourseMaker) -> None:
    body = "::: cards {#deck}\nQ: What? {#card}\nA: This\n:::\n"
    write_lock(courses.root, courses.read({"a.md": FRONT + body}).lock_after)
    assert codes(courses, body) == []
    assert codes(courses, body.replace("#card}", "#crad}")) == ["id-changed"]
    assert codes(courses, body.replace(" {#card}", "")) == ["id-changed"]
    assert codes(courses, body.replace("What? {#card}", "Another? {#other}")) == []


def test_slots_that_are_used_up_are_a_problem(courses: CourseMaker) -> None:
    item = {"slot": 65_535, "kind": "lesson", "text": ""}
    lock = json.dumps({"format": 1, "course": "c", "items": {"z": item}})
    found = courses.problems({"a.md": FRONT + "Text.\n", "course.lock.json": lock})
    assert {problem.code for problem in found} == {"too-many-items"}


@pytest.mark.parametrize(
    ("yaml", "code"),
    [
        ("title: A\n  b\nchapters:\n- lessons: [a.md]\n", "yaml-runs-on"),
        ('title: "a\\0b"\nchapters:\n- lessons: [a.md]\n', "control-character"),
        ('title: "a\\uD800b"\nchapters:\n- lessons: [a.md]\n', "control-character"),
        ('title: "\\U00110000"\nchapters:\n- lessons: [a.md]\n', "yaml"),
        ("title: A\nkeywords:\n- one\n- one\nchapters:\n- lessons: [a.md]\n", "repeated-line"),
    ],
)
def test_yaml_that_says_something_else_than_it_seems(courses: CourseMaker, yaml: str, code: str) -> None:
    assert [problem.code for problem in courses.problems({"a.md": FRONT, "course.yaml": yaml})] == [code]


@pytest.mark.parametrize("name", ["course.yaml", "a.md", "course.lock.json", "dot.png"])
def test_a_pipe_or_a_link_to_elsewhere_is_not_read(courses: CourseMaker, tmp_path: Path, name: str) -> None:
    secret = tmp_path / "secret"
    secret.write_text("title: secret\n")
    for make in (os.mkfifo, lambda path: path.symlink_to(secret), lambda path: path.symlink_to(path.name)):
        root = courses.write({"a.md": FRONT + "![A dot](dot.png)\n", "dot.png": b"PNG"})
        (root / name).unlink(missing_ok=True)
        make(root / name)
        loaded = load_course(root)
        assert loaded.value is None
        assert len(loaded.problems) == 1
        assert "secret" not in str(loaded.problems)
        (root / name).unlink()


def test_names_are_found_in_either_spelling_of_an_accent(courses: CourseMaker) -> None:
    yaml = "title: A\nchapters:\n- lessons: [caf\u00e9.md]\n"
    read = courses.read({"course.yaml": yaml, "cafe\u0301.md": FRONT + "![A dot](e\u0301.png)\n", "\u00e9.png": b"PNG"})
    assert len(read.folder.media) == 1
    assert load_course(courses.root, checks.run).problems == ()


@pytest.mark.parametrize(
    "body",
    [
        "## a" + " " * 19_000 + "b\n",
        "::: overview\n### a" + " " * 10_000 + "#" * 9_000 + "b\n:::\n",
        "[" * 10_000 + "\n",
        ">" * 19_000 + "x\n",
        "- " * 9_000 + "x\n",
        "".join("  " * depth + "- x\n" for depth in range(100)),
        "::: quiz\n1. Q\n" + "".join(f"   - [ ] {number}\n" for number in range(10_000)) + ":::\n",
        "::: text\n" * 9_000,
        "::: text\nx\n:::\n" * 6_000,
        "::: cards\n" + "Q: a\nA: b\n" * 9_000 + ":::\n",
        "::: audio-lesson\ncast: " + ", ".join(f"N{n}" for n in range(2_000)) + "\n### P\n" + "B: b\n" * 90 + ":::\n",
    ],
    ids=range(11),
)
def test_no_text_keeps_the_reader_busy(courses: CourseMaker, body: str) -> None:
    began = time.process_time()
    courses.problems({"a.md": FRONT + body})
    # Each takes less than two seconds of an idle machine; the bound leaves room for a busy one.
    assert time.process_time() - began < 8


def test_a_style_that_hides_an_address_is_emptied(courses: CourseMaker) -> None:
    style = "@import 'http://e'; a{b:u\\72l(http://e)} " + "url(" * 50_000
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg"><style>{style}</style><rect fill="u\\72l(//e)"/></svg>'
    read = courses.read({"a.md": FRONT + "![A](a.svg)\n", "a.svg": drawing})
    (picture,) = read.folder.media_files
    assert b"//e" not in picture.read()

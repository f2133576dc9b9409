"""Files as editors of all systems write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from hornbook.problems import Problem
from hornbook.reading import load_course
from hornbook.reading.source import MAX_BYTES, Source, decode
from tests.hornbook.reading.conftest import CourseMaker


def decoded(data: bytes) -> tuple[str, ...]:
    source = decode(data, "a.md")
    assert isinstance(source, Source)
    return source.lines


def refused(data: bytes) -> tuple[str, str]:
    problem = decode(data, "a.md")
    assert isinstance(problem, Problem)
    return problem.code, str(problem.span)


@pytest.mark.parametrize(
    "data", [b"one\ntwo\n", b"\xef\xbb\xbfone\ntwo", b"one\r\ntwo\r\n", b"one\rtwo\r"], ids=["lf", "bom", "crlf", "cr"]
)
def test_line_ends_and_byte_order_marks_do_not_matter(data: bytes) -> None:
    assert decoded(data) == ("one", "two")


@pytest.mark.parametrize(
    ("data", "code", "place"),
    [
        (b"fine\nf\xfcr\n", "not-utf8", "a.md:2:2"),
        ("Stra\u00dfe \u00fc".encode() + b"\xff", "not-utf8", "a.md:1:9"),
        ("text".encode("utf-16"), "not-utf8", "a.md:1:1"),
        (b"PK\x03\x04\x14\x00", "not-plain-text", "a.md"),
        (b"{\\rtf1 One}", "not-plain-text", "a.md"),
        (b"a\nb\x00c\n", "control-character", "a.md:2:2"),
        (b"\x1b[31mred", "control-character", "a.md:1:1"),
        ("abc\u202edef".encode(), "control-character", "a.md:1:4"),
        (b"x" * 100_001, "line-too-long", "a.md:1:1"),
    ],
)
def test_what_is_no_plain_text_is_named_with_its_place(data: bytes, code: str, place: str) -> None:
    assert refused(data) == (code, place)


def test_a_line_in_another_encoding_is_shown_as_its_author_knows_it(courses: CourseMaker) -> None:
    (problem,) = courses.problems({"a.md": "---\ntitle: Fl\u00fcsse\n---\n".encode("cp1252")})
    assert (problem.code, problem.excerpt) == ("not-utf8", "title: Fl\u00fcsse")


def test_tabs_emoji_and_any_script_are_text() -> None:
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
    text = f"a\tb {family} \u0645\u0631\u062d\u0628\u0627 \u0928\u092e\u0938\u094d\u0924\u0947"
    assert decoded(text.encode()) == (text,)


def test_a_name_that_is_too_long_is_told_as_such(courses: CourseMaker) -> None:
    (problem,) = courses.problems({"course.yaml": f"title: A\nchapters:\n- lessons: [{'n' * 300}.md]\n"})
    assert (problem.code, problem.span.line, problem.hint) == ("file-unreadable", 3, "Give it a shorter name.")


def test_a_huge_file_is_refused_by_its_size(courses: CourseMaker) -> None:
    problems = courses.problems({"a.md": b"x\n" * (MAX_BYTES // 2 + 1)})
    assert [problem.code for problem in problems] == ["file-too-large"]


def test_a_missing_folder_a_file_and_an_empty_folder_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "empty").mkdir()
    codes = [[problem.code for problem in load_course(tmp_path / name).problems] for name in ("none", "file", "empty")]
    assert codes == [["folder-missing"], ["folder-missing"], ["course-missing"]]


def test_a_file_that_cannot_be_read_is_an_error(courses: CourseMaker) -> None:
    root = courses.write({})
    (root / "a.md").mkdir()  # refused on every system and for every user, unlike a file without permissions
    assert [problem.code for problem in load_course(root).problems] == ["file-unreadable"]

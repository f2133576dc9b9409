"""A file that is not what its name says is told by what it is."""

from __future__ import annotations

import pytest

from tests.hornbook.reading.conftest import CourseMaker

LESSON = "---\ntitle: A\n---\n\n![A road](media/road.{})\n"


@pytest.mark.parametrize(
    ("ending", "data", "what"),
    [
        ("jpg", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "HEIC"),
        ("png", b"\n <!DOCTYPE html><title>A road</title>", "a web page"),
        ("png", b"II*\0\x08\0\0\0", "TIFF"),
        ("webp", b"%PDF-1.7", "a PDF"),
        ("mp3", b"PK\x03\x04", "a zip"),
        ("png", b"", "an empty file"),
        ("mp3", b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "Git LFS"),
    ],
)
def test_a_file_that_is_something_else_is_refused(courses: CourseMaker, ending: str, data: bytes, what: str) -> None:
    (problem,) = courses.problems({"a.md": LESSON.format(ending), f"media/road.{ending}": data})
    assert (problem.code, problem.span.line) == ("media-content", 5)
    assert what in problem.message
    assert problem.hint


@pytest.mark.parametrize(
    ("ending", "data"),
    [
        ("png", b"\x89PNG\r\n\x1a\n" + bytes(12)),
        ("avif", b"\0\0\0\x14ftypmif1\0\0\0\0avif"),
        ("m4a", b"\0\0\0\x0cftypM4A "),
        ("mp3", b"ID3\x04"),
    ],
)
def test_what_may_be_sound_or_a_picture_is_taken(courses: CourseMaker, ending: str, data: bytes) -> None:
    assert courses.problems({"a.md": LESSON.format(ending), f"media/road.{ending}": data}) == []

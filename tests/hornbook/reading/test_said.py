"""Captions that say something else than the text are told."""

from __future__ import annotations

import pytest

from tests.hornbook.reading.conftest import CourseMaker

TALK = "::: audio-lesson\ncast: Ann\n### Part\naudio: a.mp3\ncaptions: a.vtt\nAnn: {}\n:::\n"
BOOK = "::: audio-book\n### Part\naudio: a.mp3\ncaptions: a.vtt\n\n{}\n:::\n"
SAID = "Rivers carry sand and mud down to the sea, where they slow down."
HEARD = "WEBVTT\n\n00:00.000 --> 00:02.000\n{}\n\n00:02.000 --> 00:04.000\n{}\n"


def codes(courses: CourseMaker, body: str, heard: str) -> list[tuple[str, int]]:
    files: dict[str, str | bytes] = {"a.md": f"---\ntitle: A\n---\n{body}", "a.mp3": b"ID3", "a.vtt": heard}
    return [(problem.code, problem.span.line) for problem in courses.problems(files)]


@pytest.mark.parametrize(("body", "line"), [(TALK, 8), (BOOK, 7)])
def test_captions_of_another_recording_are_told_at_their_line(courses: CourseMaker, body: str, line: int) -> None:
    other = HEARD.format("Mountains keep snow until summer,", "and glaciers keep it for centuries.")
    assert codes(courses, body.format(SAID), other) == [("captions-differ", line)]


@pytest.mark.parametrize("body", [TALK, BOOK])
@pytest.mark.parametrize(
    ("said", "heard"),
    [
        (SAID, HEARD.format("Rivers carry sand and mud", "down to the sea, where they slow down.")),
        (f"*{SAID}*", HEARD.format("<v Ann>RIVERS carry sand & mud to the", "sea - where they slow down.")),
        ("河流把泥沙带到海里。", HEARD.format("河流把泥沙", "带到海里")),
    ],
)
def test_captions_may_be_cut_and_worded_a_little_otherwise(
    courses: CourseMaker, body: str, said: str, heard: str
) -> None:
    assert codes(courses, body.format(said), heard) == []

"""Captions: what is read of WebVTT, what is refused, and which line of a dialogue is heard when."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hornbook.captions import CaptionsError, Cue, line_times, read_captions

FILE = """WEBVTT - a talk

NOTE what is said here
is for nobody

STYLE
::cue { color: red }

1
00:01.000 --> 00:02.500 align:start
<v Teacher>Where does it <b>come</b> from?

00:00:02.500 --> 01:00:00.000
From the
mountain &amp; the rain.
"""


def test_cues_are_read_and_the_rest_is_passed_over() -> None:
    assert read_captions(FILE.encode()) == (
        Cue(1000, 2500, "Where does it come from?", "Teacher"),
        Cue(2500, 3_600_000, "From the mountain & the rain."),
    )


@pytest.mark.parametrize("text", [FILE.replace("\n", "\r\n"), "\ufeff" + FILE, FILE.replace("\n", "\r")])
def test_every_end_of_line_and_a_byte_order_mark_are_read(text: str) -> None:
    assert len(read_captions(text.encode())) == 2


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("1\n00:01.000 --> 00:02.000\nSubRip has no first line.\n", 1),
        ("WEBVTT\n\n00:01,000 --> 00:02,000\nA comma.\n", 3),
        ("WEBVTT\n\n00:02.000 --> 00:01.000\nBackwards.\n", 3),
        ("WEBVTT\n\n00:05.000 --> 00:06.000\nB.\n\n00:01.000 --> 00:02.000\nA.\n", 7),
    ],
)
def test_what_a_player_would_not_show_is_refused_at_its_line(text: str, line: int) -> None:
    with pytest.raises(CaptionsError) as caught:
        read_captions(text.encode())
    assert caught.value.line == line


def test_broken_utf8_is_refused() -> None:
    with pytest.raises(CaptionsError, match="UTF-8"):
        read_captions(b"WEBVTT\n\n00:01.000 --> 00:02.000\n\xff\n")


@given(st.binary(max_size=300))
def test_no_bytes_do_more_than_refuse(data: bytes) -> None:
    for prefix in (b"", b"WEBVTT\n\n00:01.000 --> 00:02.000\n"):
        try:
            read_captions(prefix + data)
        except CaptionsError:
            continue


def test_lines_are_found_however_the_captions_are_cut() -> None:
    lines = ["Here is a riddle. What could the three have in common?", "Too much to read?", "True!"]
    by_sentence = [
        Cue(0, 1000, "Here is a riddle."),
        Cue(1000, 2000, "What could the three have in common?"),
        Cue(2100, 3000, "Too much to read?"),
        Cue(3200, 4000, "True!"),
    ]
    by_line = [Cue(0, 2000, lines[0]), Cue(2100, 3000, lines[1]), Cue(3200, 4000, lines[2])]

    assert line_times(lines, by_sentence) == ((0, 2000), (2100, 3000), (3200, 4000))
    assert line_times(lines, by_line) == ((0, 2000), (2100, 3000), (3200, 4000))


def test_small_differences_of_wording_do_not_matter() -> None:
    lines = ["It is 4 × 30 hours, that is 120.", "And for the rest it is eight!"]
    cues = [Cue(0, 900, "It is four times thirty hours; that's 120"), Cue(900, 2000, "and for the rest it's 8")]

    assert line_times(lines, cues) == ((0, 900), (900, 2000))


def test_without_captions_no_line_has_a_time() -> None:
    assert line_times(["One.", "Two."], []) == (None, None)
    assert line_times([], [Cue(0, 1, "Said by nobody.")]) == ()

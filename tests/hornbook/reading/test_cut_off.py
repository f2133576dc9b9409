"""A picture, sound or film that ends in its middle is told; a whole one never is, whatever stands in it."""

from __future__ import annotations

import struct
from io import BytesIO

import pytest

from hornbook import resources
from hornbook.reading.cut_off import missing_bytes
from tests.hornbook.reading.conftest import CourseMaker

THUMBNAIL = b"\xff\xd8\xff\xda\0\2\xff\xd9"
JPEG = (
    b"\xff\xd8\xff\xe1" + struct.pack(">H", 2 + len(THUMBNAIL)) + THUMBNAIL
    + b"\xff\xff\xdb\0\4\1\2\xff\xc0\0\5\1\2\3\xff\xda\0\4\1\2" + b"\x12\xff\0\x34" * 20 + b"\xff\xd9"
)  # fmt: skip
PNG = b"\x89PNG\r\n\x1a\n" + b"".join(
    struct.pack(">I", len(data)) + kind + data + b"sum!"
    for kind, data in ((b"IHDR", bytes(13)), (b"IDAT", b"pixels" * 9), (b"IEND", b""))
)
GIF = (
    b"GIF89a" + struct.pack("<2H3B", 3, 3, 0x80, 0, 0) + b"\1\2\3\4\5\6"
    + b"!\xf9\4\0\0\0\0\0" + b"," + struct.pack("<4HB", 0, 0, 3, 3, 0x80) + b"\1\2\3\4\5\6" + b"\2"
    + (b"\5;;;;;") * 9 + b"\0;"
)  # fmt: skip
WEBP = b"RIFF" + struct.pack("<I", 4 + 8 + 40) + b"WEBPVP8 " + struct.pack("<I", 40) + bytes(40)
WAV = b"RIFF" + struct.pack("<I", 4 + 24 + 8 + 60) + b"WAVEfmt " + struct.pack("<I", 16) + bytes(16) + (
    b"data" + struct.pack("<I", 60) + bytes(60)
)  # fmt: skip
MP4 = b"".join(
    struct.pack(">I", 8 + len(data)) + kind + data
    for kind, data in ((b"ftyp", b"isom\0\0\0\0"), (b"moov", bytes(30)), (b"mdat", bytes(90)))
)
HUGE_BOX = struct.pack(">I", 1) + b"mdat" + struct.pack(">Q", 16 + 40) + bytes(40)
OGG = b"".join(b"OggS\0" + bytes(21) + b"\2" + bytes([60, 9]) + bytes(69) for _ in range(3))
WEBM = b"\x1a\x45\xdf\xa3\x84" + bytes(4) + b"\x18\x53\x80\x67" + b"\x40\x50" + bytes(80)

WHOLE = {"jpg": JPEG, "png": PNG, "gif": GIF, "webp": WEBP, "wav": WAV, "mp4": MP4, "m4a": MP4 + HUGE_BOX, "ogg": OGG,
         "webm": WEBM}  # fmt: skip
#: A RIFF file may be off by eight bytes in its head, and a GIF lack its trailer, without a loss.
FROM = {"webp": 9, "wav": 9, "gif": 2}


@pytest.mark.parametrize("kind", WHOLE)
def test_a_file_that_is_cut_anywhere_is_told_and_a_whole_one_is_not(kind: str) -> None:
    whole = WHOLE[kind]
    assert missing_bytes(BytesIO(whole)) == 0
    assert missing_bytes(BytesIO(whole + b"more")) == 0
    # A cut between two parts, or in the head of one, cannot be seen in every format.
    lost = range(FROM.get(kind, 1), 40)
    assert all(missing_bytes(BytesIO(whole[:-cut])) > 0 for cut in lost)
    if kind not in ("jpg", "gif"):
        assert [missing_bytes(BytesIO(whole[:-cut])) for cut in lost] == list(lost)


@pytest.mark.parametrize("kind", WHOLE)
def test_what_begins_so_and_is_something_else_is_left_alone(kind: str) -> None:
    begin = WHOLE[kind][:12]
    for number in range(256):
        missing_bytes(BytesIO(begin + bytes([number]) * 500))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"ID3\4" + bytes(90),
        WAV.replace(struct.pack("<I", 4 + 24 + 8 + 60), b"\xff\xff\xff\xff", 1),
        b"\x1a\x45\xdf\xa3\x84" + bytes(4) + b"\x18\x53\x80\x67" + b"\x01" + b"\xff" * 7 + bytes(9),
        MP4 + struct.pack(">I", 0) + b"mdat" + bytes(9),
        MP4 + b"TAG" + b"A song".ljust(125, b"\0"),
        b"\xff\xd8\xff" + b"words" * 9,
    ],
)
def test_where_no_end_is_known_none_is_missed(data: bytes) -> None:
    assert missing_bytes(BytesIO(data)) == 0


def test_the_media_of_the_examples_are_whole() -> None:
    for path in resources.content().rglob("media/*"):
        with path.open("rb") as stream:
            assert missing_bytes(stream) == 0, path


def test_a_picture_that_is_cut_off_is_a_warning_with_what_it_lacks(courses: CourseMaker) -> None:
    lesson = "---\ntitle: A\n---\n\n![A road](road.png)\n"
    (problem,) = courses.problems({"a.md": lesson, "road.png": PNG[:-30]})
    assert (problem.code, problem.span.line, problem.is_error) == ("media-cut-off", 5, False)
    assert "road.png ends in its middle: at least 30 bytes are missing." in problem.message
    assert courses.problems({"a.md": lesson, "road.png": PNG}) == []

"""Sizes of pictures, from the first bytes of each format."""

from __future__ import annotations

import struct

import pytest

from hornbook.picture_size import Box, picture_size, shown_size

JPEG_TABLES = b"\xff\xd8\xff\xe0\x00\x10" + b"JFIF".ljust(14, b"\0") + b"\xff\xdb\x00\x04\0\0\xff"


@pytest.mark.parametrize(
    ("head", "size"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + struct.pack(">II", 640, 480), Box(0, 0, 640, 480)),
        (b"GIF89a" + struct.pack("<HH", 31, 7), Box(0, 0, 31, 7)),
        (JPEG_TABLES + b"\xff\xc2\x00\x11\x08" + struct.pack(">HH", 600, 800) + b"\x03", Box(0, 0, 800, 600)),
        (b"RIFF\0\0\0\0WEBPVP8X" + bytes(8) + b"\x7f\x02\x00\xdf\x01\x00", Box(0, 0, 640, 480)),
        (
            b"RIFF\0\0\0\0WEBPVP8L" + bytes(4) + b"\x2f" + struct.pack("<I", 639 | 479 << 14) + bytes(5),
            Box(0, 0, 640, 480),
        ),
        (b"RIFF\0\0\0\0WEBPVP8 " + bytes(10) + struct.pack("<HH", 640 | 1 << 14, 480), Box(0, 0, 640, 480)),
        (b"\0\0\0 ftypavif" + b"ispe\0\0\0\0" + struct.pack(">II", 64, 48) + bytes(9), Box(0, 0, 64, 48)),
        (b'<?xml version="1.0"?>\n<svg xmlns="x" viewBox="-10,5 20 40.5">', Box(-10, 5, 20, 40.5)),
        (b"<svg:svg width='300px' height='150'>", Box(0, 0, 300, 150)),
    ],
)
def test_size_is_read_from_the_head_of_each_format(head: bytes, size: Box) -> None:
    assert picture_size(head) == size


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"no picture",
        b"\x89PNG\r\n\x1a\n",
        b"GIF89a\0",
        b"\xff\xd8",
        b"\xff\xd8" + b"\xff" * 1000,
        b"\xff\xd8\xff\xc0\0",
        b"RIFF\0\0\0\0WEBPVP8X",
        b"\0\0\0 ftypavif",
        b"<svg>",
        b'<svg width="50%" height="10">',
        b'<svg viewBox="0 0 0 10">',
        b"GIF89a" + bytes(4),
        b'<svg viewBox="0 0 10">',
    ],
)
def test_what_tells_no_size_has_none(head: bytes) -> None:
    assert picture_size(head) is None


def test_a_box_holds_what_lies_inside_up_to_its_edges() -> None:
    box = Box(-1, 0, 10, 5)
    assert box.holds(-1, 0, 10, 5)
    assert not box.holds(-1.5, 0, 1, 1)
    assert not box.holds(8.5, 0, 1, 1)
    assert not box.holds(0, 4.5, 1, 1)


def photograph(orientation: int, order: str) -> bytes:
    """The head of a JPEG of 800 x 600 pixels with notes that say which side is up."""
    form = "<" if order == "II" else ">"
    notes = order.encode() + struct.pack(f"{form}HIH", 42, 8, 2)
    notes += struct.pack(f"{form}HHII", 0x0100, 4, 1, 800) + struct.pack(f"{form}HHIHH", 0x0112, 3, 1, orientation, 0)
    block = b"Exif\0\0" + notes
    frame = b"\xff\xc0\x00\x11\x08" + struct.pack(">HH", 600, 800) + b"\x03"
    return b"\xff\xd8\xff\xe1" + struct.pack(">H", 2 + len(block)) + block + frame


@pytest.mark.parametrize("order", ["II", "MM"])
def test_a_photograph_taken_upright_is_as_high_as_it_is_shown(order: str) -> None:
    assert picture_size(photograph(1, order)) == Box(0, 0, 800, 600)
    assert picture_size(photograph(6, order)) == Box(0, 0, 600, 800)
    assert picture_size(photograph(8, order)[:-12]) is None


@pytest.mark.parametrize(
    ("head", "size"),
    [
        (b"GIF89a" + struct.pack("<HH", 31, 7), (31, 7)),
        (b'<svg width="300px" height="150" viewBox="0 0 2 1">', (300, 150)),
        (b'<svg width="100%" viewBox="0 0 24 12">', (640, 320)),
        (b'<svg viewBox="0 0 10000 1">', (640, 1)),
        (b"no picture", None),
    ],
)
def test_a_picture_is_shown_in_its_own_size_and_a_drawing_without_one_in_its_shape(
    head: bytes, size: tuple[int, int] | None
) -> None:
    assert shown_size(head) == size

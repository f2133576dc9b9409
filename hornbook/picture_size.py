"""The size of a picture in its own units, read from the head of its file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Box:
    """The part of the plane that a picture shows: of a drawing its viewBox, else 0 0 and its pixels."""

    left: float
    top: float
    width: float
    height: float

    def holds(self, left: float, top: float, width: float, height: float) -> bool:
        """Whether a rectangle lies inside."""
        return (
            left >= self.left
            and top >= self.top
            and left + width <= self.left + self.width
            and top + height <= self.top + self.height
        )


@dataclass(frozen=True)
class PictureSize:
    """Its box, and width and height at which a browser shows it where there is room, in pixels."""

    box: Box
    shown: tuple[int, int]

    @classmethod
    def read(cls, head: bytes) -> PictureSize | None:
        """The size that the first bytes of a file tell; None where they tell none."""
        box, shown = picture_size(head), shown_size(head)
        return None if box is None or shown is None else cls(box, shown)


#: So much of a file is looked at; what stands before a size is short in all formats but JPEG, whose tables may be long.
HEAD_BYTES = 1_000_000

#: More entries in the first directory of a photograph's notes are not looked at.
_MOST_TAGS = 100

_SVG_HEAD = re.compile(rb"<(?:\w+:)?svg\b[^>]*>")
_ATTRIBUTE = re.compile(r"""\b(viewBox|width|height)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_LENGTH = re.compile(r"\s*(\d+(?:\.\d+)?)(?:px)?\s*")
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
#: Markers of JPEG frames, which hold the size: all of C0 to CF but DHT, JPG and DAC.
_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


#: How wide a drawing is shown that names no width of its own.
_DRAWING_WIDTH = 640


def shown_size(head: bytes) -> tuple[int, int] | None:
    """Width and height that a browser gives a picture where there is room, in pixels, each at least 1; None as above.

    A page that tells them keeps the room of a picture before it has come.
    """
    box = picture_size(head)
    if box is None:
        return None
    width, height = box.width, box.height
    if (match := _SVG_HEAD.search(head)) is not None:
        own = _own_size(_attributes(match[0]))
        width, height = own if own and min(own) > 0 else (_DRAWING_WIDTH, _DRAWING_WIDTH * height / width)
    return max(1, round(width)), max(1, round(height))


def picture_size(head: bytes) -> Box | None:
    """The size that the first bytes of a file tell; None where it is none of the formats that browsers show."""
    for read in (_png, _gif, _jpeg, _webp, _avif, _svg):
        size = read(head)
        if size is not None:
            return size if size.width > 0 and size.height > 0 else None
    return None


def _pixels(width: int, height: int) -> Box:
    return Box(0, 0, width, height)


def _png(head: bytes) -> Box | None:
    if not head.startswith(b"\x89PNG\r\n\x1a\n") or len(head) < 24:
        return None
    return _pixels(int.from_bytes(head[16:20], "big"), int.from_bytes(head[20:24], "big"))


def _gif(head: bytes) -> Box | None:
    if not head.startswith((b"GIF87a", b"GIF89a")) or len(head) < 10:
        return None
    return _pixels(int.from_bytes(head[6:8], "little"), int.from_bytes(head[8:10], "little"))


def _jpeg(head: bytes) -> Box | None:
    if not head.startswith(b"\xff\xd8"):
        return None
    at = 2
    lies = False
    while at + 9 <= len(head) and head[at] == 0xFF:
        marker = head[at + 1]
        if marker in _JPEG_FRAMES:
            height, width = (int.from_bytes(head[at + here : at + here + 2], "big") for here in (5, 7))
            return _pixels(height, width) if lies else _pixels(width, height)
        if marker == 0xE1 and head[at + 4 : at + 10] == b"Exif\0\0":
            lies = _is_turned(head[at + 10 : at + 2 + int.from_bytes(head[at + 2 : at + 4], "big")])
        # Fill bytes and markers without a length stand alone.
        at += 1 if marker == 0xFF else 2
        if marker != 0xFF and not 0xD0 <= marker <= 0xD8 and marker != 0x01:
            at += int.from_bytes(head[at : at + 2], "big")
    return None


def _is_turned(exif: bytes) -> bool:
    """Whether a photograph is shown a quarter turned, as one is that was taken upright (Exif 2.3, tag 0x0112)."""
    order: Literal["little", "big"] = "little" if exif[:2] == b"II" else "big"

    def number(at: int, size: int) -> int:
        return int.from_bytes(exif[at : at + size], order)

    first = number(4, 4)
    for entry in range(first + 2, first + 2 + 12 * min(number(first, 2), _MOST_TAGS), 12):
        if number(entry, 2) == 0x0112:
            return 5 <= number(entry + 8, 2) <= 8
    return False


def _webp(head: bytes) -> Box | None:
    if head[:4] != b"RIFF" or head[8:12] != b"WEBP" or len(head) < 30:
        return None
    kind = head[12:16]
    if kind == b"VP8X":
        return _pixels(1 + int.from_bytes(head[24:27], "little"), 1 + int.from_bytes(head[27:30], "little"))
    if kind == b"VP8L":
        bits = int.from_bytes(head[21:25], "little")
        return _pixels(1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF))
    return _pixels(int.from_bytes(head[26:28], "little") & 0x3FFF, int.from_bytes(head[28:30], "little") & 0x3FFF)


def _avif(head: bytes) -> Box | None:
    if head[4:12] not in (b"ftypavif", b"ftypavis", b"ftypmif1"):
        return None
    # The largest of the sizes: an item for transparency has the same, one for a thumbnail is smaller.
    sizes = [
        (int.from_bytes(head[at + 8 : at + 12], "big"), int.from_bytes(head[at + 12 : at + 16], "big"))
        for at in (match.start() for match in re.finditer(rb"ispe", head))
    ]
    return _pixels(*max(sizes)) if sizes else None


def _svg(head: bytes) -> Box | None:
    match = _SVG_HEAD.search(head)
    if match is None:
        return None
    found = _attributes(match[0])
    numbers = [float(number) for number in _NUMBER.findall(found.get("viewBox", ""))]
    if len(numbers) == 4:
        return Box(*numbers)
    own = _own_size(found)
    return Box(0, 0, *own) if own else None


def _attributes(tag: bytes) -> dict[str, str]:
    return {name: one or other for name, one, other in _ATTRIBUTE.findall(tag.decode("utf-8", "replace"))}


def _own_size(attributes: dict[str, str]) -> tuple[float, float] | None:
    """Width and height of a drawing, where both are told in pixels."""
    width, height = (_LENGTH.fullmatch(attributes.get(side, "")) for side in ("width", "height"))
    return (float(width[1]), float(height[1])) if width and height else None

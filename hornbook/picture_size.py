"""The size of a picture in its own units, read from the head of its file."""

from __future__ import annotations

import re
from dataclasses import dataclass


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


#: So much of a file is looked at; what stands before a size is short in all formats but JPEG, whose tables may be long.
HEAD_BYTES = 1_000_000

_SVG_HEAD = re.compile(rb"<(?:\w+:)?svg\b[^>]*>")
_ATTRIBUTE = re.compile(r"""\b(viewBox|width|height)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_LENGTH = re.compile(r"\s*(\d+(?:\.\d+)?)(?:px)?\s*")
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
#: Markers of JPEG frames, which hold the size: all of C0 to CF but DHT, JPG and DAC.
_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


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
    while at + 9 <= len(head) and head[at] == 0xFF:
        marker = head[at + 1]
        if marker in _JPEG_FRAMES:
            return _pixels(int.from_bytes(head[at + 7 : at + 9], "big"), int.from_bytes(head[at + 5 : at + 7], "big"))
        # Fill bytes and markers without a length stand alone.
        at += 1 if marker == 0xFF else 2
        if marker != 0xFF and not 0xD0 <= marker <= 0xD8 and marker != 0x01:
            at += int.from_bytes(head[at : at + 2], "big")
    return None


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
    found = {name: one or other for name, one, other in _ATTRIBUTE.findall(match[0].decode("utf-8", "replace"))}
    numbers = [float(number) for number in _NUMBER.findall(found.get("viewBox", ""))]
    if len(numbers) == 4:
        return Box(*numbers)
    width, height = (_LENGTH.fullmatch(found.get(side, "")) for side in ("width", "height"))
    return Box(0, 0, float(width[1]), float(height[1])) if width and height else None

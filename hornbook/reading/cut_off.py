"""Pictures, sounds and films that end in their middle, told by what their files say of their own length."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import IO

#: A program that counts wrongly in the head of a sound is off by no more; nothing is lost then.
_MISCOUNT = 8
#: A sound that was written in one go, without a way back to its head, says that it has this length or more.
_NO_LENGTH = 0x7FFF_0000
#: More parts of a file are not gone through.
_MOST_PARTS = 200_000
#: A page of Ogg is no longer.
_LONGEST_PAGE = 65_307
#: Boxes of films and sounds that may be the last of a file; what else stands after them was added by something else.
_LAST_BOXES = frozenset((b"ftyp", b"moov", b"moof", b"mdat", b"meta", b"free", b"skip", b"uuid"))
_CHUNK = 1 << 20


class _NotKnown(Exception):
    """The file says nothing of its end on which one could rely."""


class _Bytes:
    """A file of which a few bytes are looked at here and there."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.size = stream.seek(0, os.SEEK_END)

    def at(self, place: int, count: int) -> bytes:
        """So many bytes at a place, fewer where the file ends."""
        self._stream.seek(place)
        return self._stream.read(count)

    def number(self, place: int, count: int, *, little: bool = False) -> int:
        """A number of so many bytes; where the file ends, what is there of it."""
        return int.from_bytes(self.at(place, count), "little" if little else "big")

    def has(self, words: bytes, place: int) -> bool:
        """Whether some bytes stand anywhere from a place on."""
        self._stream.seek(place)
        last = b""
        while chunk := self._stream.read(_CHUNK):
            if words in last + chunk:
                return True
            last = chunk[1 - len(words) :]
        return False


def missing_bytes(stream: IO[bytes]) -> int:
    """How many bytes a file lacks at least; 0 where none is known to be missing.

    Of what is played to wherever it ends, such as MP3, nothing is known.
    """
    data = _Bytes(stream)
    head = data.at(0, 12)
    try:
        return max(0, next((end(data) - data.size for begins, end in _ENDS if begins(head)), 0))
    except _NotKnown:
        return 0


def _jpeg(data: _Bytes) -> int:
    """Segments with their lengths, and then the picture, in which no end is found by chance (ITU T.81, B.1.1)."""
    at = 2
    for _ in range(_MOST_PARTS):
        mark = data.at(at, 4)
        if len(mark) < 4:
            return data.size + 2
        if mark[0] != 0xFF or 0x01 < mark[1] < 0xC0:
            raise _NotKnown
        if mark[1] == 0xDA:
            return 0 if data.has(b"\xff\xd9", at) else data.size + 2
        # A byte that fills, or a mark that stands alone.
        alone = mark[1] in (0x01, 0xFF) or 0xD0 <= mark[1] <= 0xD9
        at += (1 if mark[1] == 0xFF else 2) if alone else 2 + int.from_bytes(mark[2:], "big")
    raise _NotKnown


def _png(data: _Bytes) -> int:
    """Chunks up to IEND (PNG, 5.3)."""
    at = 8
    for _ in range(_MOST_PARTS):
        kind = data.at(at + 4, 4)
        end = at + 12 + data.number(at, 4)
        if len(kind) < 4:
            return at + 12
        if not kind.isalpha():
            raise _NotKnown
        if kind == b"IEND":
            return end
        if end > data.size:
            return end + 12
        at = end
    raise _NotKnown


def _gif(data: _Bytes) -> int:
    """Pictures and extensions in blocks of up to 255 bytes, up to the trailer (GIF89a, 15 to 27)."""
    at = 13 + _colours(data.number(10, 1))
    in_blocks = False
    for _ in range(_MOST_PARTS):
        kind = data.at(at, 1)
        if not kind:
            # Without its trailer alone it is shown as it was meant, and old programs leave it out.
            return at + 1 if in_blocks else at
        if in_blocks:
            in_blocks = kind != b"\0"
            at += 1 + kind[0]
        elif kind == b",":
            at += 11 + _colours(data.number(at + 9, 1))
            in_blocks = True
        elif kind == b"!":
            at += 2
            in_blocks = True
        elif kind == b";":
            return at + 1
        else:
            raise _NotKnown
    raise _NotKnown


def _colours(flags: int) -> int:
    """The bytes of a table of colours that these flags announce."""
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _riff(data: _Bytes) -> int:
    """WebP and WAV: the length is told at once (RIFF)."""
    length = data.number(4, 4, little=True)
    end = 8 + length
    if length >= _NO_LENGTH or end - data.size <= _MISCOUNT:
        raise _NotKnown
    return end


def _boxes(data: _Bytes) -> int:
    """MP4, M4A and AVIF: boxes one after another (ISO/IEC 14496-12, 4.2)."""
    at = 0
    for _ in range(_MOST_PARTS):
        if at == data.size:
            return at
        length, kind = data.number(at, 4), data.at(at + 4, 4)
        if length == 1:
            length = data.number(at + 8, 8)
        # With a length of 0 the last one goes on to wherever the file ends.
        if length < 8 or len(kind) < 4:
            raise _NotKnown
        if at + length > data.size:
            if kind not in _LAST_BOXES:
                raise _NotKnown
            return at + length
        at += length
    raise _NotKnown


def _ogg(data: _Bytes) -> int:
    """Pages, the last of which tells its length (RFC 3533, 6)."""
    start = max(0, data.size - _LONGEST_PAGE)
    last = data.at(start, _LONGEST_PAGE).rfind(b"OggS\0")
    if last < 0:
        raise _NotKnown
    segments = data.at(start + last + 27, data.number(start + last + 26, 1))
    return start + last + 27 + len(segments) + sum(segments)


def _matroska(data: _Bytes) -> int:
    """WebM: a head, and one segment that holds all the rest (RFC 8794)."""
    at = 4
    length, size = _ebml_size(data, at)
    at += size + length
    if data.at(at, 4) != b"\x18\x53\x80\x67":
        raise _NotKnown
    length, size = _ebml_size(data, at + 4)
    return at + 4 + size + length


def _ebml_size(data: _Bytes, at: int) -> tuple[int, int]:
    """A length, and the bytes in which it is written."""
    first = data.number(at, 1)
    size = 9 - first.bit_length()
    most = (1 << 7 * size) - 1
    length = data.number(at, size) & most
    if size > 8 or length == most:
        raise _NotKnown
    return length, size


#: What the first bytes of a file are like, and where a file of this kind ends.
_ENDS: tuple[tuple[Callable[[bytes], bool], Callable[[_Bytes], int]], ...] = (
    (lambda head: head.startswith(b"\xff\xd8\xff"), _jpeg),
    (lambda head: head.startswith(b"\x89PNG\r\n\x1a\n"), _png),
    (lambda head: head.startswith((b"GIF87a", b"GIF89a")), _gif),
    (lambda head: head.startswith(b"RIFF") and head[8:] in (b"WEBP", b"WAVE"), _riff),
    (lambda head: head[4:8] == b"ftyp", _boxes),
    (lambda head: head.startswith(b"OggS\0"), _ogg),
    (lambda head: head.startswith(b"\x1a\x45\xdf\xa3"), _matroska),
)

"""A file of a package: its name inside and what it holds."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Pressed:
    """Bytes as a zip holds them: `data` is what deflate made of `size` bytes, whose checksum is `crc`."""

    data: bytes
    size: int
    crc: int

    @classmethod
    def of(cls, content: bytes) -> Pressed:
        """The bytes, pressed as zipfile does it by default."""
        deflate = zlib.compressobj(zlib.Z_DEFAULT_COMPRESSION, zlib.DEFLATED, -zlib.MAX_WBITS)
        return cls(deflate.compress(content) + deflate.flush(), len(content), zlib.crc32(content))

    def read(self) -> bytes:
        """The bytes as they were."""
        return zlib.decompress(self.data, -zlib.MAX_WBITS, self.size)


@dataclass(frozen=True)
class File:
    """`name` is a relative ASCII path with forward slashes; `content` is the bytes, or the file that holds them."""

    name: str
    content: bytes | Path | Pressed

    def read(self) -> bytes:
        """The bytes of the file."""
        if isinstance(self.content, Pressed):
            return self.content.read()
        return self.content if isinstance(self.content, bytes) else self.content.read_bytes()

    def head(self, size: int) -> bytes:
        """The first bytes of the file, at most `size`."""
        if isinstance(self.content, Path):
            with self.content.open("rb") as file:
                return file.read(size)
        return self.read()[:size]

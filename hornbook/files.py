"""A file of a package: its name inside and what it holds."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class File:
    """`name` is a relative ASCII path with forward slashes; `content` is the bytes, or the file that holds them."""

    name: str
    content: bytes | Path

    def read(self) -> bytes:
        """The bytes of the file."""
        return self.content if isinstance(self.content, bytes) else self.content.read_bytes()

    def head(self, size: int) -> bytes:
        """The first bytes of the file, at most `size`."""
        if isinstance(self.content, bytes):
            return self.content[:size]
        with self.content.open("rb") as file:
            return file.read(size)

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

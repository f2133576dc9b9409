"""A package: every file that one zip will hold, complete before a byte is written."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from hornbook.files import File

MANIFEST = "imsmanifest.xml"
START = "index.html"

_PART = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*")
# Windows refuses these as file names whatever their ending, and so do LMSs that run on it.
_DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)
_LONGEST_NAME = 200


@dataclass(frozen=True)
class Package:
    """The files of one zip for one target, in the order in which they are written.

    The manifest stands first, where a person looks for it; the rest is sorted by name.
    """

    target: str
    files: tuple[File, ...]

    def __post_init__(self) -> None:
        ordered = sorted(self.files, key=lambda file: (file.name != MANIFEST, file.name))
        object.__setattr__(self, "files", tuple(ordered))
        for file in self.files:
            if reason := unsafe(file.name):
                raise ValueError(f"{file.name!r} cannot be a name inside a package: {reason}")
        if clashes := clashing(self.names):
            raise ValueError("These names are one file on Windows and macOS: " + ", ".join(clashes))

    @property
    def names(self) -> tuple[str, ...]:
        """The names inside the package, in order."""
        return tuple(file.name for file in self.files)


def dangerous(name: str) -> str:
    """Why this name must not be unpacked anywhere; nothing when the worst is that some LMS changes or refuses it."""
    if "\\" in name or ":" in name or name.startswith("/") or "\0" in name:
        return "it is not a relative path with forward slashes"
    for part in name.split("/"):
        if part in ("", ".", ".."):
            return f'it has the part "{part}"'
        if not part.isprintable():
            return "it has characters that nobody sees"
        if part.endswith("."):
            return "Windows drops a point at the end"
        if _DEVICE.fullmatch(part):
            return "Windows keeps this name for a device"
    return ""


def unsafe(name: str) -> str:
    """Why some LMS or operating system refuses or changes this name; nothing when all keep it as it is.

    The names that pass are those that need no encoding in an address either.
    """
    if not name.isascii():
        return "it is not ASCII"
    if len(name) > _LONGEST_NAME:
        return f"it is longer than {_LONGEST_NAME} characters"
    if "\\" in name or ":" in name or name.startswith("/"):
        return "it is not a relative path with forward slashes"
    for part in name.split("/"):
        if part in ("", ".", ".."):
            return f'it has the part "{part}"'
        if not _PART.fullmatch(part):
            return "only letters, digits, point, hyphen and underscore are safe, and no point or hyphen in front"
        if part.endswith("."):
            return "Windows drops a point at the end"
        if _DEVICE.fullmatch(part):
            return "Windows keeps this name for a device"
    return ""


def clashing(names: tuple[str, ...]) -> list[str]:
    """Names that are equal, equal without regard to case, or a file and a folder at once."""
    count = Counter(name.casefold() for name in names)
    folders = {name.casefold()[:end] for name in names for end in _slashes(name)}
    return [name for name in names if count[name.casefold()] > 1 or name.casefold() in folders]


def _slashes(name: str) -> list[int]:
    return [place for place, character in enumerate(name) if character == "/"]

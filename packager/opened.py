"""A zip opened again: every name and every byte checked before anybody trusts it."""

from __future__ import annotations

import hashlib
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import IO, Self

from hornbook.problems import Problem, Span, warning
from packager.findings import Findings
from packager.package import clashing, dangerous, unsafe

#: What a package may hold at most. LMSs and their upload forms end far below.
MOST_ENTRIES = 60_000
MOST_BYTES = 4 << 30
MOST_TEXT_BYTES = 32 << 20
_MOST_DIRECTORY_BYTES = 16 << 20
_MOST_RATIO = 200
# A page of our own with the same word over and over may be made much smaller, too.
_RATIO_COUNTS_FROM = 16 << 20

_TEXT = (".html", ".htm", ".css", ".svg", ".xml")
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
_CHUNK = 1 << 20
_GLANCE = 8 << 20
_END = b"PK\x05\x06"
_END_BYTES = 22
_LOCATOR_64 = b"PK\x06\x07"
_LOCATOR_64_BYTES = 20
_END_64 = b"PK\x06\x06"
_END_64_BYTES = 56
_LOCAL_HEADER_BYTES = 30
_LITTER = ("__macosx", ".ds_store", "thumbs.db", "desktop.ini")

#: What zipfile says, in other words.
_SAID = {"File is not a zip file": "its end is missing"}
# All that zipfile raises for damaged or hostile input.
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
    OverflowError,
)


@dataclass
class Opened:
    """An open zip; `names` are its files that are safe to look at."""

    path: Path
    names: tuple[str, ...] = ()
    _findings: Findings = field(default_factory=Findings)
    _archive: zipfile.ZipFile | None = None
    _entries: dict[str, zipfile.ZipInfo] = field(default_factory=dict)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._archive is not None:
            self._archive.close()

    @property
    def problems(self) -> list[Problem]:
        """What was found so far, fit to be shown."""
        return self._findings.shown()

    def fingerprint(self, name: str) -> str:
        """A hash of a text file's name and of its entry as it stands in the zip; empty for other files, and for damage.

        Two entries with one fingerprint hold the same bytes under the same name.
        """
        entry = self._entries[name]
        if not _is_text(name) or self._archive is None or self._archive.fp is None or entry.compress_size > _GLANCE:
            return ""
        try:
            stream = self._archive.fp
            stream.seek(entry.header_offset)
            head = stream.read(_LOCAL_HEADER_BYTES)
            held = stream.read(sum(struct.unpack("<2H", head[-4:])) + entry.compress_size)
        except _UNREADABLE:
            return ""
        told = (entry.orig_filename, entry.compress_type, entry.flag_bits, entry.CRC, entry.file_size)
        return hashlib.sha256(b"".join((repr(told).encode(), head, held))).hexdigest()

    def read(self, name: str) -> bytes | None:
        """What a text file holds, empty for others; nothing, and a problem, where the bytes are damaged."""
        entry = self._entries[name]
        keep = _is_text(name)
        if keep and entry.file_size > MOST_TEXT_BYTES:
            self.problem("file-too-big", f"{name} is larger than {MOST_TEXT_BYTES >> 20} MiB.", name)
            return None
        kept: list[bytes] = []
        count = 0
        try:
            assert self._archive is not None
            with self._archive.open(entry) as source:
                # zipfile stops at the announced size and compares the checksum there: a lie is an error.
                while chunk := source.read(_CHUNK):
                    count += len(chunk)
                    if keep:
                        kept.append(chunk)
        except _UNREADABLE as error:
            self.problem("file-damaged", f"{name} cannot be read: {_said(error)}.", name, "Build the package again.")
            return None
        if count != entry.file_size:
            self.problem("file-damaged", f"{name} is shorter than announced.", name, "Build the package again.")
            return None
        return b"".join(kept)

    def speaks_of(self, name: str, words: bytes) -> bool:
        """Whether a text file holds these words in its first megabytes; it notes nothing."""
        if name not in self._entries or self._archive is None:
            return False
        try:
            with self._archive.open(self._entries[name]) as source:
                return words in source.read(_GLANCE)
        except _UNREADABLE:
            return False

    def problem(self, code: str, message: str, name: str = "", hint: str = "", line: int = 0) -> None:
        """Note an error; `name` is the file inside the zip, else the zip itself is meant."""
        self.note([Problem(code, message, Span(name or str(self.path), line), hint)])

    def warning(self, code: str, message: str, name: str = "", hint: str = "", line: int = 0) -> None:
        """Note what does not stop the package from playing."""
        self.note([warning(code, message, Span(name or str(self.path), line), hint)])

    def note(self, problems: Iterable[Problem]) -> None:
        """Note what others found."""
        for problem in problems:
            self._findings.add(problem)


def open_package(path: Path) -> Opened:
    """Open a zip and check everything that can be seen without its content. Raises nothing for a bad file."""
    opened = Opened(path)
    if path.exists() and not path.is_file() and not path.is_dir():
        # A pipe or a device may have no end.
        opened.problem("zip-unreadable", "This is not a plain file.", hint="Name the zip itself.")
        return opened
    try:
        with path.open("rb") as stream:
            reason, is_zip64 = _directory(stream)
        if is_zip64:
            opened.warning("zip64", "It is in the zip64 form for huge archives, which old programs cannot read.")
        if reason:
            opened.problem("zip-too-big", reason, hint="Split the course into several packages.")
            return opened
        opened._archive = zipfile.ZipFile(path)
    except FileNotFoundError:
        opened.problem("zip-missing", "There is no such file.", hint="Build the package first.")
    except IsADirectoryError:
        opened.problem("zip-missing", "This is a folder.", hint="Name the zip itself.")
    except PermissionError:
        opened.problem("zip-unreadable", "You have no permission to read this file.")
    except _UNREADABLE as error:
        opened.problem("zip-damaged", _no_zip(path, error), hint="Build, export or download the package again.")
    else:
        _check_entries(opened, opened._archive.infolist())
    return opened


def _no_zip(path: Path, error: Exception) -> str:
    """Why a file cannot be opened as a zip."""
    with suppress(OSError), path.open("rb") as stream:
        begins = stream.read(4)
        if not begins:
            return "The file is empty."
        if not begins.startswith(b"PK"):
            return "This is not a zip."
    return f"This is not a whole zip: {_said(error)}."


def _directory(stream: IO[bytes]) -> tuple[str, bool]:
    """Why the list of files is too long to be read into memory, before it is; and whether it is in the zip64 form."""
    size = stream.seek(0, 2)
    tail_at = max(0, size - _END_BYTES - 0xFFFF - 20)
    stream.seek(tail_at)
    tail = stream.read()
    end = tail.rfind(_END)
    if end < 0:
        return "", False
    directory_bytes = int.from_bytes(tail[end + 12 : end + 16], "little")
    is_zip64 = tail[max(0, end - _LOCATOR_64_BYTES) : end].startswith(_LOCATOR_64)
    if is_zip64:
        stream.seek(int.from_bytes(tail[end - 12 : end - 4], "little"))
        record = stream.read(_END_64_BYTES)
        if not record.startswith(_END_64):
            return "Its list of files is not where it should be.", True
        directory_bytes = int.from_bytes(record[40:48], "little")
    if directory_bytes > _MOST_DIRECTORY_BYTES:
        return "Its list of files is longer than any LMS takes.", is_zip64
    return "", is_zip64


def _check_entries(opened: Opened, entries: list[zipfile.ZipInfo]) -> None:
    files = [entry for entry in entries if not entry.is_dir()]
    if len(entries) > MOST_ENTRIES:
        opened.problem("zip-too-big", f"It holds {len(entries):,} files; at most {MOST_ENTRIES:,} are read.")
        return
    if sum(entry.file_size for entry in entries) > MOST_BYTES:
        opened.problem("zip-too-big", f"Unpacked it has more than {MOST_BYTES >> 30} GiB.")
        return
    if _overlap(entries):
        opened.problem("zip-bomb", "Several names share the same bytes, which only an attack does.")
        return
    for entry in files:
        name = entry.orig_filename
        if any(part in _LITTER for part in name.lower().split("/")):
            opened.warning("litter", f"{name} was left by a desktop and is of no use.", name)
        elif reason := dangerous(name):
            opened.problem("unsafe-name", f"{name} is refused by some LMSs: {reason}.", name)
        elif reason := _refused(entry):
            opened.problem("refused-entry", f"{name} {reason}.", name)
        else:
            if reason := unsafe(name):
                opened.warning("unsafe-name", f"{name} is changed or refused by some LMSs: {reason}.", name)
            opened._entries.setdefault(name, entry)
    opened.names = tuple(opened._entries)
    for name in clashing(tuple(entry.orig_filename for entry in files if not unsafe(entry.orig_filename))):
        opened.problem("name-clash", f"{name} stands there twice, or differs from another by case only.", name)
    if not entries:
        opened.problem("zip-empty", "The zip is empty.", hint="Build the package again.")


def _refused(entry: zipfile.ZipInfo) -> str:
    mode = entry.external_attr >> 16
    if entry.flag_bits & _ENCRYPTED:
        return "is encrypted, which no LMS can open"
    if entry.compress_type not in _METHODS:
        return "is compressed in a way that LMSs cannot read; use deflate"
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        return "is a link or a device and not a file"
    if entry.file_size > _RATIO_COUNTS_FROM and entry.file_size > _MOST_RATIO * max(1, entry.compress_size):
        return f"unpacks to more than {_MOST_RATIO} times its size, which only an attack does"
    return ""


def _overlap(entries: list[zipfile.ZipInfo]) -> bool:
    ordered = sorted(entries, key=lambda entry: entry.header_offset)
    return any(
        one.header_offset + _LOCAL_HEADER_BYTES + one.compress_size > other.header_offset
        for one, other in pairwise(ordered)
    )


def _is_text(name: str) -> bool:
    return name.lower().endswith(_TEXT)


def _said(error: Exception) -> str:
    said = str(error).rstrip(".") or type(error).__name__
    return _SAID.get(said, said)

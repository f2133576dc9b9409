"""Writes a package as a zip: same input, same bytes; whole or absent."""

from __future__ import annotations

import errno
import os
import sys
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import IO

from hornbook.files import File, Pressed
from hornbook.problems import Problem
from packager.leftovers import claim, remove_leftovers, temporary_name
from packager.package import Package

# Zip knows no time zone and nothing earlier.
_DATE = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_PLAIN_FILE = 0o100644 << 16
_CHUNK = 1 << 20
_PICTURES = frozenset((".avif", ".gif", ".jpeg", ".jpg", ".png", ".webp"))
_SOUNDS = frozenset((".aac", ".m4a", ".mp3", ".mp4", ".oga", ".ogg", ".ogv", ".opus", ".webm"))
_ALREADY_COMPRESSED = _PICTURES | _SOUNDS | frozenset((".br", ".gz", ".woff", ".woff2", ".zip"))
_TRIES = 40
_PAUSE = 0.05


#: Looks at a complete zip and says what is wrong with it.
Check = Callable[[Path], Iterable[Problem]]


class WriteError(Exception):
    """The zip could not be written; the text says why and what to do, and yesterday's zip is untouched."""


def write(package: Package, path: Path, check: Check | None = None) -> list[Problem]:
    """Write `package` to `path`, through a temporary file beside it that is renamed when it is complete.

    `check` looks at the complete file before that; what it finds is returned, named as in the zip at `path`, and with
    an error among it `path` stays as it was.

    Folders on the way are made. A run that is killed leaves its temporary file behind; the next run into the same
    folder removes it. A link is followed: it stays, and what it points to is replaced.
    """
    with _explained(path):
        path = Path(os.path.realpath(path))
        if path.is_dir():
            raise WriteError(f"Cannot write {path}: it is a folder. Name a file, such as {path / 'course.zip'}.")
        if path.exists() and not path.is_file():
            raise WriteError(f"Cannot write {path}: it is not a file. Choose another name.")
        path.parent.mkdir(parents=True, exist_ok=True)
        remove_leftovers(path.parent)
        for _ in range(_TRIES):
            found = _written(package, path, check)
            if found is not None:
                break
        else:
            raise WriteError(f"Cannot write {path}: another program keeps removing its temporary file.")
        _make_name_durable(path.parent)
        return found


def _written(package: Package, path: Path, check: Check | None) -> list[Problem] | None:
    """What the check found in the zip that now stands at `path`, or that an error kept from standing there.

    Nothing when another run took our temporary file for a leftover.
    """
    temporary = path.with_name(temporary_name(path.name))
    flags = os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_BINARY", 0)
    stream = os.fdopen(os.open(temporary, flags, 0o666), "w+b")
    try:
        if not claim(stream):
            return None
        _write_zip(package, stream)
        stream.flush()
        os.fsync(stream.fileno())
        if sys.platform == "win32":
            # Windows renames no open file; elsewhere the lock is held until the new name stands.
            stream.close()
        found = [_renamed(problem, temporary, path) for problem in check(temporary)] if check else []
        if any(problem.is_error for problem in found):
            return found
        with suppress(FileNotFoundError):
            _rename(temporary, path)
            return found
        return None
    finally:
        # Closing tries once more to write what a full disk refused; the first error is the one to tell.
        with suppress(OSError):
            stream.close()
        with suppress(OSError):
            temporary.unlink()


def _renamed(problem: Problem, temporary: Path, path: Path) -> Problem:
    """The problem, placed in the zip that will be instead of the temporary one."""
    inside = problem.span.path
    place = str(path) if inside == str(temporary) else f"{path}/{inside}"
    return replace(problem, span=replace(problem.span, path=place))


def press(file: File) -> File:
    """The file as a zip will hold it, where it is in memory and not compressed already."""
    if isinstance(file.content, bytes) and not _is_stored(file):
        return replace(file, content=Pressed.of(file.content))
    return file


def _is_stored(file: File) -> bool:
    return Path(file.name).suffix.lower() in _ALREADY_COMPRESSED


def _write_zip(package: Package, stream: IO[bytes]) -> None:
    with zipfile.ZipFile(stream, "w") as archive:
        for file in package.files:
            entry = zipfile.ZipInfo(file.name, _DATE)
            entry.create_system = _UNIX
            entry.external_attr = _PLAIN_FILE
            if isinstance(file.content, Pressed):
                _write_pressed(archive, entry, file.content, stream)
                continue
            # The default level of deflate is 6, in every library that implements it.
            entry.compress_type = zipfile.ZIP_STORED if _is_stored(file) else zipfile.ZIP_DEFLATED
            entry.file_size = _size(file)
            with archive.open(entry, "w") as target:
                for chunk in _chunks(file):
                    target.write(chunk)


def _write_pressed(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, content: Pressed, stream: IO[bytes]) -> None:
    """Put bytes that are deflated already into the zip: stored as they are, with a header that says what they are."""
    with archive.open(entry, "w") as target:
        target.write(content.data)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.CRC, entry.file_size = content.crc, content.size
    end = stream.tell()
    stream.seek(entry.header_offset)
    stream.write(entry.FileHeader())
    stream.seek(end)


def _size(file: File) -> int:
    """How many bytes the file has now; it decides only whether its entry gets the fields of a large one."""
    if not isinstance(file.content, Path):
        return len(file.read())
    with _readable(file.content):
        return file.content.stat().st_size


def _chunks(file: File) -> Iterator[bytes]:
    if not isinstance(file.content, Path):
        yield file.read()
        return
    with _readable(file.content):
        source = file.content.open("rb")
    with source:
        while True:
            with _readable(file.content):
                chunk = source.read(_CHUNK)
            if not chunk:
                return
            yield chunk


def _rename(temporary: Path, path: Path) -> None:
    if sys.platform == "win32":
        # It refuses for a moment while a virus scanner or a second build holds the old file.
        for _ in range(_TRIES):
            with suppress(PermissionError):
                temporary.replace(path)
                return
            time.sleep(_PAUSE)
    temporary.replace(path)


def _make_name_durable(folder: Path) -> None:
    """Bring the new name to the disk, on systems that can be asked to; Windows refuses to open a folder."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def _readable(source: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise WriteError(f"Cannot read {source}: {_reason(error)}.") from error


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        advice = _ADVICE.get(error.errno or 0, "Choose another folder.")
        raise WriteError(f"Cannot write {path}: {_reason(error)}. {advice}") from error


def _reason(error: OSError) -> str:
    return _REASON.get(error.errno or 0) or error.strerror or type(error).__name__


_QUOTA = getattr(errno, "EDQUOT", errno.ENOSPC)
_REASON = {
    _QUOTA: "your quota on this disk is used up",
    errno.ENOSPC: "the disk is full",
    errno.EFBIG: "the file grows larger than the system allows",
    errno.EROFS: "the disk is read-only",
    errno.EACCES: "you have no permission",
    errno.EPERM: "you have no permission",
    errno.ENOENT: "there is no such file",
    errno.ENOTDIR: "a folder on the way is a file",
    errno.EEXIST: "a folder on the way is a file",
    errno.ENAMETOOLONG: "the name is too long",
}
_ADVICE = {
    _QUOTA: "Make room or choose another disk.",
    errno.ENOSPC: "Make room or choose another disk.",
    errno.EFBIG: "Make room or choose another disk.",
    errno.EACCES: "Choose another folder, or close the program that has the file open.",
    errno.ENAMETOOLONG: "Choose a shorter one.",
}

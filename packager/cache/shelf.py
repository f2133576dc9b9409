"""The folder where builds leave what they know, one file a course: private, bounded, and safe to delete at any time.

A file is whole or worth nothing: it begins with a hash of the rest. It is plain data that is never run. Who could write
into the folder could change what is built, so one that is not the user's alone is not used. Nothing here ever fails a
build.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

#: Names the folder, instead of the place where the system keeps such things.
VARIABLE = "HORNBOOK_CACHE"
#: All files together; those that were not used for longest go first.
MOST_BYTES = 1 << 30
#: One file; what a larger course leaves is not kept.
MOST_BYTES_A_FILE = 256 << 20
_TEMPORARY = ".tmp"
_ABANDONED = 3600.0
_DIGEST = hashlib.sha256().digest_size


def usual_folder() -> Path | None:
    """The folder that `HORNBOOK_CACHE` names, else one where this system keeps what can be made again, if any."""
    if named := os.environ.get(VARIABLE):
        return Path(named)
    # A relative path would be another folder with each place from which one builds.
    return next((folder / "hornbook" for folder in _usual() if folder.is_absolute()), None)


def _usual() -> Iterator[Path]:
    try:
        home = Path.home()
    except RuntimeError:
        # Nobody has a home, as in some containers: what is below stays relative, and is passed over.
        home = Path()
    if sys.platform == "win32":
        yield Path(os.environ.get("LOCALAPPDATA", ""))
        yield home / "AppData" / "Local"
    elif sys.platform == "darwin":
        yield home / "Library" / "Caches"
    else:
        yield Path(os.environ.get("XDG_CACHE_HOME", ""))
        yield home / ".cache"


class Shelf:
    """Keeps bytes under names, which are hashes, in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def take(self, name: str) -> bytes | None:
        """What is kept under a name; nothing where there is none, or where it is damaged or not ours."""
        with suppress(OSError, ValueError):
            if not _is_private(self._folder.stat(), folder=True):
                return None
            path = self._folder / name
            # A pipe in its place is not waited for.
            flags = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_BINARY", "O_NOFOLLOW", "O_NONBLOCK"))
            with os.fdopen(os.open(path, flags), "rb") as stream:
                about = os.fstat(stream.fileno())
                if not _is_private(about, folder=False) or about.st_size > MOST_BYTES_A_FILE:
                    return None
                held = stream.read(MOST_BYTES_A_FILE)
            # So that what is used is the last to go.
            with suppress(OSError):
                os.utime(path)
            content = held[_DIGEST:]
            if hashlib.sha256(content).digest() == held[:_DIGEST]:
                return content
        return None

    def put(self, name: str, content: bytes) -> None:
        """Keep bytes under a name, whole or not at all; the oldest make room."""
        if len(content) > MOST_BYTES_A_FILE - _DIGEST:
            return
        with suppress(OSError, ValueError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not _is_private(self._folder.stat(), folder=True):
                return
            temporary = self._folder / f"{name}.{secrets.token_hex(8)}{_TEMPORARY}"
            try:
                flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0)
                with os.fdopen(os.open(temporary, flags, 0o600), "wb") as stream:
                    stream.write(hashlib.sha256(content).digest())
                    stream.write(content)
                temporary.replace(self._folder / name)
            finally:
                temporary.unlink(missing_ok=True)
            self._make_room()

    def drop(self, name: str) -> None:
        """Keep nothing under a name."""
        with suppress(OSError, ValueError):
            (self._folder / name).unlink(missing_ok=True)

    def _make_room(self) -> None:
        held = sorted(((path.stat(), path) for path in self._folder.iterdir()), key=lambda one: -one[0].st_mtime)
        whole = 0
        for about, path in held:
            whole += about.st_size
            abandoned = path.suffix == _TEMPORARY and time.time() - about.st_mtime > _ABANDONED
            if whole > MOST_BYTES or abandoned:
                with suppress(OSError):
                    path.unlink()


def _is_private(about: os.stat_result, *, folder: bool) -> bool:
    """Whether it is a plain file or folder into which nobody else can write."""
    if not (stat.S_ISDIR if folder else stat.S_ISREG)(about.st_mode):
        return False
    if sys.platform == "win32":
        # The folders of a user's own data are closed to others there.
        return True
    return about.st_uid == os.geteuid() and not about.st_mode & (stat.S_IWGRP | stat.S_IWOTH)

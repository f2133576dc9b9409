"""The plain files of a course, found by looking into each folder once."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path


class Listing:
    """Tells of a file whether it is plain: spelt as on disk, and reached without any link.

    Such a file lies in the course and can be read without the checks of `source.read_bytes`.
    """

    def __init__(self, root: Path) -> None:
        self._root = os.path.realpath(root)
        self._files: dict[str, set[str]] = {}
        self._folders: dict[str, set[str]] = {}
        self._digests: dict[str, str] = {}

    def plain(self, path: str) -> Path | None:
        """Where the plain file `path` lies; None where it is none, or where its folder cannot be looked into."""
        folder, _, name = path.rpartition("/")
        try:
            self._look(folder)
        except OSError:
            return None
        return Path(self._root, path) if name in self._files[folder] else None

    def read(self, path: str, limit: int) -> bytes | None:
        """What a plain file holds that is no longer than `limit`."""
        file = self.plain(path)
        if file is None:
            return None
        try:
            with file.open("rb") as stream:
                data = stream.read(limit + 1)
        except OSError:
            return None
        return data if len(data) <= limit else None

    def digest(self, path: str, limit: int) -> str:
        """The hash of what a plain file holds that is no longer than `limit`, empty for all others."""
        if path not in self._digests:
            self._digests[path] = self._hashed(path, limit)
        return self._digests[path]

    def _hashed(self, path: str, limit: int) -> str:
        file = self.plain(path)
        if file is None:
            return ""
        try:
            with file.open("rb") as stream:
                is_fit = os.fstat(stream.fileno()).st_size <= limit
                return hashlib.file_digest(stream, "sha256").hexdigest() if is_fit else ""
        except OSError:
            return ""

    def _look(self, folder: str) -> None:
        if folder in self._files:
            return
        self._files[folder], self._folders[folder] = set(), set()
        if folder:
            above, _, name = folder.rpartition("/")
            self._look(above)
            if name not in self._folders[above]:
                return
        with os.scandir(f"{self._root}/{folder}") as entries:
            for entry in entries:
                if entry.is_file(follow_symlinks=False):
                    self._files[folder].add(entry.name)
                elif entry.is_dir(follow_symlinks=False):
                    self._folders[folder].add(entry.name)

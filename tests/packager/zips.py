"""Zips as others make them: broken, odd and hostile."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

from packager import archive
from packager.targets.base import Target
from tests.packager.courses import make_course, pages


def built(target: Target, path: Path, lessons: int = 2) -> Path:
    """A package as Hornbook makes it."""
    course = make_course(lessons)
    archive.write(target.package(course, pages(course, target.profile.home)), path)
    return path


def contents(path: Path) -> dict[str, bytes]:
    """All files of a zip."""
    with zipfile.ZipFile(path) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def zipped(path: Path, files: Mapping[str, bytes]) -> Path:
    """A zip of these files under these very names."""
    with zipfile.ZipFile(path, "w") as made:
        for name, data in files.items():
            made.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return path


def patched(path: Path, old: bytes, new: bytes) -> Path:
    """The same zip with some of its bytes replaced, checksums and sizes left as they are."""
    assert len(old) == len(new)
    data = path.read_bytes()
    assert old in data
    path.write_bytes(data.replace(old, new))
    return path

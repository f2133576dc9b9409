"""Courses as they were when somebody began an attempt, so that it ends with the version it began with.

A snapshot is the course model as JSON with its links and the names and sizes of its media, compressed, and named by the
hash of what is in it. Pictures of the lesson are kept beside it, because the folder may have lost them by the time they
are asked for.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable
from dataclasses import astuple
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hornbook.course import Course
from hornbook.files import File
from hornbook.media import CourseFolder
from hornbook.picture_size import Box, PictureSize
from lti_app.storage.models import MediaFile, Snapshot
from lti_app.storage.upsert import insert_missing

#: Larger media stay in the folder alone.
LARGEST_MEDIA = 5_000_000


def name_of(folder: CourseFolder) -> str:
    """The name of a course's content: equal content, equal name."""
    return hashlib.sha256(_pack(folder)).hexdigest()


def keep(session: Session, folder: CourseFolder, name: str, lessons: Iterable[str], now: datetime) -> None:
    """Keep the content under its `name`, and the media of these lessons; what is kept already stays as it is."""
    if session.get(Snapshot, name) is None:
        values = {
            "hash": name,
            "course": folder.course.id,
            "data": zlib.compress(_pack(folder), 6),
            "created_at": now,
        }
        insert_missing(session, Snapshot, values)
    wanted = set(lessons)
    files = {file.name: file for (lesson, _), file in folder.media.items() if lesson in wanted}
    kept = set(session.scalars(select(MediaFile.name).where(MediaFile.name.in_(files)))) if files else set()
    for file_name in sorted(files.keys() - kept):
        try:
            content = files[file_name].read()
        except OSError:
            continue
        if len(content) <= LARGEST_MEDIA:
            insert_missing(session, MediaFile, {"name": file_name, "content": content})


def load(session: Session, name: str) -> CourseFolder:
    """The content of that name; KeyError where it was never kept. Media have names and no content."""
    known = _unpacked.get(name)
    if known is None:
        row = session.get(Snapshot, name)
        if row is None:
            raise KeyError(name)
        known = _unpacked.put(name, unpack(zlib.decompress(row.data)))
    return known


def _pack(folder: CourseFolder) -> bytes:
    data: dict[str, Any] = {
        # What the author left out stays out: some rules of the model ask what was written.
        "course": folder.course.model_dump(mode="json", exclude_unset=True),
        "media": sorted([lesson, path, file.name] for (lesson, path), file in folder.media.items()),
        "links": sorted([lesson, path, target] for (lesson, path), target in folder.links.items()),
        # Their files may be gone; pages need the sizes for the places of regions, and to keep room.
        "sizes": {name: astuple(size) for name, size in _sizes(folder).items()},
    }
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _sizes(folder: CourseFolder) -> dict[str, PictureSize]:
    sizes = {file.name: folder.picture_size(file.name) for file in folder.media.values()}
    return {name: size for name, size in sizes.items() if size is not None}


def unpack(data: bytes) -> CourseFolder:
    """The inverse of what a snapshot holds."""
    raw = json.loads(data)
    return CourseFolder(
        Course.model_validate(raw["course"]),
        {(lesson, path): File(name, b"") for lesson, path, name in raw["media"]},
        {(lesson, path): target for lesson, path, target in raw["links"]},
        # Snapshots of earlier versions know none.
        {name: PictureSize(Box(*box), (shown[0], shown[1])) for name, (box, shown) in raw.get("sizes", {}).items()},
    )


class _Recent:
    """The last few snapshots of this process: unpacking one takes longer than all else in answering a question."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._found: dict[str, CourseFolder] = {}

    def get(self, name: str) -> CourseFolder | None:
        return self._found.get(name)

    def put(self, name: str, folder: CourseFolder) -> CourseFolder:
        while len(self._found) >= self._most:
            self._found.pop(next(iter(self._found)), None)
        self._found[name] = folder
        return folder


_unpacked = _Recent(32)

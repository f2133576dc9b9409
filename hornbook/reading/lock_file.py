"""course.lock.json: read beside the course, written when items were added."""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path

from pydantic import ValidationError

from hornbook.problems import Problem, Span
from hornbook.slots import Lock

LOCK_NAME = "course.lock.json"


def read_lock(folder: Path) -> Lock | Problem | None:
    """The lock of a course; nothing where there is none yet."""
    try:
        data = (folder / LOCK_NAME).read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        return Problem("lock-unreadable", f"{LOCK_NAME} cannot be read: {error}.", Span(LOCK_NAME))
    try:
        return Lock.model_validate_json(data)
    except ValidationError as error:
        what = error.errors()[0]["msg"]
        return Problem(
            "lock-broken",
            f"{LOCK_NAME} is damaged: {what}.",
            Span(LOCK_NAME),
            "Take it back from your version control or a backup: it ties learners' work to your items. "
            "Without learners yet, delete it.",
        )


def lock_text(lock: Lock) -> str:
    """The file's text: one item a line, so that versions can be compared."""
    items = ",\n".join(
        f"    {json.dumps(key)}: {json.dumps(item.model_dump(exclude_defaults=True))}"
        for key, item in lock.items.items()
    )
    return f'{{\n  "format": {lock.format},\n  "course": {json.dumps(lock.course)},\n  "items": {{\n{items}\n  }}\n}}\n'


def write_lock(folder: Path, lock: Lock) -> None:
    """Write the lock whole or not at all; an unchanged one is not touched."""
    path = folder / LOCK_NAME
    text = lock_text(lock)
    with contextlib.suppress(OSError, UnicodeDecodeError):
        if path.read_text(encoding="utf-8") == text:
            return
    temporary = folder / f".{LOCK_NAME}.{os.getpid()}.tmp"
    try:
        with temporary.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise

"""course.lock.json: read beside the course, written when items were added."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from hornbook.problems import Problem, Span
from hornbook.reading.source import read_bytes
from hornbook.slots import Lock, LockedItem

LOCK_NAME = "course.lock.json"
#: The items of the largest course take far less.
_MAX_BYTES = 20_000_000
_TRIES = 40
#: Stands for the lines of the items.
_BETWEEN = "\0"


def read_lock(folder: Path) -> Lock | Problem | None:
    """The lock of a course; nothing where there is none yet."""
    data = lock_bytes(folder)
    return parsed(data) if isinstance(data, bytes) else data


def lock_bytes(folder: Path) -> bytes | Problem | None:
    """What the lock's file holds; nothing where there is none yet."""
    data = read_bytes(folder, LOCK_NAME, _MAX_BYTES)
    return None if isinstance(data, Problem) and data.code == "file-missing" else data


def parsed(data: bytes) -> Lock | Problem:
    """The lock that a file holds."""
    span = Span(LOCK_NAME)
    try:
        return Lock.model_validate(json.loads(data.decode("utf-8-sig"), object_pairs_hook=_without_repeats))
    except ValidationError as error:
        where = ".".join(map(str, error.errors()[0]["loc"]))
        what = f'"{where}" is not as Hornbook writes it' if where else "it holds no lock"
    except RecursionError:
        what = "it is nested too deeply"
    except json.JSONDecodeError as error:
        span, what = Span(LOCK_NAME, error.lineno, error.colno), "it is no JSON from here on"
    except UnicodeDecodeError:
        what = "it is not UTF-8"
    except ValueError as error:  # a name given twice
        what = str(error)
    return Problem(
        "lock-broken",
        f"{LOCK_NAME} is damaged: {what}.",
        span,
        "Take it back from your version control or a backup: it ties learners' work to your items. "
        "Without learners yet, delete it.",
    )


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of the file; two versions that were merged into one may name an item twice."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f'"{next(name for name in names if names.count(name) > 1)}" stands in it twice')
    return found


def known(data: bytes) -> Lock:
    """The lock in a file that `lock_text` has written."""
    return Lock.model_validate_json(data)


def lock_text(lock: Lock) -> str:
    """The file's text: one item a line, so that versions can be compared."""
    return _text(lock, (_line(key, item) for key, item in lock.items.items()))


def text_after(text: str, before: Lock, after: Lock) -> str:
    """`lock_text(after)`, made of that of `before`, from which `after` was made by changing and adding items."""
    begin, end = (part.count("\n") for part in _text(before, [_BETWEEN]).split(_BETWEEN))
    lines = text.split("\n")[begin:-end]
    kept = dict(zip(before.items, lines, strict=True))
    return _text(
        after,
        (
            kept[key].removesuffix(",") if item is before.items.get(key) else _line(key, item)
            for key, item in after.items.items()
        ),
    )


def _line(key: str, item: LockedItem) -> str:
    return f"    {json.dumps(key)}: {json.dumps(item.model_dump(exclude_defaults=True))}"


def _text(lock: Lock, lines: Iterable[str]) -> str:
    items = ",\n".join(lines)
    return f'{{\n  "format": {lock.format},\n  "course": {json.dumps(lock.course)},\n  "items": {{\n{items}\n  }}\n}}\n'


def write_lock(folder: Path, lock: Lock, text: str = "") -> None:
    """Write the lock whole or not at all; an unchanged one is not touched. `text` is its text, where that is known.

    What a killed run left behind is removed; a run at the same time, whose file is taken for that, tries again.
    """
    path = folder / LOCK_NAME
    text = text or lock_text(lock)
    with contextlib.suppress(OSError, UnicodeDecodeError):
        if path.read_text(encoding="utf-8") == text:
            return
    for left in range(_TRIES - 1, -1, -1):
        for leftover in folder.glob(f".{LOCK_NAME}.*.tmp"):
            with contextlib.suppress(OSError):
                leftover.unlink()
        temporary = folder / f".{LOCK_NAME}.{secrets.token_hex(8)}.tmp"
        try:
            with temporary.open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
            return
        except FileNotFoundError:
            if not left:
                raise
        finally:
            temporary.unlink(missing_ok=True)

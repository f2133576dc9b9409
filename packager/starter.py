"""A new course from one of the shipped starters."""

from __future__ import annotations

import json
import os
import re
import secrets
import unicodedata
from contextlib import suppress
from pathlib import Path

from hornbook import resources


class StarterError(Exception):
    """The course cannot be begun; the text says why."""


def make_course(folder: Path, title: str, starter: str = "lesson") -> list[Path]:
    """Copy a starter into `folder`, which must be new or empty; returns the files made.

    `starter` is the name of a folder of `templates/starters`. Without a `title` the folder's name makes one. Raises
    `StarterError` where the course cannot be begun; nothing is left behind then.
    """
    name = title.strip() or _title_from(folder) or "My course"
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in name):
        raise StarterError("The title holds a character that cannot be printed.")
    if len(name) > 300:
        raise StarterError(f"The title has {len(name)} characters; it may have 300.")
    origin = resources.templates() / "starters" / starter
    made: list[Path] = []
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise StarterError(f"{folder} is already there and not empty. Name a new folder.")
        for source in sorted(path for path in origin.rglob("*") if path.is_file()):
            target = folder / source.relative_to(origin)
            target.parent.mkdir(parents=True, exist_ok=True)
            data = source.read_bytes()
            if source.name == "course.yaml":
                # JSON's quoting of a string is YAML's too, whatever the title holds.
                data = data.replace(b"id: starter", f"id: {_new_id(name)}".encode())
                data = data.replace(b'"TITLE"', json.dumps(name, ensure_ascii=False).encode())
            made.append(target)
            target.write_bytes(data)
        return made
    except BaseException as error:
        # Half a course would only stand in the way of the next try.
        for target in made:
            with suppress(OSError):
                target.unlink()
                target.parent.rmdir()
        if isinstance(error, OSError):
            raise StarterError(f"{folder} cannot be made: {error.strerror or error}.") from None
        raise


def _new_id(title: str) -> str:
    """A lasting name that no other course has, whatever its title: by chance, as it is made once and then kept."""
    slug = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:48].strip("-")
    return f"{slug or 'course'}-{secrets.token_hex(4)}"


def _title_from(folder: Path) -> str:
    name = Path(os.path.realpath(folder)).name
    return name.replace("-", " ").replace("_", " ").strip().capitalize()[:300]

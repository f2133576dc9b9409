"""A new course from the shipped starter."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

from hornbook import resources


class StarterError(Exception):
    """The course cannot be begun; the text says why."""


def make_course(folder: Path, title: str) -> list[Path]:
    """Copy the starter into `folder`, which must be new or empty; returns the files made."""
    written = Path(os.path.abspath(folder)).name.replace("-", " ").replace("_", " ").strip().capitalize()
    name = title.strip() or written or "My course"
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in name):
        raise StarterError("The title holds a character that cannot be printed.")
    if len(name) > 300:
        raise StarterError(f"The title has {len(name)} characters; it may have 300.")
    starter = resources.templates() / "starter"
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise StarterError(f"{folder} is already there and not empty. Name a new folder.")
        made = []
        for source in sorted(path for path in starter.rglob("*") if path.is_file()):
            target = folder / source.relative_to(starter)
            target.parent.mkdir(parents=True, exist_ok=True)
            data = source.read_bytes()
            if source.name == "course.yaml":
                # JSON's quoting of a string is YAML's too, whatever the title holds.
                data = data.replace(b'"TITLE"', json.dumps(name, ensure_ascii=False).encode())
            target.write_bytes(data)
            made.append(target)
        return made
    except OSError as error:
        raise StarterError(f"{folder} cannot be made: {error.strerror or error}.") from None

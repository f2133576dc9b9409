"""What is known of a course from its last build: taken before a build, kept after it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from packager.cache import engine
from packager.cache.record import Record
from packager.cache.shelf import Shelf
from packager.targets import Target


class Memory:
    """The record of one course, packed for some targets by this very program."""

    def __init__(self, folder: Path, course: Path, targets: Sequence[Target]) -> None:
        self._shelf = Shelf(folder)
        # A target is told by all that it is, with its profile and the schemas that go into the package.
        told = [engine.digest(), str(course.resolve()), *map(repr, targets)]
        self._name = hashlib.sha256(json.dumps(told).encode()).hexdigest()

    def recall(self) -> Record | None:
        """The record; nothing where there is none of use."""
        held = self._shelf.take(self._name)
        if held is None:
            return None
        try:
            return Record.from_bytes(held)
        except (KeyError, TypeError, ValueError, IndexError, RecursionError):
            return None

    def keep(self, record: Record | None) -> None:
        """Keep this record, or none."""
        if record is None:
            self._shelf.drop(self._name)
        else:
            self._shelf.put(self._name, record.to_bytes())

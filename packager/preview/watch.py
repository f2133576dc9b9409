"""Notices that files changed, by asking for their times and sizes: the one way that works on every system."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

#: What a file looked like: the time of its last change in nanoseconds and its size in bytes.
Stamp = tuple[int, int]

#: Seconds between two looks at everything, at least; a look that takes long is taken less often.
INTERVAL = 0.06
#: Seconds between two looks at the files that changed last: whoever saves one is at work on it.
WARM_INTERVAL = 0.01
#: Seconds that everything must have been at rest before a change is told: editors write in several steps.
SETTLE = 0.03
#: Seconds after which a change is told even if files never come to rest.
LONGEST_UNREST = 1.0
#: A look may take this part of the time between two looks.
SHARE = 5

#: So many files that changed are looked at by themselves until they are at rest; more look like a change of everything.
_FEW = 20
#: So many files that changed last are looked at most often.
_WARM = 5

_PASSED_OVER = {"__pycache__", "node_modules"}
_TEMPORARY = (".tmp", ".swp", ".swx", ".part", ".bak", "~")


class Watcher:
    """Looks at all files below some folders; hidden ones, and editors' temporary ones, are passed over."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = tuple(folders)
        self._took = 0.0
        self._seen = self._look()
        self._warm: list[str] = []
        #: The files that came, went or changed before `wait` returned last.
        self.changed: frozenset[Path] = frozenset()

    def wait(self, stop: threading.Event) -> bool:
        """Blocks until a file came, went or changed and all is at rest again: True; False once `stop` is set."""
        looked = time.monotonic()
        while not stop.wait(WARM_INTERVAL if self._warm else INTERVAL):
            now = self._seen
            if _looked_at({}, self._warm) != {path: now[path] for path in self._warm if path in now}:
                now = _looked_at(now, self._warm)
            else:
                if time.monotonic() - looked < max(INTERVAL, self._took * SHARE):
                    continue
                now = self._look()
                looked = time.monotonic()
            if now != self._seen:
                before, self._seen = self._seen, self._settled(self._seen, now, stop)
                changed = {path for path, _ in before.items() ^ self._seen.items()}
                self._warm = [*changed, *(path for path in self._warm if path not in changed)][:_WARM]
                self.changed = frozenset(map(Path, changed))
                return not stop.is_set()
        return False

    def _settled(self, before: dict[str, Stamp], now: dict[str, Stamp], stop: threading.Event) -> dict[str, Stamp]:
        """What everything looks like once what changed is at rest; of few files no others are looked at for that."""
        until = time.monotonic() + LONGEST_UNREST
        while time.monotonic() < until and not stop.wait(SETTLE):
            changed = {path for path, _ in before.items() ^ now.items()}
            last, now = now, self._look() if len(changed) > _FEW else _looked_at(now, changed)
            if now == last:
                break
        return now

    def _look(self) -> dict[str, Stamp]:
        started = time.monotonic()
        found = {path: stamp for folder in self._folders for path, stamp in _files(folder)}
        self._took = time.monotonic() - started
        return found


def _looked_at(now: dict[str, Stamp], paths: Iterable[str]) -> dict[str, Stamp]:
    """What everything looks like after a look at some paths alone."""
    found = dict(now)
    for path in paths:
        try:
            found[path] = _stamp(path)
        except OSError:
            found.pop(path, None)
    return found


def _stamp(path: str) -> Stamp:
    # Not from the list of the folder: on Windows that is what the folder remembers, which can be old.
    status = Path(path).stat()
    return status.st_mtime_ns, status.st_size


def _files(folder: Path) -> Iterator[tuple[str, Stamp]]:
    waiting = [str(folder)]
    while waiting:
        try:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    if entry.name.startswith((".", "#")) or entry.name in _PASSED_OVER:
                        continue
                    try:
                        if entry.is_dir(follow_symlinks=False):
                            waiting.append(entry.path)
                        elif not entry.name.endswith(_TEMPORARY):
                            yield entry.path, _stamp(entry.path)
                    except OSError:
                        # Gone between two calls, or a link to nowhere: for us it is not there.
                        continue
        except OSError:
            continue

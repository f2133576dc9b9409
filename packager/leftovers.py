"""Temporary files beside a zip: their names, whose they are, and what a killed run left behind."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import IO

_LEFTOVER = re.compile(r"\..+\.hornbook-[0-9]+-[0-9a-f]{16}\.tmp")
# Where a file cannot be locked, one to which nobody wrote for so many seconds has lost its owner.
_ABANDONED_ON_WINDOWS = 5.0
_ABANDONED_WITHOUT_LOCKS = 24 * 3600.0
_LONGEST_NAME = 180


def temporary_name(name: str) -> str:
    """A new name beside the file `name`: hidden, ours at a glance, with the number of this process in it."""
    # File systems allow 255 bytes a name; a long one is named by its hash.
    if len(os.fsencode(name)) > _LONGEST_NAME:
        name = hashlib.sha256(os.fsencode(name)).hexdigest()[:16]
    return f".{name}.hornbook-{os.getpid()}-{secrets.token_hex(8)}.tmp"


def remove_leftovers(folder: Path) -> None:
    """Remove the temporary files of killed runs: only those named as ours are, whose owner is gone."""
    for path in folder.iterdir():
        if _LEFTOVER.fullmatch(path.name):
            # What cannot be removed is in use or belongs to somebody else, and does no harm.
            with suppress(OSError):
                _remove_if_abandoned(path)


if sys.platform == "win32":

    def claim(stream: IO[bytes]) -> bool:
        """Windows keeps an open file from being removed without being asked."""
        return not stream.closed

    def _remove_if_abandoned(leftover: Path) -> None:
        if _age(leftover) > _ABANDONED_ON_WINDOWS:
            leftover.unlink()

else:
    import fcntl

    def claim(stream: IO[bytes]) -> bool:
        """Lock our new temporary file, so that other runs see that its owner lives; false when one was faster.

        A lock, unlike the number of a process, ends with its owner whatever happens, and other containers see it.
        """
        try:
            fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            # Some network disks know no locks: there the age of the file has to do.
            return True
        return os.fstat(stream.fileno()).st_nlink > 0

    def _remove_if_abandoned(leftover: Path) -> None:
        descriptor = os.open(leftover, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        except OSError:
            if _age(leftover) > _ABANDONED_WITHOUT_LOCKS:
                leftover.unlink()
        else:
            leftover.unlink()
        finally:
            os.close(descriptor)


def _age(path: Path) -> float:
    """Seconds since somebody last wrote to the file."""
    return time.time() - path.lstat().st_mtime

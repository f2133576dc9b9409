"""What is being done, on a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console


@contextmanager
def spinner() -> Iterator[Callable[[str], None]]:
    """A turning line on standard error that vanishes at the end; gives the function that changes its words."""
    with Console(stderr=True).status("Reading") as status:
        yield lambda step: status.update(step)

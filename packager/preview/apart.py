"""Reads a large course in a process of its own: while that goes on for seconds, the preview answers at once."""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from math import inf
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection
from pathlib import Path

from hornbook.problems import Problem, Span
from hornbook.reading.places import COURSE_FILE
from packager.options import COLLECT_AT
from packager.preview.whole import Edition, Rendering, Step, Whole, read_whole

if sys.platform != "win32":
    import resource

#: Seconds after which a reading that comes to no next page is given up; each takes a part of one.
LONGEST_PAGE = 120.0
#: How often a reading is tried whose process ends in its middle.
_TRIES = 2
#: How far the other process stays behind those that somebody waits for.
_NICE = 5


class Apart:
    """The other process. It ends with this one, and where it dies another takes its place."""

    def __init__(self, root: Path, rendering: Rendering) -> None:
        self._root = root
        self._rendering = rendering
        self._connection: Connection | None = None
        self._ended = False
        self._lock = threading.Lock()

    def start(self) -> None:
        """Begin the process, so that it is there when it is needed."""
        with self._lock:
            if self._connection is not None or self._ended:
                return
            ours, theirs = get_context("spawn").Pipe()
            self._process = get_context("spawn").Process(target=_serve, args=(theirs, self._rendering), daemon=True)
            before = _without_interrupts()
            try:
                self._process.start()
            except OSError:
                # Where the system has no room for it, everything is read here.
                return
            finally:
                if before is not None:
                    signal.pthread_sigmask(signal.SIG_SETMASK, before)
                theirs.close()
            self._connection = ours

    def read(
        self,
        editions: Mapping[str, Edition],
        patience: float = inf,
        on_step: Callable[[Step], None] = lambda step: None,
    ) -> Whole | None:
        """As `read_whole`, for the targets of `editions`; files in these are not sent again.

        None where there is no other process. One that dies or hangs takes nothing with it: its end is a problem.
        """
        step = Step()
        why = "the process that reads it ended, as it does where there is no memory left"
        for _ in range(_TRIES):
            self.start()
            connection = self._connection
            if connection is None:
                return None
            try:
                known = {name: edition.hashes for name, edition in editions.items()}
                connection.send((self._root, known, patience))
                # What is read and compared as a whole may take long in a large course; only templates never end.
                while connection.poll(LONGEST_PAGE if step.made < step.pages else None):
                    told: Step | Whole = connection.recv()
                    if isinstance(told, Whole):
                        made = {name: edition.completed(editions[name]) for name, edition in told.editions.items()}
                        return replace(told, editions=made)
                    step = told
                    on_step(step)
            except (EOFError, OSError):
                self._give_up()
                continue
            self._give_up()
            why = f"nothing went on for {LONGEST_PAGE:g} seconds"
            break
        return Whole(None, {}, (_cut_off(why, step),))

    def _give_up(self) -> None:
        """End the process, so that another takes its place."""
        with self._lock:
            if self._connection is not None:
                self._process.kill()
                self._process.join()
                self._connection.close()
                self._connection = None

    def end(self) -> None:
        """End the process, whatever it does, and begin no other."""
        with self._lock:
            self._ended = True
            if self._connection is not None:
                self._process.kill()
                self._process.join()


def _cut_off(why: str, step: Step) -> Problem:
    """What became of a reading that came to no end."""
    return Problem(
        "reading-cut-off",
        f"The course could not be read to its end: {why}.",
        Span(step.file or COURSE_FILE),
        "Templates of your own may make too much, or never end. The preview tries again when a file changes.",
    )


def _serve(connection: Connection, rendering: Rendering) -> None:
    """What the other process does until nobody asks any more."""
    # Ctrl-C reaches all programs of a terminal; only the first one has to tell.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(*COLLECT_AT)
    if hasattr(os, "nice"):
        os.nice(_NICE)
    _limit_memory()
    threading.Thread(target=_end_with_parent, name="preview parent", daemon=True).start()
    # Where nobody is there any more, or what is asked for fails for want of a file or of room: the other side notices.
    with suppress(EOFError, OSError, MemoryError):
        while True:
            root, known, patience = connection.recv()
            whole = read_whole(root, rendering, list(known), patience, connection.send)
            beyond = {name: edition.beyond(known[name]) for name, edition in whole.editions.items()}
            connection.send(replace(whole, editions=beyond))


def _limit_memory() -> None:
    """Take no more than the machine has: a template that asks for more is then told, and not the whole system slow."""
    if sys.platform != "win32":
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
        resource.setrlimit(resource.RLIMIT_AS, (memory if hard == resource.RLIM_INFINITY else min(memory, hard), hard))


def _end_with_parent() -> None:
    """End this process as soon as the first one is gone, however it ended; else a reading would go on for nobody."""
    parent = parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)


def _without_interrupts() -> set[int] | None:
    """Keep Ctrl-C from this thread, and so from a process that begins in it; the signals that were kept from it."""
    if not hasattr(signal, "pthread_sigmask"):
        return None
    return {int(one) for one in signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})}

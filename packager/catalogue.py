"""Many courses at once: each in a process of its own, on all cores; one that fails does not keep the others."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from hornbook.problems import Problem, Span
from hornbook.reading.places import COURSE_FILE
from packager.archive import WriteError
from packager.build import build
from packager.delivery import BuildReport
from packager.options import COLLECT_AT
from packager.targets import Target

#: Folders deeper than this below a catalogue are not looked into.
_DEEPEST = 8


@dataclass(frozen=True)
class Order:
    """A course of a catalogue, and what is to be made of it."""

    course: Path
    outputs: tuple[tuple[Target, Path], ...]
    templates: tuple[Path, ...] = ()
    cache: Path | None = None
    locked: bool = False
    strict: bool = False
    split: bool = False


def courses_in(folder: Path) -> list[Path]:
    """The folders below `folder` that are courses, sorted; hidden ones, and courses inside courses, are passed over."""
    return sorted(_courses(folder, _DEEPEST))


def _courses(folder: Path, depth: int) -> Iterator[Path]:
    if (folder / COURSE_FILE).is_file():
        yield folder
        return
    if depth:
        for entry in folder.iterdir():
            if entry.is_dir() and not entry.is_symlink() and not entry.name.startswith("."):
                yield from _courses(entry, depth - 1)


def build_all(orders: Sequence[Order], jobs: int, done: Callable[[Order, BuildReport], None]) -> None:
    """Carry out all orders, `jobs` at a time; `done` hears of each in the order in which they are given."""
    reports: dict[int, BuildReport] = {}
    told = 0
    for number, report in _reports(orders, jobs):
        reports[number] = report
        while told in reports:
            done(orders[told], reports.pop(told))
            told += 1


def _reports(orders: Sequence[Order], jobs: int) -> Iterator[tuple[int, BuildReport]]:
    # A fresh process has no threads of ours in it, on every system alike.
    workers = max(1, min(jobs or os.cpu_count() or 1, len(orders)))
    with ProcessPoolExecutor(workers, get_context("spawn"), gc.set_threshold, COLLECT_AT) as pool:
        waiting: dict[Future[BuildReport], int] = {
            pool.submit(carry_out, order): number for number, order in enumerate(orders)
        }
        for future in as_completed(waiting):
            number = waiting[future]
            try:
                yield number, future.result()
            except BrokenProcessPool:
                # One killed process takes the pool along; what it left is done here, one by one.
                yield number, carry_out(orders[number])


def carry_out(order: Order) -> BuildReport:
    """Build one course; whatever the system refuses becomes a problem."""
    try:
        return build(
            order.course,
            order.outputs,
            locked=order.locked,
            strict=order.strict,
            split=order.split,
            templates=order.templates,
            cache=order.cache,
        )
    except WriteError as error:
        reason = str(error)
    except OSError as error:
        reason = f"{error.filename or order.course}: {error.strerror or error}."
    return BuildReport((), (Problem("not-written", reason, Span(COURSE_FILE)),))

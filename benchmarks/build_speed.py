"""How long packages take to build, beside what cannot be avoided: deflating their bytes, parsing their Markdown.

The floor is zipfile's deflate of the very bytes of the package plus one parse by markdown-it-py of the very text of the
lessons. Everything is a process of its own, told in seconds of the processor, so that other programs count little.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.many_lessons import write_course

RATIO = 4
"""A build of 100 lessons may cost so many times the floor."""
GROWTH = 11
"""1,000 lessons with a SCO for each may cost so many times what 100 do."""
MEMORY = 500
"""Megabytes that it may take."""
AGAIN = 1
"""Seconds that it may take to pack them again when one has changed."""

FLOOR = """
import io, sys, zipfile
from pathlib import Path
from markdown_it import MarkdownIt
with zipfile.ZipFile(sys.argv[2]) as package:
    held = [(entry, package.read(entry)) for entry in package.infolist()]
with zipfile.ZipFile(io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as archive:
    for entry, data in held:
        archive.writestr(entry.filename, data)
parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
for path in sorted(Path(sys.argv[1]).glob("*.md")):
    parser.parse(path.read_text("utf-8"))
"""


@dataclass(frozen=True)
class Cost:
    """Seconds of the processor, seconds of the clock, and megabytes at most."""

    processor: float
    clock: float
    memory: float


def cost(*command: str | Path) -> Cost:
    """What a command takes that must succeed."""
    start = time.perf_counter()
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen([str(word) for word in command], stdout=out, stderr=out)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            out.seek(0)
            raise SystemExit(out.read().decode()[-2000:])
    # Linux counts in kilobytes.
    return Cost(used.ru_utime + used.ru_stime, time.perf_counter() - start, used.ru_maxrss / 1024)


def build(course: Path, output: Path, *options: str) -> Cost:
    """A build for SCORM 2004; from nothing, if the options do not say otherwise."""
    words = ("-m", "packager.cli", "build", course, "--target", "scorm2004-4th", "--output", output, "--quiet")
    return cost(sys.executable, *words, *(options or ("--no-cache",)))


def cheapest(runs: int, once: Callable[[], Cost]) -> Cost:
    """The median of some runs, by the processor."""
    found = sorted((once() for _ in range(runs)), key=lambda one: one.processor)
    return found[len(found) // 2]


def changed(course: Path, output: Path) -> Cost:
    """A build for SCORM 2004 with a SCO for each lesson, of which one has got a line since the last."""
    os.environ["HORNBOOK_CACHE"] = str(output.parent / "cache")
    if not (output.parent / "cache").exists():
        build(course, output, "--sco", "lesson")
    with (course / "lesson-0007.md").open("a", encoding="utf-8") as lesson:
        lesson.write(f"\nOne more line, at {time.time()}.\n")
    return build(course, output, "--sco", "lesson")


def main() -> int:
    """Measure, tell, and fail where a limit is passed."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--runs", type=int, default=3)
    arguments.add_argument("--lessons", type=int, default=1000, help="of the large course")
    chosen = arguments.parse_args()
    folder = Path(tempfile.mkdtemp())
    try:
        return measure(folder, chosen.runs, chosen.lessons)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def measure(folder: Path, runs: int, lessons: int) -> int:
    """All measurements in `folder`; the exit code."""
    failed = False

    def told(what: str, value: float, limit: float, unit: str, more: str = "") -> None:
        nonlocal failed
        failed |= value > limit
        print(f"{what:44} {value:8.2f} {unit:8} at most {limit:g}   {more}".rstrip(), flush=True)

    small = write_course(folder / "small", 100)
    one = folder / "small.zip"
    build(small, one)
    ratios = []
    for _ in range(runs):
        full = build(small, one)
        floor = cost(sys.executable, "-c", FLOOR, small, one)
        ratios.append((full.processor / floor.processor, full, floor))
    ratio, full, floor = sorted(ratios, key=lambda found: found[0])[len(ratios) // 2]
    told("100 lessons, beside the floor", ratio, RATIO, "times", f"{full.processor:.2f} s / {floor.processor:.2f} s")

    apart = cheapest(runs, lambda: build(small, folder / "apart.zip", "--sco", "lesson", "--no-cache"))
    large = write_course(folder / "large", lessons)
    many = folder / "many.zip"
    whole = build(large, many, "--sco", "lesson", "--no-cache")
    growth = whole.processor / apart.processor * 1000 / lessons
    told(f"{lessons:,} lessons by SCO, beside 100", growth, GROWTH, "times", f"{whole.processor:.1f} s")
    told(f"{lessons:,} lessons by SCO, memory", whole.memory, MEMORY, "MB")

    again = cheapest(runs, lambda: changed(large, many))
    told(f"one of {lessons:,} lessons changed", again.clock, AGAIN, "s", f"{again.processor:.2f} s of the processor")
    told("the same, memory", again.memory, MEMORY, "MB")
    build(large, folder / "fresh.zip", "--sco", "lesson", "--no-cache")
    is_same = many.read_bytes() == (folder / "fresh.zip").read_bytes()
    failed |= not is_same
    print("and is the same as a full build" if is_same else "and is NOT the same as a full build")

    with zipfile.ZipFile(many) as package:
        print(f"{len(package.namelist()):,} files, {many.stat().st_size / 1e6:.1f} MB")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())

"""How long a catalogue of many courses takes on all cores, with one bad course among them.

The catalogue is packed twice: from nothing, and again after one lesson of one course has changed.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.many_lessons import write_course


def main() -> int:
    """Measure, tell, and fail where a course is missing or the bad one was not told."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--courses", type=int, default=100)
    arguments.add_argument("--lessons", type=int, default=100, help="of each course")
    chosen = arguments.parse_args()
    folder = Path(tempfile.mkdtemp())
    try:
        return measure(folder, chosen.courses, chosen.lessons)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def measure(folder: Path, courses: int, lessons: int) -> int:
    """Both runs in `folder`; the exit code."""
    names = [f"course-{number:03}" for number in range(1, courses + 1)]
    for seed, name in enumerate(names):
        write_course(folder / "courses" / name, lessons, seed=seed, name=name)
    bad = folder / "courses" / names[courses // 2] / "lesson-0002.md"
    bad.write_text(bad.read_text("utf-8").replace("::: quiz", "::: quizz"), "utf-8")
    whole = run(folder, "from nothing", courses)
    changed = folder / "courses" / names[0] / "lesson-0003.md"
    changed.write_text(changed.read_text("utf-8") + "\nOne more line.\n", "utf-8")
    return int(not (whole and run(folder, "one lesson changed", courses)))


def run(folder: Path, what: str, courses: int) -> bool:
    """Pack the catalogue and tell what that took; whether all but one came out."""
    words = ("catalogue", str(folder / "courses"), "--target", "scorm2004-4th", "--output", str(folder / "out"))
    command = [sys.executable, "-m", "packager.cli", *words]
    before = os.times()
    start = time.perf_counter()
    done = subprocess.run(
        command,
        env=os.environ | {"HORNBOOK_CACHE": str(folder / "cache")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    clock = time.perf_counter() - start
    after = os.times()
    processor = after.children_user + after.children_system - before.children_user - before.children_system
    # The largest of the processes, in the kilobytes of Linux.
    memory = _largest()
    packed = len(list((folder / "out").glob("*.zip")))
    print(f"{what}: {clock:.1f} s, {processor:.1f} s of the processor on {os.cpu_count()} cores, {memory} MB a process")
    print(f"{packed} zips, code {done.returncode}; it ends with:")
    print("\n".join(f"  {line}" for line in done.stdout.splitlines()[-3:]), flush=True)
    told = re.search(rf"{courses} courses: {courses - 1} built, 1 not", done.stdout)
    return packed == courses - 1 and done.returncode == 1 and told is not None and "kind-unknown" in done.stdout


def _largest() -> int:
    import resource

    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024


if __name__ == "__main__":
    sys.exit(main())

"""Lessons that no author would write: each must become a valid package or clean errors, soon and in little memory.

    python -m tests.packager.fuzz 100000

builds so many and tells the worst; `test_fuzz.py` builds some hundreds in each run. Texts are pieces of the format, of
Markdown and of hostile Unicode, put together at random, and real lessons with pieces cut, doubled and exchanged.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from packager.build import build
from packager.targets.scorm12 import SCORM12
from packager.verify import verify

MOST_SECONDS = 2.0
"""Of the processor, for one lesson."""
MOST_MEGABYTES = 300
SLICE = 2_000
"""Lessons in one process."""

REPOSITORY = Path(__file__).resolve().parents[2]
HEAD = "---\ntitle: A\n---\n\n"
COURSE = "id: fuzz\ntitle: Fuzz\nchapters:\n- lessons: [a.md]\n"

PIECES = (
    *("::: quiz {#check}\n", "::: cards\n", "::: glossary\n", "::: overview\n", "::: audio-lesson\n"),
    *(":::\n", "::::\n", "::: key-concepts\n", "::: examples\n", "::: memory-aid acronym\n"),
    *("::: worked-example\n", "::: game memory\n", "::: pool\n", "::: figure\n", "::: video\n"),
    *("::: text \"T\" {#t lang=ar}\n", "::: quiz \"Q\" {mode=adaptive}\n", "1. Which?\n", "2. Which?\n"),
    *("   - [x] This\n", "   - [ ] That\n", "   = word | other\n", "   = 12 +- 1 km\n", "   ~ wrong\n"),
    *("     > Because.\n", "   ? Hint\n", "   ! Why\n", "   a -> b\n", "   @ 1 2 3 4\n", "   1. step\n"),
    *("   Fill {{the|a}} gap {{=x|y}}.\n", "   | a | b |\n   | --- | --- |\n   | [x] | [ ] |\n"),
    *("   points=3\n", "Q: What? {#c1}\n", "A: This\n", "C: It is {{that}}.\n", "Term\n: What it means\n"),
    *("### quick\n", "#### analogy\n", "Teacher: words\n", "cast: Teacher\n", "mode: exam\n"),
    *("shuffle: true\n", "pass: 60\n", "id: a\n", "tags: a, b\n", "# H\n", "## H\n", "- a\n", "  - b\n"),
    *("> quoted\n", "```python\n", "```\n", "$$\n", "$x^2$ ", "\\frac{1}{2}", "***"),
    *("| a | b |\n|---|---|\n| c | d |\n", "[a](b.md)", "[a](#t)", "![p](p.svg)", "<b>x</b>", "<!-- -->"),
    *("[^1]", "[^1]: n\n", "\n", "\n\n", "  ", "    ", "\t", "\\", "{", "}", "{#x}", "[", "]", "(", ")"),
    *("|", "`", "_", "*", "$", "&amp;", "---\n", "\u00e9", "\u00df", "\u0627\u0644", "\u202e", "\u2066"),
    *("\U0001f600", "\u0301", "\ufeff", "\u00a0", "\u2028", "CON"),
    *("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
)  # fmt: skip
REAL = tuple(path.read_text("utf-8") for path in sorted((REPOSITORY / "content").glob("*/*.md")))


@st.composite
def altered(draw: st.DrawFn) -> str:
    """A real lesson with some pieces of it cut, doubled, moved or exchanged."""
    text = draw(st.sampled_from(REAL))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 60)))
        new = draw(st.sampled_from(("", text[start:end] * 2, *PIECES)))
        text = text[:start] + new + text[end:]
    return text


lessons = (
    st.lists(st.sampled_from(PIECES), max_size=60).map(lambda pieces: HEAD + "".join(pieces))
    | st.text(max_size=200).map(lambda text: HEAD + text)
    | altered()
)
names = st.sampled_from(("a.md", "CON.md", "\U0001f600.md", "\u0627.md", "n" * 200 + ".md", "a b.md", "ä.md"))


@dataclass
class Worst:
    """The longest time that a lesson took, and how the lessons ended."""

    seconds: float = 0.0
    lesson: str = ""
    packages: int = 0
    refused: int = 0


def judge(folder: Path, lesson: str, worst: Worst, name: str = "a.md", most: float = MOST_SECONDS) -> None:
    """Build a lesson; AssertionError where it is neither packed nor refused as it should be."""
    for old in folder.iterdir():
        old.unlink()
    (folder / "course.yaml").write_text(COURSE.replace("a.md", f'"{name}"'), encoding="utf-8")
    (folder / name).write_text(lesson, encoding="utf-8", errors="surrogatepass")
    (folder / "p.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>', encoding="utf-8")
    output = folder / "o.zip"
    start = time.process_time()
    report = build(folder, [(SCORM12, output)])
    seconds = time.process_time() - start
    if seconds > worst.seconds:
        worst.seconds, worst.lesson = seconds, lesson
    if report.failed:
        worst.refused += 1
        assert not output.exists(), "an error, and a package all the same"
        assert all(problem.code and problem.message and problem.span.path for problem in report.problems)
    else:
        worst.packages += 1
        assert [problem for problem in verify(output) if problem.is_error] == []
    assert seconds < most, f"{seconds:.1f} seconds"


def run(count: int, first: int, worst: Worst, most: float = MOST_SECONDS) -> None:
    """Judge so many lessons; what fails is made smaller and shown by hypothesis."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)

        @seed(first)
        @settings(
            max_examples=count,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            phases=(Phase.generate, Phase.shrink),
        )
        @given(lesson=lessons, name=names)
        def each(lesson: str, name: str) -> None:
            judge(folder, lesson, worst, name, most)

        each()


def _slice(start: int, count: int, first: int) -> int:
    """The exit code of some of the lessons, judged in a process of their own."""
    words = [sys.executable, "-m", "tests.packager.fuzz", str(count), "--seed", str(first + start)]
    return subprocess.run(words, check=False).returncode


def main() -> int:
    """So many lessons as asked for."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("count", type=int)
    arguments.add_argument("--seed", type=int, default=1)
    chosen = arguments.parse_args()
    if chosen.count > SLICE:
        # A process of its own for each slice: what hypothesis remembers is not what a lesson takes.
        return max(
            _slice(start, min(SLICE, chosen.count - start), chosen.seed) for start in range(0, chosen.count, SLICE)
        )
    worst = Worst()
    run(chosen.count, chosen.seed, worst)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(
        f"{worst.packages:,} packages and {worst.refused:,} refusals; the slowest took {worst.seconds:.2f} s; "
        f"{memory:.0f} MB at most\n"
    )
    return int(memory > MOST_MEGABYTES)


if __name__ == "__main__":
    sys.exit(main())

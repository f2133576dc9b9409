"""Input that no author would write: clean errors or valid packages, in little time and memory."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.packager.fuzz import HEAD, MOST_SECONDS, Worst, judge, run

SLACK = 3 * MOST_SECONDS
"""A machine that is busy with other things counts more, even of the processor's time."""

LINE = 19_000
QUIZ = "::: quiz {#q}\n1. Which?\n"
LARGE = {
    "a line of 1 MB": HEAD + "x" * 1_000_000,
    "10,000 options": HEAD + QUIZ + "".join(f"   - [ ] option {number}\n" for number in range(10_000)) + ":::\n",
    "1,000 nested lists": HEAD + "".join("  " * min(level, 200) + "- item\n" for level in range(1000)),
    "1,000 nested quotes": HEAD + "> " * 1000 + "a\n",
    "brackets": HEAD + "\n\n".join(["[" * LINE] * 25),
    "pictures without an end": HEAD + "\n\n".join(["![a](" * (LINE // 5)] * 2),
    "underscores": HEAD + "\n\n".join(["a_" * (LINE // 2)] * 4),
    "dollars": HEAD + "\n\n".join(["$a" * (LINE // 2)] * 4),
    "ampersands": HEAD + "\n\n".join(["&" * LINE] * 10),
    "1,000 terms": HEAD
    + "::: glossary\n"
    + "".join(f"{number} word\n: of term {number}\n\n" for number in range(1000))
    + ":::\n",
    "deep braces": HEAD + "$" + "{" * 5000 + "x" + "}" * 5000 + "$\n",
}


@pytest.mark.parametrize("what", LARGE)
def test_what_is_far_too_large_ends_soon(what: str, tmp_path: Path) -> None:
    judge(tmp_path, LARGE[what], Worst(), most=SLACK)


@pytest.mark.parametrize(
    "name", ["CON.md", "\U0001f600.md", "\u0639\u0631\u0628\u064a.md", "n" * 250 + ".md", "a b.md", "\u202ea.md"]
)
def test_names_of_any_kind_are_packed_or_refused(name: str, tmp_path: Path) -> None:
    judge(tmp_path, HEAD + "Words.\n", Worst(), name, SLACK)


def test_random_lessons_are_packed_or_refused() -> None:
    worst = Worst()
    run(200, 7, worst, SLACK)
    # Both ends are reached, else the pieces have grown stale.
    assert worst.packages > 20
    assert worst.refused > 20

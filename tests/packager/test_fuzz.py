"""Input that no author would write: clean errors or valid packages, in little time and memory."""

from __future__ import annotations

from pathlib import Path

import pytest

from hornbook.blocks import BLOCK_KINDS
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


#: A block of each kind, with a place for any text.
EVERY_KIND = {
    "text": "::: text\n{}\n:::\n",
    "overview": "::: overview\n### quick\n{}\n### standard\nb\n### detailed\nc\n:::\n",
    "figure": "::: figure\nimage: p.svg\nalt: A\n\n{}\n:::\n",
    "key-concepts": "::: key-concepts\n- Term: {}\n:::\n",
    "examples": "::: examples\n- {}\n:::\n",
    "memory-aid": "::: memory-aid story\n{}\n:::\n",
    "audio-lesson": "::: audio-lesson\ncast: A\n### One\nA: {}\n:::\n",
    "audio-book": "::: audio-book\n### One\n{}\n:::\n",
    "video": "::: video\nyoutube: Dq7tS3TvK0A\n{}\n\n### transcript\nWords.\n:::\n",
    "worked-example": "::: worked-example\n{}\n\n### steps\n1. One\n:::\n",
    "game": "::: glossary {{#g}}\nOne\n: {}\n\nTwo\n: b\n:::\n\n::: game memory\nfrom: g\n:::\n",
    "gate": ":::: gate {{rule=date:2027-01-01}}\n{}\n::: text\nb\n:::\n::::\n",
    "glossary": "::: glossary\nTerm\n: {}\n:::\n",
    "cards": "::: cards\nQ: What?\nA: {}\n:::\n",
    "quiz": "::: quiz\n1. Which? {}\n   - [x] a\n   - [ ] b\n:::\n",
    "pool": "::: pool {{#p}}\n1. Which? {}\n   = one\n:::\n\n::: quiz {{#q from=p}}\n:::\n",
}
#: One part more of such a block, where it has many; else one paragraph more.
MANY = {
    "key-concepts": "- Term {0}: text\n",
    "examples": "- Example {0}\n",
    "audio-lesson": "A: word {0}\n",
    "audio-book": "### Part {0}\ntext\n",
    "game": "Term {0}\n: text\n",
    "glossary": "Term {0}\n: text\n",
    "cards": "Q: What is {0}?\nA: text\n",
    "quiz": "   - [ ] option {0}\n",
    "pool": "   = answer {0}\n",
}
ODD = {
    "a line of 1 MB": "x" * 1_000_000,
    "1,000 nested lists": "a\n\n" + "".join("  " * min(level, 200) + "- item\n" for level in range(1000)),
    "emoji": "\U0001f600" * 300,
    "right-to-left": "\u0639\u0631\u0628\u064a " * 75,
    "300 characters": "w" * 300,
    "a long link": "[a](https://example.org/" + "w" * 5_000 + ")",
}


def test_every_kind_is_tried() -> None:
    assert EVERY_KIND.keys() == BLOCK_KINDS.keys()


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_every_kind_is_packed_or_refused_with_odd_texts_in_it(kind: str, tmp_path: Path) -> None:
    worst = Worst()
    for text in ODD.values():
        judge(tmp_path, HEAD + EVERY_KIND[kind].format(text), worst, most=SLACK)
    assert worst.packages, "none of this is odd in itself"
    part = MANY.get(kind, "paragraph {0}\n\n")
    many = "".join(part.format(number) for number in range(9_900))
    judge(tmp_path, HEAD + EVERY_KIND[kind].format(f"a\n{many}"), worst, most=SLACK)


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

"""Formulas become MathML, or are refused in words; no text makes the converter hang or fall."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from hornbook.markdown import formulas
from hornbook.maths import MathsError, mathml

#: Each would take hours, or end the process, if it reached the converter.
BOMBS = {
    "braces": "{" * 1_900,
    "brackets": "(" * 24,
    "other brackets": r"\langle" * 24,
    "brackets in groups": "{(" * 13 + "x" + ")}" * 5,
    "brackets over cells": r"\begin{matrix}" + "(&" * 24 + r"\end{matrix}",
    "sizes": r"\bigl(" * 24,
    "commands": r"\frac" * 390,
    "powers": "x" + "^{x" * 100 + "}" * 100,
    "length": "x" * 2_001,
    "own commands": r"\newcommand{\a}{\a\a}\a",
}


@pytest.mark.parametrize("tex", BOMBS.values(), ids=BOMBS)
def test_a_bomb_is_refused_at_once(tex: str) -> None:
    started = time.thread_time()
    with pytest.raises(MathsError):
        mathml(tex)
    assert time.thread_time() - started < 1


@settings(
    max_examples=300, deadline=1_000, phases=[Phase.generate], derandomize=True, suppress_health_check=list(HealthCheck)
)
@given(
    st.lists(
        st.sampled_from(
            [
                *"{}()[]^_&x1 $|<ع%\n",
                *(r"\\", r"\frac", r"\sqrt", r"\left(", r"\right)", r"\{", r"\}", r"\langle", r"\text{"),
                *(r"\begin{matrix}", r"\end{matrix}", r"\hat", r"\foo", r"\not", r"\bigl["),
            ]
        ),
        max_size=120,
    )
)
def test_any_text_is_a_formula_or_refused_within_a_second(parts: list[str]) -> None:
    with suppress(MathsError):
        made = mathml("".join(parts))
        assert made.startswith("<math")
        assert ' style="' not in made
        assert made.endswith("</math>")


@pytest.mark.parametrize(
    ("tex", "message", "line"),
    [
        (r"\frac{a}{", 'expected closing token "}", but reached end of input', 0),
        ("a +\n\\foo", 'unknown command "\\foo"', 1),
        ("  ", "it is empty", 0),
    ],
)
def test_what_is_no_tex_is_told(tex: str, message: str, line: int) -> None:
    with pytest.raises(MathsError) as refused:
        mathml(tex)
    assert (str(refused.value), refused.value.line) == (message, line)


def test_a_formula_keeps_its_tex_for_who_copies_it() -> None:
    assert mathml("x^2") == (
        "<math><semantics><msup><mi>x</mi><mn>2</mn></msup>"
        '<annotation encoding="application/x-tex">x^2</annotation></semantics></math>'
    )
    assert mathml("x", display=True).startswith('<math display="block">')


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("$x$ and $y + 1$", ["x", "y + 1"]),
        ("It costs $5 or $10.", []),
        ("From US$7 to A$9, or 5$ and 6$.", []),
        (r"\$x$ and `$y$`", []),
        ("$ x$ and $x $", []),
        ("$a\\$b$", ["a\\$b"]),
        ("Before\n$$\nx\n+ y\n$$\nafter", ["x\n+ y"]),
        ("$$ x $$", ["x"]),
        ("> $$\n> x\n> $$\n", ["x"]),
        ("- $$\n  x\n  $$\n- $y$", ["x", "y"]),
        ("    $$\n    x\n    $$\n", []),
        ("$$\nx", []),
        ("| $a$ | b |\n| --- | --- |\n| c | $d$ |\n", ["a", "d"]),
    ],
)
def test_formulas_are_found_and_prices_are_not(text: str, found: list[str]) -> None:
    assert [formula.tex for formula in formulas(text)] == found

"""The generator gives the numbers of its reference, which the player's tests check too."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hornbook.pcg32 import Pcg32

CASES = json.loads((Path(__file__).resolve().parents[1] / "vectors" / "pcg32.json").read_text())["cases"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"seed {case['seed']}, stream {case['stream']}")
def test_numbers_are_those_of_the_reference(case: dict[str, int | list[int]]) -> None:
    generator = Pcg32(int(str(case["seed"])), int(str(case["stream"])))
    numbers = case["numbers"]
    assert isinstance(numbers, list)
    assert [generator.next() for _ in numbers] == numbers

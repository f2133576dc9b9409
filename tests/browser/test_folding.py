"""The player folds each code point as Python does, whatever version of Unicode the browser and Node have."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from hornbook.folding import fold
from tests.node import NODE


def every_fold() -> Iterator[list[int | str]]:
    """What `everyFold` of player/tests/every-fold.ts says, by Python."""
    for code in range(0x110000):
        if 0xD800 <= code <= 0xDFFF:
            continue
        text = f"a{chr(code)}b"
        folded, cased = fold(text), fold(text, case=True)
        if folded != text or cased != text:
            yield [code, folded, cased]


@pytest.fixture(scope="module")
def script(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The player's folding in a file."""
    built = tmp_path_factory.mktemp("folding") / "every-fold.js"
    subprocess.run([NODE, "tests/bundle.mjs", "tests/every-fold.ts", built], cwd=repository / "player", check=True)
    return built


def test_each_code_point_folds_alike_in_a_browser(page: Page, script: Path) -> None:
    page.add_script_tag(path=script)
    assert page.evaluate("everyFold()") == list(every_fold())


def test_each_code_point_folds_alike_in_node(script: Path) -> None:
    told = subprocess.run([NODE, script], check=True, capture_output=True, encoding="utf-8").stdout
    assert json.loads(told) == list(every_fold())

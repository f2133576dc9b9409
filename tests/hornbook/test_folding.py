"""Texts fold alike here and in the player, and as Unicode says where the table follows it."""

from __future__ import annotations

import json
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hornbook.folding import fold

ROOT = Path(__file__).resolve().parents[2]
CASES = json.loads((ROOT / "tests" / "vectors" / "folding.json").read_text())["cases"]

# Letters of scripts that the table covers in full and folds no further than Unicode does.
LETTERS = st.characters(
    codec="utf-8",
    max_codepoint=0x1FFF,
    categories=("Lu", "Ll", "Lt", "Lo", "Mn", "Nd"),
    exclude_characters="\u034f",
)


def test_shared_texts_fold_as_written() -> None:
    for case in CASES:
        assert [case["text"], fold(case["text"])] == [case["text"], case["fold"]]
        assert [case["text"], fold(case["text"], case=True)] == [case["text"], case["case"]]


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    for case in (False, True):
        once = fold(text, case=case)
        assert fold(once, case=case) == once


@given(st.text(LETTERS))
def test_letters_keep_the_equality_of_compatibility_caseless_matching(text: str) -> None:
    """The Unicode Standard, section 3.13, D146; compared with the Unicode library of this Python."""
    assert fold(text) == fold(unicodedata.normalize("NFC", text))
    assert fold(text) == fold(unicodedata.normalize("NFD", text))
    if all(unicodedata.category(character)[0] == "L" for character in text):
        assert fold(text) == fold(text.casefold())


@pytest.mark.parametrize("character", "\u2010\u2011\u2012\u2013\u2014\u2212")
def test_every_dash_is_a_hyphen(character: str) -> None:
    assert fold(f"pre{character}training") == "pre-training"


def test_table_is_what_its_tool_writes() -> None:
    """The JSON and the TypeScript table say which Unicode they were made from; only that version can write them."""
    data = json.loads((ROOT / "hornbook" / "folding.json").read_text())
    script = (ROOT / "player" / "src" / "folding-table.ts").read_text()
    assert f"from Unicode {data['unicode']};" in script
    assert f"export const ORDER =\n  '{data['order']}';\n" in script
    if data["unicode"] == unicodedata.unidata_version:
        subprocess.run([sys.executable, ROOT / "tools" / "make_folding.py", "--check"], check=True)

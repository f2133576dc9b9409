"""One word names a thing everywhere: in Python, on the page, in the player, in the documents and in the vectors."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from hornbook.blocks import BLOCK_KINDS
from hornbook.questions import QUESTION_TYPES
from hornbook.reading.types import TYPE_READERS


def sections(repository: Path) -> set[str]:
    """The headings of the format's page, as single words."""
    text = (repository / "docs" / "format.md").read_text(encoding="utf-8")
    return {heading.strip("` ").lower() for heading in re.findall(r"^#{2,5} (.+)$", text, re.MULTILINE)}


@pytest.mark.parametrize("kind", sorted(BLOCK_KINDS))
def test_a_kind_of_block_has_its_place_in_every_room(repository: Path, kind: str) -> None:
    module = kind.replace("-", "_")
    for place in (
        f"hornbook/blocks/{module}.py",
        f"hornbook/reading/kinds/{module}.py",
        f"templates/page/blocks/{kind}.html",
    ):
        assert (repository / place).is_file(), place
    tables = [repository / "player/src/blocks/index.ts", *(repository / "player/src/parts").glob("*.ts")]
    player = "\n".join(path.read_text(encoding="utf-8") for path in tables)
    assert re.search(rf"'{kind}'|\b{kind}\b", player), "the player neither attaches to it nor reads it to its end"
    assert kind in sections(repository)
    signs = (repository / "templates/page/parts/icon.html").read_text(encoding="utf-8")
    # Text, figures and pools have no title that a sign could stand before.
    assert (f'"{kind}": "M' in signs) is (kind not in ("text", "figure", "pool"))


@pytest.mark.parametrize("kind", sorted(QUESTION_TYPES))
def test_a_type_of_question_has_its_place_in_every_room(repository: Path, kind: str) -> None:
    for place in (
        f"hornbook/questions/{kind.replace('-', '_')}.py",
        f"templates/page/questions/{kind}.html",
        f"player/src/questions/{kind}.ts",
        f"tests/vectors/{kind}.json",
    ):
        assert (repository / place).is_file(), place
    assert kind in sections(repository)
    assert set(TYPE_READERS) == set(QUESTION_TYPES)

"""The committed player is what its source says: rebuilt elsewhere, it has the same bytes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from hornbook import resources
from tests.node import npm

BUILT = sorted(path.name for path in (resources.templates() / "player").iterdir())


@pytest.fixture(scope="module")
def rebuilt(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a player built from a copy of the source with the tools of its lock file."""
    copy = tmp_path_factory.mktemp("player")
    leftovers = shutil.ignore_patterns("node_modules", "dist", "coverage")
    shutil.copytree(repository / "player", copy / "player", ignore=leftovers)
    # Tables that both languages read stand with the Python that reads them.
    (copy / "hornbook").mkdir()
    for table in (repository / "hornbook").glob("*.json"):
        shutil.copy(table, copy / "hornbook")
    npm(copy / "player", "ci", "--no-audit", "--no-fund")
    (copy / "templates" / "player").mkdir(parents=True)
    npm(copy / "player", "run", "build")
    return copy / "templates" / "player"


def test_rebuilding_makes_every_committed_file(repository: Path, rebuilt: Path) -> None:
    committed = sorted(path.name for path in (repository / "templates" / "player").iterdir())
    assert sorted(path.name for path in rebuilt.iterdir()) == committed
    assert {"player.css", "player-web.js", "player-lti.js"} <= set(committed)


@pytest.mark.parametrize("name", BUILT)
def test_rebuilding_gives_the_committed_bytes(repository: Path, rebuilt: Path, name: str) -> None:
    committed = (repository / "templates" / "player" / name).read_bytes()
    same = (rebuilt / name).read_bytes() == committed
    assert same, f"templates/player/{name} is older than its source: run `make player` and commit the result."


def test_no_library_is_bundled_without_its_notice(repository: Path) -> None:
    package = json.loads((repository / "player" / "package.json").read_text("utf-8"))
    assert "dependencies" not in package, "its licence must go into every package that holds its code"

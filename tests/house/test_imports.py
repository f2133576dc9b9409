"""Imports go one way only: the contracts of pyproject.toml hold, and they forget no module."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

CHECK = "from importlinter.cli import lint_imports_command; lint_imports_command()"


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the contracts of `folder/pyproject.toml` over the packages in `folder`."""
    command = [sys.executable, "-c", CHECK, "--no-cache", "--no-logo"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def contracts(repository: Path) -> list[dict[str, Any]]:
    settings = tomllib.loads((repository / "pyproject.toml").read_text("utf-8"))
    found: list[dict[str, Any]] = settings["tool"]["importlinter"]["contracts"]
    return found


def test_every_contract_is_kept(repository: Path) -> None:
    result = lint_imports(repository)
    assert result.returncode == 0, result.stdout + result.stderr


def test_pure_core_covers_every_module_below_reading(contracts: list[dict[str, Any]]) -> None:
    by_id = {contract["id"]: contract for contract in contracts}
    top, *below = by_id["rooms"]["layers"]
    assert "reading" in top.split()
    rooms = [room.strip() for layer in below for room in layer.split("|")]
    there = {f"hornbook.{room}" for room in rooms if not room.startswith("(")}
    assert set(by_id["pure-core"]["source_modules"]) == there


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("packager/wrong.py", "import lti_app"),
        ("lti_app/wrong.py", "import packager"),
        ("hornbook/course.py", "import packager"),
        ("hornbook/course.py", "import hornbook.reading"),
        ("hornbook/rendering/wrong.py", "import hornbook.reading"),
        ("hornbook/questions/wrong.py", "import hornbook.blocks"),
        ("hornbook/course.py", "import yaml"),
        ("hornbook/blocks/wrong.py", "import urllib.request"),
        ("hornbook/questions/wrong.py", "import jinja2"),
        ("hornbook/homeless.py", ""),
    ],
)
def test_a_wrong_import_breaks_a_contract(repository: Path, tmp_path: Path, module: str, line: str) -> None:
    for package in ("hornbook", "packager", "lti_app"):
        for source in (repository / package).rglob("*.py"):
            twin = tmp_path / source.relative_to(repository)
            twin.parent.mkdir(parents=True, exist_ok=True)
            twin.touch()
    (tmp_path / "pyproject.toml").write_bytes((repository / "pyproject.toml").read_bytes())
    assert lint_imports(tmp_path).returncode == 0

    (tmp_path / module).write_text(line + "\n", encoding="utf-8")

    result = lint_imports(tmp_path)
    assert result.returncode == 1
    assert "BROKEN" in result.stdout or "homeless" in result.stdout + result.stderr

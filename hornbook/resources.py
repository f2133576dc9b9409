"""Where shipped templates and content lie; nothing else may know."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).resolve().parent


def _folder(name: str) -> Path:
    # An installed wheel carries the folders as package data; a checkout has them at its top level.
    installed = _HERE / "_data" / name
    return installed if installed.is_dir() else _HERE.parent / name


def templates() -> Path:
    """The shipped templates, and the built player in `player/`."""
    return _folder("templates")


def content() -> Path:
    """The shipped example courses, one folder each."""
    return _folder("content")

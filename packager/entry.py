"""Where the `hornbook` command begins: small, so that even a Ctrl-C in its first moment ends it quietly."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command."""
    try:
        from packager.cli import main as command
    except KeyboardInterrupt:
        sys.exit(1)
    command()

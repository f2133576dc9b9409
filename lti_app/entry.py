"""Where the `hornbook-lti` command begins; says in one sentence what is missing where the extra is not installed."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command."""
    try:
        from lti_app.cli import main as command
    except ModuleNotFoundError as error:
        if error.name is None or error.name.split(".")[0] in ("lti_app", "hornbook"):
            raise
        sys.exit(f"The LTI tool needs {error.name}: install it with  pipx install 'hornbook[lti]'")
    command()

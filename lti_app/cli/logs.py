"""How the long-running commands write their log: one line an event, on standard error."""

from __future__ import annotations

import logging


def start_log() -> None:
    """Write events from `INFO` on; of the migrations only what is wrong."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)

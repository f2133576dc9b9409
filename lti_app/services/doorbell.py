"""Wakes the grade worker of this process when a score was committed; others find it when they look next."""

from __future__ import annotations

import threading
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

#: Set when there may be something to deliver. The outbox is the truth: a ring that is lost costs a second.
DOORBELL = threading.Event()


def ring_after_commit(session: Session) -> None:
    """Ring once the transaction of this session is on disk; not if it is undone."""
    if session.info.get("doorbell"):
        return
    session.info["doorbell"] = True

    def ring(_session: Any) -> None:
        session.info.pop("doorbell", None)
        DOORBELL.set()

    event.listen(session, "after_commit", ring, once=True)

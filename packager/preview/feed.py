"""Tells every open page that there is a new view of the course."""

from __future__ import annotations

import threading
from collections.abc import Iterator

from packager.preview.site import View

#: Seconds between two signs of life; a page that is gone is noticed when it cannot take one.
HEARTBEAT = 5.0


class Feed:
    """The newest view, and a way to wait for the next."""

    def __init__(self, heartbeat: float = HEARTBEAT) -> None:
        self._heartbeat = heartbeat
        self._changed = threading.Condition()
        self._number = 0
        self._view = View()
        self._closed = False

    def publish(self, view: View) -> None:
        """Hand `view` to everybody who waits."""
        with self._changed:
            self._view = view
            self._number += 1
            self._changed.notify_all()

    def close(self) -> None:
        """End all waiting."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def views(self) -> Iterator[View | None]:
        """The newest view at once if there is one, then each new one; None where none came for a heartbeat.

        Ends on `close`.
        """
        seen = 0
        while True:
            with self._changed:
                if self._number == seen and not self._closed:
                    self._changed.wait(self._heartbeat)
                if self._closed:
                    return
                news = self._view if self._number != seen else None
                seen = self._number
            yield news

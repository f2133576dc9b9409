"""Tells every open page that there is a new view of the course, and how far the reading of the next one is."""

from __future__ import annotations

import threading
from collections.abc import Iterator

from packager.preview.site import View
from packager.preview.whole import Step

#: Seconds between two signs of life; a page that is gone is noticed when it cannot take one.
HEARTBEAT = 5.0


class Feed:
    """The newest view and the newest step, and a way to wait for the next."""

    def __init__(self, heartbeat: float = HEARTBEAT) -> None:
        self._heartbeat = heartbeat
        self._changed = threading.Condition()
        self._numbers = (0, 0)
        self._view = View()
        self._step = Step()
        self._closed = False

    def publish(self, view: View) -> None:
        """Hand `view` to everybody who waits."""
        with self._changed:
            self._view = view
            views, steps = self._numbers
            self._numbers = views + 1, steps
            self._changed.notify_all()

    def tell(self, step: Step) -> None:
        """Say to everybody how far a reading is."""
        with self._changed:
            self._step = step
            views, steps = self._numbers
            self._numbers = views, steps + 1
            self._changed.notify_all()

    def close(self) -> None:
        """End all waiting."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def news(self) -> Iterator[View | Step | None]:
        """The newest view at once if there is one, then each new one, and steps; None where a heartbeat brought none.

        Ends on `close`.
        """
        seen = 0, 0
        while True:
            with self._changed:
                if self._numbers == seen and not self._closed:
                    self._changed.wait(self._heartbeat)
                if self._closed:
                    return
                before, seen = seen, self._numbers
                view, step = self._view, self._step
            if seen == before:
                yield None
            if seen[0] != before[0]:
                yield view
            if seen[1] != before[1]:
                yield step

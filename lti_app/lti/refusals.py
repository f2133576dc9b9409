"""Why a login, a launch or a registration is refused: an expected end, told to a person on a page of its own."""

from __future__ import annotations

import re

_UNPRINTABLE = re.compile(r"[^\x20-\x7e]")


class Refused(Exception):
    """A request that goes no further.

    `reason` is a stable word; the texts of its page stand under it in templates/interface/lti-en.json. `status` is
    the HTTP status. `shown` are short facts that the page may name; `detail` goes into the log only.
    """

    def __init__(self, reason: str, *, status: int = 400, detail: str = "", **shown: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.status = status
        self.detail = detail
        self.shown = shown
        #: Where the way back to the LMS leads; set only once an address is known to be the platform's.
        self.way_back = ""
        self.platform_id: int | None = None


def loggable(value: object, limit: int = 120) -> str:
    """A value from outside for one line of the log: short, printable ASCII, no line breaks."""
    text = _UNPRINTABLE.sub("?", str(value)[: limit + 1])
    return text if len(text) <= limit else text[:limit] + "..."

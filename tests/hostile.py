"""A slow computer and a slow network around the browser tests, for finding those that pass only where all is quick.

`HORNBOOK_HOSTILE=3` gives pages a third of the processor, and lets every answer of a server of the tests come up to
0.4 seconds late; how late, is drawn for each address. `HORNBOOK_HOSTILE=3:seed` draws other times.
"""

from __future__ import annotations

import contextlib
import os
import random
import time
from http.server import BaseHTTPRequestHandler
from weakref import WeakKeyDictionary

import pytest
from playwright.sync_api import BrowserContext, CDPSession, Error, Page

LATEST = 0.4
"""Seconds that an answer comes late at most."""

_sessions: WeakKeyDictionary[Page, CDPSession] = WeakKeyDictionary()
_rate, _, _seed = os.environ.get("HORNBOOK_HOSTILE", "").partition(":")


def slow_down(context: BrowserContext) -> None:
    """Give the pages of a profile less of the processor, if that is asked for."""
    if _rate:
        context.on("page", lambda page: _throttle(page, float(_rate)))


def let_end(page: Page) -> None:
    """A page is about to be closed: one that is slowed down would be cut off before it has said its last word."""
    if _rate:
        _throttle(page, 1)


def _throttle(page: Page, rate: float) -> None:
    # A window that is closed at once needs it no more.
    with contextlib.suppress(Error):
        if page not in _sessions:
            _sessions[page] = page.context.new_cdp_session(page)
        _sessions[page].send("Emulation.setCPUThrottlingRate", {"rate": rate})


def hold_up(patch: pytest.MonkeyPatch) -> None:
    """Let the servers of the tests answer late, if that is asked for."""
    parse = BaseHTTPRequestHandler.parse_request

    def parse_late(handler: BaseHTTPRequestHandler) -> bool:
        parsed = parse(handler)
        if parsed:
            time.sleep(random.Random(f"{_seed} {handler.path}").uniform(0, LATEST))
        return parsed

    if _rate:
        patch.setattr(BaseHTTPRequestHandler, "parse_request", parse_late)

"""Where a Chromium for the browser tests lies, how it is started, and how long it is waited for."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from playwright.sync_api import BrowserContext, sync_playwright

from tests import hostile, node

# Playwright's own Node needs a library that a bare Debian lacks, with or without a Chromium on it.
os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(node.NODE))

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""No sandbox, since tests also run as root in containers; no calls to anybody, since the tests are alone."""

PATIENCE = 30_000
"""Milliseconds that a test waits for what a page is about to do: much, as the machine may have other work."""


def prepared(profile: BrowserContext) -> BrowserContext:
    """A new profile that waits as long as the tests do."""
    profile.set_default_timeout(PATIENCE)
    hostile.slow_down(profile)
    return profile


def find() -> Path | None:
    """The Chromium named by `HORNBOOK_CHROMIUM`, else one of the system, else Playwright's own, else none."""
    if named := os.environ.get("HORNBOOK_CHROMIUM"):
        return Path(named)
    for name in NAMES:
        if found := shutil.which(name):
            return Path(found)
    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
    return own if own.exists() else None

"""Fixtures of the browser tests: a tool on another site than its LMS, and a browser that blocks third-party cookies."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from lti_app.demo.lms import StandInLms
from tests import chromium
from tests.lti_app.circle import RunningTool, running_tool


@pytest.fixture
def tool(platform: StandInLms, tmp_path: Path) -> Iterator[RunningTool]:
    """The tool on `localhost`, while the LMS is on 127.0.0.1: for browsers, two sites."""
    with running_tool(platform, tmp_path, host="localhost") as running:
        yield running


@pytest.fixture(scope="session")
def strict_browser(browser: Browser, chromium_path: Path) -> Iterator[Browser]:
    """A Chromium that sends no third-party cookies but partitioned ones."""
    found = browser.browser_type.launch(
        executable_path=chromium_path, args=[*chromium.FLAGS, "--test-third-party-cookie-phaseout"]
    )
    yield found
    found.close()


@pytest.fixture
def context(strict_browser: Browser) -> Iterator[BrowserContext]:
    """A fresh profile of it."""
    found = chromium.prepared(strict_browser.new_context(viewport={"width": 1280, "height": 800}))
    yield found
    found.close()


@pytest.fixture
def lenient_context(browser: Browser, chromium_path: Path, tmp_path: Path) -> Iterator[BrowserContext]:
    """A profile in which frames of other sites may store; private windows, and new Chromiums as they come, do not."""
    preferences = tmp_path / "profile/Default/Preferences"
    preferences.parent.mkdir(parents=True)
    preferences.write_text('{"profile": {"cookie_controls_mode": 0}}', "utf-8")
    found = browser.browser_type.launch_persistent_context(
        tmp_path / "profile", executable_path=chromium_path, args=list(chromium.FLAGS)
    )
    yield chromium.prepared(found)
    found.close()

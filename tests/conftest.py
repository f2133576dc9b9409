"""Fixtures of the whole suite: the repository and a real Chromium."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests import chromium, hostile

expect.set_options(timeout=chromium.PATIENCE)

#: Seconds after which a test in a browser is taken to hang: many times what the longest one takes on a busy machine.
NEVER_ENDS = 600


@pytest.fixture(autouse=True)
def _ends_some_day(request: pytest.FixtureRequest) -> Iterator[None]:
    """Looking for an element has its own limit; asking a page for a value has none, and waits for a page that never
    comes. The traceback then shows which question that was."""

    def over(_signal: int, _frame: object) -> None:
        raise TimeoutError(f"After {NEVER_ENDS} seconds the browser has not answered what the line above has asked.")

    if request.node.get_closest_marker("browser") is None:
        yield
        return
    before = signal.signal(signal.SIGALRM, over)
    signal.alarm(NEVER_ENDS)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.fixture(scope="session")
def repository() -> Path:
    """The top folder of the repository."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session", autouse=True)
def cache_of_the_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What builds leave for the next goes into a folder of the run and not into that of the user."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HORNBOOK_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session", autouse=True)
def _hostile() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        hostile.hold_up(patch)
        yield


@pytest.fixture(scope="session")
def chromium_path() -> Path:
    """The Chromium that browser tests drive; without one they fail."""
    found = chromium.find()
    if found is None:
        pytest.fail("No Chromium was found: run `make test`, or set HORNBOOK_CHROMIUM to the path of one.")
    return found


@pytest.fixture(scope="session")
def browser(chromium_path: Path) -> Iterator[Browser]:
    """One Chromium for the whole run."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=list(chromium.FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh profile: no cookies, no storage."""
    context = chromium.prepared(browser.new_context(viewport={"width": 1280, "height": 800}))
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """An empty page in a fresh profile."""
    return context.new_page()

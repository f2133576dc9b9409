"""The preview from its start to its end: find a port, serve, watch, tell."""

from __future__ import annotations

import errno
import os
import signal
import sys
import threading
import time
import webbrowser
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import click

from hornbook import resources
from hornbook.problems import Problem
from hornbook.rendering.search import SEARCH_FILE
from packager.preview.apart import Apart
from packager.preview.feed import Feed
from packager.preview.server import LOOPBACK, PreviewServer
from packager.preview.site import Ended, Site, View
from packager.preview.watch import Watcher
from packager.preview.whole import Rendering, Step
from packager.targets import TARGETS

#: How many ports are tried, beginning with the one that was asked for.
PORTS = 20

#: Seconds without a save after which everything is read again; where that takes long, this part of the time it took.
_REST = 1.0
_PART = 0.5
#: How often that is waited for at most.
_MOST_RESTS = 10
#: Seconds for which the end waits for what is being read to stop; a template may never come to its end.
_LONGEST_END = 3.0

#: Seconds for which the reading of everything may keep Python from a request that comes in meanwhile.
_PATIENCE = 0.001

#: Seconds between two steps of a reading that are told.
_BETWEEN_STEPS = 0.25

#: How many changed files are named in the terminal; more are only counted.
_MOST_NAMES = 3


class PreviewError(click.ClickException):
    """The preview cannot begin; the command shows it as one line."""


def serve(
    course: Path,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    target: str = "scorm12",
    open_browser: bool = True,
    announce: Callable[[str], None],
    stop: threading.Event | None = None,
    templates: tuple[Path, ...] = (),
    rendering: Rendering | None = None,
) -> None:
    """Serve `course` until Ctrl-C or `stop`. Raises `PreviewError` where there is no folder or no free port.

    Problems go to `announce` as `file:line:column` lines, each time they change; the last version without errors
    stays served. `target` is what the page shows first. `port` 0 takes any free one. Templates in the folders
    `templates` come before the shipped ones; `rendering` renders in another way.
    """
    if target not in TARGETS:
        raise PreviewError(f'There is no target "{target}". Known here: {", ".join(TARGETS)}.')
    if host not in LOOPBACK:
        raise PreviewError(f"A preview is for this machine only; write one of {', '.join(LOOPBACK)}.")
    if not course.is_dir():
        raise PreviewError(f'There is no folder {course}. Begin a course with "hornbook new".')
    stop = stop or threading.Event()
    rendering = rendering or Rendering(templates)
    apart = Apart(course, rendering)
    site = Site(course, target, rendering, apart)
    feed = Feed()
    watcher = Watcher([course, resources.templates(), *templates])
    server = _listen(host, port, site, feed, announce)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, name="preview server")
    thread.start()
    interrupts = _Interrupts(stop)
    patience = sys.getswitchinterval()
    sys.setswitchinterval(_PATIENCE)
    teller = _Teller(site, feed, announce)
    reader = _Reader(site, teller)
    try:
        address = server.url if target == "scorm12" else f"{server.url}?target={target}"
        announce(f"Preview of {course}: {address}")
        announce("It changes as you save. Ctrl-C ends it.")
        reader.ask(urgent=True)
        if open_browser and _has_browser():
            webbrowser.open(address)
        while watcher.wait(stop):
            seen = site.glance([_inside(course, path) for path in watcher.changed])
            if seen is not None:
                teller.tell()
            reader.ask(urgent=seen is None)
        if interrupts.seen:
            announce("\nThe preview has ended.")
    finally:
        sys.setswitchinterval(patience)
        teller.end()
        site.end()
        apart.end()
        reader.end()
        server.end()
        thread.join()
        interrupts.restore()


def _inside(course: Path, path: Path) -> str:
    """A path as a lesson names it; one that leads out of the course stays as it is."""
    return (path.relative_to(course) if path.is_relative_to(course) else path).as_posix()


def _untold(step: Step) -> None:
    """Nobody waits for a reading of what is shown already."""


class _Reader:
    """Reads everything again behind the back of an author who goes on writing."""

    def __init__(self, site: Site, teller: _Teller) -> None:
        self._site = site
        self._teller = teller
        self._asked = threading.Event()
        self._urgent = threading.Event()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._work, name="preview reader", daemon=True)
        self._thread.start()

    def ask(self, *, urgent: bool) -> None:
        """Read as soon as may be; at once where nothing of a change is seen before."""
        if urgent:
            self._urgent.set()
        self._asked.set()

    def end(self) -> None:
        """Read nothing any more, after the end of the site."""
        self._ended.set()
        self._urgent.set()
        self._asked.set()
        # Python aborts where its end overtakes a thread inside a library in Rust.
        self._thread.join(_LONGEST_END)

    def _work(self) -> None:
        rest = _REST
        while True:
            self._asked.wait()
            # First the page that shows the change is fetched; and who goes on saving is not slowed down.
            for _ in range(_MOST_RESTS):
                self._asked.clear()
                if self._urgent.wait(rest) or not self._asked.is_set():
                    break
            self._asked.clear()
            is_awaited = self._urgent.is_set()
            self._urgent.clear()
            if self._ended.is_set():
                return
            began = time.monotonic()
            self._teller.step(Step())
            try:
                self._site.refresh(self._teller.step if is_awaited else _untold)
            except Ended:
                return
            self._teller.tell()
            self._teller.step(Step())
            rest = max(_REST, _PART * (time.monotonic() - began))
            if not self._site.is_complete:
                self.ask(urgent=True)


class _Teller:
    """Hands each new view to the pages, and says in the terminal what is new about it."""

    def __init__(self, site: Site, feed: Feed, announce: Callable[[str], None]) -> None:
        self._site = site
        self._feed = feed
        self._announce = announce
        self._told: View | None = None
        self._ended = False
        self._last_step = 0.0
        self._is_reading = False
        self._lock = threading.Lock()

    def tell(self) -> None:
        """Tell what the site shows now, unless it is what was told last."""
        with self._lock:
            before, now = self._told or View(), self._site.view
            is_news = self._told is None or (now.build, now.problems) != (before.build, before.problems)
            if self._ended or not is_news:
                return
            self._told = now
            self._feed.publish(now)
            _announce(before, now, self._announce)

    def step(self, step: Step) -> None:
        """Tell how far a reading is that somebody waits for, from time to time, and when it is over."""
        now = time.monotonic()
        with self._lock:
            is_due = now - self._last_step > _BETWEEN_STEPS if step.file else self._is_reading
            if is_due and not self._ended:
                self._is_reading = bool(step.file)
                self._feed.tell(step)
            # What takes no longer than this is not told at all.
            if is_due or not step.file:
                self._last_step = now

    def end(self) -> None:
        """Tell nothing any more."""
        with self._lock:
            self._ended = True


class _Interrupts:
    """Ctrl-C sets `stop` instead of raising: an exception in the middle of a step could get lost inside a library."""

    def __init__(self, stop: threading.Event) -> None:
        self.seen = False
        self._stop = stop
        # Only the main thread may say what a signal does, and only it is interrupted.
        self._ours = threading.current_thread() is threading.main_thread()
        if self._ours:
            self._before = signal.signal(signal.SIGINT, self._interrupt)

    def _interrupt(self, number: int, frame: FrameType | None) -> None:
        self.seen = True
        self._stop.set()

    def restore(self) -> None:
        """Let Ctrl-C do again what it did before."""
        if self._ours:
            signal.signal(signal.SIGINT, self._before)


def _listen(host: str, port: int, site: Site, feed: Feed, announce: Callable[[str], None]) -> PreviewServer:
    for number in range(port, min(port + PORTS, 65536)):
        try:
            server = PreviewServer(host, number, site, feed)
        except OSError as error:
            # Windows says "no access" for a port that another program holds for itself.
            taken = error.errno == errno.EADDRINUSE or (sys.platform == "win32" and error.errno == errno.EACCES)
            if not taken:
                raise PreviewError(f"The preview cannot listen on {host}: {error.strerror or error}.") from None
        else:
            if number != port:
                announce(f"Port {port} is taken, so this is port {number}.")
            return server
    raise PreviewError(
        f"Port {port} is taken, and so are those after it. End another preview, or name a port with --port."
    )


def _has_browser() -> bool:
    """Whether opening a page shows a window; without a screen Python would start a browser inside the terminal."""
    return sys.platform in ("win32", "darwin") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _announce(before: View, now: View, announce: Callable[[str], None]) -> None:
    clock = time.strftime("%H:%M:%S")
    if before.build and now.changed:
        # What is made of all pages is no news beside the page itself.
        changed = [name for name in now.changed if name != SEARCH_FILE]
        names = ", ".join(changed[:_MOST_NAMES])
        more = len(changed) - _MOST_NAMES
        if names:
            announce(f"{clock}  changed: {names}" + (f" and {more} more" if more > 0 else ""))
    if now.problems != before.problems:
        for problem in now.problems:
            for line in _lines(problem):
                announce(line)
        if not now.problems:
            announce(f"{clock}  no problems")
        elif now.build and now.held:
            announce(f"{clock}  the last version without errors stays in the browser")


def _lines(problem: Problem) -> list[str]:
    line = f"{problem.span}: {problem.severity.value}: {problem.message} [{problem.code}]"
    return [line, f"    {problem.hint}"] if problem.hint else [line]

"""A running preview for tests: a course on disk, its address, and what was announced."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

from packager.preview import serve

COURSE = """\
id: bread
title: Bread
lang: en
description: How bread rises.
chapters:
  - title: Baking
    lessons: [flour.md, heat.md]
"""
FLOUR = """\
---
title: Flour
---

Flour holds the bread together.

::: quiz "Check yourself" {#check mode=practice}
1. What makes dough rise?
  - [x] yeast
  - [ ] salt
:::
"""
HEAT = """\
---
title: Heat
---

Heat makes a crust.
"""


def write_course(folder: Path) -> Path:
    """The files of a small course in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in (("course.yaml", COURSE), ("flour.md", FLOUR), ("heat.md", HEAT)):
        (folder / name).write_text(text, encoding="utf-8")
    return folder


class Preview:
    """`with Preview(folder) as preview:` serves on a free port; `preview.url` is its address with a slash."""

    def __init__(self, folder: Path, **options: Any) -> None:
        self.folder = folder
        self.said: list[str] = []
        self._stop = threading.Event()
        self._options = {"port": 0, "open_browser": False} | options
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._run)

    def _run(self) -> None:
        try:
            serve(self.folder, announce=self.said.append, stop=self._stop, **self._options)
        except BaseException as error:
            self._failure = error
            raise

    @property
    def url(self) -> str:
        """The address that was announced."""
        found = re.search(r"http://\S+?/", "\n".join(self.said))
        assert found
        return found.group()

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self.url.rstrip("/").rpartition(":")[2])

    def write(self, name: str, text: str) -> None:
        """An author saves a file, in one moment: on a busy machine an emptied one may be seen before its words are."""
        saved = self.folder.with_name(f"saved-{name}")
        saved.write_text(text, encoding="utf-8")
        saved.replace(self.folder / name)

    def wait_for(self, condition: Callable[[], bool], limit: float = 30.0) -> float:
        """Seconds until `condition` holds; fails after `limit`."""
        started = time.monotonic()
        while not condition():
            assert self._failure is None, self._failure
            assert time.monotonic() - started < limit, f"It did not happen in {limit} s; announced: {self.said}"
            time.sleep(0.01)
        return time.monotonic() - started

    def wait_until_said(self, pattern: str) -> str:
        """The first announced line in which `pattern` is found."""
        self.wait_for(lambda: any(re.search(pattern, line) for line in tuple(self.said)))
        return next(line for line in self.said if re.search(pattern, line))

    def __enter__(self) -> Preview:
        self._thread.start()
        self.wait_until_said("Ctrl-C")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join(60)
        assert not self._thread.is_alive(), "The preview did not end."

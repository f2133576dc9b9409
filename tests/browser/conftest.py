"""Fixtures of the browser tests: packages of our own making, a test LMS, and a learner."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

from packager.build import build
from packager.targets import TARGETS
from tests.browser.learner import Learner, watch
from tests.browser.lms import Lms, Version

Files = dict[str, bytes]
Change = Callable[[str], str]


class Courses:
    """Builds courses for a target, each once in a run."""

    def __init__(self, repository: Path, folder: Path) -> None:
        self._repository = repository
        self._folder = folder
        self._built: dict[tuple[str, str], Files] = {}

    def package(self, name: str, target: str, change: Change | None = None, variant: str = "") -> Files:
        """The files of a package made of a folder of `tests/courses`; `change` is applied to all its texts, and
        `variant` is the name for what comes of it."""
        key = (variant or name, target)
        if key not in self._built:
            folder = self._folder / key[0] / target
            shutil.copytree(self._repository / "tests/courses" / name, folder)
            if change is not None:
                for path in [*folder.glob("*.md"), folder / "course.yaml"]:
                    path.write_text(change(path.read_text("utf-8")), "utf-8")
            self._built[key] = self.built(folder, target)
        return self._built[key]

    def shipped(self, name: str, target: str) -> Files:
        """The files of the package of a course in `content/`."""
        if (name, target) not in self._built:
            folder = shutil.copytree(self._repository / "content" / name, self._folder / name / target)
            self._built[name, target] = self.built(folder, target)
        return self._built[name, target]

    def built(self, folder: Path, target: str) -> Files:
        """The files of the package made of a folder."""
        output = folder.with_name(f"{folder.name}-{target}.zip")
        report = build(folder, [(TARGETS[target], output)])
        assert not report.failed, report.problems
        with zipfile.ZipFile(output) as opened:
            return {name: opened.read(name) for name in opened.namelist()}


@pytest.fixture(scope="session")
def courses(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Courses:
    """Packages of our own making."""
    return Courses(repository, tmp_path_factory.mktemp("courses"))


@pytest.fixture
def problems(context: BrowserContext, lms: Lms) -> Iterator[list[str]]:
    """What a browser complains about in a page that stands outside of any LMS; it fails the test."""
    problems = watch(context, (lms.origin, "file:"))
    yield problems
    assert not problems


@pytest.fixture(params=["scorm12", "scorm2004-4th"])
def version(request: pytest.FixtureRequest) -> Version:
    """Both versions of SCORM."""
    chosen: Version = request.param
    return chosen


@pytest.fixture(scope="session")
def running_lms() -> Iterator[Lms]:
    """One server for the whole run."""
    lms = Lms()
    yield lms
    lms.stop()


@pytest.fixture
def lms(running_lms: Lms) -> Iterator[Lms]:
    """The LMS without anything of earlier tests."""
    running_lms.forget()
    yield running_lms
    running_lms.forget()


@pytest.fixture
def learner(context: BrowserContext, lms: Lms, courses: Courses, version: Version) -> Iterator[Learner]:
    """A learner in front of the small course `playable`; what the browser or a strict LMS would complain about fails
    the test."""
    lms.add("playable", courses.package("playable", version), version)
    learner = Learner(context, lms, "playable")
    yield learner
    learner.check()

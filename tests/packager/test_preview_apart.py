"""A large course is read in a process of its own: the same comes of it, and what was saved meanwhile is not lost."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from hornbook.course import Lesson
from hornbook.files import File
from hornbook.media import CourseFolder
from hornbook.profile import Profile
from packager.preview.apart import Apart
from packager.preview.site import Ended, Site
from packager.preview.whole import Edition, Rendering, Step, read_whole
from tests.packager.preview_host import FLOUR, HEAT, write_course


@pytest.fixture
def apart(tmp_path: Path) -> Iterator[Apart]:
    process = Apart(write_course(tmp_path), Rendering())
    yield process
    process.end()


def test_the_same_is_read_apart(apart: Apart, tmp_path: Path) -> None:
    here = read_whole(tmp_path, Rendering(), ["scorm12", "web"])
    assert here.editions["web"].files["lesson-flour.html"].content
    assert apart.read({"scorm12": Edition(), "web": Edition()}) == here
    # What is there already is not sent again, and is there all the same.
    assert apart.read(here.editions) == here
    (tmp_path / "heat.md").write_text(HEAT.replace("a crust", "a brown crust"))
    assert apart.read(here.editions) == read_whole(tmp_path, Rendering(), ["scorm12", "web"]) != here


def test_errors_are_told_from_apart(apart: Apart, tmp_path: Path) -> None:
    (tmp_path / "flour.md").write_text(FLOUR.replace("::: quiz", "::: quizz"))
    told = apart.read({"web": Edition()})
    assert told == read_whole(tmp_path, Rendering(), ["web"])
    assert told is not None
    assert (told.editions, [problem.code for problem in told.problems]) == ({}, ["kind-unknown"])


def test_a_process_that_died_is_replaced(apart: Apart, tmp_path: Path) -> None:
    whole = apart.read({"web": Edition()})
    apart._process.kill()
    assert apart.read({"web": Edition()}) == whole == read_whole(tmp_path, Rendering(), ["web"])


class Wild(Rendering):
    """Does what a lesson says: hangs, dies, or takes more memory than there is."""

    def files(self, folder: CourseFolder, profile: Profile, before_each: Callable[[Lesson], None]) -> Sequence[File]:
        for lesson in folder.course.lessons:
            before_each(lesson)
            if lesson.title == "Hang":
                time.sleep(60)
            if lesson.title == "Die":
                os._exit(1)
            if lesson.title == "Take":
                assert bytearray(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"))
        return super().files(folder, profile, lambda lesson: None)


@pytest.mark.parametrize(
    ("title", "why"),
    [("Hang", "nothing went on for 0.1 seconds"), ("Die", "the process that reads it"), ("Take", "no memory left")],
)
def test_a_reading_without_an_end_is_told_and_the_next_one_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, title: str, why: str
) -> None:
    apart = Apart(write_course(tmp_path), Wild())
    # With templates of an author nothing is read in the process of the preview.
    site = Site(tmp_path, "web", Wild((tmp_path / "templates",)), apart)
    try:
        good = site.refresh()
        (tmp_path / "heat.md").write_text(HEAT.replace("Heat", title, 1))
        with monkeypatch.context() as patience:

            def lose_patience(step: Step) -> None:
                if title == "Hang" and step.made == 1:
                    patience.setattr("packager.preview.apart.LONGEST_PAGE", 0.1)

            (problem,) = site.refresh(lose_patience).problems
        assert (problem.code, str(problem.span), why in problem.message) == ("reading-cut-off", "heat.md", True)
        assert (site.view.build, b"a crust" in heat(site)) == (good.build, True)
        (tmp_path / "heat.md").write_text(HEAT.replace("a crust", "a brown crust"))
        mended = site.refresh()
        assert (mended.problems, b"a brown crust" in heat(site)) == ((), True)
    finally:
        apart.end()


def test_a_process_that_was_ended_is_not_begun_again(apart: Apart) -> None:
    apart.end()
    assert apart.read({"web": Edition()}) is None


def test_the_process_ends_with_the_one_that_began_it(tmp_path: Path, repository: Path) -> None:
    script = tmp_path / "begin.py"
    script.write_text("""\
import sys, time
from pathlib import Path
from packager.preview.apart import Apart
from packager.preview.whole import Edition, Rendering


class Slow(Rendering):
    def files(self, folder, profile, before_each):
        print("reading", flush=True)
        time.sleep(60)


if __name__ == "__main__":
    Apart(Path(sys.argv[1]), Slow()).read({"web": Edition()})
""")
    command = [sys.executable, str(script), str(write_course(tmp_path / "bread"))]
    with subprocess.Popen(command, cwd=repository, env={**os.environ, "PYTHONPATH": str(repository)},
                          stdout=subprocess.PIPE, text=True) as first:  # fmt: skip
        assert first.stdout is not None
        assert first.stdout.readline()
        first.kill()
        # What it writes to is closed when it is gone, too; a reading for nobody would take a minute.
        began = time.monotonic()
        assert first.stdout.read() == ""
        assert time.monotonic() - began < 30


def test_a_course_that_takes_long_is_read_apart_from_then_on(
    apart: Apart, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("packager.preview.site.PATIENCE", 0)
    site = Site(tmp_path, "web", Rendering(), apart)
    first = site.refresh()
    # What was read is shown before all pages are made.
    assert (site.is_complete, site.file("web", "search.js")) == (False, None)
    assert b"a crust" in heat(site)
    # Read here, it would fail: so it was not.
    monkeypatch.setattr("packager.preview.site.read_whole", None)
    (tmp_path / "course.yaml").write_text((tmp_path / "course.yaml").read_text().replace("Bread", "Loaves"))
    second = site.refresh()
    assert (second.before, second.course and second.course["title"]) == (first.build, "Loaves")
    assert "index.html" in second.changed
    assert (site.is_complete, site.file("web", "search.js") is None) == (True, False)


def test_at_the_end_everything_is_read_to_the_next_lesson_alone(tmp_path: Path) -> None:
    site = Site(write_course(tmp_path), "web", Rendering())
    before = site.refresh()
    (tmp_path / "heat.md").write_text(HEAT + "\nSaved last.\n")
    site.end()
    with pytest.raises(Ended):
        site.refresh()
    assert (site.view, b"Saved last." in heat(site)) == (before, False)


def test_what_was_saved_while_everything_was_read_stays(tmp_path: Path) -> None:
    class Saving(Rendering):
        def files(
            self, folder: CourseFolder, profile: Profile, before_each: Callable[[Lesson], None]
        ) -> Sequence[File]:
            if saves:
                (tmp_path / "heat.md").write_text(saves.pop())
                site.glance(["heat.md"])
            return super().files(folder, profile, before_each)

    saves: list[str] = []
    site = Site(write_course(tmp_path), "web", Saving())
    site.refresh()
    saves.append(HEAT + "\nSaved meanwhile.\n")
    assert site.refresh().problems == ()
    assert b"Saved meanwhile." in heat(site)
    saves.append(HEAT + "\n::: quizz\n:::\n")
    assert [problem.code for problem in site.refresh().problems] == ["kind-unknown"]
    assert b"Saved meanwhile." in heat(site)


def heat(site: Site) -> bytes:
    """The page of the second lesson."""
    page = site.file("web", "lesson-heat.html")
    assert page is not None
    return page.read()

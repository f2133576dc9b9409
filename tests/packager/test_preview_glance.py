"""One saved lesson is shown at once, however large the course; what hangs on the others follows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from hornbook.problems import Problem
from hornbook.reading import load_course
from hornbook.reading.lock_file import LOCK_NAME, lock_text
from packager.preview.difference import Spot
from packager.preview.site import Site, View

LESSON = "---\ntitle: {0}\n---\n\nBefore.\n\n::: quiz {{#check}}\n1. Which?\n   - [x] This\n   - [ ] That\n:::\n"
ABC = ("a", "b", "c", "new")

#: Saves something in a course; the paths that changed.
Edit = Callable[[Path], list[str]]


def site(folder: Path) -> Site:
    (folder / "course.yaml").write_text("id: two\ntitle: Two\nchapters:\n- lessons: [a.md, b.md]\n")
    for name in "ab":
        (folder / f"{name}.md").write_text(LESSON.format(name))
    read = load_course(folder).value
    assert read is not None
    (folder / LOCK_NAME).write_text(lock_text(read.lock_after))
    made = Site(folder, "scorm12")
    assert made.refresh().problems[0].code == "answers-in-package"
    return made


def test_a_glance_shows_what_a_whole_reading_shows(tmp_path: Path) -> None:
    shown = site(tmp_path)
    text = LESSON.format("a").replace("   - [ ] That\n", "   - [ ] That\n   - [ ] Neither\n")
    (tmp_path / "a.md").write_text(text)
    view = shown.glance(["a.md"])
    assert view is not None
    assert (view.changed, view.at) == (("lesson-a.html",), {"lesson-a.html": Spot("check", "label", "Neither")})
    page = shown.file("scorm12", "lesson-a.html")
    shown.refresh()
    assert page == shown.file("scorm12", "lesson-a.html")


def test_a_new_last_block_is_what_changed_and_not_the_one_before_it(tmp_path: Path) -> None:
    shown = site(tmp_path)
    (tmp_path / "a.md").write_text(LESSON.format("a") + "\nA new end.\n")
    view = shown.glance(["a.md"])
    assert view is not None
    assert view.at == {"lesson-a.html": Spot("text-2")}


def test_a_lesson_under_another_name_is_followed(tmp_path: Path) -> None:
    shown = site(tmp_path)
    (tmp_path / "b.md").rename(tmp_path / "better.md")
    gone = shown.glance(["b.md", "better.md"])
    assert gone is not None
    assert (gone.held, gone.renamed) == (True, {})
    replaced("course.yaml", "b.md", "better.md")(tmp_path)
    view = shown.glance(["course.yaml"])
    assert view is not None
    assert view.renamed == {"b": "better"}
    assert shown.refresh().renamed == {}
    replaced("a.md", "title: a", "title: a\nid: alpha")(tmp_path)
    view = shown.glance(["a.md"])
    assert view is not None
    assert view.renamed == {"a": "alpha"}
    # A lesson that is gone for good leads nowhere.
    replaced("course.yaml", "a.md, ", "")(tmp_path)
    view = shown.glance(["course.yaml"])
    assert view is not None
    assert view.renamed == {}


def test_an_error_is_told_and_vanishes_when_mended(tmp_path: Path) -> None:
    shown = site(tmp_path)
    (tmp_path / "b.md").write_text(LESSON.format("b") + "\n::: quizz\n:::\n")
    wrong = shown.glance(["b.md"])
    assert wrong is not None
    assert [problem.code for problem in wrong.problems if problem.is_error] == ["kind-unknown"]
    assert wrong.changed == ()
    assert wrong.held
    (tmp_path / "b.md").write_text(LESSON.format("b"))
    mended = shown.glance(["b.md"])
    assert mended is not None
    assert not mended.held
    assert not [problem for problem in mended.problems if problem.is_error]


def test_what_cannot_be_told_from_the_files_that_changed_is_read_whole(tmp_path: Path) -> None:
    shown = site(tmp_path)
    assert shown.glance(["notes.txt"]) is None
    assert shown.glance(["/elsewhere/lesson.html"]) is None
    assert shown.glance(["course.lock.json"]) is None
    assert Site(tmp_path, "scorm12").glance(["a.md"]) is None


def replaced(name: str, old: str, new: str) -> Edit:
    """Saves a file with other words in it; all must be there."""

    def edit(folder: Path) -> list[str]:
        text = (folder / name).read_text()
        assert old in text
        (folder / name).write_text(text.replace(old, new))
        return [name]

    return edit


def written(name: str, text: str) -> Edit:
    """Saves a whole file."""

    def edit(folder: Path) -> list[str]:
        (folder / name).write_text(text)
        return [name]

    return edit


def together(*edits: Edit) -> Edit:
    """All in one moment, as when a branch is checked out."""
    return lambda folder: [path for edit in edits for path in edit(folder)]


def removed(name: str) -> Edit:
    """A file goes."""

    def edit(folder: Path) -> list[str]:
        (folder / name).unlink()
        return [name]

    return edit


def _picture(folder: Path) -> list[str]:
    (folder / "dot.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1"/></svg>'
    )
    return ["dot.svg"]


NEW = LESSON.format("New")
EDITS: dict[str, list[Edit]] = {
    "title of the course": [replaced("course.yaml", "Two", "Three")],
    "title of a chapter": [replaced("course.yaml", "- lessons", "- title: Part\n  lessons")],
    "language": [replaced("course.yaml", "title: Two", "title: Zwei\nlang: de")],
    "theme": [replaced("course.yaml", "title: Two", 'title: Two\ntheme: {accent: "#7a1f5c"}')],
    "title of a lesson": [replaced("a.md", "title: a", "title: Another")],
    "weight of a lesson": [replaced("a.md", "title: a", "title: a\nweight: 3")],
    "two lessons": [together(replaced("a.md", "Before", "First"), replaced("b.md", "Before", "Second"))],
    "another order": [replaced("course.yaml", "a.md, b.md", "b.md, a.md")],
    "a lesson less": [replaced("course.yaml", "a.md, b.md", "b.md")],
    "a lesson that is not named yet": [written("new.md", NEW)],
    "a new lesson": [written("new.md", NEW), replaced("course.yaml", "a.md, b", "a.md, new.md, b")],
    "a new lesson, named first": [replaced("course.yaml", "a.md, b", "a.md, new.md, b"), written("new.md", NEW)],
    "a lesson that is taken out and in": [
        replaced("course.yaml", "a.md, b.md", "b.md"), replaced("course.yaml", "b.md", "a.md, b.md")
    ],
    "a file that goes and comes back": [removed("a.md"), written("a.md", LESSON.format("a"))],
    "an error in course.yaml": [replaced("course.yaml", "chapters", "chapter"), replaced("b.md", "Before", "Now"),
                                replaced("course.yaml", "chapter", "chapters")],
    "a picture, named first": [replaced("b.md", "Before.", "![A dot](dot.svg)"), _picture],
    "a picture, there first": [_picture, replaced("b.md", "Before.", "![A dot](dot.svg)")],
    "an edit beside a broken lesson": [replaced("a.md", "::: quiz", "::: quizz"), replaced("b.md", "Before", "Now")],
    "a new kind of block": [replaced("a.md", "Before.", "::: glossary\nTerm: what it means\n:::")],
    "an id for something else": [replaced("a.md", "Before.", "::: text {#one}\nBefore.\n:::"),
                                 replaced("a.md", "::: text {#one}\nBefore.", "::: examples {#one}\n- Before.")],
    "a warning of a rule": [replaced("a.md", "[x] This", "[x] This is by far the longest of all of them")],
}  # fmt: skip


@pytest.mark.parametrize("edits", EDITS.values(), ids=EDITS)
def test_whatever_is_saved_is_shown_at_once_as_a_whole_reading_shows_it(tmp_path: Path, edits: list[Edit]) -> None:
    shown = site(tmp_path)
    *first, last = edits
    for edit in first:
        shown.glance(edit(tmp_path))
    seen = shown.glance(last(tmp_path))
    files = served(shown)
    again = Site(tmp_path, "scorm12")
    now = again.refresh()
    assert seen is not None
    assert without_fits(seen) == without_fits(now)
    if now.build:
        assert files == served(again)
    # And nothing of it is news to the page once everything was read.
    assert shown.refresh().changed in ((), ("search.js",))


def without_fits(view: View) -> list[Problem]:
    """What is wrong in the files of a course; what a target has against the whole of it is found behind."""
    return [problem for problem in view.problems if problem.code != "answers-in-package"]


def test_a_lesson_whose_file_has_another_name_is_shown_under_it(tmp_path: Path) -> None:
    shown = site(tmp_path)
    (tmp_path / "a.md").rename(tmp_path / "c.md")
    (tmp_path / "course.yaml").write_text((tmp_path / "course.yaml").read_text().replace("a.md", "c.md"))
    seen = shown.glance(["a.md", "c.md", "course.yaml"])
    assert seen is not None
    assert "lesson-a.html" in seen.changed
    assert sorted(served(shown)) == ["assets/player.js", "index.html", "lesson-b.html", "lesson-c.html"]


def served(shown: Site) -> dict[str, bytes]:
    """The pages and the scripts that are made for the course."""
    names = ["index.html", "assets/player.js", "assets/player-blocks.js", *(f"lesson-{one}.html" for one in ABC)]
    files = {name: shown.file("scorm12", name) for name in names}
    return {name: file.read() for name, file in files.items() if file is not None}


def test_a_picture_that_is_replaced_is_shown_anew(tmp_path: Path) -> None:
    _picture(tmp_path)
    shown = site(tmp_path)
    shown.glance(replaced("b.md", "Before.", "![A dot](dot.svg)")(tmp_path))
    (tmp_path / "dot.svg").write_text((tmp_path / "dot.svg").read_text().replace("h1", "v1"))
    seen = shown.glance(["dot.svg"])
    assert seen is not None
    assert seen.at == {"lesson-b.html": Spot("text-1", "p")}
    media = [name for name in seen.changed if name.startswith("media/")]
    assert [b"v1" in file.read() for name in media for file in [shown.file("scorm12", name)] if file] == [True]


def test_a_target_that_is_asked_for_is_made_without_waiting_for_all_pages(tmp_path: Path) -> None:
    shown = site(tmp_path)
    page = shown.file("web", "lesson-b.html")
    other = Site(tmp_path, "web")
    other.refresh()
    assert page is not None
    for name in ("index.html", "lesson-a.html", "lesson-b.html", "search.js", "assets/player.js"):
        assert shown.file("web", name) == other.file("web", name)
    shown.refresh()
    assert shown.file("web", "lesson-b.html") == page


def test_a_broken_lesson_keeps_no_other_from_being_shown(tmp_path: Path) -> None:
    shown = site(tmp_path)
    shown.glance(replaced("a.md", "::: quiz", "::: quizz")(tmp_path))
    seen = shown.glance(replaced("b.md", "Before", "Now")(tmp_path))
    assert seen is not None
    assert [problem.span.path for problem in seen.problems if problem.is_error] == ["a.md"]
    assert b"Now" in served(shown)["lesson-b.html"]
    mended = shown.glance(replaced("a.md", "::: quizz", "::: quiz")(tmp_path))
    assert mended is not None
    assert not [problem for problem in mended.problems if problem.is_error]


def test_what_only_a_target_cannot_hold_does_not_hold_the_course_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = site(tmp_path)
    replaced("a.md", "[x] This", "[x] That one")(tmp_path)
    monkeypatch.setattr("packager.targets.base.worst_case", lambda *_: 1_000_000)
    now = shown.refresh()
    assert {problem.code for problem in now.problems if problem.is_error} == {"state-too-big"}
    assert (now.changed, now.held) == (("lesson-a.html", "search.js"), False)

"""One saved lesson is shown at once, however large the course; what hangs on the others follows."""

from __future__ import annotations

from pathlib import Path

from packager.preview.site import Site

LESSON = "---\ntitle: {0}\n---\n\nBefore.\n\n::: quiz {{#check}}\n1. Which?\n   - [x] This\n   - [ ] That\n:::\n"


def site(folder: Path) -> Site:
    (folder / "course.yaml").write_text("id: two\ntitle: Two\nchapters:\n- lessons: [a.md, b.md]\n")
    for name in "ab":
        (folder / f"{name}.md").write_text(LESSON.format(name))
    made = Site(folder, "scorm12")
    assert made.refresh().problems[0].code == "answers-in-package"
    return made


def test_a_glance_shows_what_a_whole_reading_shows(tmp_path: Path) -> None:
    shown = site(tmp_path)
    text = LESSON.format("a").replace("   - [ ] That\n", "   - [ ] That\n   - [ ] Neither\n")
    (tmp_path / "a.md").write_text(text)
    view = shown.glance(["a.md"])
    assert view is not None
    assert (view.changed, view.at) == (("lesson-a.html",), {"lesson-a.html": "check"})
    page = shown.file("scorm12", "lesson-a.html")
    shown.refresh()
    assert page == shown.file("scorm12", "lesson-a.html")


def test_a_new_last_block_is_what_changed_and_not_the_one_before_it(tmp_path: Path) -> None:
    shown = site(tmp_path)
    (tmp_path / "a.md").write_text(LESSON.format("a") + "\nA new end.\n")
    view = shown.glance(["a.md"])
    assert view is not None
    assert view.at == {"lesson-a.html": "text-2"}


def test_an_error_is_told_and_vanishes_when_mended(tmp_path: Path) -> None:
    shown = site(tmp_path)
    (tmp_path / "b.md").write_text(LESSON.format("b") + "\n::: quizz\n:::\n")
    wrong = shown.glance(["b.md"])
    assert wrong is not None
    assert [problem.code for problem in wrong.problems if problem.is_error] == ["kind-unknown"]
    assert wrong.changed == ()
    (tmp_path / "b.md").write_text(LESSON.format("b"))
    mended = shown.glance(["b.md"])
    assert mended is not None
    assert not [problem for problem in mended.problems if problem.is_error]


def test_what_touches_more_than_a_lesson_is_read_whole(tmp_path: Path) -> None:
    shown = site(tmp_path)
    (tmp_path / "a.md").write_text(LESSON.format("Another title"))
    assert shown.glance(["a.md"]) is None
    assert shown.glance(["course.yaml"]) is None
    assert shown.glance(["a.md", "b.md"]) is None
    assert Site(tmp_path, "scorm12").glance(["a.md"]) is None

"""Templates of a user in the commands: they are used, what is wrong with them is told, nothing half is written."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from packager.cli import main
from packager.preview.site import Site
from packager.preview.whole import Rendering
from packager.starter import make_course

SCHOOL = '{% extends "shipped/lesson.html" %}{% block body %}<p>NAME</p>{{ super() }}{% endblock %}'


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A new course of cards."""
    make_course(tmp_path / "course", "", "cards")
    return tmp_path / "course"


def build(course: Path, *options: str | Path) -> Result:
    """One build for the web, into `a.zip` beside the course."""
    output = course.parent / "a.zip"
    words = ["build", course, "-t", "web", "--quiet", "-o", output, *options]
    return CliRunner().invoke(main, list(map(str, words)))


def template(folder: Path, text: str, name: str = "lesson.html") -> Path:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def page(course: Path) -> str:
    """The page of the lesson in what was built last."""
    with zipfile.ZipFile(course.parent / "a.zip") as archive:
        return archive.read("lesson-first-deck.html").decode()


def test_a_folder_of_templates_is_used(course: Path, tmp_path: Path) -> None:
    built = build(course, "--templates", template(tmp_path / "mine", SCHOOL))
    assert (built.exit_code, built.output) == (0, "")
    assert "<p>NAME</p>" in page(course)


def test_a_mistake_is_told_with_its_line_and_leaves_the_package_of_yesterday(course: Path, tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"yesterday")
    mine = template(tmp_path / "mine", "<p>\n{{ lessn.title }}</p>\n")
    built = build(course, "--templates", mine)
    assert built.exit_code == 1
    assert built.stderr.startswith(f"{mine / 'lesson.html'}:2:1: error: This template cannot be used: 'lessn' is ")
    assert "    {{ lessn.title }}</p>\n" in built.stderr
    assert (tmp_path / "a.zip").read_bytes() == b"yesterday"


def test_a_name_that_no_page_uses_is_told_and_parts_are_not(course: Path, tmp_path: Path) -> None:
    template(tmp_path / "mine", "x", "own/footer.html")
    template(tmp_path / "mine", "x", "blocks/card.html")
    built = build(course, "--templates", tmp_path / "mine")
    assert built.exit_code == 0
    assert built.stderr.count("[template-unused]") == built.stderr.count("[") == 1
    assert 'Did you mean "blocks/cards.html"?' in built.stderr


def test_a_file_that_is_no_template_is_told(course: Path, tmp_path: Path) -> None:
    template(tmp_path / "mine", "p {}", "css/school.css")
    template(tmp_path / "mine", "x", ".git/config.html")
    built = build(course, "--templates", tmp_path / "mine")
    assert built.exit_code == 0
    assert built.stderr.count("[template-unused]") == 1
    assert '"css/school.css" is no template.' in built.stderr


def test_a_block_that_is_shown_nowhere_is_told(course: Path, tmp_path: Path) -> None:
    inside = SCHOOL.replace("NAME", "{% block school %}NAME{% endblock %}")
    assert build(course, "--templates", template(tmp_path / "mine", inside)).output == ""
    built = build(course, "--templates", template(tmp_path / "mine", SCHOOL.replace("block body", "\nblock bdy")))
    assert built.exit_code == 0
    assert built.stderr.startswith(f"{tmp_path / 'mine' / 'lesson.html'}:2:1: warning: ")
    assert 'Did you mean "body"?' in built.stderr


@pytest.mark.parametrize("name", ["lesson.html", "index.html"])
def test_a_page_in_which_the_player_would_keep_no_answer_is_refused(course: Path, tmp_path: Path, name: str) -> None:
    bare = '{% extends "shipped/base.html" %}{% block body %}<main id="shell_main"></main>{% endblock %}'
    built = build(course, "--templates", template(tmp_path / "mine", bare, name))
    assert built.exit_code == 1
    assert built.stderr.startswith(f"{tmp_path / 'mine' / name}:1:1: error: ")
    assert "would keep no answer" in built.stderr


def test_templates_of_a_course_are_used_only_if_it_is_trusted(course: Path) -> None:
    template(course / "templates", SCHOOL)
    built = build(course)
    assert (built.exit_code, built.stderr.count("[template-untrusted]")) == (0, 1)
    assert "<p>NAME</p>" not in page(course)
    assert build(course, "--trust-templates").output == ""
    assert "<p>NAME</p>" in page(course)


def test_a_folder_that_is_not_there_is_told(course: Path, tmp_path: Path) -> None:
    built = build(course, "--templates", tmp_path / "nothing")
    assert (built.exit_code, built.stderr) == (1, f"Error: There is no folder {tmp_path / 'nothing'}.\n")


def test_the_preview_shows_a_mistake_and_keeps_the_last_version(course: Path, tmp_path: Path) -> None:
    mine = template(tmp_path / "mine", SCHOOL)
    site = Site(course, "web", Rendering((mine,)))
    shown = site.refresh()
    assert shown.problems == ()
    template(mine, "{{ 1 / 0 }}")
    broken = site.refresh()
    assert [(problem.code, problem.span.line) for problem in broken.problems] == [("template", 1)]
    assert broken.build == shown.build
    template(mine, SCHOOL.replace("NAME", "Other"))
    mended = site.refresh()
    assert mended.problems == ()
    assert mended.build not in ("", shown.build)


def test_the_preview_tells_of_templates_that_are_not_used(course: Path, tmp_path: Path) -> None:
    mine = template(tmp_path / "mine", SCHOOL, "leson.html")
    site = Site(course, "web", Rendering((mine,)))
    assert [(problem.code, problem.hint) for problem in site.refresh().problems] == [
        ("template-unused", 'Did you mean "lesson.html"?')
    ]
    (mine / "leson.html").rename(mine / "lesson.html")
    assert site.refresh().problems == ()


def test_the_preview_shows_templates_that_come_and_go(course: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()
    site = Site(course, "web", Rendering((first, second)))
    shipped = site.refresh()
    template(second, SCHOOL)
    assert site.refresh().build not in ("", shipped.build)
    template(first, SCHOOL.replace("NAME", "Other"))
    site.refresh()
    shown = site.file("web", "lesson-first-deck.html")
    assert shown is not None
    assert b"<p>Other</p>" in shown.read()
    (first / "lesson.html").unlink()
    (second / "lesson.html").unlink()
    assert site.refresh().build == shipped.build


def test_a_course_that_nobody_may_look_into_is_told_as_such(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    as_it_is = Path.is_dir

    def refused(folder: Path) -> bool:
        if folder == course / "templates":
            raise PermissionError(13, "Permission denied", str(folder))
        return as_it_is(folder)

    monkeypatch.setattr(Path, "is_dir", refused)
    (course / "course.yaml").write_text("title: [")
    built = build(course, "--trust-templates")
    assert built.exit_code == 1
    assert built.stderr.startswith(f"{course / 'course.yaml'}:1:8: error:")
    assert "Permission" not in built.stderr

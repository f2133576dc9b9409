"""What commands print for programs: one JSON object, or annotations of a workflow; and warnings that fail."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from packager.cli import main

LESSON = "---\ntitle: A\n---\nText.\n\n::: quiz {#q}\n1. Which?\n   - [x] This\n   - [ ] That\n:::\n"


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course with one warning: a graded quiz whose answers lie in the zip."""
    folder = tmp_path / "a course"
    folder.mkdir()
    (folder / "course.yaml").write_text("id: tiny\ntitle: Tiny\nchapters:\n- title: One\n  lessons: [a.md]\n")
    (folder / "a.md").write_text(LESSON)
    return folder


def slip(course: Path) -> None:
    (course / "a.md").write_text(LESSON.replace("::: quiz", "::: qiuz"))


def printed(result: Result) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(result.stdout)
    return data


def test_json_holds_every_problem_with_its_place(course: Path) -> None:
    slip(course)
    result = run("check", course, "--format", "json")

    data = printed(result)
    (problem,) = data["problems"]
    assert (result.exit_code, data["ok"], result.stderr) == (1, False, "")
    assert problem == {
        "code": "kind-unknown",
        "severity": "error",
        "message": '"qiuz" is not a kind of block.',
        "hint": 'Did you mean "quiz"?',
        "file": (course / "a.md").as_posix(),
        "line": 6,
        "column": 5,
        "excerpt": "::: qiuz {#q}",
    }


def test_a_person_reads_where_the_file_lies_as_seen_from_here(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slip(course)
    monkeypatch.chdir(course.parent)
    assert run("check", "a course").stderr.startswith("a course/a.md:6:5: error:")
    monkeypatch.chdir(course)
    assert run("check", ".").stderr.startswith("a.md:6:5: error:")


def test_json_of_a_build_names_the_packages(course: Path) -> None:
    output = course.parent / "tiny.zip"
    data = printed(run("build", course, "-o", output, "--format", "json"))

    assert data["ok"] is True
    (package,) = data["packages"]
    assert package["path"] == str(output)
    assert package["bytes"] == output.stat().st_size
    assert 0 < package["state"] <= package["state-limit"] == 4096


def test_json_of_verify_speaks_of_the_package_itself(course: Path) -> None:
    package = course.parent / "no.zip"
    package.write_bytes(b"PK no zip at all")
    data = printed(run("verify", package, "--format", "json"))

    assert data["ok"] is False
    (told,) = data["packages"]
    assert (told["path"], told["problems"]) == (str(package), len(data["problems"]))
    # What could not be looked at has neither faults nor none.
    assert [code for codes in told["requirements"].values() for code in codes or ()] == ["zip-damaged"]
    assert all(package.name in problem["file"] for problem in data["problems"])


def test_github_annotates_the_line(course: Path) -> None:
    slip(course)
    result = run("check", course, "--format", "github")

    place = (course / "a.md").as_posix()
    assert (
        f'::error file={place},title=kind-unknown,line=6,col=5::"qiuz" is not a kind of block. Did you mean "quiz"?'
        in result.stdout.splitlines()
    )


def test_github_cannot_be_given_commands_by_an_author(course: Path) -> None:
    (course / "a.md").write_text(LESSON.replace("::: quiz", "::: q%0A::warning::,x"))
    result = run("check", course, "--format", "github")

    assert result.exit_code == 1
    assert all(line.startswith("::error file=") for line in result.stdout.splitlines())
    assert "%250A" in result.stdout


def test_strict_lets_warnings_fail(course: Path) -> None:
    assert run("check", course).exit_code == 0
    assert run("check", course, "--strict").exit_code == 1


def test_strict_build_leaves_the_zip_of_yesterday(course: Path) -> None:
    output = course.parent / "tiny.zip"
    output.write_bytes(b"yesterday")
    result = run("build", course, "-o", output, "--strict")

    assert result.exit_code == 1
    assert "1 warning; no package was changed" in result.stderr
    assert output.read_bytes() == b"yesterday"
    assert not (course / "course.lock.json").exists()

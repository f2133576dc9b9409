"""Many courses at once: found, packed side by side, and told of in one summary."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from packager.catalogue import Order, carry_out, courses_in
from packager.cli import main
from packager.targets.scorm12 import SCORM12

COURSE = "id: {name}\ntitle: {name}\nchapters:\n- lessons: [a.md]\n"


def course(folder: Path, lesson: str = "---\ntitle: A\n---\n\nWords.\n") -> Path:
    folder.mkdir(parents=True)
    (folder / "course.yaml").write_text(COURSE.format(name=folder.name))
    (folder / "a.md").write_text(lesson)
    return folder


def test_courses_are_found_at_any_depth_but_not_in_one_another(tmp_path: Path) -> None:
    found = [course(tmp_path / "one"), course(tmp_path / "more" / "two")]
    course(found[0] / "inside")
    course(tmp_path / ".hidden")
    assert courses_in(tmp_path) == sorted(found)


def test_one_bad_course_does_not_keep_the_others(tmp_path: Path) -> None:
    for name in ("first", "deep/second"):
        course(tmp_path / "courses" / name)
    course(tmp_path / "courses" / "bad", "---\ntitle: A\n---\n\n::: nothing\n:::\n")
    out = tmp_path / "out"
    words = ["catalogue", str(tmp_path / "courses"), "--output", str(out), "--format", "json", "--jobs", "2"]
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 1
    told = json.loads(result.output)
    assert [problem["file"] for problem in told["problems"]] == [f"{tmp_path.as_posix()}/courses/bad/a.md"]
    built = [Path(package["path"]).relative_to(out).as_posix() for package in told["packages"]]
    assert built == ["deep/second-scorm12.zip", "first-scorm12.zip"]
    assert all((out / name).is_file() for name in built)


def test_the_end_says_what_was_not_built_and_why(tmp_path: Path) -> None:
    course(tmp_path / "bad", "---\ntitle: A\n---\n\n::: nothing\n:::\n\n::: nothing\n:::\n")
    course(tmp_path / "good")
    result = CliRunner().invoke(main, ["catalogue", str(tmp_path), "--output", str(tmp_path / "out"), "--quiet"])
    assert result.stdout.splitlines()[-2:] == [
        "2 courses: 1 built, 1 not; 2 errors",
        f'  not built: {tmp_path}/bad, for a.md:5:5: "nothing" is not a kind of block. [kind-unknown], and 1 more',
    ]
    assert result.stderr.splitlines()[-1] == "Error: not built: 1 of 2 courses"


def test_what_cannot_be_written_is_a_problem_of_its_course(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    order = Order(course(tmp_path / "one"), ((SCORM12, tmp_path / "file" / "one.zip"),))
    report = carry_out(order)
    assert [problem.code for problem in report.problems] == ["not-written"]
    assert "in the way" in (tmp_path / "file").read_text()


def test_a_folder_without_courses_is_told(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["catalogue", str(tmp_path)])
    assert result.exit_code == 1
    assert "There is no course" in result.output

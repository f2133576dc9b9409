"""From a folder to packages: what is written, what is left alone, and that the same course gives the same bytes."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from hornbook import resources
from hornbook.files import File
from hornbook.media import CourseFolder
from hornbook.profile import Profile
from hornbook.rendering.pages import render
from packager.archive import WriteError
from packager.build import build
from packager.targets import TARGETS

SCORM = TARGETS["scorm12"]
LOCK = "course.lock.json"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """The shipped starter, titled."""
    folder = tmp_path / "course"
    shutil.copytree(resources.templates() / "starters" / "lesson", folder)
    return folder


def codes(folder: Path, output: Path, locked: bool = False) -> list[str]:
    """The codes of the errors of one build."""
    return [problem.code for problem in build(folder, [(SCORM, output)], locked=locked).problems if problem.is_error]


def manifest(package: Path) -> str:
    with zipfile.ZipFile(package) as archive:
        return archive.read("imsmanifest.xml").decode()


def test_one_zip_for_each_target_and_each_verified(course: Path, tmp_path: Path) -> None:
    outputs = [(target, tmp_path / f"{name}.zip") for name, target in TARGETS.items()]
    steps: list[str] = []
    report = build(course, outputs, progress=steps.append)
    assert not report.failed
    assert [(built.target, built.path) for built in report.built] == outputs
    assert all(built.size == built.path.stat().st_size for built in report.built)
    assert {step.split()[0] for step in steps} == {"Reading", "Rendering", "Writing"}


def test_an_error_leaves_everything_as_it_is(course: Path, tmp_path: Path) -> None:
    output = tmp_path / "a.zip"
    output.write_bytes(b"yesterday")
    lesson = course / "first-lesson.md"
    lesson.write_text(lesson.read_text("utf-8").replace("### quick", "### quik"), "utf-8")
    assert codes(course, output) == ["level-unknown"]
    assert output.read_bytes() == b"yesterday"
    assert not (course / LOCK).exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.zip", "course"]


def test_the_lock_is_kept_and_locked_refuses_to_change_it(course: Path, tmp_path: Path) -> None:
    output = tmp_path / "a.zip"
    assert codes(course, output, locked=True) == ["lock-changed"]
    assert not output.exists()
    assert not (course / LOCK).exists()
    assert codes(course, output) == []
    first = (course / LOCK).read_bytes()
    assert codes(course, output, locked=True) == []
    assert (course / LOCK).read_bytes() == first
    slots = [item["slot"] for item in json.loads(first)["items"].values()]
    assert sorted(slots) == list(range(1, len(slots) + 1))


def test_slots_stay_when_items_move_come_and_go(course: Path, tmp_path: Path) -> None:
    assert codes(course, tmp_path / "a.zip") == []
    before = json.loads((course / LOCK).read_bytes())["items"]
    lesson = course / "first-lesson.md"
    parts = re.split(r"(?m)(?=^::: )", lesson.read_text("utf-8"))
    lesson.write_text("".join([parts[0], "::: examples {#added}\n- One\n:::\n\n", *reversed(parts[2:])]), "utf-8")
    assert codes(course, tmp_path / "a.zip") == []
    after = json.loads((course / LOCK).read_bytes())["items"]
    assert {key: after[key]["slot"] for key in before} == {key: item["slot"] for key, item in before.items()}
    assert after["first-lesson/added"]["slot"] == len(before) + 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        "[" * 100_000,
        "<<<<<<< HEAD\n{}",
        '{"format":2}',
        '{"format":1,"course":"a","course":"b"}',
        '{"items":{"a":{"slot":1,"kind":"lesson","text":""},"b":{"slot":1,"kind":"lesson","text":""}}}',
        '{"items":{"a":{"slot":1,"kind":"question","text":"","options":{"zz":""}}}}',
    ],
)
def test_a_damaged_lock_is_refused(course: Path, tmp_path: Path, text: str) -> None:
    (course / LOCK).write_text(text)
    assert codes(course, tmp_path / "a.zip") == ["lock-broken"]
    assert (course / LOCK).read_text() == text


def test_a_lock_with_a_byte_order_mark_is_read(course: Path, tmp_path: Path) -> None:
    assert codes(course, tmp_path / "a.zip") == []
    (course / LOCK).write_bytes(b"\xef\xbb\xbf" + (course / LOCK).read_bytes())
    assert codes(course, tmp_path / "a.zip", locked=True) == []


def test_a_course_that_cannot_be_written_to_is_built_with_a_warning(
    course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, *args: object, **named: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    with monkeypatch.context() as patched:
        # Permissions bind no administrator, and tests may run as one.
        patched.setattr(Path, "replace", refuse)
        patched.setattr("packager.archive._rename", os.replace)
        report = build(course, [(SCORM, tmp_path / "a.zip")])
    assert [problem.code for problem in report.problems if problem.code.startswith("lock")] == ["lock-not-written"]
    assert len(report.built) == 1
    assert not list(course.glob(".*"))


def test_what_a_killed_run_left_of_the_lock_is_removed(course: Path, tmp_path: Path) -> None:
    (course / f".{LOCK}.0123456789abcdef.tmp").write_text("half")
    assert codes(course, tmp_path / "a.zip") == []
    assert not list(course.glob(".*"))


def test_a_lock_that_changed_meanwhile_stops_the_build(
    course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def render_while_another_writes(folder: CourseFolder, profile: Profile) -> list[File]:
        (course / LOCK).write_text('{"format":1,"course":"another"}')
        return render(folder, profile)

    monkeypatch.setattr("packager.build.render", render_while_another_writes)
    assert codes(course, tmp_path / "a.zip") == ["lock-raced"]
    assert not (tmp_path / "a.zip").exists()


def test_a_folder_in_the_way_is_an_error_of_writing(course: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(WriteError, match="a folder on the way is a file"):
        build(course, [(SCORM, tmp_path / "file" / "a.zip")])


def test_the_same_course_gives_the_same_bytes_anywhere(course: Path, tmp_path: Path) -> None:
    assert codes(course, tmp_path / "a.zip") == []
    elsewhere = tmp_path / "else where" / "\u00e9" / "course"
    shutil.copytree(course, elsewhere)
    for path in elsewhere.rglob("*"):
        os.utime(path, (1, 1))
        path.chmod(0o700)
    env = {
        **os.environ,
        "TZ": "Asia/Kathmandu",
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONHASHSEED": "7",
        "PYTHONCOERCECLOCALE": "0",
    }
    command = [sys.executable, "-m", "packager.cli", "build", str(elsewhere), "-o", str(tmp_path / "b.zip")]
    subprocess.run(command, check=True, env=env, capture_output=True, timeout=60)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_identifiers_outlive_a_change_of_title(course: Path, tmp_path: Path) -> None:
    identifier = re.compile(r'\bidentifier(?:ref)?="([^"]+)"')
    assert codes(course, tmp_path / "a.zip") == []
    before = identifier.findall(manifest(tmp_path / "a.zip"))
    text = (course / "course.yaml").read_text("utf-8")
    (course / "course.yaml").write_text(text.replace('"TITLE"', '"Quite another"'), "utf-8")
    assert codes(course, tmp_path / "a.zip") == []
    assert identifier.findall(manifest(tmp_path / "a.zip")) == before
    assert "Quite another" in manifest(tmp_path / "a.zip")


def test_two_builds_at_once_end_in_one_whole_zip(course: Path, tmp_path: Path) -> None:
    output = tmp_path / "a.zip"
    assert codes(course, tmp_path / "reference.zip") == []
    (course / LOCK).unlink()
    command = [sys.executable, "-m", "packager.cli", "build", str(course), "-q", "-o", str(output)]
    running = [subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for _ in range(4)]
    assert [program.wait(60) for program in running] == [0] * 4
    assert output.read_bytes() == (tmp_path / "reference.zip").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.zip", "course", "reference.zip"]
    assert not list(course.glob(".*"))


def test_many_items_that_are_gone_are_warned_of(course: Path, tmp_path: Path) -> None:
    output = tmp_path / "a.zip"
    assert codes(course, output) == []
    lock = json.loads((course / LOCK).read_bytes())
    for number in range(700):
        lock["items"][f"first-lesson/gone-{number}"] = {"slot": 1000 + number, "kind": "card", "text": ""}
    (course / LOCK).write_text(json.dumps(lock))
    report = build(course, [(SCORM, output), (TARGETS["scorm2004-4th"], tmp_path / "b.zip")])
    assert not report.failed
    warned = [problem for problem in report.problems if problem.code == "state-retired"]
    assert len(warned) == 1
    assert "SCORM 1.2 keeps 4,096" in warned[0].message


def test_a_renamed_lesson_file_and_a_moved_item_keep_their_slots(course: Path, tmp_path: Path) -> None:
    output = tmp_path / "a.zip"
    assert codes(course, output) == []
    before = json.loads((course / LOCK).read_bytes())["items"]
    (course / "first-lesson.md").rename(course / "second.md")
    text = (course / "course.yaml").read_text("utf-8")
    (course / "course.yaml").write_text(text.replace("first-lesson.md", "second.md"), "utf-8")
    report = build(course, [(SCORM, output)])
    assert [problem.code for problem in report.problems if problem.span.path == "second.md"] == ["lesson-renamed"]
    after = json.loads((course / LOCK).read_bytes())["items"]
    assert after == {key.replace("first-lesson", "second"): item for key, item in before.items()}

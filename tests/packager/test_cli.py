"""The `hornbook` command as a person types it: what it prints, how it ends, what it leaves alone."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from packager.cli import main
from packager.options import TARGET_NAMES
from packager.targets import TARGETS

PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle r="4"/></svg>\n'
COURSE = "id: tiny\ntitle: Tiny\nchapters:\n- title: One\n  lessons: [a.md]\n"
LESSON = "---\ntitle: A\n---\nText.\n\n![A dot](dot.svg)\n\n::: cards {#deck}\nQ: What? {#c1}\nA: This\n:::\n"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A small course in a folder of its own."""
    return write(tmp_path / "my course")


def write(folder: Path, **changes: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in {"course.yaml": COURSE, "a.md": LESSON, "dot.svg": PICTURE, **changes}.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def run(*words: str | Path) -> Result:
    """The command in this process."""
    return CliRunner().invoke(main, [str(word) for word in words])


def typed(*words: str | Path, env: Mapping[str, str] | None = None, cwd: Path | None = None) -> tuple[int, str, str]:
    """The command in a process of its own, with pipes for a terminal: code, output, errors."""
    done = subprocess.run(
        [sys.executable, "-m", "packager.cli", *map(str, words)],
        capture_output=True,
        timeout=60,
        env={**os.environ, **(env or {})},
        cwd=cwd,
    )
    out, err = done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace")
    assert "Traceback" not in err
    return done.returncode, out, err


def test_the_names_of_targets_are_those_of_the_targets() -> None:
    assert list(TARGET_NAMES) == list(TARGETS)


def test_every_help_has_examples() -> None:
    for command in ("", "new", "check", "build", "verify", "preview"):
        result = run(*filter(None, [command]), "--help")
        assert result.exit_code == 0
        assert "Example" in result.output
        assert f"hornbook {command}".strip() in result.output


def test_the_list_of_commands_says_what_each_does_in_a_whole_sentence() -> None:
    _, _, listed = run("--help").output.partition("Commands:\n")
    commands = listed.partition("\n\n")[0].split("\n")
    assert len(commands) == len(main.commands)
    assert all(line.endswith(".") and not line.endswith("...") for line in commands), commands


def test_a_mistyped_command_ends_with_2(course: Path) -> None:
    for words in (["buld"], ["build"], ["build", course, "-t", "scorm"], ["check", course, "--loud"]):
        assert run(*words).exit_code == 2
    two = run("build", course, "-t", "scorm12", "-t", "web", "-o", course.parent / "a.zip")
    assert two.exit_code == 2
    assert "Name a folder" in two.output


def test_check_counts_what_it_found(course: Path) -> None:
    good = run("check", course)
    assert (good.exit_code, good.output) == (0, f"{course}: no problems, 1 lesson\n")
    write(course, **{"a.md": LESSON.replace("::: cards", "::: crads")})
    bad = run("check", course)
    assert bad.exit_code == 1
    assert 'a.md:8:5: error: "crads" is not a kind of block. [kind-unknown]' in bad.output
    assert 'Did you mean "cards"?' in bad.output
    assert not (course / "course.lock.json").exists()


def test_what_one_target_cannot_hold_is_a_warning_to_check_and_stops_that_build_alone(course: Path) -> None:
    deck = "".join(f"Q: What is {number}?\nA: The number {number}\n\n" for number in range(900))
    lesson = LESSON.replace("Q: What?", f"{deck}Q: What?")
    write(course, **{"a.md": lesson})
    output = course.parent / "out"
    assert "warning: A learner who does everything needs" in run("check", course).output
    assert run("check", course).exit_code == 0
    assert run("build", course, "-t", "scorm12", "-o", output / "a.zip").exit_code == 1
    assert run("build", course, "-t", "scorm2004-4th", "-o", output / "b.zip").exit_code == 0
    silenced = f"{COURSE}silenced:\n  state-too-big: We build for SCORM 2004 alone.\n"
    write(course, **{"course.yaml": silenced, "a.md": lesson})
    assert run("check", course).output.endswith("no problems, 1 lesson\n")
    assert run("build", course, "-t", "scorm12", "-o", output / "a.zip").exit_code == 1


@pytest.mark.parametrize("words", [("check",), ("build", "-o", "x.zip"), ("build", "--locked")])
def test_what_is_no_course_ends_with_1(tmp_path: Path, words: tuple[str, ...]) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("x")
    for name in ("none", "empty", "file", "none/deeper", "n" * 300):
        assert typed(words[0], tmp_path / name, *words[1:], cwd=tmp_path)[0] == 1


def test_outputs(course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("build", course).exit_code == 0
    assert run("build", course, "-o", "deep/er/a.zip").exit_code == 0
    assert run("build", course, "-o", "packages", "-t", "web", "-t", "scorm12", "-t", "web").exit_code == 0
    Path("folder.zip").mkdir()
    assert run("build", course, "-o", "folder.zip").exit_code == 0
    assert sorted(str(path) for path in Path().rglob("*.zip") if path.is_file()) == [
        "build/my course-scorm12.zip",
        "deep/er/a.zip",
        "folder.zip/my course-scorm12.zip",
        "packages/my course-scorm12.zip",
        "packages/my course-web.zip",
    ]


def test_an_output_that_cannot_be_is_a_sentence(course: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for name in ("file/a.zip", "file", f"{'n' * 300}.zip"):
        code, out, err = typed("build", course, "-o", tmp_path / name)
        assert (code, out) == (1, "")
        assert err.startswith("Error: Cannot write")
    assert (tmp_path / "file").read_text() == "x"


def test_output_is_plain_where_nobody_watches(course: Path, tmp_path: Path) -> None:
    code, out, err = typed("build", course, "-o", tmp_path / "a.zip")
    assert (code, err) == (0, "")
    assert out.count("\n") == 1
    assert "\x1b" not in out
    assert typed("build", course, "-o", tmp_path / "a.zip", "--quiet") == (0, "", "")


@pytest.mark.parametrize(
    "env",
    [
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "latin-1"},
        {"PYTHONIOENCODING": "cp1252"},
        {"TERM": "dumb", "NO_COLOR": "1", "COLUMNS": "1"},
    ],
)
def test_any_terminal_can_show_any_course(tmp_path: Path, env: dict[str, str]) -> None:
    course = write(
        tmp_path / "k", **{"a.md": "---\ntitle: \U0001f600 \u65e5\u672c\n---\n::: \u65e5\u672c \U0001f600\n:::\n"}
    )
    code, _, err = typed("check", course, env=env)
    assert code == 1
    assert "is not a kind of block" in err


def test_no_message_commands_the_terminal(tmp_path: Path) -> None:
    name = tmp_path / "a\x1b[31mb\nc"
    for words in (("check", name), ("build", name), ("verify", name)):
        code, out, err = typed(*words)
        assert code == 1
        assert "\x1b" not in out + err


def test_a_runaway_file_is_reported_in_part(course: Path) -> None:
    write(course, **{"a.md": "---\ntitle: A\n---\n" + ":::\n" * 1000})
    output = run("check", course).output
    assert output.count("fence-not-open") == 100
    assert "... and" in output
    write(course, **{"a.md": f"---\ntitle: A\n---\n::: {'q' * 10_000}\n:::\n"})
    assert len(run("check", course).output) < 2_000


def test_a_reader_that_goes_away_is_no_trouble(course: Path) -> None:
    program = subprocess.Popen(
        [sys.executable, "-m", "packager.cli", "check", str(course)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert program.stdout is not None
    program.stdout.close()
    assert program.stderr is not None
    with program.stderr as errors:
        assert b"Traceback" not in errors.read()
    assert program.wait(60) in (0, 1)


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGKILL"])
def test_a_build_that_is_stopped_leaves_the_old_zip_and_the_next_run_clears_up(
    course: Path, tmp_path: Path, name: str
) -> None:
    output = tmp_path / "out" / "a.zip"
    assert run("build", course, "-o", output).exit_code == 0
    whole = output.read_bytes()
    for step in range(6):
        program = subprocess.Popen(
            [sys.executable, "-m", "packager.cli", "build", str(course), "-o", str(output)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(0.15 + 0.05 * step)
        program.send_signal(getattr(signal, name))
        program.wait(60)
        assert output.read_bytes() == whole
    assert run("build", course, "-o", output).exit_code == 0
    assert [path.name for path in output.parent.iterdir()] == ["a.zip"]
    assert sorted(path.name for path in course.iterdir()) == ["a.md", "course.lock.json", "course.yaml", "dot.svg"]


def test_verify_says_which_package_is_broken(course: Path, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.zip", tmp_path / "bad.zip"
    assert run("build", course, "-o", good).exit_code == 0
    bad.write_bytes(good.read_bytes()[:-100])
    assert run("verify", good).exit_code == 0
    both = run("verify", good, bad)
    assert both.exit_code == 1
    assert f"{good}: no problems" in both.output
    assert f"{bad}: 1 error" in both.output


@pytest.mark.parametrize(
    "title", ["Plain", 'Two "words" \\ and ]]> & <b>', "# no comment: {x}", "\U0001f600 \u65e5\u672c", "'", "- x"]
)
def test_new_makes_a_course_that_builds(tmp_path: Path, title: str) -> None:
    folder = tmp_path / "a course \u00e9"
    made = run("new", folder, "--title", title)
    assert made.exit_code == 0
    assert f'hornbook preview "{folder}"' in made.output
    assert run("build", folder, "-o", tmp_path / "a.zip").exit_code == 0
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert archive.testzip() is None
    again = run("new", folder)
    assert again.exit_code == 1
    assert "not empty" in again.output


def test_two_new_courses_of_one_title_are_two_courses(tmp_path: Path) -> None:
    ids = []
    for name, title in (("a", "Rain & snow"), ("b", "Rain & snow"), ("c", "\u65e5\u672c")):
        assert run("new", tmp_path / name, "--title", title).exit_code == 0
        (line,) = re.findall(r"(?m)^id: (.*)$", (tmp_path / name / "course.yaml").read_text("utf-8"))
        ids.append(line)
    assert len(set(ids)) == 3
    assert all(re.fullmatch("rain-snow-[0-9a-f]{8}", line) for line in ids[:2])
    assert re.fullmatch("course-[0-9a-f]{8}", ids[2])


def test_new_refuses_what_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for name in ("file", "file/deeper", "n" * 300, "loop"):
        code, _, err = typed("new", tmp_path / name)
        assert code == 1
        assert err.startswith("Error: ")
    assert run("new", tmp_path / "x", "--title", "a\x07b").exit_code == 1
    assert not (tmp_path / "x").exists()


def test_a_folder_in_the_place_of_a_zip_is_named_as_it_was_typed(course: Path) -> None:
    told = typed("verify", "my course", cwd=course.parent)
    assert told[0] == 1
    assert told[2].startswith("my course: error: This is a folder. [zip-missing]")


def test_a_folder_that_is_gone_is_a_sentence(course: Path, tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    script = f'cd "{gone}" && rmdir "{gone}" && exec "{sys.executable}" -m packager.cli "$@"'
    where = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parent.parent.parent)}
    for words in (["new", "x"], ["build", str(course), "-o", "a.zip"], ["check", "."]):
        done = subprocess.run(["sh", "-c", script, "sh", *words], capture_output=True, text=True, env=where, timeout=60)
        assert done.returncode == 1
        assert "Traceback" not in done.stderr
        gone.mkdir()

"""Whole or absent: kills, full disks, read-only folders, Ctrl-C, two builds at once (promise 4 of DESIGN.md)."""

from __future__ import annotations

import hashlib
import os
import resource
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import IO

import pytest

from hornbook.files import File
from packager import archive, leftovers
from packager.archive import WriteError
from packager.package import Package

PROGRAM = Path(__file__).with_name("write_zip.py")
SMALL = Package("web", (File("index.html", b"<p>Hi</p>"),))


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files that take long enough to write that a kill meets the writer in every state."""
    folder = tmp_path_factory.mktemp("sources")
    random = Random(1)
    for number in range(200):
        (folder / f"lesson-{number}.html").write_bytes(random.randbytes(4000).hex().encode())
    return folder


@pytest.fixture(scope="module")
def whole(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The hash of the zip that an undisturbed run makes."""
    path = tmp_path_factory.mktemp("whole") / "course.zip"
    start(sources, path).communicate()
    return digest(path)


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def start(sources: Path, path: Path, prepare: Callable[[], None] | None = None) -> subprocess.Popen[str]:
    """A writer in a process of its own, at the moment it begins to write."""
    process = subprocess.Popen(
        [sys.executable, str(PROGRAM), str(sources), str(path), "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        preexec_fn=prepare,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "writing\n"
    return process


def limit_file_size(size: int) -> Callable[[], None]:
    """What makes every file that grows beyond `size` bytes fail, as on a full disk; needs no rights and no disk."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def test_zip_is_old_or_new_after_every_kill_and_nothing_is_left_by_the_next_run(
    sources: Path, whole: str, tmp_path: Path
) -> None:
    path = tmp_path / "course.zip"
    undisturbed = start(sources, path)
    began = time.monotonic()
    undisturbed.communicate()
    duration = time.monotonic() - began
    random = Random(20261122)
    states: set[str] = set()
    leftovers_seen = 0
    kills = 0
    # On a busy machine a run takes longer or shorter than the one before: the moments follow, and each kind is met.
    while kills < 30 or (kills < 300 and (states != {"old", whole} or leftovers_seen == 0)):
        path.write_bytes(b"yesterday")
        process = start(sources, path)
        time.sleep(random.uniform(0, 1.5 * duration))
        process.kill()
        process.communicate()
        kills += 1

        found = "old" if path.read_bytes() == b"yesterday" else digest(path)
        duration *= 1.1 if found == "old" else 0.9
        states.add(found)
        assert found in ("old", whole)
        others = [other for other in tmp_path.iterdir() if other != path]
        leftovers_seen += len(others)
        archive.write(SMALL, tmp_path / "other.zip")
        assert sorted(other.name for other in tmp_path.iterdir()) == ["course.zip", "other.zip"]
        (tmp_path / "other.zip").unlink()

    assert states == {"old", whole}
    assert leftovers_seen > 0


def test_full_disk_is_told_and_the_old_zip_stays(sources: Path, tmp_path: Path) -> None:
    path = tmp_path / "course.zip"
    random = Random(7)
    for limit in (0, 1, 30, 4096, *(random.randrange(800_000) for _ in range(8))):
        path.write_bytes(b"yesterday")

        said, _ = start(sources, path, limit_file_size(limit)).communicate()

        assert said == (
            f"refused: Cannot write {path}: the file grows larger than the system allows. "
            "Make room or choose another disk.\n"
        )
        assert path.read_bytes() == b"yesterday"
        assert [found.name for found in tmp_path.iterdir()] == ["course.zip"]


@pytest.mark.parametrize(
    ("number", "said"),
    [(28, "the disk is full. Make room"), (30, "the disk is read-only. Choose another folder"), (122, "your quota")],
)
def test_error_of_the_disk_is_told_in_plain_words(
    number: int, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refuse)

    with pytest.raises(WriteError, match=said):
        archive.write(SMALL, tmp_path / "x.zip")

    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def read_only(tmp_path: Path) -> Iterator[Path]:
    """A folder that nobody but an administrator may write to."""
    folder = tmp_path / "locked"
    folder.mkdir()
    folder.chmod(0o555)
    yield folder
    folder.chmod(0o755)


def test_read_only_folder_is_told(read_only: Path) -> None:
    path = read_only / "course.zip"
    # An administrator may write anywhere; the writer then runs as nobody, who owns nothing.
    become_nobody = ["os.setgid(65534)", "os.setuid(65534)"] if os.geteuid() == 0 else []
    program = "\n".join(
        [
            "import os, sys",
            "from pathlib import Path",
            "from hornbook.files import File",
            "from packager import archive",
            "from packager.package import Package",
            *become_nobody,
            "try:",
            "    archive.write(Package('web', (File('a', b''),)), Path(sys.argv[1]))",
            "except archive.WriteError as error:",
            "    sys.stdout.write(str(error))",
        ]
    )
    if become_nobody:
        for folder in list(read_only.parents)[:-2]:
            folder.chmod(folder.stat().st_mode | 0o011)

    said = subprocess.run([sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True)

    assert said.stdout == (
        f"Cannot write {path}: you have no permission. "
        "Choose another folder, or close the program that has the file open."
    )
    assert list(read_only.iterdir()) == []


def test_interrupt_leaves_nothing(sources: Path, tmp_path: Path) -> None:
    path = tmp_path / "course.zip"
    path.write_bytes(b"yesterday")
    process = start(sources, path)
    while not any(found != path for found in tmp_path.iterdir()) and process.poll() is None:
        time.sleep(0.001)

    process.send_signal(signal.SIGINT)
    process.communicate()

    assert [found.name for found in tmp_path.iterdir()] == ["course.zip"]


def test_builds_at_once_both_succeed_with_the_same_bytes(sources: Path, whole: str, tmp_path: Path) -> None:
    path = tmp_path / "course.zip"
    for _ in range(4):
        pair = [start(sources, path), start(sources, path)]

        assert [process.communicate()[0] for process in pair] == ["", ""]
        assert [process.returncode for process in pair] == [0, 0]
        assert digest(path) == whole
    assert [found.name for found in tmp_path.iterdir()] == ["course.zip"]


def test_temporary_file_of_a_living_run_is_left_alone(tmp_path: Path) -> None:
    mine = tmp_path / leftovers.temporary_name("course.zip")
    with mine.open("w+b") as stream:
        assert leftovers.claim(stream)

        leftovers.remove_leftovers(tmp_path)
        assert mine.exists()

    leftovers.remove_leftovers(tmp_path)
    assert not mine.exists()


def test_temporary_file_that_was_taken_for_a_leftover_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = []

    def stolen_once(name: str) -> str:
        names.append(leftovers.temporary_name(name))
        return names[-1]

    def claim(stream: IO[bytes]) -> bool:
        if len(names) == 1:
            (tmp_path / names[0]).unlink()
        return leftovers.claim(stream)

    monkeypatch.setattr(archive, "temporary_name", stolen_once)
    monkeypatch.setattr(archive, "claim", claim)

    archive.write(SMALL, tmp_path / "x.zip")

    assert len(names) == 2
    assert zipfile.is_zipfile(tmp_path / "x.zip")


@pytest.mark.parametrize(
    "name",
    [
        ".course.zip.hornbook-12.tmp",
        "course.zip.hornbook-12-0123456789abcdef.tmp",
        ".course.zip.hornbook-x-0123456789abcdef.tmp",
        ".course.zip.other-12-0123456789abcdef.tmp",
        ".course.zip.hornbook-12-0123456789abcdef.tmp.bak",
    ],
)
def test_files_of_others_are_never_removed(name: str, tmp_path: Path) -> None:
    other = tmp_path / name
    other.write_text("precious")
    os.utime(other, (0, 0))

    archive.write(SMALL, tmp_path / "x.zip")

    assert other.read_text() == "precious"


def test_link_with_the_name_of_a_leftover_is_not_followed(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_text("x")
    link = tmp_path / ".a.hornbook-1-0123456789abcdef.tmp"
    link.symlink_to(precious)

    archive.write(SMALL, tmp_path / "x.zip")

    assert precious.read_text() == "x"

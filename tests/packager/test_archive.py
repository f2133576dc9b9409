from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from random import Random

import pytest

from hornbook.files import File
from hornbook.problems import Problem, Span, warning
from packager import archive
from packager.archive import WriteError
from packager.package import Package

PROGRAM = Path(__file__).with_name("write_zip.py")


def package_of(*files: File) -> Package:
    return Package("web", files)


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_zip_holds_the_files_with_fixed_dates_modes_and_system(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "course.zip"

    archive.write(package_of(File("index.html", b"<p>Hi</p>" * 50), File("a.png", b"picture" * 50)), path)

    with zipfile.ZipFile(path) as opened:
        entries = opened.infolist()
        assert opened.testzip() is None
        assert opened.read("index.html") == b"<p>Hi</p>" * 50
    assert [(entry.filename, entry.compress_type) for entry in entries] == [
        ("a.png", zipfile.ZIP_STORED),
        ("index.html", zipfile.ZIP_DEFLATED),
    ]
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {entry.external_attr >> 16 for entry in entries} == {0o100644}
    assert {(entry.create_system, entry.flag_bits, entry.extra, entry.comment) for entry in entries} == {
        (3, 0, b"", b"")
    }
    assert [found.name for found in path.parent.iterdir()] == ["course.zip"]


def test_same_files_make_the_same_bytes_whatever_surrounds_them(tmp_path: Path) -> None:
    names = ["index.html", "media/a.png", "assets/player.js", "Z.html"]
    random = Random(2)
    digests = set()
    for run, zone in enumerate(("UTC", "Asia/Kathmandu", "America/St_Johns", "Pacific/Kiritimati")):
        folder = tmp_path / f"copy {run}"
        for name in random.sample(names, len(names)):
            file = folder / "in" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(name.encode() * 1000)
            os.utime(file, (random.randrange(10**9), random.randrange(10**9)))
            file.chmod(random.choice((0o600, 0o644, 0o755)))
        environment = os.environ | {
            "TZ": zone,
            "LC_ALL": random.choice(("C", "C.UTF-8", "de_DE.UTF-8")),
            "SOURCE_DATE_EPOCH": str(run * 10**8),
            "PYTHONHASHSEED": str(run),
        }
        program = [sys.executable, str(PROGRAM), "in", "out.zip", str(run)]
        subprocess.run(program, cwd=folder, env=environment, check=True)
        digests.add(digest(folder / "out.zip"))

    assert len(digests) == 1


def test_large_files_are_streamed_and_not_held(tmp_path: Path) -> None:
    source = tmp_path / "film.mp4"
    with source.open("wb") as stream:
        stream.truncate(300 << 20)
    program = (
        "import resource, sys\nfrom pathlib import Path\n"
        "resource.setrlimit(resource.RLIMIT_DATA, (200 << 20, 200 << 20))\n"
        "from hornbook.files import File\nfrom packager import archive\nfrom packager.package import Package\n"
        "archive.write(Package('web', (File('film.html', Path(sys.argv[1])),)), Path(sys.argv[2]))\n"
    )

    subprocess.run([sys.executable, "-c", program, str(source), str(tmp_path / "x.zip")], check=True)

    with zipfile.ZipFile(tmp_path / "x.zip") as opened:
        assert opened.getinfo("film.html").file_size == 300 << 20


def test_zip_has_the_mode_that_the_umask_gives(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        archive.write(package_of(File("a", b"")), tmp_path / "x.zip")
    finally:
        os.umask(before)

    assert (tmp_path / "x.zip").stat().st_mode & 0o777 == 0o640


def test_link_stays_and_what_it_points_to_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    link = tmp_path / "course.zip"
    link.symlink_to(tmp_path / "real" / "course.zip")

    archive.write(package_of(File("a", b"")), link)

    assert link.is_symlink()
    assert zipfile.is_zipfile(tmp_path / "real" / "course.zip")


def test_long_unicode_name_is_written(tmp_path: Path) -> None:
    path = tmp_path / ("Ü" * 120 + ".zip")

    archive.write(package_of(File("a", b"")), path)

    assert [found.name for found in tmp_path.iterdir()] == [path.name]


def test_folder_in_the_place_of_the_zip_is_told(tmp_path: Path) -> None:
    with pytest.raises(WriteError, match=r"it is a folder\. Name a file, such as .*course\.zip"):
        archive.write(package_of(File("a", b"")), tmp_path)


def test_file_in_the_place_of_a_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")

    with pytest.raises(WriteError, match="a folder on the way is a file"):
        archive.write(package_of(File("a", b"")), tmp_path / "file" / "x.zip")


def test_device_in_the_place_of_the_zip_is_told() -> None:
    with pytest.raises(WriteError, match="it is not a file"):
        archive.write(package_of(File("a", b"")), Path(os.devnull))


def test_too_long_a_name_is_told(tmp_path: Path) -> None:
    with pytest.raises(WriteError, match="the name is too long"):
        archive.write(package_of(File("a", b"")), tmp_path / ("x" * 300))


def test_source_that_vanished_is_told_and_the_old_zip_stays(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    path.write_text("yesterday")

    with pytest.raises(WriteError, match=r"Cannot read .*gone\.png: there is no such file\."):
        archive.write(package_of(File("a.html", b"x" * 9999), File("b.png", tmp_path / "gone.png")), path)

    assert path.read_text() == "yesterday"
    assert [found.name for found in tmp_path.iterdir()] == ["x.zip"]


def test_a_zip_that_fails_its_check_never_replaces_yesterdays(tmp_path: Path) -> None:
    path = tmp_path / "course.zip"
    archive.write(package_of(File("a", b"yesterday")), path)
    before = path.read_bytes()

    def check(candidate: Path) -> list[Problem]:
        assert candidate != path
        inside = Problem("bad-page", "It is bad.", Span("a", 3))
        return [inside, warning("odd-zip", "It is odd.", Span(str(candidate)))]

    found = archive.write(package_of(File("a", b"today")), path, check)
    assert [str(problem.span) for problem in found] == [f"{path}/a:3:1", str(path)]
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["course.zip"]


def test_a_check_with_only_warnings_lets_the_zip_pass(tmp_path: Path) -> None:
    path = tmp_path / "course.zip"
    found = archive.write(package_of(File("a", b"")), path, lambda zip_path: [warning("odd", "Odd.", Span("a"))])
    assert [problem.code for problem in found] == ["odd"]
    assert path.is_file()

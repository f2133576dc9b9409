"""Zips that are damaged or made to do harm: each is told in a sentence, none is a crash, none takes long."""

from __future__ import annotations

import os
import struct
import time
import zipfile
from pathlib import Path
from random import Random

import pytest

from packager import opened as module
from packager.opened import open_package
from packager.targets.scorm12 import SCORM12
from packager.verify import verify
from tests.packager.zips import built, contents, patched, zipped


def codes(path: Path) -> list[str]:
    with open_package(path) as opened:
        for name in opened.names:
            opened.read(name)
    return [problem.code for problem in opened.problems]


def test_whole_zip_has_no_problem_and_hands_out_its_texts(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", {"a.html": b"<p>", "b.css": b"p{}", "c.png": b"png", "d/": b""})

    with open_package(path) as opened:
        assert {name: opened.read(name) for name in opened.names} == {"a.html": b"<p>", "b.css": b"p{}", "c.png": b""}
        assert opened.names == ("a.html", "b.css", "c.png")
    assert opened.problems == []


def test_missing_folder_and_text_files_are_told(tmp_path: Path) -> None:
    (tmp_path / "empty.zip").write_bytes(b"")
    (tmp_path / "text.zip").write_text("hello")

    assert codes(tmp_path / "none.zip") == ["zip-missing"]
    assert codes(tmp_path) == ["zip-missing"]
    assert codes(tmp_path / "empty.zip") == ["zip-damaged"]
    assert codes(tmp_path / "text.zip") == ["zip-damaged"]


@pytest.mark.parametrize(
    "name",
    [
        "../evil.html",
        "/etc/evil.html",
        "a\\..\\evil.html",
        "C:/evil.html",
        "con.html",
        "a\nb.html",
    ],
)
def test_names_that_lead_out_or_change_are_refused(name: str, tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", {name: b"x", "ok.html": b""})

    with open_package(path) as opened:
        assert opened.names == ("ok.html",)
    assert [problem.code for problem in opened.problems] == ["unsafe-name"]
    assert opened.problems[0].message.isprintable()


@pytest.mark.parametrize("name", ["über.html", "a b.html", "n" * 201])
def test_names_that_some_lms_spoils_are_a_warning_and_looked_at(name: str, tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", {name: b"x", "ok.html": b""})

    with open_package(path) as opened:
        assert set(opened.names) == {name, "ok.html"}
    assert [(problem.code, problem.is_error) for problem in opened.problems] == [("unsafe-name", False)]


def test_name_with_a_zero_byte_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", {"aXb.html": b"x"})

    assert codes(patched(path, b"aXb.html", b"a\0b.html")) == ["unsafe-name"]


@pytest.mark.filterwarnings("ignore:Duplicate name:UserWarning")
def test_names_twice_or_differing_by_case_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as made:
        for name in ("a.html", "a.html", "B.html", "b.html"):
            made.writestr(name, "")

    assert codes(path) == ["name-clash"] * 4


def test_litter_of_desktops_is_a_warning(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", {"__MACOSX/._a.html": b"", ".DS_Store": b"", "a.html": b""})

    with open_package(path) as opened:
        assert [(problem.code, problem.is_error) for problem in opened.problems] == [("litter", False)] * 2


def test_encrypted_entry_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", {"a.html": b"x"})
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)

    assert codes(path) == ["refused-entry"]


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_unusual_compression_is_refused(method: int, tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w", method) as made:
        made.writestr("a.html", "x" * 100)

    assert codes(path) == ["refused-entry"]


def test_link_inside_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    entry = zipfile.ZipInfo("a.html")
    entry.external_attr = 0o120777 << 16
    with zipfile.ZipFile(path, "w") as made:
        made.writestr(entry, "/etc/passwd")

    assert codes(path) == ["refused-entry"]


def test_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", {"a.png": bytes(50 << 20)})
    begun = time.thread_time()

    assert codes(path) == ["refused-entry"]
    assert time.thread_time() - begun < 1


def test_announced_size_of_everything_is_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_BYTES", 1000)

    assert codes(zipped(tmp_path / "x.zip", {"a.html": b"x" * 600, "b.html": b"x" * 600})) == ["zip-too-big"]


def test_number_of_files_is_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_ENTRIES", 2)

    assert codes(zipped(tmp_path / "x.zip", {f"{n}.html": b"" for n in range(3)})) == ["zip-too-big"]


def test_size_of_a_text_is_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_TEXT_BYTES", 10)

    assert codes(zipped(tmp_path / "x.zip", {"a.html": b"x" * 11, "a.png": b"x" * 11})) == ["file-too-big"]


def test_zip64_is_taken_where_its_list_is_short(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as made, made.open("a.html", "w", force_zip64=True) as entry:
        entry.write(b"x")
    data = path.read_bytes()
    end = data.rindex(b"PK\x05\x06")
    size, start = struct.unpack("<LL", data[end + 12 : end + 20])
    record = b"PK\x06\x06" + struct.pack("<QHHLLQQQQ", 44, 45, 45, 0, 0, 1, 1, size, start)
    locator = b"PK\x06\x07" + struct.pack("<LQL", 0, end, 1)
    old = struct.pack("<HHHHLLH", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    path.write_bytes(data[:end] + record + locator + b"PK\x05\x06" + old)

    with open_package(path) as opened:
        assert opened.names == ("a.html",)
    assert [(problem.code, problem.is_error) for problem in opened.problems] == [("zip64", False)]
    path.write_bytes(data[:end] + record.replace(b"PK", b"KP") + locator + b"PK\x05\x06" + old)
    assert codes(path) == ["zip64", "zip-too-big"]


def test_many_files_in_a_zip64_are_refused_before_their_list_is_read(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as made:
        for number in range(65_536):
            made.writestr(f"{number}.html", b"")

    assert codes(path) == ["zip64", "zip-too-big"]


def test_lying_size_is_found_while_reading(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", {"a.html": b"x" * 1000})
    size = struct.pack("<L", 1000)
    with zipfile.ZipFile(path) as opened:
        compressed = struct.pack("<L", opened.getinfo("a.html").compress_size)

    assert codes(patched(path, compressed + size, compressed + struct.pack("<L", 10))) == ["file-damaged"]


def test_entries_that_share_their_bytes_are_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", {"a.html": b"x" * 1000, "b.html": b"y" * 1000})
    data = path.read_bytes()
    second = data.index(b"PK\x03\x04", 1)
    last_directory_entry = data.rindex(b"PK\x01\x02")
    offset_at = last_directory_entry + 42
    assert data[offset_at : offset_at + 4] == struct.pack("<L", second)
    path.write_bytes(data[:offset_at] + struct.pack("<L", 0) + data[offset_at + 4 :])

    assert codes(path) == ["zip-bomb"]


def test_changed_byte_is_found(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("a.png", "picture")

    assert codes(patched(path, b"picture", b"pictura")) == ["file-damaged"]


def test_thousand_damaged_packages_are_judged_without_a_crash(tmp_path: Path) -> None:
    path = built(SCORM12, tmp_path / "x.zip", lessons=1)
    whole = path.read_bytes()
    random = Random(20261122)
    for _ in range(1000):
        data = bytearray(whole)
        for _ in range(random.randrange(1, 6)):
            data[random.randrange(len(data))] = random.randrange(256)
        path.write_bytes(data[: random.randrange(len(data))] if random.random() < 0.2 else data)

        for problem in verify(path):
            assert problem.message.isprintable()


def test_hundred_packages_with_damaged_files_are_judged_without_a_crash(tmp_path: Path) -> None:
    """The zip is whole, so that the damage reaches the manifest and the pages."""
    files = contents(built(SCORM12, tmp_path / "x.zip", lessons=1))
    random = Random(5)
    for _ in range(100):
        damaged = dict(files)
        for name in ("imsmanifest.xml", "index.html", "assets/player.css"):
            data = bytearray(files[name])
            for _ in range(random.randrange(4)):
                at = random.randrange(len(data))
                data[at : at + random.randrange(9)] = random.randbytes(random.randrange(9))
            damaged[name] = bytes(data)

        verify(zipped(tmp_path / "y.zip", damaged))


def test_a_device_is_refused_without_reading_it() -> None:
    with open_package(Path(os.devnull)) as opened:
        assert [problem.code for problem in opened.problems] == ["zip-unreadable"]

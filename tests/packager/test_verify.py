"""`verify` on our own packages, on packages with one fault each, and on what is no package at all."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from hornbook.problems import Severity, Span
from packager.targets import TARGETS, Target
from packager.targets.scorm12 import SCORM12
from packager.targets.scorm2004 import SCORM2004_4TH
from packager.targets.web import WEB
from packager.verify import verify
from tests.packager.zips import built, contents, zipped

Files = dict[str, bytes]


@pytest.mark.parametrize("target", TARGETS.values(), ids=lambda target: target.name)
def test_our_own_package_is_whole(target: Target, tmp_path: Path) -> None:
    path = built(target, tmp_path / "course.zip")

    assert target.verify(path) == []
    assert verify(path) == []


def replaced(name: str, old: bytes, new: bytes) -> Callable[[Files], None]:
    def change(files: Files) -> None:
        assert old in files[name]
        files[name] = files[name].replace(old, new)

    return change


def added(name: str, data: bytes) -> Callable[[Files], None]:
    return lambda files: files.update({name: data})


def removed(name: str) -> Callable[[Files], None]:
    return lambda files: files.__delitem__(name)


FAULTS: dict[str, tuple[Callable[[Files], None], list[str]]] = {
    "no manifest": (removed("imsmanifest.xml"), ["manifest-missing"]),
    "broken manifest": (replaced("imsmanifest.xml", b"</manifest>", b""), ["manifest-damaged"]),
    "document type": (replaced("imsmanifest.xml", b"<manifest ", b"<!DOCTYPE m []><manifest "), ["manifest-damaged"]),
    "unknown version": (replaced("imsmanifest.xml", b">1.2<", b">1.2.1<"), ["manifest-version"]),
    "lost picture": (removed("media/dot.svg"), ["link-broken"] * 3 + ["listed-file-missing"]),
    "stray file": (added("stray.html", b"<p>"), ["file-not-listed"]),
    "foreign script": (
        replaced("index.html", b"assets/player.js", b"https://cdn.example/x.js"),
        ["outside-request"],
    ),
    "foreign font": (
        replaced("assets/player.css", b"'../media/dot.svg'", b"//fonts.example/f.woff2"),
        ["outside-request"],
    ),
    "dead link": (replaced("index.html", b'"lesson-l1.html">', b'"lesson-9.html">'), ["link-broken"]),
    "rooted link": (replaced("lesson-l1.html", b'"index.html"', b'"/index.html"'), ["link-unsafe"]),
    "script address": (replaced("lesson-l1.html", b'"index.html"', b'"javascript:x()"'), ["link-unsafe"]),
    "lost lesson": (
        lambda files: files.update(
            {"index.html": files["index.html"].replace(b'"href": "lesson-l1.html"', b'"href": "gone.html"')}
        ),
        ["lesson-missing"],
    ),
    "damaged course": (replaced("index.html", b'{"format"', b'{"format'), ["course-damaged"]),
    "other home": (replaced("index.html", b'"home": "scorm12"', b'"home": "scorm2004"'), ["wrong-home"]),
    "no start": (
        removed("index.html"),
        ["link-broken", "link-broken", "listed-file-missing", "launch-missing"],
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_fault_is_named(fault: str, tmp_path: Path) -> None:
    change, expected = FAULTS[fault]
    files = contents(built(SCORM12, tmp_path / "whole.zip"))
    change(files)

    problems = verify(zipped(tmp_path / "x.zip", files))

    assert [problem.code for problem in problems] == expected
    assert all(problem.message.endswith(".") for problem in problems)


def test_links_to_other_sites_are_allowed_to_readers(tmp_path: Path) -> None:
    files = contents(built(SCORM12, tmp_path / "whole.zip"))
    files["lesson-l1.html"] += b'<a href="https://example.org/">more</a><a href="mailto:a@example.org">write</a>'

    assert verify(zipped(tmp_path / "x.zip", files)) == []


def test_fault_has_its_place(tmp_path: Path) -> None:
    files = contents(built(SCORM12, tmp_path / "whole.zip"))
    files["lesson-l1.html"] = b'<!doctype html>\n<title>T</title>\n<p>\n<img src="gone.png" alt="">\n'

    (problem,) = verify(zipped(tmp_path / "x.zip", files))

    assert problem.span == Span("lesson-l1.html", 4)
    assert problem.severity is Severity.ERROR


def test_package_one_folder_down_is_told_what_to_do(tmp_path: Path) -> None:
    files = contents(built(SCORM12, tmp_path / "whole.zip"))
    path = zipped(tmp_path / "x.zip", {f"course/{name}": data for name, data in files.items()})

    problems = verify(path)

    assert [problem.code for problem in problems] == ["manifest-not-at-root"]
    assert 'Everything lies in the folder "course"' in problems[0].message
    assert problems[0].hint.startswith(
        "Open the folder, select all that is in it, and zip that, not the folder. Moodle: "
    )


def test_manifest_in_capitals_is_told_its_name(tmp_path: Path) -> None:
    files = contents(built(SCORM12, tmp_path / "whole.zip"))
    files["IMSmanifest.XML"] = files.pop("imsmanifest.xml")

    (problem,) = verify(zipped(tmp_path / "x.zip", files))

    assert problem.code == "manifest-not-at-root"
    assert problem.hint.startswith("Name it imsmanifest.xml, in small letters.")


@pytest.mark.parametrize(
    ("files", "what"),
    [
        ({"h5p.json": b"{}", "content/content.json": b"{}"}, "an H5P activity"),
        ({"cmi5.xml": b"<x/>"}, "a cmi5 course"),
        ({"tincan.xml": b"<x/>", "index.html": b"<p>"}, "xAPI"),
        ({"moodle_backup.xml": b"<x/>"}, "backup of a Moodle course"),
        ({"rivers/course.yaml": b"", "rivers/a.md": b""}, "the folder of a course"),
        ({"inner.zip": b"PK"}, "a zip around others"),
    ],
)
def test_zip_of_another_kind_is_called_by_its_name(files: dict[str, bytes], what: str, tmp_path: Path) -> None:
    (problem,) = verify(zipped(tmp_path / "x.zip", files))

    assert problem.code == "manifest-missing"
    assert what in problem.message
    assert problem.hint


@pytest.mark.parametrize(
    ("manifest", "code", "said"),
    [
        (b"", "manifest-damaged", "nothing stands in it"),
        (b"<manifest><title>Salt & water</title></manifest>", "manifest-damaged", 'written "&amp;"'),
        (b"<a>" * 300 + b"</a>" * 300, "manifest-damaged", "256 deep"),
        (b"hello", "manifest-damaged", 'does not begin with "<"'),
        (b"<html/>", "manifest-namespace", "<html>"),
        (
            b'<manifest xmlns="c"><metadata><schema>IMS Common Cartridge</schema></metadata></manifest>',
            "manifest-schema",
            "IMS Common Cartridge",
        ),
    ],
)
def test_what_is_no_manifest_of_scorm_is_told_in_one_sentence(
    manifest: bytes, code: str, said: str, tmp_path: Path
) -> None:
    files = {**contents(built(SCORM12, tmp_path / "whole.zip")), "imsmanifest.xml": manifest}

    (problem,) = verify(zipped(tmp_path / "x.zip", files))

    assert (problem.code, said in problem.message) == (code, True), problem.message
    assert "XML_PARSE" not in problem.message
    assert ", line " not in problem.message


def test_package_of_one_standard_is_no_package_of_another(tmp_path: Path) -> None:
    path = built(SCORM12, tmp_path / "x.zip")

    assert "manifest-namespace" in [problem.code for problem in SCORM2004_4TH.verify(path)]
    assert [problem.code for problem in WEB.verify(path)] == ["wrong-home"]


def test_web_site_without_its_start_page_is_no_package(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", {"readme.txt": b"hello"})

    assert [problem.code for problem in verify(path)] == ["manifest-missing"]
    assert [problem.code for problem in WEB.verify(path)] == ["start-missing"]


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"", "The file is empty."), (b"hello", "This is not a zip."), (b"PK\x03\x04half", "its end is missing.")],
)
def test_what_is_no_zip_is_told_once(data: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(data)

    (problem,) = verify(tmp_path / "x.zip")

    assert problem.code == "zip-damaged"
    assert problem.message.endswith(said)


def test_empty_zip_is_told(tmp_path: Path) -> None:
    assert [problem.code for problem in verify(zipped(tmp_path / "x.zip", {}))] == ["zip-empty"]


def test_many_broken_links_do_not_bury_the_rest(tmp_path: Path) -> None:
    files = contents(built(SCORM12, tmp_path / "whole.zip"))
    files["lesson-l1.html"] += b"".join(b'<a href="%d.html">x</a>' % number for number in range(500))

    problems = verify(zipped(tmp_path / "x.zip", files))

    assert [problem.code for problem in problems] == ["link-broken"] * 21
    assert (problems[-1].message, problems[-1].is_error) == ("480 more problems of this kind are not shown.", False)


@pytest.mark.parametrize("sign", ["\x9b31m", "\u202e", "\n"])
def test_hostile_text_cannot_move_the_cursor(sign: str, tmp_path: Path) -> None:
    files = contents(built(SCORM12, tmp_path / "whole.zip"))
    for name in ("imsmanifest.xml", "index.html"):
        files[name] = (
            files[name]
            .replace(b'identifier="hornbook-tiny-course"', f'identifier="a{sign}"'.encode())
            .replace(b'"home": "scorm12"', b'"home": ' + json.dumps(sign).encode())
            .replace(b'href="lesson-', f'href="{sign}'.encode())
            .replace(b'"href": "lesson-', b'"href": "\\u009b31m')
        )

    problems = verify(zipped(tmp_path / "x.zip", files))

    assert {problem.code for problem in problems} >= {
        "identifier-invalid",
        "wrong-home",
        "link-broken",
        "lesson-missing",
    }
    assert all(problem.message.isprintable() for problem in problems)

"""Manifests held against the published schemas: what conforms, what does not, and what is said of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from packager.cli import main
from packager.conformance import MOST_CHILDREN
from packager.targets import TARGETS, Target
from packager.targets.scorm import ScormTarget
from packager.targets.scorm12 import SCORM12
from packager.targets.scorm2004 import SCORM2004_4TH
from packager.targets.web import WEB
from packager.verify import verify
from tests import schemas
from tests.packager.test_foreign import NEW, OLD, foreign
from tests.packager.zips import built, zipped

ITEM = "<title>A lesson</title>"
ONE = "<title>One</title>"
META = '<metadata><lom xmlns="http://ltsc.ieee.org/xsd/LOM">{}</lom>'


def told(path: Path) -> list[str]:
    return [problem.message for problem in verify(path, schemas.folder()) if problem.code == "schema-invalid"]


@pytest.mark.parametrize("target", TARGETS.values(), ids=lambda target: target.name)
def test_our_own_package_conforms(target: Target, tmp_path: Path) -> None:
    assert verify(built(target, tmp_path / "course.zip"), schemas.folder()) == []


@pytest.mark.parametrize(
    ("manifest", "old", "new", "message"),
    [
        (OLD, 'type="webcontent" ', "", "<resource> lacks type."),
        (
            OLD,
            'version="1"',
            'version="1" colour="red"',
            "<manifest> has colour, which the schema does not know there.",
        ),
        (OLD, "<resources>", "<resources><x/>", "<x> cannot stand here."),
        (OLD, ITEM, "<title>" + "x" * 300 + "</title>", "<title> has 300 characters; 200 are allowed."),
        (OLD, 'scormtype="sco"', 'scormtype="page"', 'scormtype of <resource> is "page".'),
        (OLD, "</organizations>", "</organizations>text", "Text stands in <manifest>, where only elements may stand."),
        (OLD, ITEM, f'{ITEM}<x xmlns="urn:x"/>', "<x> is in no schema of SCORM."),
        (NEW, 'choice="true"', 'choice="yes"', 'choice of <controlMode> is "yes", which is no boolean.'),
        (NEW, 'identifier="M"', 'identifier="A"', 'identifier of <item> is "A", which is no ID.'),
        (NEW, ONE, f"{ONE}<adlcp:timeLimitAction>end</adlcp:timeLimitAction>", '<timeLimitAction> is "end".'),
    ],
)
def test_what_does_not_conform_is_told_in_words(
    manifest: str, old: str, new: str, message: str, tmp_path: Path
) -> None:
    assert told(foreign(tmp_path / "whole.zip", manifest)) == []
    assert old in manifest
    path = foreign(tmp_path / "x.zip", manifest.replace(old, new, 1))
    assert told(path) == [message]
    (problem,) = (problem for problem in verify(path, schemas.folder()) if problem.code == "schema-invalid")
    assert problem.hint
    assert problem.span.path == "imsmanifest.xml"
    assert problem.span.line > 1


def test_metadata_beside_the_manifest_must_conform_too(tmp_path: Path) -> None:
    manifest = OLD.replace("</metadata>", "<adlcp:location>meta.xml</adlcp:location></metadata>")
    lom = '<lom xmlns="http://www.imsglobal.org/xsd/imsmd_rootv1p2p1"><general/>{}</lom>'
    path = foreign(tmp_path / "x.zip", manifest, **{"meta.xml": lom.format("<other/>").encode()})
    (problem,) = (problem for problem in verify(path, schemas.folder()) if problem.code == "schema-invalid")
    assert (problem.span.path, problem.message) == ("meta.xml", "<other> cannot stand here.")
    assert told(foreign(tmp_path / "y.zip", manifest, **{"meta.xml": lom.format("").encode()})) == []


@pytest.mark.parametrize(
    "manifest",
    [
        OLD.replace('<?xml version="1.0"?>', '<!DOCTYPE m [<!ENTITY x SYSTEM "file:///etc/hostname">]>'),
        OLD.replace("<manifest ", '<manifest xmlns:x="urn:x" x:y="1" '),
        "<a>" * 300 + "</a>" * 300,
        "",
    ],
)
def test_a_hostile_manifest_ends_in_words(manifest: str, tmp_path: Path) -> None:
    problems = verify(foreign(tmp_path / "x.zip", manifest), schemas.folder())
    assert all(problem.message for problem in problems)
    assert any(problem.is_error for problem in problems)


def test_a_schema_named_by_the_package_is_not_asked_for(tmp_path: Path) -> None:
    named = OLD.replace(
        "<manifest ",
        '<manifest xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:x x.xsd" ',
    )
    space = 'xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:x"'
    loose = f'<xs:schema {space}><xs:element name="x"/></xs:schema>'.encode()
    path = foreign(tmp_path / "x.zip", named.replace(ITEM, f'{ITEM}<x xmlns="urn:x"/>'), **{"x.xsd": loose})
    assert told(path) == ["<x> is in no schema of SCORM."]


def test_a_manifest_that_would_take_too_long_is_not_held_against_a_schema(tmp_path: Path) -> None:
    many = OLD.replace('<file href="story.html"/>', "<file/>" * (MOST_CHILDREN + 1))
    assert told(foreign(tmp_path / "x.zip", many)) == ["It is too large to be held against a schema."]


def test_the_command_says_whether_the_manifest_conforms(tmp_path: Path) -> None:
    good, bad = foreign(tmp_path / "a.zip"), foreign(tmp_path / "b.zip", OLD.replace('type="webcontent" ', ""))
    words = ["verify", str(good), str(bad), "--schemas", str(schemas.folder()), "--format", "json"]
    shown = json.loads(CliRunner().invoke(main, words).stdout)
    kept = [package["requirements"]["the manifest conforms to the published schemas"] for package in shown["packages"]]
    assert kept == [[], ["schema-invalid"]]
    plain = json.loads(CliRunner().invoke(main, ["verify", str(good), "--format", "json"]).stdout)
    assert "the manifest conforms to the published schemas" not in plain["packages"][0]["requirements"]


def test_what_could_not_be_looked_at_is_not_said_to_be_right(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", {"index.html": b"<!doctype html><title>A</title>"})
    shown = CliRunner().invoke(main, ["verify", str(path)]).stdout
    assert "  no   a manifest stands at its top and can be read: manifest-missing" in shown
    assert "  ?    identifiers are XML IDs, each used once: could not be looked at" in shown
    path.write_bytes(b"no zip")
    assert "  yes" not in CliRunner().invoke(main, ["verify", str(path)]).stdout


def test_the_command_says_what_a_package_was_judged_as(tmp_path: Path) -> None:
    path, site = built(SCORM2004_4TH, tmp_path / "a.zip"), built(WEB, tmp_path / "b.zip")
    shown = CliRunner().invoke(main, ["verify", str(path), str(site)]).stdout
    assert f"{path}: no problems (SCORM 2004 4th edition)\n" in shown
    _, _, of_site = shown.partition(str(site))
    # What has no manifest by its nature is not praised for it, and is not taken for SCORM.
    assert of_site == (
        ": no problems\n  It is a site for a web server; no LMS takes it for SCORM.\n"
        "  yes  the zip can be opened by any LMS\n  yes  the pages are whole and need no other server\n"
    )
    told = json.loads(CliRunner().invoke(main, ["verify", str(path), str(site), "--format", "json"]).stdout)
    assert [package["target"] for package in told["packages"]] == ["scorm2004-4th", "web"]
    other = zipped(tmp_path / "c.zip", {"h5p.json": b"{}"})
    told = json.loads(CliRunner().invoke(main, ["verify", str(other), "--format", "json"]).stdout)
    assert [package["target"] for package in told["packages"]] == [None]


@pytest.mark.parametrize("target", [SCORM12, SCORM2004_4TH], ids=lambda target: target.name)
def test_a_folder_without_schemas_is_named(target: ScormTarget, tmp_path: Path) -> None:
    path = built(target, tmp_path / "course.zip")
    shown = CliRunner().invoke(main, ["verify", str(path), "--schemas", str(tmp_path)])
    assert shown.exit_code == 1
    assert f"There is no {next(iter(target.schema_set.files.values()))} in " in shown.stderr
    gone = CliRunner().invoke(main, ["verify", str(path), "--schemas", str(tmp_path / "gone")])
    assert (gone.exit_code, gone.stderr) == (1, f"Error: There is no folder {tmp_path / 'gone'}.\n")

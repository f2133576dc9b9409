"""Packages that other programs made: judged by the same requirements, with what each fault means in which LMS."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from packager.cli import main
from packager.manifest import parse
from packager.manual import pages
from packager.requirements import CONSEQUENCES, REQUIREMENTS, by_requirement
from packager.rules import check
from packager.targets.scorm12 import SCORM12
from packager.targets.scorm2004 import SCORM2004_4TH
from packager.verify import verify
from tests.packager.zips import zipped

OLD = """<?xml version="1.0"?>
<manifest identifier="MANIFEST-1" version="1" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
  xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
  <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
  <organizations default="ORG"><organization identifier="ORG"><title>A course</title>
    <item identifier="ITEM" identifierref="RES" parameters="?page=1"><title>A lesson</title>
      <adlcp:masteryscore>80</adlcp:masteryscore></item>
  </organization></organizations>
  <resources><resource identifier="RES" type="webcontent" adlcp:scormtype="sco" href="story.html">
    <file href="story.html"/><file href="my%20picture.png"/></resource></resources>
</manifest>
"""
NEW = """<?xml version="1.0"?>
<manifest identifier="M" version="1" xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"
  xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3" xmlns:imsss="http://www.imsglobal.org/xsd/imsss"
  xmlns:adlnav="http://www.adlnet.org/xsd/adlnav_v1p3">
  <metadata><schema>ADL SCORM</schema><schemaversion>2004 4th Edition</schemaversion></metadata>
  <organizations default="ORG"><organization identifier="ORG"><title>A course</title>
    <item identifier="A" identifierref="RES"><title>One</title></item>
    <item identifier="B" identifierref="RES"><title>Two</title></item>
    <imsss:sequencing><imsss:controlMode choice="true" flow="true"/></imsss:sequencing>
  </organization></organizations>
  <resources><resource identifier="RES" type="webcontent" adlcp:scormType="sco" href="story.html">
    <file href="story.html"/></resource></resources>
</manifest>
"""
PAGE = b'<!doctype html><title>A</title><a href="javascript:next()">Next</a><img src="my%20picture.png" alt="">'


def foreign(path: Path, manifest: str = OLD, **files: bytes) -> Path:
    return zipped(path, {"imsmanifest.xml": manifest.encode(), "story.html": PAGE, "my picture.png": b"x", **files})


def found(path: Path) -> list[tuple[str, bool]]:
    return [(problem.code, problem.is_error) for problem in verify(path)]


def test_a_package_of_another_program_is_judged_by_its_standard(tmp_path: Path) -> None:
    # Its links are its own affair; the space in a name is told, and what LMSs make of it.
    problems = verify(foreign(tmp_path / "x.zip"))
    assert [(problem.code, problem.is_error) for problem in problems] == [
        ("unsafe-name", False),
        ("link-unsafe", False),
    ]
    assert "strict importers: are reported to refuse" in problems[0].hint


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (">80<", ">120<", "item-value"),
        ("?page=1", "a b", "item-value"),
        ('scormtype="sco"', 'scormType="sco"', "scorm-type"),
        ('href="story.html">', 'href="/story.html">', "resource-address"),
        ('type="webcontent"', 'type="webcontent" xml:base="pages"', "resource-address"),
        (">1.2<", ">1.2.1<", "manifest-version"),
        ("xmlns:adlcp", "xmlns:scorm", "manifest-prefix"),
        ('default="ORG"', 'default="ORGANIZATION"', "organization-default"),
    ],
)
def test_what_is_wrong_in_scorm12_is_named(old: str, new: str, code: str, tmp_path: Path) -> None:
    manifest = OLD.replace(old, new)
    if new == "xmlns:scorm":
        manifest = manifest.replace("adlcp:", "scorm:")
    assert (code, True) in found(foreign(tmp_path / "x.zip", manifest))


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (' flow="true"', "", "sequencing-idle"),
        (
            "<title>One</title>",
            "<title>One</title><imsss:sequencing><imsss:deliveryControls/><imsss:controlMode/></imsss:sequencing>",
            "sequencing-value",
        ),
        (
            "<title>One</title>",
            "<title>One</title><imsss:sequencing><imsss:objectives><imsss:primaryObjective>"
            "<imsss:minNormalizedMeasure>70</imsss:minNormalizedMeasure></imsss:primaryObjective>"
            "</imsss:objectives></imsss:sequencing>",
            "sequencing-value",
        ),
        ("</resources>", '</resources><manifest identifier="N"/>', "manifest-nested"),
    ],
)
def test_what_is_wrong_in_scorm2004_is_named(old: str, new: str, code: str) -> None:
    codes = [
        problem.code for problem in check(parse(NEW.replace(old, new).encode()), SCORM2004_4TH.dialect, ["story.html"])
    ]
    assert codes == [code]
    assert check(parse(NEW.encode()), SCORM2004_4TH.dialect, ["story.html"]) == []


def test_an_unknown_version_is_judged_by_its_namespace(tmp_path: Path) -> None:
    path = foreign(tmp_path / "x.zip", NEW.replace("2004 4th Edition", "CAM 1.3"))
    problems = verify(path)
    (version,) = [problem for problem in problems if problem.is_error and problem.code == "manifest-version"]
    assert "Moodle: plays everything that it does not know by this text as SCORM 1.2." in version.hint
    assert "manifest-namespace" not in [problem.code for problem in problems]


def test_requirements_are_told_one_by_one(tmp_path: Path) -> None:
    path = foreign(tmp_path / "x.zip", OLD.replace(">80<", ">many<"))
    told = CliRunner().invoke(main, ["verify", str(path)])
    assert told.exit_code == 1
    assert "  no   the organization lists what is to be opened: item-value" in told.output
    assert "  yes  identifiers are XML IDs, each used once" in told.output
    assert "  yes  the zip can be opened by any LMS, with a warning: unsafe-name" in told.output
    as_json = json.loads(CliRunner().invoke(main, ["verify", str(path), "--format", "json"]).stdout)
    kept = as_json["packages"][0]["requirements"]
    assert kept["the organization lists what is to be opened"] == ["item-value"]
    assert list(kept) == [what for what, codes in REQUIREMENTS.items() if "schema-invalid" not in codes]


def test_every_code_of_a_package_belongs_to_one_requirement(tmp_path: Path) -> None:
    codes = [code for several in REQUIREMENTS.values() for code in several]
    assert len(codes) == len(set(codes))
    assert set(codes) <= set(pages())
    assert set(CONSEQUENCES) <= set(codes)
    assert by_requirement(verify(foreign(tmp_path / "y.zip")))["identifiers are XML IDs, each used once"] == []


@pytest.mark.parametrize(
    "manifest",
    [
        '<!DOCTYPE m [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><manifest>&b;</manifest>',
        '<!DOCTYPE m SYSTEM "file:///etc/passwd"><manifest/>',
        "<manifest>" + "<item>" * 5_000,
        "",
        "\x00\x01",
    ],
    ids=["laughs", "outside", "deep", "empty", "bytes"],
)
def test_hostile_manifests_are_refused_and_not_run(manifest: str, tmp_path: Path) -> None:
    assert ("manifest-damaged", True) in found(foreign(tmp_path / "x.zip", manifest))
    assert SCORM12.verify(tmp_path / "x.zip")

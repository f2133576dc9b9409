"""Every rule of a manifest speaks up when it alone is broken, and is silent otherwise."""

from __future__ import annotations

import re

import pytest

from hornbook.problems import Span
from packager.manifest import parse
from packager.rules import check, schemaversion
from packager.targets.scorm import ScormTarget
from packager.targets.scorm12 import SCORM12
from packager.targets.scorm2004 import SCORM2004_3RD, SCORM2004_4TH
from tests.packager.courses import make_course, pages

every = pytest.mark.parametrize("target", [SCORM12, SCORM2004_3RD, SCORM2004_4TH], ids=lambda target: target.name)


def made(target: ScormTarget) -> tuple[str, tuple[str, ...]]:
    course = make_course()
    package = target.package(course, pages(course, target.profile.home))
    return package.files[0].read().decode(), package.names


def codes(target: ScormTarget, manifest: str, names: tuple[str, ...]) -> list[str]:
    return [problem.code for problem in check(parse(manifest.encode()), target.dialect, names)]


@every
def test_our_own_manifest_breaks_no_rule(target: ScormTarget) -> None:
    manifest, names = made(target)

    assert codes(target, manifest, names) == []


@pytest.mark.parametrize(
    ("code", "old", "new"),
    [
        ("manifest-schema", "<schema>ADL SCORM</schema>", "<schema>ADL</schema>"),
        ("identifier-missing", ' identifier="hornbook-tiny-course" ', " "),
        ("identifier-invalid", 'identifier="hornbook-tiny-course" ', 'identifier="a b" '),
        ("identifier-invalid", 'identifier="hornbook-tiny-course" ', 'identifier="7a" '),
        ("identifier-twice", 'identifier="hornbook-tiny-course" ', 'identifier="hornbook-tiny-course-item" '),
        ("organization-default", 'default="hornbook-tiny-course-organization"', 'default="other"'),
        ("organization-default", 'default="hornbook-tiny-course-organization"', ""),
        ("item-reference", 'identifierref="hornbook-tiny-course-resource"', 'identifierref="other"'),
        ("item-reference", 'identifierref="hornbook-tiny-course-resource"', ""),
        ("title-missing", "<title>A tiny course</title>\n      <item", "<title> </title>\n      <item"),
        ("resource-type", 'type="webcontent"', 'type="page"'),
        ("scorm-type", '="sco"', '="course"'),
        ("launch-missing", 'href="index.html">', 'href="start.html">'),
        ("launch-missing", ' href="index.html">', ">"),
        ("file-listed-twice", '<file href="index.html"/>', '<file href="index.html"/><file href="./index.html?a=b"/>'),
        ("file-not-listed", '<file href="assets/player.js"/>', ""),
        (
            "listed-file-missing",
            '<file href="assets/player.js"/>',
            '<file href="assets/player.js"/><file href="x.js"/>',
        ),
        (
            "dependency-missing",
            '<file href="assets/player.js"/>',
            '<file href="assets/player.js"/><dependency identifierref="x"/>',
        ),
    ],
)
@every
def test_broken_rule_is_named(target: ScormTarget, code: str, old: str, new: str) -> None:
    manifest, names = made(target)
    assert manifest.count(old) == 1

    assert codes(target, manifest.replace(old, new), names) == [code]


@every
def test_start_that_is_not_listed_is_named(target: ScormTarget) -> None:
    manifest, names = made(target)

    found = codes(target, manifest.replace('<file href="index.html"/>', ""), names)

    assert found == ["launch-not-listed", "file-not-listed"]


@pytest.mark.parametrize(
    ("target", "old", "new"),
    [
        (SCORM12, "adlcp:scormtype", "adlcp:scormType"),
        (SCORM2004_4TH, "adlcp:scormType", "adlcp:scormtype"),
        (SCORM12, "adlcp:scormtype", "scormtype"),
    ],
)
def test_misspelt_scorm_type_is_named_with_what_stands_there(target: ScormTarget, old: str, new: str) -> None:
    manifest, names = made(target)

    problems = check(parse(manifest.replace(old, new).encode()), target.dialect, names)

    assert [problem.code for problem in problems] == ["scorm-type"]
    assert new.removeprefix("adlcp:") in problems[0].message


@every
def test_prefix_that_moodle_does_not_read_is_named(target: ScormTarget) -> None:
    manifest, names = made(target)
    prefix = "imsmd" if target is SCORM12 else "imsss"
    other = manifest.replace(f"{prefix}:", "other:").replace(f"xmlns:{prefix}", "xmlns:other")

    assert codes(target, other, names) == ["manifest-prefix"]


@every
def test_manifest_elements_with_a_prefix_are_named(target: ScormTarget) -> None:
    manifest, names = made(target)
    prefixed = re.sub(r"<(/?)([a-z]+)(?=[ >/])", r"<\1cp:\2", manifest, flags=re.IGNORECASE)

    assert codes(target, prefixed.replace('xmlns="', 'xmlns:cp="'), names) == ["manifest-prefix"]


def test_versions_of_scorm_cannot_be_mixed() -> None:
    manifest, names = made(SCORM12)

    assert "manifest-namespace" in codes(SCORM2004_4TH, manifest, names)
    assert "manifest-version" in codes(SCORM2004_4TH, manifest, names)


@every
def test_file_missing_from_the_package_is_named_with_its_line(target: ScormTarget) -> None:
    manifest, names = made(target)
    line = manifest[: manifest.index('<file href="media/dot.svg"')].count("\n") + 1

    problems = check(parse(manifest.encode()), target.dialect, tuple(name for name in names if name != "media/dot.svg"))

    assert [(problem.code, problem.span) for problem in problems] == [
        ("listed-file-missing", Span("imsmanifest.xml", line))
    ]


@every
def test_xml_base_percent_signs_and_dependencies_are_understood(target: ScormTarget) -> None:
    manifest, _ = made(target)
    head, _, _ = manifest.partition("  <resources>")
    manifest = f"""{head}  <resources xml:base="a/">
    <resource identifier="hornbook-tiny-course-resource" type="webcontent" xml:base="b/" href="index.html?x=1#y"
        adlcp:{target.dialect.scorm_type}="sco"><file href="index.html"/><dependency identifierref="shared"/></resource>
    <resource identifier="shared" type="webcontent" adlcp:{target.dialect.scorm_type}="asset">
      <file href="one%20two.js"/></resource>
  </resources></manifest>"""

    assert codes(target, manifest, ("imsmanifest.xml", "a/b/index.html", "a/one two.js", "adlcp_v1p3.xsd")) == []


@pytest.mark.parametrize("manifest", ["<manifest/>", "<a:manifest xmlns:a='b' identifier=''/>"])
@every
def test_manifest_of_nothing_is_refused_without_a_crash(target: ScormTarget, manifest: str) -> None:
    assert schemaversion(parse(manifest.encode())) == ""
    assert "organization-missing" in codes(target, manifest, ("imsmanifest.xml",))


@every
def test_what_has_another_root_is_no_manifest_and_no_more_is_told_of_it(target: ScormTarget) -> None:
    assert codes(target, "<x><metadata/></x>", ("imsmanifest.xml", "a.html")) == ["manifest-namespace"]

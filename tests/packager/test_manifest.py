"""Manifests against the published schemas, and what Moodle and strict importers ask beyond them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from hornbook.course import Course
from packager.manifest import BadXml, identifiers, is_identifier, parse, plain_text
from packager.package import MANIFEST
from packager.targets.scorm import ScormTarget
from packager.targets.scorm12 import SCORM12
from packager.targets.scorm2004 import SCORM2004_3RD, SCORM2004_4TH
from tests import schemas
from tests.packager.courses import make_course, pages

every = pytest.mark.parametrize("target", [SCORM12, SCORM2004_3RD, SCORM2004_4TH], ids=lambda target: target.name)

# Any character at all, lone surrogates included.
anything = st.text(st.characters(exclude_categories=()), max_size=60)
titles = anything.filter(str.strip)


def manifest_of(target: ScormTarget, **changes: Any) -> bytes:
    course = make_course(**changes)
    package = target.package(course, pages(course, target.profile.home))
    return package.files[0].read()


def unchecked(**changes: Any) -> Course:
    """A course whose texts come from somewhere that checked nothing."""
    return make_course().model_copy(update=changes)


@every
def test_manifest_is_valid_with_little_and_with_much(target: ScormTarget) -> None:
    little = manifest_of(target, description="", version="", licence="")
    much = manifest_of(
        target,
        lang="de-CH",
        description="Größe & <Tiefe>",
        version="2.1",
        licence="CC BY 4.0",
        keywords=["eins", "zwei"],
        authors=["Ä. Nonym"],
        scorm={"mastery-in-manifest": True},
        **{"pass": 75},
    )

    assert schemas.faults(target.name, little) == []
    assert schemas.faults(target.name, much) == []


@every
@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(title=titles, description=anything, licence=anything, keywords=st.lists(anything, max_size=3))
def test_manifest_is_valid_whatever_the_texts_are(
    target: ScormTarget, title: str, description: str, licence: str, keywords: list[str]
) -> None:
    course = unchecked(title=title, description=description, licence=licence, keywords=tuple(keywords))

    manifest = target.package(course, pages(make_course(), target.profile.home)).files[0].read()

    assert schemas.faults(target.name, manifest) == []
    # Moodle shows numeric references and CDATA as they stand.
    assert b"&#" not in manifest
    assert b"<![CDATA[" not in manifest
    root = parse(manifest)
    shown = {title.text for title in root.iter("{*}title") if etree.QName(title).namespace == target.dialect.package}
    assert shown == {plain_text(title, 200) or course.id}


@every
@settings(max_examples=40, deadline=None)
@given(course_id=st.from_regex(r"[a-z0-9-]{1,64}", fullmatch=True))
def test_identifiers_are_valid_unique_and_hang_on_the_id_alone(target: ScormTarget, course_id: str) -> None:
    one = manifest_of(target, id=course_id, title="One")
    other = manifest_of(target, id=course_id, title="Another", lang="fr", version="9", lessons=3)

    found = re.findall(rb'identifier="([^"]*)"', one)
    assert found == re.findall(rb'identifier="([^"]*)"', other)
    assert len(set(found)) == len(found) == 4
    assert all(is_identifier(identifier.decode()) for identifier in found)
    assert schemas.faults(target.name, one) == []


@every
def test_same_course_makes_the_same_manifest(target: ScormTarget) -> None:
    course = make_course()
    files = pages(course, target.profile.home)

    assert target.package(course, files) == target.package(course, reversed(files))


@every
def test_every_file_is_listed_once_and_the_manifest_is_not(target: ScormTarget) -> None:
    root = parse(manifest_of(target))

    listed = [file.get("href") for file in root.iter(f"{{{target.dialect.package}}}file")]
    assert listed == [
        "assets/player.css",
        "assets/player.js",
        "index.html",
        "lesson-l1.html",
        "lesson-l2.html",
        "media/dot.svg",
    ]
    assert MANIFEST not in listed


@every
def test_text_is_plain_utf8_with_the_prefixes_that_moodle_reads(target: ScormTarget) -> None:
    manifest = manifest_of(target, title="Über „A & B“ <em>")

    assert manifest.startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n<manifest xmlns="')
    assert "<title>Über „A &amp; B“ &lt;em&gt;</title>".encode() in manifest
    assert b" adlcp:scorm" in manifest
    assert b"schemaLocation" not in manifest


def test_scorm12_spells_as_its_own_time_did() -> None:
    manifest = manifest_of(SCORM12).decode()

    assert "<schemaversion>1.2</schemaversion>" in manifest
    assert ' adlcp:scormtype="sco" href="index.html"' in manifest
    assert "<imsmd:lifecycle>" in manifest


def test_scorm2004_spells_as_its_own_time_did() -> None:
    manifest = manifest_of(SCORM2004_4TH).decode()

    assert "<schemaversion>2004 4th Edition</schemaversion>" in manifest
    assert ' adlcp:scormType="sco" href="index.html"' in manifest
    assert "<lom:lifeCycle>" in manifest
    assert '<imsss:deliveryControls completionSetByContent="true" objectiveSetByContent="true"/>' in manifest


@pytest.mark.parametrize(
    "word", ["masteryscore", "completionThreshold", "minNormalizedMeasure", 'satisfiedByMeasure="true"']
)
@every
def test_lms_gets_no_pass_mark_to_decide_with_unless_the_author_wants_it(target: ScormTarget, word: str) -> None:
    assert word not in manifest_of(target).decode()


def test_scorm2004_names_the_objective_of_passing_and_leaves_it_to_the_sco() -> None:
    assert (
        '<imsss:primaryObjective objectiveID="passed" satisfiedByMeasure="false"/>'
        in manifest_of(SCORM2004_4TH).decode()
    )


def test_scorm12_carries_the_pass_mark_when_the_author_wants_it() -> None:
    manifest = manifest_of(SCORM12, scorm={"mastery-in-manifest": True}, **{"pass": 75}).decode()

    assert "<adlcp:masteryscore>75</adlcp:masteryscore>" in manifest


@pytest.mark.parametrize(("mark", "measure"), [(0, "0.00"), (7, "0.07"), (60, "0.60"), (100, "1.00")])
def test_scorm2004_carries_the_pass_mark_when_the_author_wants_it(mark: int, measure: str) -> None:
    manifest = manifest_of(SCORM2004_4TH, scorm={"mastery-in-manifest": True}, **{"pass": mark})

    assert b'<imsss:primaryObjective objectiveID="passed" satisfiedByMeasure="true">' in manifest
    assert f"<imsss:minNormalizedMeasure>{measure}</imsss:minNormalizedMeasure>".encode() in manifest
    assert b'<adlcp:completionThreshold completedByMeasure="true" minProgressMeasure="1.0"/>' in manifest
    assert schemas.faults("scorm2004-4th", manifest) == []


def test_third_edition_writes_the_completion_threshold_as_text() -> None:
    manifest = manifest_of(SCORM2004_3RD, scorm={"mastery-in-manifest": True}, **{"pass": 75})

    assert b"<schemaversion>2004 3rd Edition</schemaversion>" in manifest
    assert b"<adlcp:completionThreshold>1.0</adlcp:completionThreshold>" in manifest
    assert schemas.faults("scorm2004-3rd", manifest) == []
    assert schemas.faults("scorm2004-4th", manifest_of(SCORM2004_3RD)) == []


def test_identifiers_begin_with_a_letter_even_if_the_id_does_not() -> None:
    assert identifiers(make_course(id="9-")).manifest == "hornbook-9-"


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("  two\r\n lines\u2028here ", "two lines here"),
        ("bell\x07 nul\x00 escape\x1b c1\x9f", "bell nul escape c1"),
        ("\ud800lone\udfff \ufffe\uffff", "lone"),
        ("Quoi\xa0?", "Quoi\xa0?"),
        ("\x08\xa0", ""),
        ("\U0001f600 مرحبا", "\U0001f600 مرحبا"),
    ],
)
def test_plain_text_keeps_what_people_read(text: str, plain: str) -> None:
    assert plain_text(text, 100) == plain


@given(anything, st.integers(1, 50))
def test_plain_text_is_never_longer_than_its_limit(text: str, limit: int) -> None:
    assert len(plain_text(text, limit)) <= limit


BOMB = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol"}">' for n in range(10))
ATTACKS = {
    "external": '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><x>&e;</x>',
    "bomb": f"<!DOCTYPE x [{BOMB}]><x>&l9;</x>",
    "bomb in an attribute": f'<!DOCTYPE x [{BOMB}]><x a="&l9;"/>',
    "external DTD": '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd"><x/>',
    "unknown entity": "<x>&nbsp;</x>",
    "deep": "<x>" * 100_000,
    "cut off": "<x><y></y>",
    "empty": "",
    "no XML": "hello",
    "control characters": "<x>\x01</x>",
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-7", "cp037"])
@pytest.mark.parametrize("attack", ATTACKS)
def test_hostile_or_broken_xml_is_refused(attack: str, encoding: str) -> None:
    declaration = f'<?xml version="1.0" encoding="{encoding}"?>' if encoding != "utf-8" else ""

    with pytest.raises(BadXml):
        parse((declaration + ATTACKS[attack]).encode(encoding))


def test_wrong_manifest_is_refused_by_the_schemas() -> None:
    """The schemas do speak: a test that could not fail would prove nothing."""
    for target in (SCORM12, SCORM2004_3RD, SCORM2004_4TH):
        manifest = manifest_of(target)
        assert schemas.faults(target.name, manifest.replace(b"organizations", b"organisations")) != []
        assert schemas.faults(target.name, manifest.replace(b'identifier="hornbook-', b'identifier="horn book:')) != []

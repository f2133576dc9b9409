"""What a manifest says of lessons that are SCOs of their own: order, chapters, weights, files."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from lxml import etree

from hornbook.course import Course
from packager import rules
from packager.build import build
from packager.cli import main
from packager.manifest import parse
from packager.organization import of_lessons
from packager.targets import TARGETS, Target
from packager.targets.scorm12 import SCORM12
from packager.targets.scorm2004 import SCORM2004_3RD, SCORM2004_4TH
from packager.verify import verify
from tests import schemas

every = pytest.mark.parametrize("target", [SCORM12, SCORM2004_3RD, SCORM2004_4TH], ids=lambda target: target.name)
QUIZ = "::: quiz {#check}\n1. Which?\n   - [x] This\n   - [ ] That\n:::\n"


def folder(root: Path, **scorm: str) -> Path:
    """Three lessons in two chapters: two with a quiz, the last one with none."""
    root.mkdir(parents=True)
    options = "".join(f"  {name}: {value}\n" for name, value in scorm.items())
    (root / "course.yaml").write_text(
        "id: trio\ntitle: Trio\n"
        + (f"scorm:\n{options}" if options else "")
        + "chapters:\n- title: One\n  number: A\n  lessons: [a.md, b.md]\n- title: Two\n  lessons: [c.md]\n"
    )
    (root / "a.md").write_text(f"---\ntitle: First\nweight: 3\n---\n\nSee [the last](c.md#end).\n\n{QUIZ}")
    (root / "b.md").write_text(f"---\ntitle: Second\nnumber: '2'\n---\n\n{QUIZ}")
    (root / "c.md").write_text("---\ntitle: Third\n---\n\n::: text {#end}\nThe end.\n:::\n")
    return root


def built(target: Target, course: Path, *, split: bool = False) -> list[Path]:
    report = build(course, [(target, course.parent / "out" / "trio.zip")], split=split)
    assert not report.failed, report.problems
    return [package.path for package in report.built]


def manifest(path: Path) -> bytes:
    with zipfile.ZipFile(path) as opened:
        return opened.read("imsmanifest.xml")


def elements(data: bytes, path: str) -> list[etree._Element]:
    return etree.fromstring(data).findall(path)


@pytest.mark.parametrize("is_silenced", [False, True])
def test_what_moodle_makes_of_it_is_told_once_unless_it_is_silenced(is_silenced: bool, tmp_path: Path) -> None:
    course = folder(tmp_path / "c", **{"in-order": "true"})
    codes = ["several-scos", "objectives-shared"]
    if is_silenced:
        settings = course / "course.yaml"
        settings.write_text(settings.read_text() + "silenced:\n" + "".join(f"  {code}: Not Moodle\n" for code in codes))
    report = build(course, [(SCORM2004_4TH.by_lesson(), tmp_path / "trio.zip")])
    told = [problem.code for problem in report.problems if problem.code in codes]
    assert report.built
    assert told == ([] if is_silenced else codes)


@every
@pytest.mark.parametrize("scorm", [{}, {"in-order": "true", "mastery-in-manifest": "true"}], ids=["free", "strict"])
def test_manifest_of_lessons_is_valid_and_the_package_is_whole(
    target: Target, scorm: dict[str, str], tmp_path: Path
) -> None:
    (path,) = built(target.by_lesson(), folder(tmp_path / "c", **scorm))
    assert schemas.faults(target.name, manifest(path)) == []
    expected = ["objectives-shared", "several-scos"] if scorm else ["several-scos"]
    warned = expected if target.name.startswith("scorm2004") else []
    assert [problem.code for problem in verify(path)] == warned
    assert (b"mapInfo" in manifest(path)) == ("objectives-shared" in warned)
    with zipfile.ZipFile(path) as opened:
        names = opened.namelist()
        page = opened.read("lesson-a.html").decode()
    assert "index.html" not in names
    # What the pages share stands once, and each SCO needs it.
    (shared,) = [found for found in elements(manifest(path), "{*}resources/{*}resource") if not found.get("href")]
    assert {f"{file.get('href')}" for file in shared} == {name for name in names if name.startswith("assets/")}
    # Another lesson is another SCO, to which no link leads.
    assert 'See <span class="elsewhere">the last</span>' in page


@every
def test_lessons_stand_in_their_chapters_under_ids_that_outlive_their_names(target: Target, tmp_path: Path) -> None:
    course = folder(tmp_path / "c")
    before = manifest(built(target.by_lesson(), course)[0])
    titles = [found.text for found in elements(before, ".//{*}item/{*}title")]
    assert titles == ["A One", "First", "2 Second", "Two", "Third"]
    (course / "a.md").rename(course / "renamed.md")
    (course / "course.yaml").write_text((course / "course.yaml").read_text().replace("a.md", "renamed.md"))
    after = manifest(built(target.by_lesson(), course)[0])
    assert [item.get("identifier") for item in elements(before, ".//{*}item")] == [
        item.get("identifier") for item in elements(after, ".//{*}item")
    ]


def test_prerequisites_let_pass_who_is_done_even_in_vain(tmp_path: Path) -> None:
    data = manifest(built(SCORM12.by_lesson(), folder(tmp_path / "c", **{"in-order": "true"}))[0])
    items = [item.get("identifier") for item in elements(data, ".//{*}item") if item.get("identifierref")]
    found = [found.text for found in elements(data, ".//{*}prerequisites")]
    assert found == [f'({before}|{before}="failed")' for before in items[:-1]]
    free = manifest(built(SCORM12.by_lesson(), folder(tmp_path / "free" / "c"))[0])
    assert elements(free, ".//{*}prerequisites") == []


def test_one_lesson_waits_for_those_that_are_named(tmp_path: Path) -> None:
    course = folder(tmp_path / "c", after="{c: a | b}")
    old = manifest(built(SCORM12.by_lesson(), course)[0])
    first, second, _ = [item.get("identifier") for item in elements(old, ".//{*}item") if item.get("identifierref")]
    (found,) = elements(old, ".//{*}prerequisites")
    assert found.text == f'({first}|{first}="failed")&({second}|{second}="failed")'
    new = manifest(built(SCORM2004_4TH.by_lesson(), course)[0])
    assert schemas.faults("scorm2004-4th", new) == []
    assert {
        item.findtext("{*}title"): [rule.get("referencedObjective") for rule in item.iterfind(".//{*}ruleCondition")]
        for item in elements(new, ".//{*}item")
        if item.get("identifierref")
    } == {"First": [], "2 Second": [], "Third": [f"{name}".replace("item", "done") for name in (first, second)]}
    # Alone, nothing waits.
    assert all(b"prerequisites" not in manifest(path) for path in built(SCORM12, course, split=True))


@pytest.mark.parametrize("target", [SCORM2004_3RD, SCORM2004_4TH], ids=lambda target: target.name)
def test_what_was_done_in_a_chapter_counts_when_one_comes_back_to_it(target: Target, tmp_path: Path) -> None:
    (path,) = built(target.by_lesson(), folder(tmp_path / "c"))
    controls = elements(manifest(path), ".//{*}item/{*}sequencing/{*}controlMode")
    assert len(controls) == 2, "of two chapters"
    for name in ("useCurrentAttemptObjectiveInfo", "useCurrentAttemptProgressInfo"):
        assert {control.get(name) for control in controls} == {"false"}


def test_more_than_scorm12_can_be_told_is_no_package(tmp_path: Path) -> None:
    course = folder(tmp_path / "c", after="{c: a | b}")
    settings = (course / "course.yaml").read_text()
    (course / "course.yaml").write_text(settings.replace("id: trio", f"id: {'trio' * 10}"))
    report = build(course, [(SCORM12.by_lesson(), tmp_path / "x.zip")])
    assert [problem.code for problem in report.problems if problem.is_error] == ["prerequisites-too-long"]
    assert not build(course, [(SCORM2004_4TH.by_lesson(), tmp_path / "x.zip")]).failed
    assert not build(course, [(SCORM12, tmp_path / "y.zip")]).failed


@pytest.mark.parametrize("after", ["{d: a}", "{c: d}", "{a: b}", "{b: b}"])
def test_nothing_waits_for_what_never_comes(after: str, tmp_path: Path) -> None:
    report = build(folder(tmp_path / "c", after=after), [(SCORM12.by_lesson(), tmp_path / "x.zip")])
    assert [problem.code for problem in report.problems if problem.is_error] == ["lesson-after"]


def test_a_package_of_one_lesson_is_not_told_of_several_scos(tmp_path: Path) -> None:
    course = folder(tmp_path / "c", **{"in-order": "true"})
    report = build(course, [(SCORM2004_4TH, tmp_path / "out" / "x.zip")], split=True)
    assert {problem.code for problem in report.problems} == {"answers-in-package"}


def test_weights_are_those_of_the_score(tmp_path: Path) -> None:
    data = manifest(built(SCORM2004_4TH.by_lesson(), folder(tmp_path / "c"))[0])
    found = {
        item.findtext("{*}title"): rollup.get("objectiveMeasureWeight")
        for item in elements(data, ".//{*}item")
        for rollup in item.findall("{*}sequencing/{*}rollupRules")
    }
    # 3 : 1 in the first chapter; nothing is graded in the second.
    assert found == {"A One": "1.0000", "First": "1.0000", "2 Second": "0.3333", "Two": "0.0000", "Third": "0.0000"}


def test_split_makes_a_package_of_each_lesson(tmp_path: Path) -> None:
    course = folder(tmp_path / "c")
    paths = built(SCORM12, course, split=True)
    assert [path.name for path in paths] == ["trio-a.zip", "trio-b.zip", "trio-c.zip"]
    identifiers = set()
    for path in paths:
        assert verify(path) == []
        root = parse(manifest(path))
        assert not rules.check(root, SCORM12.dialect, zipfile.ZipFile(path).namelist())
        identifiers.add(root.get("identifier"))
    assert len(identifiers) == 3


@every
def test_schemas_go_into_the_package_on_request(target: Target, tmp_path: Path) -> None:
    root = schemas.folder()
    (path,) = built(target.with_schemas(root), folder(tmp_path / "c"))
    assert verify(path) == []
    assert schemas.faults(target.name, manifest(path)) == []
    location = etree.fromstring(manifest(path)).get("{http://www.w3.org/2001/XMLSchema-instance}schemaLocation", "")
    with zipfile.ZipFile(path) as opened:
        assert set(location.split()[1::2]) <= set(opened.namelist())


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--sco", "lesson", "--target", "web"], "--sco lesson is for SCORM alone"),
        (["--sco", "lesson", "--split"], "Take --split or --sco lesson away"),
        (["--split", "--output", "x.zip"], "Name a folder"),
        (["--schemas", "."], "There is no imscp_rootv1p1p2.xsd"),
    ],
)
def test_options_that_make_no_sense_are_refused(words: list[str], says: str, tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["build", str(folder(tmp_path / "c")), *words])
    assert result.exit_code != 0
    assert says in result.output


def test_state_of_each_lesson_is_measured_by_itself(tmp_path: Path) -> None:
    course = folder(tmp_path / "c")
    whole = build(course, [(SCORM12, tmp_path / "one.zip")]).built[0].state
    apart = build(course, [(SCORM12.by_lesson(), tmp_path / "each.zip")]).built[0].state
    assert apart < whole


def test_chapters_without_a_title_are_no_group() -> None:
    def lesson(slot: int, weight: int) -> dict[str, Any]:
        question = {
            "id": "q",
            "type": "choice",
            "prompt": "?",
            "options": [{"key": "0", "text": "a", "right": True}, {"key": "1", "text": "b", "right": False}],
        }
        quiz = {"kind": "quiz", "id": "check", "questions": [question]}
        return {"id": f"l{slot}", "slot": slot, "title": f"L{slot}", "weight": weight, "blocks": [quiz]}

    course = Course.model_validate(
        {
            "id": "mixed",
            "title": "Mixed",
            "chapters": [{"lessons": [lesson(1, 2)]}, {"title": "Group", "lessons": [lesson(2, 1), lesson(3, 3)]}],
        }
    )
    one, group = of_lessons(course, ["lesson-l1.html", "lesson-l2.html", "lesson-l3.html"]).items
    assert (one.weight, group.weight) == ("0.5000", "1.0000")
    assert [item.weight for item in group.children] == ["0.3333", "1.0000"]


def test_targets_have_all_options() -> None:
    for target in TARGETS.values():
        assert target.by_lesson().profile.scope == "page"

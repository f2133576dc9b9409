"""The manual of problems: every code has its page, and every example does what the page says."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner

from hornbook import checks
from hornbook.reading import load_course
from hornbook.reading.lock_file import write_lock
from packager.cli import main
from packager.manual import chapters, packages, pages, system
from packager.manual.__main__ import documents
from packager.manual.page import LESSON, Page, code_of, rules_in
from packager.targets import TARGETS

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"><path d="M0 30L40 0"/></svg>\n'
CAPTIONS = "WEBVTT\n\n00:01.000 --> 00:03.000\nRivers begin at springs.\n"
AROUND = {
    "course.yaml": "id: rivers\ntitle: Rivers\nchapters:\n- lessons: [example.md, second.md]\n",
    "second.md": "---\ntitle: The second lesson\n---\n\nRivers end in a sea.\n",
    "example.md": "---\ntitle: An example\n---\n\nRivers carry water to the sea.\n",
    "media/map.svg": DRAWING,
    "media/talk.mp3": "ID3",
    "media/talk.vtt": CAPTIONS,
}
"""The course around an example."""

REPORTS = {"Problem", "error", "warn", "warning", "wrong", "problem", "_problem", "PydanticCustomError"}
REPORTS |= {"QuantityError", "Finding"}
FROM_ELSEWHERE = {
    *("practice-attempts", "practice-time", "practice-counts"),
    *("gap-shape", "gap-place", "gap-empty", "gap-one-choice", "item-shape"),
    *("title-too-long", "description-too-long", "version-too-long"),
    *("footnote-missing", "footnote-unused", "maths-shape"),
    *("link-broken", "outside-request"),
    *("emphasis-shape", "table-shape", "link-shape"),
}
"""Codes that are put together from words, or stand apart from the call that reports them."""

CHECKED = {*checks.CHECKS, "check-unknown", "lesson-after", "lesson-unlisted"}
"""Codes of the checks of a whole course, to which the small courses of other examples give much cause."""

TOLD_OF_ALL_GRADED = "answers-in-package"
PAGES = pages()
SHOWN = [page for page in PAGES.values() if page.wrong]

UNSHOWN = {
    "description-too-long",
    "yaml-too-deep",
    "course-missing",
    "card-slots",
    "gap-keys-used-up",
    "option-keys-used-up",
    "too-many-gaps",
    "too-many-options",
    "too-many-pairs",
    "too-many-steps",
    "matrix-cells",
    "media-cut-off",
    "media-too-large",
    "media-unreadable",
    "id-moved",
    "lesson-renamed",
    "lock-changed",
    "lock-raced",
    "lock-not-written",
    "slot-twice",
    "too-many-items",
    "prerequisites-too-long",
    "state-too-big",
    "state-retired",
}
"""Codes whose example would fill pages, needs several lessons, or a broken machine; files and packages have none."""


def reported_codes(repository: Path) -> Iterator[str]:
    """The codes that the program reports, as they stand in its source."""
    yield from FROM_ELSEWHERE
    for room in ("hornbook", "packager"):
        for path in (repository / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and node.args:
                    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                    first = node.args[0]
                    code = first.value if isinstance(first, ast.Constant) else None
                    if name in REPORTS and isinstance(code, str) and re.fullmatch("[a-z0-9-]+", code):
                        yield code


def write(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def course(files: Mapping[str, str], page: Page) -> dict[str, str]:
    """The files of a course around those of an example; a lesson without front matter gets it, unless that is meant."""
    made = {**AROUND, **files}
    bare = not made[LESSON].startswith("---\n")
    if bare and not page.code.startswith("front-matter"):
        made[LESSON] = f"---\ntitle: An example\n---\n\n{made[LESSON]}"
    return made


def found(folder: Path, code: str) -> set[str]:
    """The codes that are reported over a course, for each target too."""
    loaded = load_course(folder, checks.run if code in CHECKED else None)
    codes = {problem.code for problem in loaded.problems}
    if loaded.value is not None:
        for target in TARGETS.values():
            codes |= {problem.code for problem in target.fit(loaded.value.folder.course)}
    return codes - ({TOLD_OF_ALL_GRADED} - {code})


def test_every_code_has_a_page_and_every_page_a_code(repository: Path) -> None:
    assert set(reported_codes(repository)) == set(PAGES)


def test_every_page_says_what_its_code_means() -> None:
    assert [page.code for page in PAGES.values() if not re.search(r"(\.|\))\Z", page.summary)] == []
    assert len(PAGES) == sum(len(held) for held in chapters().values())


def test_only_what_no_text_can_show_has_no_example() -> None:
    bare = {code for code, page in PAGES.items() if not (page.wrong and page.right)}
    assert bare == UNSHOWN | {code_of(rule) for module in (packages, system) for rule in rules_in(module)}


@pytest.mark.parametrize("page", SHOWN, ids=lambda page: str(page.code))
def test_what_is_wrong_is_reported_by_its_code_alone(tmp_path: Path, page: Page) -> None:
    if page.before:
        write(tmp_path, course(page.before, page))
        loaded = load_course(tmp_path)
        assert loaded.value is not None
        write_lock(tmp_path, loaded.value.lock_after)
    write(tmp_path, course(page.wrong, page))
    assert found(tmp_path, page.code) == {page.code}


@pytest.mark.parametrize("page", SHOWN, ids=lambda page: str(page.code))
def test_what_is_right_is_reported_by_none(tmp_path: Path, page: Page) -> None:
    write(tmp_path, course(page.right, page))
    assert found(tmp_path, page.code) == set()


def test_the_documents_hold_the_manual(repository: Path) -> None:
    folder = repository / "docs" / "problems"
    assert {path.name: path.read_text("utf-8") for path in folder.iterdir()} == documents(), (
        "Run: python -m packager.manual docs/problems"
    )


def test_explain_shows_a_page_and_knows_the_nearest_name() -> None:
    shown = CliRunner().invoke(main, ["explain", "fence-not-closed"])
    assert shown.exit_code == 0
    assert shown.output == PAGES["fence-not-closed"].markdown()
    slip = CliRunner().invoke(main, ["explain", "fence-not-close"])
    assert slip.exit_code == 2
    assert 'Did you mean "fence-not-closed"?' in slip.output
    several = CliRunner().invoke(main, ["explain", "fence"])
    assert (several.exit_code, "fence-shape, gate-fence" in several.output) == (2, True)
    assert CliRunner().invoke(main, ["explain", "[fence-not-closed]"]).output == shown.output
    assert set(re.findall(r"^  ([a-z0-9-]+)  ", CliRunner().invoke(main, ["explain"]).output, re.MULTILINE)) == {*PAGES}

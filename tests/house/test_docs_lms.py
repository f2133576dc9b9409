"""The page for those who upload packages: it names what the player sets, the targets and their limits."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from packager.targets import TARGETS

#: Elements that are read and not told, and the interactions' fields, which the page describes in words.
READ_ONLY = {"cmi.core.lesson_mode", "cmi.mode", "cmi.core.student_id", "cmi.learner_id"}


@pytest.fixture(scope="module")
def page(repository: Path) -> str:
    return (repository / "docs" / "lms.md").read_text("utf-8")


def test_every_element_that_the_player_sets_is_named_and_no_other(repository: Path, page: str) -> None:
    homes = "\n".join(path.read_text("utf-8") for path in (repository / "player/src/homes").glob("scorm*.ts"))
    told = set(re.findall(r"'(cmi\.[a-z_.]+)'", homes)) - READ_ONLY
    short = {name for name in told if name.endswith((".min", ".max"))}
    assert "`.min`" in page
    assert "`.max`" in page
    # `cmi.score.raw` stands beside its 1.2 form; both have their minimum and maximum.
    assert set(re.findall(r"`(cmi\.[a-z_.]+)`", page)) == told - short


def test_every_target_stands_with_its_room(page: str) -> None:
    rooms = {
        match[1]: int(match[2].replace(",", ""))
        for match in re.finditer(r"^\| `([a-z0-9-]+)` \|.*\| ([\d,]+) characters \|$", page, re.MULTILINE)
    }
    assert rooms == {name: target.profile.state_limit for name, target in TARGETS.items()}


def test_limits_of_interactions_are_those_of_the_player(repository: Path, page: str) -> None:
    limits = [
        re.search(r"mostInteractions: (\d+)", (repository / f"player/src/homes/{home}.ts").read_text("utf-8"))
        for home in ("scorm12", "scorm2004")
    ]
    row = re.search(r"^\| Records of questions and visits to cards \| ([\d,]+) \| ([\d,]+) \|$", page, re.MULTILINE)
    assert row is not None
    assert [match and match[1] for match in limits] == [number.replace(",", "") for number in row.groups()]


def test_stored_names_are_those_of_the_player(repository: Path, page: str) -> None:
    names = ("journal", "attempts-journal", "writer", "display", "drafts", "shell")
    sources = [(repository / f"player/src/{name}.ts").read_text("utf-8") for name in names]
    prefixes = re.findall(r"(?:PREFIX|KEPT_UNDER) = '(hornbook[^']*)'", "".join(sources))
    assert len(prefixes) == 7
    assert [prefix for prefix in prefixes if f"| `{prefix}" not in page] == []

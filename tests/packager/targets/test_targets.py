"""What all targets promise: the same few names, and limits that are told before anything is rendered."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hornbook.profile import Profile
from packager.state_budget import worst_case
from packager.targets import TARGETS, Target, fit_all
from packager.targets.scorm12 import SCORM12
from packager.targets.scorm2004 import SCORM2004_3RD, SCORM2004_4TH
from packager.targets.web import WEB
from tests.packager.courses import make_course, pages

every = pytest.mark.parametrize("target", TARGETS.values(), ids=lambda target: target.name)


def codes(target: Target, **changes: Any) -> list[str]:
    return [problem.code for problem in target.fit(make_course(**changes))]


def test_targets_are_known_by_the_words_that_authors_type() -> None:
    assert list(TARGETS) == ["scorm12", "scorm2004-3rd", "scorm2004-4th", "web"]
    assert [target.profile for target in TARGETS.values()] == [
        Profile("scorm12", 4096),
        Profile("scorm2004", 16_000),
        Profile("scorm2004", 16_000),
        Profile("web", 16_000),
    ]


@every
def test_graded_quiz_in_a_zip_is_a_warning(target: Target) -> None:
    (problem,) = target.fit(make_course(2))

    assert problem.code == "answers-in-package"
    assert not problem.is_error
    # Many quizzes are called "quiz" or "check"; with their lessons they can be told apart.
    for lesson in make_course(2).lessons:
        assert f' in "{lesson.title}"' in problem.message


@every
def test_nothing_graded_is_no_warning(target: Target) -> None:
    course = make_course(1)
    lesson = course.lessons[0]
    practice = lesson.model_copy(update={"blocks": (lesson.blocks[0].model_copy(update={"weight": 0}),)})
    chapter = course.chapters[0].model_copy(update={"lessons": (practice,)})

    assert target.fit(course.model_copy(update={"chapters": (chapter,)})) == []


def test_state_that_outgrows_its_home_is_an_error_with_the_numbers() -> None:
    course = make_course(3)
    needed = worst_case(course)
    fits = replace(SCORM12, profile=Profile("scorm12", needed))
    too_small = replace(SCORM12, profile=Profile("scorm12", needed - 1))

    assert [problem for problem in fits.fit(course) if problem.is_error] == []
    (problem,) = [problem for problem in too_small.fit(course) if problem.is_error]
    assert problem.code == "state-too-big"
    assert f"{needed:,} characters" in problem.message
    assert f"keeps {needed - 1:,}." in problem.message
    assert "--sco lesson" in problem.hint
    alone = replace(SCORM12, profile=Profile("scorm12", worst_case(make_course(1)) - 1))
    (problem,) = [problem for problem in alone.fit(make_course(1)) if problem.is_error]
    # A SCO for each lesson is no help where there is one lesson.
    assert "--sco lesson" not in problem.hint
    assert problem.hint.endswith("SCORM 2004 keeps more than SCORM 1.2.")


def test_state_that_outgrows_several_homes_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    course = make_course(3)
    for target, limit in ((SCORM12, 10), (SCORM2004_3RD, 20)):
        small = replace(target, profile=Profile(target.profile.home, limit))
        monkeypatch.setitem(TARGETS, target.name, small)

    (problem,) = [problem for problem in fit_all(course) if problem.is_error]

    assert "SCORM 1.2 keeps 10, and SCORM 2004 3rd edition keeps 20." in problem.message
    assert "keeps more" not in problem.hint


@pytest.mark.parametrize("target", [SCORM12, SCORM2004_3RD, SCORM2004_4TH], ids=lambda target: target.name)
def test_texts_that_an_lms_cuts_off_are_warnings(target: Target) -> None:
    assert codes(target, title="t" * 200, description="d" * 2000, version="v" * 50) == ["answers-in-package"]
    assert codes(target, title="t" * 201, description="d" * 2001, version="v" * 51) == [
        "answers-in-package",
        "title-too-long",
        "description-too-long",
        "version-too-long",
    ]


@every
def test_package_holds_every_file_unchanged(target: Target) -> None:
    course = make_course()
    files = pages(course, target.profile.home)

    package = target.package(course, files)

    assert package.target == target.name
    assert sorted(set(package.files) - set(files), key=lambda file: file.name) == [
        file for file in package.files if file.name == "imsmanifest.xml"
    ]
    assert set(files) <= set(package.files)
    assert ("imsmanifest.xml" in package.names) == (target is not WEB)


@every
def test_package_without_a_start_page_is_a_mistake_of_ours(target: Target) -> None:
    with pytest.raises(ValueError, match=r"needs index\.html"):
        target.package(make_course(), [])


@every
def test_verify_raises_nothing_for_what_is_not_there(target: Target, tmp_path: Path) -> None:
    assert [problem.code for problem in target.verify(tmp_path / "none.zip")] == ["zip-missing"]

"""What a resource link shows."""

from __future__ import annotations

import pytest

from hornbook.blocks import Quiz
from hornbook.profile import Profile
from hornbook.rendering.pages import lesson_page
from lti_app.services.activities import ActivityMissing, Target, find
from lti_app.services.library import Library

COURSE = "foundation-models"


@pytest.fixture(scope="module")
def library() -> Library:
    return Library()


def _first(library: Library, kind: str) -> tuple[str, str]:
    edition = library.course(COURSE)
    assert edition is not None
    for lesson in edition.folder.course.lessons:
        for block in lesson.blocks:
            if block.kind == kind:
                return lesson.id, block.id
    raise AssertionError(kind)


def test_a_course_is_shown_whole(library: Library) -> None:
    activity = find(library, Target(COURSE))
    assert activity.kind == "course"
    assert activity.folder is activity.edition.folder


def test_a_lesson_stands_alone_with_all_its_blocks(library: Library) -> None:
    lesson, _ = _first(library, "quiz")
    activity = find(library, Target(COURSE, lesson))
    assert activity.kind == "lesson"
    assert [one.id for one in activity.folder.course.lessons] == [lesson]
    assert activity.lesson is not None
    assert activity.folder.course.lessons[0].blocks == activity.lesson.blocks


@pytest.mark.parametrize("kind", ["quiz", "cards", "overview"])
def test_a_block_stands_alone_and_is_what_its_activity_is_graded_by(library: Library, kind: str) -> None:
    lesson, block = _first(library, kind)
    activity = find(library, Target(COURSE, lesson, block))
    (only,) = activity.folder.course.lessons[0].blocks
    assert (activity.kind, only.id, only.required) == (kind, block, True)
    assert only.weight >= 1
    page = lesson_page(activity.folder, Profile("lti", 0, keys=False), activity.folder.course.lessons[0])
    assert page.count("<section") == 1
    assert activity.lesson is not None
    shown = activity.folder.course
    assert (shown.lessons[0].title, shown.chapters[0].title) == (activity.title, activity.lesson.title)


@pytest.mark.parametrize(
    "target",
    [Target("nothing"), Target(COURSE, "nothing"), Target(COURSE, "what-are-foundation-models", "nothing"), Target("")],
)
def test_what_is_not_there_is_missing(library: Library, target: Target) -> None:
    with pytest.raises(ActivityMissing):
        find(library, target)


def test_only_quizzes_of_the_activity_can_be_taken_in_it(library: Library) -> None:
    lesson, block = _first(library, "quiz")
    inside = find(library, Target(COURSE, lesson, block))
    quiz = inside.folder.course.lessons[0].blocks[0]
    assert isinstance(quiz, Quiz)
    assert inside.quiz(quiz.slot) is not None
    outside = find(library, Target(COURSE, *_first(library, "cards")))
    assert outside.quiz(quiz.slot) is None

"""The same quiz answered the same way has the same score in an LMS, in a folder without a server, and in Python."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from hornbook.attempt import UNTOUCHED, QuestionState, hand_in, respond, result
from hornbook.blocks import Quiz
from hornbook.questions.answer import parse_answer
from hornbook.reading import load_course
from hornbook.scoring import LearnerState, QuizState, measure, percent
from tests.browser.conftest import Courses
from tests.browser.learner import Learner
from tests.browser.lms import Lms

pytestmark = pytest.mark.browser

LESSON = """---
id: lakes
title: Lakes
---

::: quiz {#exam attempts=1}
1. What made most lakes? {#maker points=3}
   - [x] Ice
   - [ ] Wind

2. Which of these make a lake shallower? {#shallower points=2}
   - [x] Sand
   - [x] Mud
   - [x] Leaves
   - [ ] Fish

3. What grows along the shore? {#shore}
   = reeds

4. How deep is it? {#deep}
   = 1.2 km +- 5%

5. Streams bring {{mud}} and {{salt}}. {#bring points=2}

6. Where do they lie? {#lie points=5}
   - Baikal -> Siberia
   - Titicaca -> The Andes
   - Victoria -> East Africa

7. From the source to the sea. {#way}
   1. Spring
   2. Brook
   3. River
   4. Delta

8. Tick. {#tick}
   | | Salt | Fresh |
   | --- | --- | --- |
   | The Dead Sea | [x] | [ ] |
   | Baikal | [ ] | [x] |
:::
"""

#: What the learner answers, as the state keeps it: partly right, with folded words and a converted unit among it.
ANSWERS = {
    "maker": {"keys": [0]},
    "shallower": {"keys": [0, 1, 3]},
    "shore": {"text": "  REEDS "},
    "deep": {"text": "1180 m"},
    "bring": {"gaps": ["Mud", "sand"]},
    "lie": {"list": [0, 2, 1]},
    "way": {"list": [1, 0, 2, 3]},
    "tick": {"list": [1, 1]},
}


def course_of(folder: Path) -> Path:
    folder.mkdir()
    (folder / "course.yaml").write_text("id: lakes\ntitle: Lakes\nchapters:\n- lessons: [lakes.md]\n")
    (folder / "lakes.md").write_text(LESSON)
    return folder


def in_python(folder: Path) -> tuple[str, str]:
    """Points and percent by the rules in Python."""
    read = load_course(folder).value
    assert read is not None
    course = read.folder.course
    (quiz,) = (block for lesson in course.lessons for block in lesson.blocks if isinstance(block, Quiz))
    states: dict[int, QuestionState] = {}
    for question in quiz.questions:
        answer = parse_answer(ANSWERS[question.id])
        states[question.slot], _ = respond(quiz, question, UNTOUCHED, answer)
    worth = result(quiz, quiz.questions, hand_in(quiz, quiz.questions, states))
    score = measure(course, LearnerState({quiz.slot: QuizState(1, worth.share)})).score
    assert score is not None
    # The page rounds points as it rounds percent.
    return percent(worth.earned / 100), percent(score)


def answers_all(locate: Callable[[str], Locator]) -> None:
    """By the page's own controls."""
    locate("#maker .option:has-text('Ice') input").check()
    for words in ("Sand", "Mud", "Fish"):
        locate(f"#shallower .option:has-text('{words}') input").check()
    locate("#shore .short-answer input").fill("  REEDS ")
    locate("#deep .short-answer input").fill("1180 m")
    for gap, words in enumerate(("Mud", "sand")):
        locate("#bring .gap input").nth(gap).fill(words)
    for left, right in (("Baikal", "Siberia"), ("Titicaca", "East Africa"), ("Victoria", "The Andes")):
        locate(f"#lie .pair:has-text('{left}') select").select_option(label=right)
    steps = locate("#way .order-step")
    # An order that nobody touched is no answer, even where it was mixed just so.
    steps.first.locator(".order-move[data-by='1']").click()
    for place, key in enumerate("1023"):
        while (at := [step.get_attribute("data-key") for step in steps.all()].index(key)) > place:
            steps.nth(at).locator(".order-move[data-by='-1']").click()
    for row in ("The Dead Sea", "Baikal"):
        locate(f"#tick .row:has-text('{row}') .cell[data-key='0'] input").check()
    locate("button.hand-in").click()
    locate("dialog.confirm button.primary").click()
    expect(locate(".quiz-result h3")).to_be_visible()


def test_in_an_lms_from_a_folder_and_in_python(
    context: BrowserContext, lms: Lms, courses: Courses, tmp_path: Path, page: Page
) -> None:
    folder = course_of(tmp_path / "lakes")
    lms.add("lakes", courses.built(folder, "scorm12"), "scorm12")
    points, grade = in_python(folder)

    learner = Learner(context, lms, "lakes")
    visit = learner.opens()
    visit.turns_to("lakes")
    answers_all(visit.locate)
    shown = visit.locate(".quiz-result h3").inner_text()
    assert re.findall(r"[\d.]+", shown) == [points, "16", grade]
    visit.leaves()
    assert learner.grade == grade
    learner.check()

    package = tmp_path / "unpacked"
    for name, content in courses.built(folder, "web").items():
        (package / name).parent.mkdir(parents=True, exist_ok=True)
        (package / name).write_bytes(content)
    page.goto((package / "lesson-lakes.html").as_uri())
    answers_all(page.locator)
    assert page.locator(".quiz-result h3").inner_text() == shown

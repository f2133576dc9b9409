"""What a page holds that must not give the answer away."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter

from hornbook.blocks import Quiz
from hornbook.course import Chapter, Course, Lesson
from hornbook.files import File
from hornbook.media import CourseFolder
from hornbook.profile import Profile
from hornbook.questions import QUESTION_TYPES, Choice, Multiple, Question, parse_answer
from hornbook.questions.answer import Chosen, Filled, Typed
from hornbook.rendering.data import question_data
from hornbook.rendering.pages import lesson_page, question_html
from tests.hornbook.questions.question_pairs import PAIRS, SECRET

_QUESTION: TypeAdapter[Question] = TypeAdapter(Question)


def _question(data: dict[str, Any]) -> Question:
    return _QUESTION.validate_python({"id": "q", "slot": 7, **data})


def _folder(*questions: Question) -> CourseFolder:
    quiz = Quiz.model_construct(id="quiz", slot=2, questions=questions)
    lesson = Lesson(id="one", slot=1, title="One", blocks=()).model_copy(update={"blocks": (quiz,)})
    course = Course(id="course", title="Course", chapters=(Chapter(lessons=(lesson,)),))
    picture = File("media/a.svg", b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>')
    return CourseFolder(course, media={("one", "a.svg"): picture})


def test_every_type_of_question_has_a_pair_that_differs_in_the_answer_alone() -> None:
    assert PAIRS.keys() == QUESTION_TYPES.keys()


@pytest.mark.parametrize("kind", sorted(PAIRS))
def test_two_questions_that_differ_in_the_answer_alone_look_the_same(kind: str) -> None:
    one, other = (_question(data) for data in PAIRS[kind])
    assert one != other
    for shuffled in (False, True):
        views = [question.learner_view(shuffled=shuffled) for question in (one, other)]
        pages = [question_html(_folder(view), "one", view, 1) for view in views]
        data = [question_data(view, "en", keys=False) for view in views]
        assert pages[0] == pages[1]
        assert data[0] == data[1]


@pytest.mark.parametrize("kind", sorted(PAIRS))
def test_no_feedback_hint_explanation_or_accepted_text_is_left(kind: str) -> None:
    question = _question(PAIRS[kind][0])
    whole = question_html(_folder(question), "one", question, 1) + str(question_data(question, "en"))
    view = question.learner_view()
    page = question_html(_folder(view), "one", view, 1) + str(question_data(view, "en", keys=False))
    assert SECRET in whole
    assert SECRET not in page


def test_a_lesson_page_without_keys_holds_no_question_at_all() -> None:
    question = _question(PAIRS["choice"][0])
    folder = _folder(question)
    page = lesson_page(folder, Profile("lti", 0, keys=False), folder.course.lessons[0])
    assert 'class="questions"' in page
    assert '"remote":true' in page
    assert SECRET not in page
    assert 'data-type="choice"' not in page


def test_what_was_chosen_keeps_its_verdict_and_feedback_and_nothing_else_does() -> None:
    question = _question(
        {
            "type": "multiple",
            "prompt": "Which?",
            "options": [
                {"key": "0", "text": "a", "right": True, "feedback": "yes a"},
                {"key": "1", "text": "b", "right": True, "feedback": "yes b"},
                {"key": "2", "text": "c", "feedback": "no c"},
            ],
        }
    )
    view = question.learner_view(answer=Chosen((1, 2)))
    assert isinstance(view, Multiple)
    assert [(one.right, one.feedback) for one in view.options] == [
        (False, ""),
        (True, "yes b"),
        (False, "no c"),
    ]


def test_of_expected_wrong_answers_only_the_one_that_was_given_is_explained() -> None:
    question = _question(
        {
            "type": "short",
            "prompt": "Who?",
            "accept": ["Ada"],
            "reject": [
                {"variants": ["Bob"], "feedback": "not Bob"},
                {"variants": ["Eve"], "feedback": "not Eve"},
            ],
        }
    )
    view = question.learner_view(answer=Typed("eve"))
    page = question_html(_folder(view), "one", view, 1)
    assert "not Eve" in page
    assert "not Bob" not in page
    assert 'data-reject="1"' in page


def test_of_expected_wrong_answers_in_gaps_those_that_were_given_are_explained() -> None:
    question = _question(
        {
            "type": "cloze",
            "prompt": "{{mouth}} and {{=down | up}}",
            "gap-keys": "01",
            "choice-keys": ["", "01"],
            "reject": [
                {"variants": ["delta"], "feedback": "no delta"},
                {"variants": ["source", "up"], "feedback": "not up"},
            ],
        }
    )
    view = question.learner_view(answer=Filled(("mouth", "1")))
    page = question_html(_folder(view), "one", view, 1)
    assert "not up" in page
    assert "no delta" not in page
    assert 'data-reject="1"' in page


def test_an_expected_wrong_number_is_found_as_the_language_of_the_lesson_writes_it() -> None:
    question = _question(
        {
            "type": "number",
            "prompt": "Wie viel?",
            "accept": ["2"],
            "reject": [{"variants": ["1.250"], "feedback": "not in grams"}],
        }
    )
    german, english = (question.learner_view(answer=Typed("1,250"), lang=lang) for lang in ("de", "en"))
    assert "not in grams" in question_html(_folder(german), "one", german, 1)
    assert "not in grams" not in question_html(_folder(english), "one", english, 1)


def test_keys_of_an_attempt_decide_the_order_of_what_is_shuffled() -> None:
    question = _question(PAIRS["choice"][0])
    keyed = question.with_keys(lambda group, texts, most=36: ["z", "0", "k"][: len(texts)])
    view = keyed.learner_view(shuffled=True)
    assert isinstance(view, Choice)
    assert [one.key for one in view.options] == ["0", "k", "z"]
    assert keyed.mark(parse_answer({"keys": [35]})).fraction == 1

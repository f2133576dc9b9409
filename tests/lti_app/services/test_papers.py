"""What is drawn for an attempt tells nothing of its answers."""

from __future__ import annotations

import re

from hornbook.blocks import Quiz
from hornbook.course import Course
from hornbook.media import CourseFolder
from hornbook.questions import Order
from hornbook.rendering.pages import question_html
from lti_app.services.papers import make_paper


def test_steps_are_never_shown_in_their_right_order() -> None:
    steps = [{"text": text} for text in ("one", "two", "three")]
    quiz = {"kind": "quiz", "slot": 2, "questions": [{"type": "order", "slot": 3, "prompt": "Order", "steps": steps}]}
    lesson = {"id": "one", "slot": 1, "title": "One", "blocks": [quiz]}
    course = Course.model_validate({"id": "course", "title": "Course", "chapters": [{"lessons": [lesson]}]})
    folder = CourseFolder(course)
    (block,) = course.lessons[0].blocks
    assert isinstance(block, Quiz)
    orders = set()
    for number in range(80):
        (question,) = make_paper(folder, course.lessons[0], block, 7, f"secret {number}").questions
        assert isinstance(question, Order)
        page = question_html(folder, "one", question.learner_view(), 1)
        shown = re.findall(r'class="order-step" data-key="(.)"', page)
        right = [step.key for step in question.steps]
        assert sorted(shown) == sorted(right)
        assert shown != right
        orders.add(tuple(right.index(key) for key in shown))
    assert len(orders) == 5

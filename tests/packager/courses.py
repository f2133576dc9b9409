"""A small course and the pages that a renderer would make of it."""

from __future__ import annotations

import json
from html import escape
from typing import Any

from hornbook.course import Course
from hornbook.files import File

PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>Dot</title><circle r="4"/></svg>\n'


def make_course(lessons: int = 2, **changes: Any) -> Course:
    """A course of some lessons with a graded quiz in each; `changes` replace fields as authors name them."""
    return Course.model_validate(
        {
            "id": "tiny-course",
            "title": "A tiny course",
            "chapters": [{"title": "One", "lessons": [_lesson(number) for number in range(1, lessons + 1)]}],
            **changes,
        }
    )


def pages(course: Course, home: str) -> list[File]:
    """A start page, a page for each lesson, script, style and a picture, all linked as in a real package."""
    data = {
        "format": 1,
        "home": home,
        "lessons": [{"id": lesson.id, "href": f"lesson-{lesson.id}.html"} for lesson in course.lessons],
    }
    items = "".join(f'<li><a href="lesson-{lesson.id}.html">{escape(lesson.title)}</a>' for lesson in course.lessons)
    script = json.dumps(data).replace("<", "\\u003c")
    start = f'<ol>{items}</ol><script type="application/json" id="hornbook-course">{script}</script>'
    lesson_page = _page('<a href="index.html">Contents</a><img src="media/dot.svg" alt="">')
    return [
        File("index.html", _page(start)),
        *(File(f"lesson-{lesson.id}.html", lesson_page) for lesson in course.lessons),
        File("assets/player.js", b"'use strict';\n"),
        File("assets/player.css", b"main{background:url('../media/dot.svg')}\n"),
        File("media/dot.svg", PICTURE),
    ]


def _page(body: str) -> bytes:
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Page</title>'
        '<link rel="stylesheet" href="assets/player.css"><script src="assets/player.js" defer></script></head>'
        f"<body><main>{body}</main></body></html>\n"
    ).encode()


def _lesson(number: int) -> dict[str, Any]:
    question = {
        "id": "q1",
        "slot": number * 10 + 2,
        "type": "choice",
        "prompt": "Which?",
        "options": [{"key": "0", "text": "This", "right": True}, {"key": "1", "text": "That", "right": False}],
    }
    return {
        "id": f"l{number}",
        "slot": number * 10,
        "title": f"Lesson {number}",
        "blocks": [{"kind": "quiz", "id": "check", "slot": number * 10 + 1, "questions": [question]}],
    }

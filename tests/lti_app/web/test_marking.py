"""Marks by hand: an essay waits, a teacher gives points, and the gradebook hears of it."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from lti_app.services.library import Library
from lti_app.storage.database import Database
from lti_app.storage.models import HandMark, Person, Score
from tests.lti_app.launching import LaunchedClient, open_test_launch
from tests.lti_app.web.test_activity import begin, by_type, one, send

ESSAY = """---
title: One
---

::: quiz {#check mode=exam}
1. Explain it. {#q-essay type=essay points=4}
   ! Two lines.

2. It is so. {#q-true}
   - [x] True
   - [ ] False
:::
"""


@pytest.fixture
def essay(app: Flask, tmp_path: Path) -> LaunchedClient:
    """A learner who has written an essay and handed it in."""
    folder = tmp_path / "content" / "tiny"
    folder.mkdir(parents=True)
    (folder / "course.yaml").write_text("id: tiny\ntitle: Tiny\nchapters:\n  - lessons: [one.md]\n")
    (folder / "one.md").write_text(ESSAY)
    app.extensions["hornbook.library"] = Library(tmp_path / "content")
    learner = open_test_launch(app, course="tiny", lesson="one", block="check")
    overview = begin(learner)
    attempt = overview["attempt"]["id"]
    text = "First <b>line</b>.\nSecond line."
    send(learner, attempt, one(by_type(overview, "essay"), 1, {"text": text}))
    done = learner.post(f"api/attempts/{attempt}/hand-in", json={}).get_json()
    assert done["attempt"]["pending"] is True
    assert done["standing"]["grade"]["state"] == "unmarked"
    return learner


def _form(app: Flask, **changes: str) -> tuple[LaunchedClient, str, dict[str, str]]:
    database: Database = app.extensions["hornbook.database"]
    teacher = open_test_launch(app, role="instructor", course="tiny", lesson="one", block="check")
    with database.reading() as session:
        learner = session.scalars(select(Person).where(Person.sub == "learner-1")).one().id
    page = teacher.get(f"class/learner/{learner}").text
    assert "First &lt;b&gt;line&lt;/b&gt;.\nSecond line." in page
    hidden = {name: page.split(f'name="{name}" value="')[1].split('"')[0] for name in ("attempt", "question")}
    return teacher, f"class/learner/{learner}", {**hidden, "points": "3", "comment": "Well argued.", **changes}


def test_an_essay_earns_what_its_teacher_gives_and_the_gradebook_hears_of_it(
    app: Flask, database: Database, essay: LaunchedClient
) -> None:
    teacher, path, form = _form(app)
    assert teacher.post(f"{path}/mark", data=form).status_code == 303
    with database.reading() as session:
        assert session.scalars(select(Score)).one().earned == Fraction(3, 5)
    slot = int(essay.get().text.split('"kind":"quiz"')[0].rsplit('"slot":', 1)[1].split(",")[0])
    shown: dict[str, Any] = essay.get(f"api/quizzes/{slot}").get_json()
    question = by_type(shown, "essay")
    assert (question["earned"], question["comment"]) == ("3/4", "Well argued.")
    assert shown["attempt"]["pending"] is False
    assert shown["standing"]["grade"]["state"] == "waiting"


def test_a_mark_can_be_changed_and_all_of_them_are_kept(app: Flask, database: Database, essay: LaunchedClient) -> None:
    teacher, path, form = _form(app)
    for points in ("3", "1,5"):
        teacher.post(f"{path}/mark", data={**form, "points": points})
    with database.reading() as session:
        assert session.scalars(select(Score)).one().earned == Fraction(3, 10)
        assert [mark.earned for mark in session.scalars(select(HandMark))] == [Fraction(3, 4), Fraction(3, 8)]
    assert "Change the mark" in teacher.get(path).text


@pytest.mark.parametrize("points", ["", "-1", "5", "4.001", "x", "1e0", "\u0663", "nan"])
def test_points_beyond_the_question_are_refused(
    app: Flask, database: Database, essay: LaunchedClient, points: str
) -> None:
    teacher, path, form = _form(app, points=points)
    assert teacher.post(f"{path}/mark", data=form).status_code == 400
    with database.reading() as session:
        assert session.scalars(select(HandMark)).all() == []


def test_nobody_marks_what_is_not_theirs_to_mark(app: Flask, database: Database, essay: LaunchedClient) -> None:
    _, path, form = _form(app)
    other = open_test_launch(app, role="instructor", course="tiny", lesson="one", block="check", link="other")
    elsewhere = open_test_launch(app, role="instructor", course="tiny", context="other", link="other")
    stranger = path.rsplit("/", 1)[0] + "/999"
    assert essay.post(f"{path}/mark", data=form).status_code == 403
    assert other.post(f"{path}/mark", data=form).status_code == 404
    assert elsewhere.post(f"{path}/mark", data=form).status_code == 404
    teacher, _, _ = _form(app)
    assert teacher.post(f"{stranger}/mark", data=form).status_code == 404
    assert teacher.post(f"{path}/mark", data={**form, "question": "999"}).status_code == 404
    with database.reading() as session:
        assert session.scalars(select(HandMark)).all() == []

"""What is behind a gate that is closed: not sent, not found by searching, and no quiz there begins."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from lti_app.services.library import Library
from lti_app.storage.models import Launch
from tests.lti_app.conftest import MovableClock
from tests.lti_app.launching import LaunchedClient, open_test_launch

LESSON = """---
id: one
title: One
---

::: quiz "Warming up" {#first mode=exam}
1. One?
   - [x] yes
   - [ ] no
:::

:::: gate "Then" {#then rule=after:first}
::: quiz "Last" {#last mode=exam}
1. Two?
   - [x] yes
   - [ ] no
:::
::::

:::: gate "In April" {#april rule=date:2026-04-10}
::: text {#spring}
Zebras in spring.
:::

::: quiz "Spring" {#springquiz mode=exam}
1. Three?
   - [x] yes
   - [ ] no
:::
::::

:::: gate "For members" {#members rule=enrolled}
::: text {#secret}
Giraffes among us.
:::
::::
"""

Opener = Callable[..., LaunchedClient]


@pytest.fixture
def opened(app: Flask, tmp_path: Path) -> Opener:
    """Opens the lesson."""
    folder = tmp_path / "content" / "gated"
    folder.mkdir(parents=True)
    (folder / "course.yaml").write_text("id: gated\ntitle: Gated\nchapters:\n  - lessons: [one.md]\n")
    (folder / "one.md").write_text(LESSON)
    app.extensions["hornbook.library"] = Library(tmp_path / "content")
    return lambda **more: open_test_launch(app, course="gated", lesson="one", **more)


def slot(client: LaunchedClient, block: str) -> int:
    """The slot of a block, from the course as it is."""
    edition = client.client.application.extensions["hornbook.library"].course("gated")
    (lesson,) = edition.folder.course.lessons
    return int(next(one.slot for one in lesson.blocks if one.id == block))


def begin(client: LaunchedClient, block: str) -> Any:
    """Begin the quiz of a block."""
    return client.post(f"api/quizzes/{slot(client, block)}/attempts", json={})


def guest(app: Flask, opened: Opener) -> LaunchedClient:
    """Somebody whom the LMS lets in without a role in the course."""
    client = opened(sub="guest")
    with app.extensions["hornbook.database"].writing() as session:
        session.get_one(Launch, client.handle).role = ""
    return client


def test_a_quiz_that_opens_after_another_begins_after_it(opened: Opener) -> None:
    client = opened()
    refused = begin(client, "last")
    assert (refused.status_code, refused.get_json()["problem"]) == (403, "gate-closed")
    attempt = begin(client, "first").get_json()["attempt"]["id"]
    assert begin(client, "last").status_code == 403
    client.post(f"api/attempts/{attempt}/hand-in", json={})
    assert begin(client, "last").get_json()["attempt"]["open"]
    # What one learner has done opens nothing for another.
    assert begin(opened(sub="learner-2"), "last").status_code == 403


def test_what_opens_on_a_day_is_sent_when_the_day_begins_somewhere(opened: Opener, clock: MovableClock) -> None:
    clock.moment = datetime(2026, 4, 9, 9, 59, tzinfo=UTC)
    client = opened()
    for path in ("lesson-one.html", "search.js"):
        assert "Zebras" not in client.get(path).text
    assert '"closed":true' in client.get("lesson-one.html").text
    assert begin(client, "springquiz").status_code == 403
    # It is not forgotten in what there is to do.
    assert f'"slot":{slot(client, "spring")}' in client.get().text
    clock.moment = datetime(2026, 4, 9, 10, tzinfo=UTC)
    page = client.get("lesson-one.html").text
    assert "Zebras" in page
    assert '"closed":true' not in page
    assert begin(client, "springquiz").status_code == 200


def test_what_is_for_those_who_are_enrolled_is_sent_to_them_alone(app: Flask, opened: Opener) -> None:
    for enrolled in (opened(), opened(role="instructor", sub="teacher")):
        assert "Giraffes" in enrolled.get("lesson-one.html").text
    stranger = guest(app, opened)
    for path in ("lesson-one.html", "search.js"):
        assert "Giraffes" not in stranger.get(path).text
    assert "Zebras" not in stranger.get("lesson-one.html").text


def test_who_tries_it_out_need_not_do_what_opens(opened: Opener) -> None:
    assert begin(opened(role="instructor", sub="teacher"), "last").status_code == 200


def test_a_page_cannot_say_that_a_practice_is_done(app: Flask, tmp_path: Path) -> None:
    quiz = "::: quiz {{#{0} mode={1}}}\n1. One? {{#q-{0}}}\n   - [x] yes\n   - [ ] no\n:::\n"
    folder = tmp_path / "content" / "tiny"
    folder.mkdir(parents=True)
    (folder / "course.yaml").write_text("id: tiny\ntitle: Tiny\nchapters:\n  - lessons: [one.md]\n")
    held = f":::: gate {{#gate rule=after:first}}\n{quiz.format('last', 'exam')}::::\n"
    (folder / "one.md").write_text(f"---\ntitle: One\n---\n\n{quiz.format('first', 'practice')}\n{held}")
    app.extensions["hornbook.library"] = Library(tmp_path / "content")
    client = open_test_launch(app, course="tiny")
    course = app.extensions["hornbook.library"].course("tiny").folder.course
    first, last = (block.slot for block in course.lessons[0].blocks if block.kind == "quiz")
    assert client.post("api/progress", json={"seen": [first]}).status_code == 200
    assert client.post(f"api/quizzes/{last}/attempts", json={}).status_code == 403
    attempt = client.post(f"api/quizzes/{first}/attempts", json={}).get_json()["attempt"]
    (question,) = attempt["questions"]
    key = int(question["html"].split('data-key="')[1][0], 36)
    answer = {"question": question["slot"], "sequence": 1, "answer": {"keys": [key]}}
    client.post(f"api/attempts/{attempt['id']}/answers", json={"client": "page0001", "answers": [answer]})
    assert client.post(f"api/quizzes/{last}/attempts", json={}).status_code == 200

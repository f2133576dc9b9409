"""What a page gets of a graded quiz holds nothing of its answers, for every type of question and every mode."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from hornbook.questions import QUESTION_TYPES
from lti_app.services.library import Library
from tests.browser.every_kind import DRAWING
from tests.lti_app.launching import LaunchedClient, open_test_launch
from tests.lti_app.web.test_activity import begin, send, slot_of

#: Stands in every text that belongs to an answer.
SECRET = "qqsecretqq"
QUESTIONS = f"""
1. Choose. {{#choice}}
   - [x] alpha
     > {SECRET}
   - [ ] beta
     > {SECRET}
   - [ ] gamma
   ? {SECRET}
   ! {SECRET}

2. Choose some. {{#multiple}}
   - [x] alpha
     > {SECRET}
   - [ ] beta
     > {SECRET}
   - [x] gamma
   ! {SECRET}

3. It is so. {{#true-false}}
   - [ ] true
     > {SECRET}
   - [x] false
     > {SECRET}

4. Write. {{#short}}
   = {SECRET} right
   ~ nobody
     > {SECRET}
   ? {SECRET}

5. How many? {{#number}}
   = 31337 +- 5 km
   ~ 12 km
     > {SECRET}

6. Complete. {{#cloze}}

   This is {{{{{SECRET} | {SECRET} too}}}} and that {{{{= alpha | beta | gamma}}}}.

7. Why? {{#essay type=essay}}
   ! {SECRET}

8. Match. {{#match}}
   - alpha -> one
   - beta -> two
   - gamma -> three
   ! {SECRET}

9. Put in order. {{#order}}
   1. alpha
   2. beta
   3. gamma
   4. delta
   ! {SECRET}

10. Tick. {{#matrix}}
    | | Yes | No |
    | --- | --- | --- |
    | alpha | [x] | [ ] |
    | beta | [ ] | [x] |
    ! {SECRET}

11. Where? {{#hotspot}}
    ![A line](line.svg)
    - [x] alpha @ 350 10 40 40
      > {SECRET}
    - [ ] beta @ 40 150 30
      > {SECRET}
"""
#: An answer of each type of which the server tells nothing before an exam is handed in.
ANSWERS: dict[str, Any] = {
    **{kind: {"keys": [0]} for kind in ("choice", "multiple", "true-false", "hotspot")},
    **{kind: {"list": [0] * 36} for kind in ("match", "order", "matrix")},
    "short": {"text": "nobody"},
    "number": {"text": "12 km"},
    "cloze": {"gaps": ["x"] * 36},
    "essay": {"text": "because"},
}
#: Words of `QuestionData` that the page needs to mark an answer itself.
TELLING = {"options", "accept", "reject", "gaps", "pairs", "rows", "steps", "regions", "right", "answer", "formulas"}

Opened = Callable[[str], LaunchedClient]


@pytest.fixture
def opened(app: Flask, tmp_path: Path) -> Opened:
    """A learner's launch of a quiz of all types with these options."""

    def open_(options: str) -> LaunchedClient:
        folder = tmp_path / "content" / "leaks"
        folder.mkdir(parents=True)
        (folder / "course.yaml").write_text("id: leaks\ntitle: Leaks\nchapters:\n  - lessons: [one.md]\n")
        (folder / "line.svg").write_text(DRAWING)
        (folder / "one.md").write_text(f"---\ntitle: One\n---\n\n::: quiz {{#check {options}}}\n{QUESTIONS}\n:::\n")
        app.extensions["hornbook.library"] = Library(tmp_path / "content")
        return open_test_launch(app, course="leaks")

    return open_


def _texts(client: LaunchedClient, attempt: int) -> list[str]:
    """All that the server says to the pages of an open attempt."""
    slot = slot_of(client)
    pages = ("", "index.html", "lesson-one.html", "search.js", "api/standing")
    asked = (f"api/quizzes/{slot}", f"api/quizzes/{slot}?attempt={attempt}")
    again = client.post(f"api/quizzes/{slot}/attempts", json={}).text
    kept = client.post("api/progress", json={"seen": [slot]}).text
    return [*(client.get(rest).text for rest in (*pages, *asked)), again, kept]


@pytest.mark.parametrize("mode", ["exam", "interactive", "adaptive"])
def test_before_an_answer_nothing_of_it_is_told(opened: Opened, mode: str) -> None:
    client = opened(f"mode={mode} shuffle")
    attempt = begin(client)["attempt"]
    assert {question["data"]["type"] for question in attempt["questions"]} == QUESTION_TYPES.keys()
    for question in attempt["questions"]:
        assert not question["data"].keys() & TELLING, question["data"]
        assert (question["outcome"], question["reveal"], question["over"]) == (None, False, False)
    for text in _texts(client, attempt["id"]):
        assert SECRET not in text
        assert "31337" not in text


def test_an_exam_tells_nothing_of_any_answer_until_it_is_handed_in(opened: Opened) -> None:
    client = opened("mode=exam shuffle")
    attempt = begin(client)["attempt"]
    for number, question in enumerate(attempt["questions"], 1):
        answer = {"question": question["slot"], "sequence": number, "answer": ANSWERS[question["data"]["type"]]}
        reply = send(client, attempt["id"], answer)
        assert reply.get_json() == {
            "receipts": [{"question": question["slot"], "sequence": number, "late": False}],
            "questions": [],
            "standing": None,
        }
        reveal = client.post(f"api/attempts/{attempt['id']}/reveal", json={"question": question["slot"]})
        assert reveal.status_code == 404
    for text in _texts(client, attempt["id"]):
        assert SECRET not in text
        assert "31337" not in text
    for question in begin(client)["attempt"]["questions"]:
        assert question["answer"] == ANSWERS[question["data"]["type"]]
        assert not question["data"].keys() & TELLING, question["data"]
    assert SECRET in client.post(f"api/attempts/{attempt['id']}/hand-in", json={}).text


@pytest.mark.parametrize("review", ["never", "after-due due=2027-03-31"])
def test_a_review_that_is_not_open_tells_nothing_after_handing_in(opened: Opened, review: str) -> None:
    client = opened(f"mode=exam attempts=2 review={review}")
    attempt = begin(client)["attempt"]["id"]
    done = client.post(f"api/attempts/{attempt}/hand-in", json={})
    assert done.get_json()["attempt"]["questions"] == []
    for text in (done.text, *_texts(client, attempt)):
        assert SECRET not in text


def test_the_place_of_an_answer_tells_nothing(opened: Opened) -> None:
    """The author writes the right order, and often the right answer first."""
    client = opened("mode=exam shuffle")
    places: dict[str, set[int]] = {}
    sides: set[bool] = set()
    for _ in range(24):
        attempt = begin(client)["attempt"]
        for question in attempt["questions"]:
            kind, html = question["data"]["type"], question["html"]
            texts = sorted(("alpha", "beta", "gamma", "delta"), key=lambda text: html.find(f">{text}<") % 10**6)
            if kind in ("choice", "multiple", "order", "matrix", "hotspot", "match"):
                places.setdefault(kind, set()).add(texts.index("alpha"))
            if kind == "order":
                assert texts != ["alpha", "beta", "gamma", "delta"]
            if kind == "match":
                one, two, alpha, beta = (html.index(f">{text}<") for text in ("one", "two", "alpha", "beta"))
                sides.add((one < two) == (alpha < beta))
        client.post(f"api/attempts/{attempt['id']}/hand-in", json={})
    assert places == {
        "choice": {0, 1, 2},
        "multiple": {0, 1, 2},
        "order": {0, 1, 2, 3},
        "matrix": {0, 1},
        "hotspot": {0, 1},
        "match": {0, 1, 2},
    }
    assert sides == {True, False}

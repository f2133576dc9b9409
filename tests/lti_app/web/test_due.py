"""Cards that come back: kept across lessons, devices and launches, and asked on one page for all activities."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from hornbook.cards import Rating, day_number, review
from lti_app.lti.refusals import Refused
from lti_app.services.library import Library
from lti_app.storage.database import Database
from lti_app.storage.models import CardState, Progress, ResourceLink, Score
from tests.lti_app.conftest import MovableClock
from tests.lti_app.launching import LaunchedClient, open_test_launch

Opener = Callable[..., LaunchedClient]

LESSON = """---
id: {id}
title: {title}
---

::: text {{#intro}}
Read.
:::

::: cards {{#deck {options}}}
{cards}
:::
"""


def _lesson(title: str, cards: str, options: str = "") -> str:
    return LESSON.format(id=title.lower(), title=title, cards=cards, options=options)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A course with three decks, two of which have pictures of one name, and another course."""
    for course in ("tiny", "other"):
        folder = tmp_path / "content" / course
        for name in ("a", "b"):
            (folder / name / "media").mkdir(parents=True)
            picture = f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>{name}</title></svg>'
            (folder / name / "media" / "dot.svg").write_text(picture)
        head = f"id: {course}\ntitle: {course.capitalize()}\ncover: a/media/dot.svg\ncover-alt: A dot\n"
        chapters = "chapters:\n  - lessons: [a/one.md, b/two.md, b/three.md]\n"
        (folder / "course.yaml").write_text(head + chapters)
        (folder / "a/one.md").write_text(
            _lesson("One", "Q: ![dot](media/dot.svg) One? {#k-one}\nA: 1\n\nQ: Uno {#k-two both-ways}\nA: Eins")
        )
        (folder / "b/two.md").write_text(_lesson("Two", "Q: ![dot](media/dot.svg) Two? {#k-one}\nA: 2"))
        (folder / "b/three.md").write_text(_lesson("Three", "Q: Three? {#k-one}\nA: 3", "retention=95"))
    return tmp_path / "content"


@pytest.fixture
def opened(app: Flask, content: Path) -> Opener:
    """Opens an activity of these courses; by itself the deck of the first lesson."""
    app.extensions["hornbook.library"] = Library(content)

    def open_(lesson: str = "one", **more: Any) -> LaunchedClient:
        block = more.pop("block", "deck" if lesson else "")
        link = more.pop("link", f"link-{lesson or 'all'}-{more.get('course', 'tiny')}")
        return open_test_launch(app, **{"course": "tiny", "lesson": lesson, "block": block, "link": link, **more})

    return open_


def course_data(page: str) -> dict[str, Any]:
    """What a shell knows of its course."""
    found = re.search(r'id="hornbook-course">(.*?)</script>', page, re.S)
    assert found is not None, page
    data: dict[str, Any] = json.loads(found[1])
    return data


def opening(client: LaunchedClient, path: str = "") -> dict[str, Any]:
    """What a shell knows of the learner."""
    found = re.search(r'id="hornbook-opening">(.*?)</script>', client.get(path).text, re.S)
    assert found is not None
    data: dict[str, Any] = json.loads(found[1])
    return data


def decks(client: LaunchedClient, path: str = "") -> list[dict[str, Any]]:
    """The decks that a shell has, with the slots of their cards."""
    lessons = course_data(client.get(path).text)["lessons"]
    return [block for lesson in lessons for block in lesson["blocks"] if block["kind"] == "cards"]


def rate(client: LaunchedClient, clock: MovableClock, *slots: int, rating: Rating = Rating.GOOD, at: str = "") -> Any:
    """Rate cards today."""
    known = opening(client, at)["progress"]["cards"]
    day = day_number(clock().date())
    words = {str(slot): review(known.get(str(slot), 0), rating, day) for slot in slots}
    answer = client.post(f"{at}api/progress", json={"cards": words})
    assert answer.status_code == 200, answer.text
    return answer


def test_cards_of_all_activities_are_asked_on_one_page(opened: Opener, clock: MovableClock) -> None:
    first, second = opened("one"), opened("two")
    (one,), (two,) = decks(first), decks(second)
    rate(first, clock, *one["cards"])
    rate(second, clock, *two["cards"])
    assert opening(first)["due"] == 0
    assert "No card is due today." in first.get("due/").text
    clock.move(days=40)
    launched = opened("two")
    # Of the card that goes both ways one direction is asked a day, and its own deck is not elsewhere.
    assert opening(launched)["due"] == 2
    answer = launched.get("due/")
    assert answer.headers["Location"].endswith("/due/tiny/")
    shell = launched.get("due/tiny/").text
    data = course_data(shell)
    assert data["due"] is True
    assert [lesson["title"] for lesson in data["lessons"]] == ["Cards due today"] * 2
    assert [block["required"] for lesson in data["lessons"] for block in lesson["blocks"]] == [False, False]
    assert {slot for deck in decks(launched, "due/tiny/") for slot in deck["cards"]} == {*one["cards"], *two["cards"]}
    assert opening(launched, "due/tiny/")["progress"]["place"] is None


def test_each_card_comes_with_the_picture_of_its_own_lesson(opened: Opener, clock: MovableClock) -> None:
    for lesson in ("one", "two"):
        client = opened(lesson)
        rate(client, clock, *decks(client)[0]["cards"])
    clock.move(days=40)
    client = opened("two")
    pages = [client.get(f"due/tiny/lesson-{name}.html").text for name in ("due", "due-2")]
    titles = []
    for page in pages:
        (address,) = re.findall(r'src="([^"]+/files/[^"]+)"', page)
        picture = client.client.application.test_client().get(address.replace("&amp;", "&"), base_url=client.origin)
        titles.append(picture.text.split("<title>")[1][0])
    assert titles == ["a", "b"]
    assert [page.count('class="card') > 0 for page in pages] == [True, True]
    assert client.get("due/tiny/lesson-due-3.html").status_code == 404
    assert client.get("due/tiny/lesson-one.html").status_code == 404


def test_decks_of_another_retention_stand_below_with_their_own(opened: Opener, clock: MovableClock) -> None:
    for lesson in ("two", "three"):
        client = opened(lesson)
        rate(client, clock, *decks(client)[0]["cards"])
    clock.move(days=40)
    found = decks(opened("two"), "due/tiny/")
    assert [deck["retention"] for deck in found] == [90, 95]


def test_what_is_rated_there_is_kept_for_all_activities_and_changes_nothing_else(
    opened: Opener, clock: MovableClock, database: Database
) -> None:
    client = opened("two")
    (slot,) = decks(client)[0]["cards"]
    client.post("api/progress", json={"place": [1, 2], "seen": []})
    rate(client, clock, slot)
    clock.move(days=40)
    client = opened("two")
    answer = rate(client, clock, slot, rating=Rating.AGAIN, at="due/tiny/")
    assert answer.get_json() == {"quizzes": {}, "grade": None}
    client.post("due/tiny/api/progress", json={"place": [9, 9], "level": 2, "seen": [1, 2, 3]})
    with database.reading() as session:
        (score,) = session.scalars(select(Score))
        (progress,) = session.scalars(select(Progress))
    # The deck is an activity with a grade: what was known and is not any more is told there, too.
    assert score.earned == 0
    assert progress.data == {"place": [1, 2]}
    again = opening(opened("two"))["progress"]["cards"][str(slot)]
    assert again & 3 == 3


def test_only_cards_of_this_course_of_the_lms_are_asked(opened: Opener, clock: MovableClock) -> None:
    elsewhere = opened("three", context="course-2", link="elsewhere")
    rate(elsewhere, clock, *decks(elsewhere)[0]["cards"])
    foreign = opened("one", course="other")
    rate(foreign, clock, *decks(foreign)[0]["cards"])
    mine = opened("two")
    slots = decks(mine)[0]["cards"]
    rate(mine, clock, *slots)
    clock.move(days=40)
    client = opened("two")
    page = client.get("due/").text
    assert re.findall(r'href="[^"]*due/([a-z]+)/"', page) == ["other", "tiny"]
    assert {slot for deck in decks(client, "due/tiny/") for slot in deck["cards"]} == set(slots)
    # Files of the other course come by links of that page alone.
    address = re.findall(r'src="([^"]+/files/other/[^"]+)"', client.get("due/other/lesson-due.html").text)[0]
    assert client.client.get(address.replace("&amp;", "&"), base_url=client.origin).status_code == 200
    assert client.client.get(address.split("?")[0], base_url=client.origin).status_code == 404


def test_nobody_else_and_nobody_who_teaches_has_these_cards(opened: Opener, clock: MovableClock) -> None:
    client = opened("two")
    rate(client, clock, *decks(client)[0]["cards"])
    clock.move(days=40)
    teacher, other = opened("two", role="instructor"), opened("two", sub="learner-2")
    assert "Cards come back here once" in other.get("due/").text
    for somebody in (teacher, other):
        assert somebody.get("due/tiny/").status_code == 404
        assert somebody.post("due/tiny/api/progress", json={"cards": {"1": 1}}).status_code == 404
    assert opened("two").get("due/nowhere/").status_code == 404


def test_both_directions_of_a_card_are_kept(opened: Opener, clock: MovableClock, database: Database) -> None:
    client = opened("one")
    (deck,) = decks(client)
    assert len(deck["cards"]) == 3
    rate(client, clock, *deck["cards"])
    with database.reading() as session:
        assert set(session.scalars(select(CardState.slot))) == set(deck["cards"])
        assert session.scalars(select(Score)).one().earned == 1


def test_they_are_an_activity_of_their_own(opened: Opener, clock: MovableClock, database: Database) -> None:
    def daily(**more: Any) -> LaunchedClient:
        return opened("", course="", link="daily", custom={"hornbook_show": "due"}, **more)

    assert daily().get().headers["Location"].endswith("/due/")
    assert "Cards come back here once" in daily().get("due/").text
    for lesson in ("one", "two"):
        client = opened(lesson)
        rate(client, clock, *decks(client)[0]["cards"])
    assert "No card is due today." in daily().get("due/").text
    clock.move(days=40)
    client = daily()
    assert client.get("due/").headers["Location"].endswith("/due/tiny/")
    (slot, *_) = decks(client, "due/tiny/")[0]["cards"]
    rate(client, clock, slot, at="due/tiny/")
    # There is no activity to go back to.
    assert 'class="due-back"' not in client.get("due/tiny/lesson-due.html").text
    assert 'class="due-back"' in opened("two").get("due/tiny/lesson-due.html").text
    with database.reading() as session:
        assert session.scalars(select(ResourceLink.points).where(ResourceLink.lti_id == "daily")).one() == 0


def test_who_teaches_reads_which_decks_they_come_from(opened: Opener) -> None:
    opened("one")
    opened("two", context="course-2")
    teacher = opened("", course="", link="daily", custom={"hornbook_show": "due"}, role="instructor")
    assert teacher.get().headers["Location"].endswith("/due/")
    page = teacher.get("due/").text
    assert "<bdi>One</bdi>, 3 cards" in page
    assert "<bdi>Two</bdi>" not in page
    assert teacher.get("class").status_code == 404
    elsewhere = opened("", course="", link="daily", custom={"hornbook_show": "due"}, role="instructor", context="c3")
    assert "No deck was opened in this course yet." in elsewhere.get("due/").text


def test_something_else_to_show_is_refused_in_words(opened: Opener) -> None:
    with pytest.raises(Refused, match="setting-wrong"):
        opened("", course="", link="daily", custom={"hornbook_show": "everything"})

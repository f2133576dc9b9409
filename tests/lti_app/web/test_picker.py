"""Choosing activities inside the LMS (deep linking 2.0): what is offered, what comes back, and who may ask."""

from __future__ import annotations

import html
import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jwt
import pytest
from flask import Flask
from sqlalchemy import select

from lti_app.lti.claims import CLAIM
from lti_app.services.library import Library
from lti_app.storage.models import ResourceLink
from tests.lti_app.launching import LaunchedClient, open_test_launch
from tests.lti_app.web.test_activity import slot_of, write_content

DL = "https://purl.imsglobal.org/spec/lti-dl/claim/"
SETTINGS = DL + "deep_linking_settings"
RETURN = "https://lms.example.org/deep-link-return"


def settings(**changes: Any) -> dict[str, Any]:
    """What the platform takes."""
    found = {
        "deep_link_return_url": RETURN,
        "accept_types": ["ltiResourceLink"],
        "accept_presentation_document_targets": ["iframe"],
        "accept_multiple": True,
        "data": "ticket 7 <&>",
        **changes,
    }
    return {name: value for name, value in found.items() if value is not None}


def choosing(app: Flask, **changes: Any) -> LaunchedClient:
    """An instructor who is choosing, for a platform with these settings."""
    claims: dict[str, Any] = {SETTINGS: settings(**changes)}
    return open_test_launch(app, role="instructor", message="deep-linking", **claims)


@pytest.fixture
def teacher(app: Flask, tmp_path: Path) -> LaunchedClient:
    """An instructor who is choosing, in a tool with one tiny course."""
    app.extensions["hornbook.library"] = Library(write_content(tmp_path, "mode=exam"))
    return choosing(app)


def sent(reply: Any) -> dict[str, Any]:
    """The claims of the answer that goes to the platform."""
    assert reply.status_code == 200, reply.text
    token = re.search(r'name="JWT" value="([^"]+)"', reply.text)
    assert token is not None
    claims: dict[str, Any] = jwt.decode(token.group(1), options={"verify_signature": False})
    return claims


FORM = {
    "choice": ["tiny/one/check", "tiny/one/deck"],
    "title-0": "Check: Motion",
    "points-0": "12.5",
    "attempts-0": "2",
    "counts-0": "last",
    "due-0": "2027-03-01T12:00",
    "due-0-utc": "2027-03-01T11:00:00.000Z",
    "title-1": "Cards",
    "points-1": "0",
}


def test_courses_lessons_and_single_activities_are_offered(teacher: LaunchedClient) -> None:
    page = teacher.get().text
    assert re.findall(r'name="choice" value="([^"]+)"', page) == [
        ".due",
        "tiny",
        "tiny/one",
        "tiny/one/check",
        "tiny/one/deck",
        "tiny/two",
        "tiny/two/other",
    ]
    assert "4 questions" in page
    assert "2 cards" in page
    assert "tiny/one/intro" not in page


def test_a_search_finds_titles_places_and_kinds(teacher: LaunchedClient) -> None:
    def found(words: str) -> list[str]:
        return re.findall(r'name="choice" value="([^"]+)"', teacher.get(f"choose?q={words}").text)

    assert found("CARDS") == [".due", "tiny/one/deck"]
    assert found("two") == ["tiny/two", "tiny/two/other"]
    assert found("nothing+like+this") == []
    assert "Nothing is called that." in teacher.get("choose?q=zzz").text


def test_a_platform_that_takes_one_item_is_offered_one(app: Flask, teacher: LaunchedClient) -> None:
    one = choosing(app, accept_multiple=False)
    assert 'type="radio"' in one.get().text
    assert 'type="checkbox"' in teacher.get().text
    assert one.get("choose/settings?choice=tiny&choice=tiny/one").status_code == 400
    assert one.get("choose/settings?choice=tiny&choice=tiny").status_code == 200


def test_what_was_chosen_comes_back_signed_with_line_items_and_settings(teacher: LaunchedClient) -> None:
    reply = teacher.post("choose/send", data=FORM)
    claims = sent(reply)
    assert claims["iss"] == "client-1"
    assert claims["aud"] == "https://lms.example.org"
    assert claims[DL + "data"] == "ticket 7 <&>"
    assert claims["https://purl.imsglobal.org/spec/lti/claim/message_type"] == "LtiDeepLinkingResponse"
    quiz, deck = claims[DL + "content_items"]
    assert quiz == {
        "type": "ltiResourceLink",
        "title": "Check: Motion",
        "text": "Quiz, 4 questions",
        "url": "https://tool.example.org/lti/launch",
        "icon": {"url": "https://tool.example.org/lti/static/icon.svg", "width": 48, "height": 48},
        "lineItem": {
            "label": "Check: Motion",
            "scoreMaximum": 12.5,
            "resourceId": "tiny/one/check",
            "tag": "grade",
            "submissionReview": {"reviewableStatus": ["InProgress", "Completed"]},
        },
        "submission": {"endDateTime": "2027-03-01T11:00:00Z"},
        "custom": {
            "hornbook_course": "tiny",
            "hornbook_lesson": "one",
            "hornbook_block": "check",
            "hornbook_points": "12.5",
            "hornbook_attempts": "2",
            "hornbook_counts": "last",
            "hornbook_due": "2027-03-01T11:00:00Z",
            "hornbook_lms_due": "$ResourceLink.submission.endDateTime",
        },
    }
    assert "lineItem" not in deck
    assert deck["custom"]["hornbook_points"] == "0"
    assert all(isinstance(value, str) and value for value in quiz["custom"].values())
    assert f'action="{RETURN}"' in reply.text
    assert "form-action 'self' https://lms.example.org" in reply.headers["Content-Security-Policy"]


def test_activities_without_a_title_of_their_own_are_told_apart_in_the_lms(
    app: Flask, teacher: LaunchedClient, tmp_path: Path
) -> None:
    deck = "::: cards {{#{0}}}\nQ: A? {{#{0}-a}}\nA: 1\n:::\n"
    titled = '::: cards "Words" {#words}\nQ: A? {#w-a}\nA: 1\n:::\n'
    asking = '::: cards "Where?" {{#{0}}}\nQ: A? {{#{0}-a}}\nA: 1\n:::\n'
    folder = tmp_path / "content" / "tiny"
    decks = f"{deck.format('first')}\n{deck.format('second')}\n{asking.format('here')}"
    (folder / "one.md").write_text(f"---\ntitle: One\n---\n\n{decks}")
    (folder / "two.md").write_text(
        f"---\ntitle: Two\n---\n\n{deck.format('third')}\n{asking.format('there')}\n{titled}"
    )
    app.extensions["hornbook.library"] = Library(tmp_path / "content")
    here = ("tiny/one/first", "tiny/one/second", "tiny/one/here")
    keys = (*here, "tiny/two/third", "tiny/two/there", "tiny/two/words")
    page = choosing(app).get("choose/settings", query_string={"choice": keys}).text
    names = re.findall(r'name="title-\d" value="([^"]+)"', page)
    assert names == [
        *("Flash cards: One", "Flash cards: One (2)", "Where? – One"),
        *("Flash cards: Two", "Where? – Two", "Words"),
    ]


def test_what_a_gate_holds_in_its_lesson_is_open_by_itself_and_the_list_says_so(
    app: Flask, teacher: LaunchedClient, tmp_path: Path
) -> None:
    folder = tmp_path / "content" / "tiny"
    quiz = "::: quiz {#late}\n1. Is it? {#q-late}\n   - [x] yes\n   - [ ] no\n:::"
    (folder / "two.md").write_text(f"---\ntitle: Two\n---\n\n:::: gate {{#gate rule=date:2030-01-01}}\n{quiz}\n::::\n")
    app.extensions["hornbook.library"] = Library(tmp_path / "content")
    note = "In its lesson something opens it first. Added by itself it is open at once."
    assert choosing(app).get().text.count(note) == 1
    in_lesson = open_test_launch(app, course="tiny", lesson="two", link="lesson")
    alone = open_test_launch(app, course="tiny", lesson="two", block="late", link="alone")
    assert "Is it?" not in in_lesson.get("lesson-two.html").text
    assert alone.post(f"api/quizzes/{slot_of(alone)}/attempts", json={}).status_code == 200


def test_the_cards_of_the_day_can_be_chosen_and_have_no_column(teacher: LaunchedClient) -> None:
    page = teacher.get("choose/settings?choice=.due&choice=tiny/one/check").text
    assert 'name="title-0" value="Cards due today"' in page
    assert 'name="points-1"' in page
    assert not re.search(r'name="(points|due|attempts)-0', page)
    form = {**FORM, "choice": [".due", "tiny/one/check"], "title-0": "Every day", "points-1": "10"}
    daily, quiz = sent(teacher.post("choose/send", data=form))[DL + "content_items"]
    assert (daily["title"], daily["custom"]) == ("Every day", {"hornbook_show": "due"})
    assert "lineItem" not in daily
    assert "submission" not in daily
    assert quiz["lineItem"]["scoreMaximum"] == 10


def test_the_answer_bears_the_signature_of_a_published_key(app: Flask, teacher: LaunchedClient) -> None:
    token = re.search(r'name="JWT" value="([^"]+)"', teacher.post("choose/send", data=FORM).text)
    assert token is not None
    keys = jwt.PyJWKSet.from_dict(teacher.client.get("/lti/jwks", base_url=teacher.origin).get_json())
    key = next(one for one in keys.keys if one.key_id == jwt.get_unverified_header(token.group(1))["kid"])
    clock = app.extensions["hornbook.clock"]()
    claims = jwt.decode(
        token.group(1), key, algorithms=["RS256"], audience="https://lms.example.org", options={"verify_exp": False}
    )
    assert claims["iat"] == int(clock.timestamp())
    assert claims["exp"] > claims["iat"]


def test_the_link_that_was_made_opens_what_was_chosen(app: Flask, teacher: LaunchedClient) -> None:
    quiz, _ = sent(teacher.post("choose/send", data=FORM))[DL + "content_items"]
    student = open_test_launch(app, link="made", custom=quiz["custom"])
    page = student.get("lesson-one.html").text
    assert page.count("<section") == 1
    assert "You have 2 attempts." in page
    assert "The last attempt counts." in page


def test_the_date_of_the_lms_goes_before_the_one_that_was_chosen_and_the_page_says_whose_it_is(
    app: Flask, teacher: LaunchedClient
) -> None:
    quiz, _ = sent(teacher.post("choose/send", data=FORM))[DL + "content_items"]
    moved = {**quiz["custom"], "hornbook_lms_due": "2027-04-01T10:00:00+02:00"}
    for link, custom, due, source in (
        ("own", quiz["custom"], "2027-03-01T11:00:00Z", "own"),
        ("moved", moved, "2027-04-01T08:00:00Z", "lms"),
    ):
        student = open_test_launch(app, link=link, custom=custom)
        overview = student.get(f"api/quizzes/{slot_of(student)}").get_json()
        assert (overview["due"], overview["dueSource"]) == (due, source)


def test_a_copied_course_shows_the_same_and_has_attempts_of_its_own(app: Flask, teacher: LaunchedClient) -> None:
    """An LMS copies links with their custom parameters, under new ids and with a new course around them."""
    quiz, _ = sent(teacher.post("choose/send", data=FORM))[DL + "content_items"]

    def open_in(year: str) -> LaunchedClient:
        return open_test_launch(app, custom=quiz["custom"], context=f"course of {year}", link=f"link of {year}")

    before = open_in("2026")
    attempt = before.post(f"api/quizzes/{slot_of(before)}/attempts", json={}).get_json()["attempt"]["id"]
    before.post(f"api/attempts/{attempt}/hand-in", json={})
    after = open_in("2027")
    pages = [client.get("lesson-one.html").text for client in (before, after)]
    assert pages[0].replace(before.handle, "H") == pages[1].replace(after.handle, "H")
    overview = after.get(f"api/quizzes/{slot_of(after)}").get_json()
    assert (overview["attempts"], overview["left"], overview["counts"]) == ([], 2, "last")
    assert len(before.get(f"api/quizzes/{slot_of(before)}").get_json()["attempts"]) == 1
    assert after.get(f"api/quizzes/{slot_of(after)}?attempt={attempt}").status_code == 404


def test_more_time_for_one_is_more_time_for_nobody_else(app: Flask, teacher: LaunchedClient) -> None:
    """What the LMS says of a date may be of one person (Canvas: "assign to")."""
    quiz, _ = sent(teacher.post("choose/send", data=FORM))[DL + "content_items"]
    dates = {"ada": "2027-03-05T10:00:00Z", "ben": "2027-03-02T10:00:00Z"}
    students = {
        name: open_test_launch(app, link="made", sub=name, custom={**quiz["custom"], "hornbook_lms_due": date})
        for name, date in dates.items()
    }
    for name, student in students.items():
        assert student.get(f"api/quizzes/{slot_of(student)}").get_json()["due"] == dates[name]


def test_the_date_of_the_column_goes_before_the_one_that_was_chosen(app: Flask, teacher: LaunchedClient) -> None:
    quiz, _ = sent(teacher.post("choose/send", data=FORM))[DL + "content_items"]
    student = open_test_launch(app, link="made", custom=quiz["custom"])
    with app.extensions["hornbook.database"].writing() as session:
        session.scalars(select(ResourceLink)).one().line_item_due_at = datetime(2027, 3, 9, 8, tzinfo=UTC)
    overview = student.get(f"api/quizzes/{slot_of(student)}").get_json()
    assert (overview["due"], overview["dueSource"]) == ("2027-03-09T08:00:00Z", "lms")


def test_a_platform_without_line_items_gets_none(app: Flask, teacher: LaunchedClient) -> None:
    plain = choosing(app, accept_lineitem=False)
    assert "keeps no grades" in plain.get("choose/settings?choice=tiny").text
    items = sent(plain.post("choose/send", data=FORM))[DL + "content_items"]
    assert all("lineItem" not in item and "submission" not in item for item in items)


def test_without_data_none_comes_back(app: Flask, teacher: LaunchedClient) -> None:
    assert DL + "data" not in sent(choosing(app, data=None).post("choose/send", data=FORM))


@pytest.mark.parametrize(
    "key",
    [
        "nothing",
        "tiny/nothing",
        "tiny/one/nothing",
        "tiny/one/intro",
        "tiny/one/check/more",
        "",
        "/",
        "../tiny",
        "tiny/../tiny",
        "https://evil.example",
        "tiny/two/check",
        "tiny//check",
        "x" * 500,
        "<script>",
    ],
)
def test_only_what_there_is_can_be_chosen(teacher: LaunchedClient, key: str) -> None:
    for reply in (
        teacher.get("choose/settings", query_string={"choice": key}),
        teacher.post("choose/send", data={**FORM, "choice": ["tiny/one/check", key]}),
    ):
        assert reply.status_code in (400, 404)
        assert "JWT" not in reply.text


@pytest.mark.parametrize("path", ["choose/settings", "choose/settings?choice=tiny/gone", "lesson-gone.html"])
def test_each_page_of_a_failure_has_the_way_back_to_the_lms(app: Flask, path: str) -> None:
    claims: dict[str, Any] = {
        SETTINGS: settings(),
        CLAIM + "launch_presentation": {"return_url": "https://lms.example.org/course/7"},
    }
    teacher = open_test_launch(app, role="instructor", message="deep-linking", **claims)
    assert '<a class="button" href="https://lms.example.org/course/7"' in teacher.get(path).text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title-0", ""),
        ("title-0", "x" * 256),
        ("points-0", "-1"),
        ("points-0", "10001"),
        ("points-0", "1e3"),
        ("points-0", "1.234"),
        ("points-0", "nan"),
        ("points-0", "\u0663"),
        ("attempts-0", "0"),
        ("attempts-0", "101"),
        ("attempts-0", "2.5"),
        ("counts-0", "worst"),
        ("due-0-utc", "soon"),
        ("due-0-utc", "1999-01-01T00:00:00Z"),
    ],
)
def test_a_setting_that_cannot_be_used_is_shown_again_with_a_reason(
    teacher: LaunchedClient, field: str, value: str
) -> None:
    reply = teacher.post("choose/send", data={**FORM, field: value})
    assert reply.status_code == 400
    assert 'role="alert"' in reply.text
    assert "JWT" not in reply.text
    assert 'value="Check: Motion"' in reply.text or field == "title-0"


def test_hostile_titles_are_texts_everywhere(teacher: LaunchedClient) -> None:
    title = '"><script>alert(1)</script>'
    page = teacher.post("choose/send", data={**FORM, "title-0": title}).text
    assert "<script>alert" not in page
    again = teacher.post("choose/send", data={**FORM, "title-0": title, "points-0": "x"}).text
    assert "<script>alert" not in again
    assert html.escape(title) in again.replace("&#34;", "&quot;")


def test_learners_and_others_choose_nothing(app: Flask, teacher: LaunchedClient) -> None:
    other = open_test_launch(app, role="instructor", course="tiny", link="other")
    for client, statuses in ((other, (404,)), (open_test_launch(app, course="tiny", link="other"), (403,))):
        for reply in (
            client.get("choose"),
            client.get("choose/settings?choice=tiny"),
            client.post("choose/send", data=FORM),
        ):
            assert reply.status_code in statuses
    learner = open_test_launch(app, course="tiny", link="other")
    assert learner.get("look/tiny/one/check/").status_code == 403
    assert learner.get("files/tiny/media/dot.svg").status_code == 404


def test_a_platform_that_wants_something_else_is_told_so(app: Flask, teacher: LaunchedClient) -> None:
    assert "takes nothing from here" in choosing(app, accept_types=["file"]).get().text


def test_an_activity_can_be_looked_at_before_it_is_chosen(teacher: LaunchedClient) -> None:
    shell = teacher.get("look/tiny/one/check/").text
    assert "Back to choosing" in shell
    assert '"preview": true' in shell.replace('"preview":true', '"preview": true')
    page = teacher.get("look/tiny/one/check/lesson-one.html").text
    assert "Which is first?" in page
    assert page.count("<section") == 1
    whole = teacher.get("look/tiny/lesson-one.html").text
    picture = re.search(r'src="(/l/[^"]+/files/tiny/media/[^"]+)"', whole)
    assert picture is not None
    address = html.unescape(picture.group(1)).split(teacher.path())[1]
    assert teacher.get(address).status_code == 200
    assert teacher.get("look/tiny/nothing/").status_code == 404
    assert teacher.get("look/tiny/one/check/lesson-two.html").status_code == 404


def test_courses_with_errors_are_named(app: Flask, teacher: LaunchedClient, tmp_path: Path) -> None:
    broken = tmp_path / "content" / "broken"
    broken.mkdir()
    (broken / "course.yaml").write_text("title: Broken\nchapters: []\n")
    app.extensions["hornbook.library"] = Library(tmp_path / "content")
    assert "<code>broken</code>" in teacher.get().text


def test_the_words_of_every_kind_and_mode_are_there() -> None:
    from hornbook import resources

    words = json.loads((resources.templates() / "interface/lti-en.json").read_text())["choose"]
    assert set(words["kind"]) >= {"course", "lesson", "quiz", "cards"}
    assert set(words["mode"]) == {"exam", "practice", "interactive", "adaptive"}

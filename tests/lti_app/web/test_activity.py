"""The pages of an activity and what their script asks: for whom they belong to, and never an answer too early."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from lti_app.services.library import Library
from lti_app.storage.database import Database
from lti_app.storage.models import Attempt, CardState, Progress, Response
from tests.lti_app.conftest import MovableClock
from tests.lti_app.launching import LaunchedClient, open_test_launch
from tests.lti_app.services.world import QUESTIONS, SECRETS

PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>dot</title></svg>'

Opener = Callable[..., LaunchedClient]


def write_content(root: Path, options: str) -> Path:
    """A course with a text, a quiz with these options, a deck and a second lesson."""
    folder = root / "content" / "tiny"
    (folder / "media").mkdir(parents=True)
    (folder / "course.yaml").write_text("id: tiny\ntitle: Tiny\nchapters:\n  - lessons: [one.md, two.md]\n")
    (folder / "media" / "dot.svg").write_text(PICTURE)
    (folder / "one.md").write_text(
        f"---\ntitle: One\n---\n\n::: text {{#intro}}\nRead ![a dot](media/dot.svg).\n:::\n\n"
        f"::: quiz {{#check {options}}}\n{QUESTIONS}\n:::\n\n"
        "::: cards {#deck}\nQ: One? {#k-one}\nA: 1\n\nQ: Two? {#k-two}\nA: 2\n:::\n"
    )
    (folder / "two.md").write_text(
        "---\ntitle: Two\n---\n\n::: quiz {#other}\n1. Is it? {#q-other}\n   - [x] yes\n   - [ ] no\n:::\n"
    )
    return root / "content"


@pytest.fixture
def opened(app: Flask, tmp_path: Path) -> Opener:
    """Opens launches of a course whose quiz has the options of the first call."""

    def open_(options: str = "mode=exam shuffle", **more: Any) -> LaunchedClient:
        if not (tmp_path / "content").exists():
            app.extensions["hornbook.library"] = Library(write_content(tmp_path, options))
        return open_test_launch(app, **{"course": "tiny", "lesson": "one", "block": "check", **more})

    return open_


def test_the_search_knows_the_words_of_the_activity_and_no_question(opened: Opener) -> None:
    client = opened(block="", lesson="", link="whole")
    answer = client.get("search.js")
    assert answer.status_code == 200
    assert answer.content_type == "text/javascript; charset=utf-8"
    lessons = json.loads(answer.text.removeprefix("hornbookSearch="))
    assert [(name, address) for name, address, *_ in lessons] == [
        ("one", "lesson-one.html"),
        ("two", "lesson-two.html"),
    ]
    assert ["intro", "", "Read ."] in lessons[0][3]
    assert all(secret not in answer.text for secret in SECRETS)


def slot_of(client: LaunchedClient, kind: str = "quiz") -> int:
    """The slot of the first block of a kind in the activity's first lesson."""
    page = client.get("?preview=1").text
    found = re.search(r'id="hornbook-course">(.*?)</script>', page, re.S)
    assert found is not None
    data = json.loads(found[1])
    return int(next(block["slot"] for block in data["lessons"][0]["blocks"] if block["kind"] == kind))


def opening_of(client: LaunchedClient) -> dict[str, Any]:
    """What the shell knows of the learner."""
    found = re.search(r'id="hornbook-opening">(.*?)</script>', client.get("?preview=1").text, re.S)
    assert found is not None
    data: dict[str, Any] = json.loads(found.group(1))
    return data


def begin(client: LaunchedClient, slot: int | None = None) -> dict[str, Any]:
    """Begin an attempt; the overview."""
    answer = client.post(f"api/quizzes/{slot or slot_of(client)}/attempts", json={})
    assert answer.status_code == 200, answer.text
    data: dict[str, Any] = answer.get_json()
    return data


def send(client: LaunchedClient, attempt: int, *answers: dict[str, Any], page: str = "page0001") -> Any:
    """Send answers of an attempt."""
    return client.post(f"api/attempts/{attempt}/answers", json={"client": page, "answers": list(answers)})


def one(question: dict[str, Any], sequence: int, answer: Any) -> dict[str, Any]:
    """One answer as the page sends it."""
    return {"question": question["slot"], "sequence": sequence, "answer": answer}


def by_type(overview: dict[str, Any], kind: str) -> dict[str, Any]:
    """The question of a type."""
    found: dict[str, Any] = next(
        question for question in overview["attempt"]["questions"] if question["data"]["type"] == kind
    )
    return found


def test_the_page_of_an_activity_shows_just_that(opened: Opener) -> None:
    client = opened()
    shell, page = client.get(), client.get("lesson-one.html")
    assert (shell.status_code, page.status_code) == (200, 200)
    assert page.text.count("<section") == 1
    assert '"cover":false' in shell.text
    assert client.get("lesson-two.html").status_code == 404
    whole = opened(block="", lesson="", link="whole")
    assert whole.get("lesson-two.html").status_code == 200


def test_a_quiz_goes_from_begin_to_mark(opened: Opener) -> None:
    client = opened()
    overview = begin(client)
    attempt = overview["attempt"]["id"]
    answer = send(client, attempt, one(by_type(overview, "short"), 1, {"text": "qqacceptedqq"}))
    assert answer.get_json()["receipts"] == [
        {"question": by_type(overview, "short")["slot"], "sequence": 1, "late": False}
    ]
    done = client.post(f"api/attempts/{attempt}/hand-in", json={}).get_json()
    assert done["attempt"]["result"] == {"earned": "1/1", "total": 5, "waiting": 0, "share": "1/5"}
    assert done["score"] == "1/5"
    assert done["standing"]["quizzes"] == {str(slot_of(client)): {"handedIn": 1, "best": "1/5", "open": False}}


def test_no_answer_to_an_open_exam_leaves_the_server(opened: Opener) -> None:
    client = opened()
    overview = begin(client)
    attempt, slot = overview["attempt"]["id"], slot_of(client)
    short, choice = by_type(overview, "short"), by_type(overview, "choice")
    replies = [
        client.get(),
        client.get("index.html"),
        client.get("lesson-one.html"),
        client.get(f"api/quizzes/{slot}"),
        client.post(f"api/quizzes/{slot}/attempts", json={}),
        client.post(f"api/quizzes/{slot}/attempts", json={"anew": True}),
        send(client, attempt, one(short, 1, {"text": "nobody"}), one(choice, 2, {"keys": [3]})),
        send(client, attempt, one(short, 1, {"text": "nobody"})),
        client.post(f"api/attempts/{attempt}/reveal", json={"question": short["slot"]}),
        client.get("api/standing"),
        client.post("api/progress", json={"seen": [slot]}),
        opened(block="", lesson="", link="whole").get("lesson-one.html"),
        opened(block="", lesson="", link="whole").get("search.js"),
        opened(role="instructor").get("lesson-one.html"),
        client.get(f"api/quizzes/{slot}?attempt={attempt}"),
    ]
    for number, reply in enumerate(replies):
        for secret in (*SECRETS, '"right":', '"accept":', '"outcome":{', '"matched":'):
            assert secret not in reply.text.replace('": ', '":'), (number, secret)
    released = client.post(f"api/attempts/{attempt}/hand-in", json={}).text
    for secret in SECRETS[2:]:
        assert secret in released


def test_practice_reveals_an_answer_only_after_a_try(opened: Opener) -> None:
    client = opened("mode=practice")
    overview = begin(client)
    attempt, short = overview["attempt"]["id"], by_type(overview, "short")
    assert client.post(f"api/attempts/{attempt}/reveal", json={"question": short["slot"]}).status_code == 404
    reply = send(client, attempt, one(short, 1, {"text": "nobody"}))
    (checked,) = reply.get_json()["questions"]
    assert checked["outcome"]["matched"] == 0
    assert "qqfeedbackqq of nobody" in checked["html"]
    assert "qqacceptedqq" not in reply.text
    revealed = client.post(f"api/attempts/{attempt}/reveal", json={"question": short["slot"]})
    assert "qqacceptedqq" in revealed.text


def test_other_peoples_attempts_are_not_there(opened: Opener) -> None:
    ann = opened(sub="ann")
    overview = begin(ann)
    attempt, choice = overview["attempt"]["id"], by_type(overview, "choice")
    for other in (opened(sub="ben"), opened(sub="ann", link="another"), opened(role="instructor", sub="ann")):
        for reply in (
            send(other, attempt, one(choice, 1, {"keys": [1]})),
            other.post(f"api/attempts/{attempt}/hand-in", json={}),
            other.post(f"api/attempts/{attempt}/reveal", json={"question": choice["slot"]}),
            other.get(f"api/quizzes/{slot_of(other)}?attempt={attempt}"),
        ):
            assert reply.status_code == 404
            assert reply.get_json()["problem"] == "attempt-unknown"
    assert send(ann, attempt, one(choice, 1, {"keys": [1]})).status_code == 200


def test_a_quiz_outside_the_activity_is_not_there(opened: Opener) -> None:
    whole = opened(block="", lesson="", link="whole")
    inside = {slot_of(whole)}
    page = whole.get().text
    slots = {int(slot) for slot in re.findall(r'"slot":(\d+),"kind":"quiz"', page)}
    (outside,) = slots - inside
    client = opened()
    assert client.get(f"api/quizzes/{outside}").status_code == 404
    assert client.post(f"api/quizzes/{outside}/attempts", json={}).status_code == 404
    attempt = begin(whole, outside)["attempt"]["id"]
    assert send(client, attempt, {"question": 1, "sequence": 1, "answer": None}).status_code == 404


NUMBER = 10**30
HOSTILE: list[Any] = [
    None,
    [],
    "text",
    7,
    {},
    {"client": "page0001"},
    {"client": "page0001", "answers": []},
    {"client": "page0001", "answers": {}},
    {"client": "page0001", "answers": ["x"]},
    {"client": "page0001", "answers": [{}]},
    {"client": "page0001", "answers": [{"question": "1", "sequence": 1}]},
    {"client": "page0001", "answers": [{"question": True, "sequence": 1}]},
    {"client": "page0001", "answers": [{"question": -1, "sequence": 1}]},
    {"client": "page0001", "answers": [{"question": NUMBER, "sequence": 1}]},
    {"client": "page0001", "answers": [{"question": 1.5, "sequence": 1}]},
    {"client": "page0001", "answers": [{"question": "Q", "sequence": 0, "answer": None}]},
    {"client": "page0001", "answers": [{"question": "Q", "sequence": NUMBER, "answer": None}]},
    {"client": "page0001", "answers": [{"question": "Q", "sequence": None, "answer": None}]},
    {"client": "page0001", "answers": [{"question": "Q", "sequence": 1, "answer": {}}]},
    {"client": "page0001", "answers": [{"question": "Q", "sequence": 1, "answer": {"keys": [36]}}]},
    {"client": "page0001", "answers": [{"question": "Q", "sequence": 1, "answer": {"keys": [[]]}}]},
    {"client": "page0001", "answers": [{"question": "Q", "sequence": 1, "answer": {"keys": list(range(36)) * 2}}]},
    {"client": "page0001", "answers": [{"question": "Q", "sequence": 1, "answer": {"text": "x" * 100_001}}]},
    {"client": "page0001", "answers": [{"question": "Q", "sequence": 1, "answer": {"text": 7}}]},
    {"client": "page0001", "answers": [{"question": "Q", "sequence": 1, "answer": {"text": "", "keys": []}}]},
    {"client": "page0001", "answers": [{"question": "Q", "sequence": 1, "answer": {"list": [NUMBER]}}]},
    {"client": "page0001", "answers": [{"question": "Q", "sequence": 1, "answer": {"gaps": [1]}}]},
    {"client": "page0001", "answers": [{"question": "Q", "sequence": 1, "answer": None, "certainty": 4}]},
    {"client": "page0001", "answers": [{"question": "Q", "sequence": 1, "answer": None, "certainty": True}]},
    {"client": "page0001", "answers": [{"question": "Q", "sequence": 1, "answer": None, "flagged": 1}]},
    {"client": "page0001", "answers": [{"question": "Q", "sequence": 1, "answer": None, "late": False}]},
    {"client": "page0001", "answers": [{"question": "Q", "sequence": 1, "answer": None}] * 101},
    {"client": "", "answers": [{"question": "Q", "sequence": 1, "answer": None}]},
    {"client": "x" * 33, "answers": [{"question": "Q", "sequence": 1, "answer": None}]},
    {"client": "pa ge001", "answers": [{"question": "Q", "sequence": 1, "answer": None}]},
    {"client": ["page0001"], "answers": [{"question": "Q", "sequence": 1, "answer": None}]},
]


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_hostile_json_is_refused_in_words_and_nothing_is_kept(opened: Opener, database: Database, number: int) -> None:
    client = opened()
    overview = begin(client)
    slot = by_type(overview, "choice")["slot"]
    body = json.dumps(HOSTILE[number]).replace('"Q"', str(slot))
    reply = client.post(f"api/attempts/{overview['attempt']['id']}/answers", data=body, content_type="application/json")
    assert 400 <= reply.status_code < 500
    assert reply.get_json()["message"]
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Response)) == 0


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{" * 100_000, "application/json", 400),
        (b'{"client": "page0001", "client": "page0001", "answers": []}', "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b'{"client": NaN}', "application/json", 400),
        (b"{}", "text/plain", 415),
        (b"client=page0001", "application/x-www-form-urlencoded", 415),
        (b'{"client": "' + b"x" * 1_000_001 + b'"}', "application/json", 413),
    ],
)
@pytest.mark.parametrize("path", ["api/attempts/1/answers", "api/attempts/1/hand-in", "api/progress"])
def test_bodies_that_are_no_json_or_too_large_are_refused(
    opened: Opener, path: str, body: bytes, kind: str, status: int
) -> None:
    client = opened()
    begin(client)
    assert client.post(path, data=body, content_type=kind).status_code == status


def test_another_site_cannot_answer_for_a_learner(opened: Opener) -> None:
    client = opened()
    overview = begin(client)
    path = f"api/attempts/{overview['attempt']['id']}/hand-in"
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Sec-Fetch-Site": ""}):
        assert client.post(path, json={}, headers=headers).status_code == 403


def test_without_rights_nothing_is_served(opened: Opener, app: Flask) -> None:
    client = opened()
    stranger = app.test_client()
    slot = slot_of(client)
    for rest in ("", "lesson-one.html", "search.js", f"api/quizzes/{slot}", "api/standing"):
        reply = stranger.get(client.path(rest), base_url=client.origin)
        assert reply.status_code == 401
        assert "Which is first?" not in reply.text
    with_token = stranger.get(
        client.path("lesson-one.html"), base_url=client.origin, headers={"Hornbook-Launch": client.opened.secret}
    )
    assert with_token.status_code == 200


def test_pictures_have_links_that_work_without_a_cookie(opened: Opener, app: Flask, clock: MovableClock) -> None:
    client = opened(block="")
    page = client.get("lesson-one.html").text
    found = re.search(r'src="(/l/[^"]+/files/media/[^"]+)"', page)
    assert found is not None
    link = found.group(1).replace("&amp;", "&")
    stranger = app.test_client()
    picture = stranger.get(link, base_url=client.origin)
    assert picture.status_code == 200
    assert PICTURE in picture.text
    assert picture.headers["Content-Type"].startswith("image/svg+xml")
    assert "sandbox" in picture.headers["Content-Security-Policy"]
    assert stranger.get(link.replace("proof=", "proof=A"), base_url=client.origin).status_code == 401
    clock.move(minutes=11)
    assert stranger.get(link, base_url=client.origin).status_code == 401
    assert client.get(link.split(client.path())[1].split("?")[0]).status_code == 200
    # Who has the rights of the launch gets a new link for an old one, and for nothing else.
    path, query = link.split("/files/")[1].split("?")
    renewed = client.get(f"api/file-link?path={path}&{query}").get_json()["link"]
    assert stranger.get(renewed, base_url=client.origin).status_code == 200
    for wrong in (f"path={path}", f"path=media/other.svg&{query}", f"path={path}&{query}A", f"path=..&{query}"):
        assert client.get(f"api/file-link?{wrong}").status_code == 404
    asked = f"{client.path()}api/file-link?path={path}&{query}"
    assert stranger.get(asked, base_url=client.origin).status_code == 401


def test_a_part_of_a_file_is_sent_also_where_the_folder_has_lost_it(opened: Opener, tmp_path: Path) -> None:
    client = opened("mode=exam", block="")
    name = re.findall(r"/files/(media/[^\"?]+)", client.get("lesson-one.html").text)[0]
    begin(client)
    whole = client.get(f"files/{name}").data
    for lost in (False, True):
        if lost:
            (tmp_path / "content" / "tiny" / "media" / "dot.svg").unlink()
        kept = client.get(f"files/{name}")
        assert (kept.status_code, kept.data, kept.headers["Accept-Ranges"]) == (200, whole, "bytes")
        part = client.get(f"files/{name}", headers={"Range": "bytes=5-9"})
        assert (part.status_code, part.data) == (206, whole[5:10])
        assert part.headers["Content-Range"] == f"bytes 5-9/{len(whole)}"
        assert client.get(f"files/{name}", headers={"Range": f"bytes={len(whole)}-"}).status_code == 416
        assert client.get(f"files/{name}", headers={"If-None-Match": kept.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize("path", ["media/../course.yaml", "course.yaml", "media/nothing.png", "media/..%2fone.md"])
def test_only_media_of_the_course_are_served(opened: Opener, path: str) -> None:
    assert opened(block="").get(f"files/{path}").status_code == 404


def test_progress_of_two_devices_is_merged(opened: Opener) -> None:
    phone, laptop = opened(block=""), opened(block="")
    slots = {kind: slot_of(phone, kind) for kind in ("text", "quiz", "cards")}
    phone.post("api/progress", json={"seen": [slots["text"]], "place": [1, slots["text"]], "level": 2})
    laptop.post("api/progress", json={"seen": [slots["cards"], 60_000], "level": 0})
    known = opening_of(opened(block=""))["progress"]
    assert known["seen"] == sorted([slots["text"], slots["cards"]])
    assert (known["place"], known["level"]) == ([1, slots["text"]], 0)


def test_of_a_card_the_later_day_stays_and_no_day_lies_ahead(opened: Opener, clock: MovableClock) -> None:
    client = opened(block="deck")
    slots = [int(slot) for slot in re.findall(r'"cards":\[(\d+),(\d+)\]', client.get().text)[0]]
    today = (clock().date().toordinal() - 737425) & 0x3FFF

    def word(day: int, phase: int) -> int:
        return 300 << 22 | 20 << 16 | day << 2 | phase

    client.post("api/progress", json={"cards": {str(slots[0]): word(today, 2), str(slots[1]): word(today + 500, 2)}})
    client.post("api/progress", json={"cards": {str(slots[0]): word(today - 3, 1), "999": word(today, 2)}})
    cards = opening_of(client)["progress"]["cards"]
    assert cards[str(slots[0])] == word(today, 2)
    assert cards[str(slots[1])] >> 2 & 0x3FFF == today + 1
    assert cards.keys() == {str(slot) for slot in slots}


@pytest.mark.parametrize(
    "body",
    [
        {"seen": "all"},
        {"seen": [-1]},
        {"seen": [True]},
        {"cards": {"x": 1}},
        {"cards": {"1": -1}},
        {"cards": {"1": 2**32}},
        {"place": [1]},
        {"place": [1, "2"]},
        {"level": 3},
        {"level": "2"},
        {"score": 100},
    ],
)
def test_progress_that_is_none_is_refused(opened: Opener, database: Database, body: dict[str, Any]) -> None:
    assert opened().post("api/progress", json=body).status_code == 400
    with database.reading() as session:
        assert session.scalars(select(Progress)).all() == []


def test_what_a_teacher_tries_out_leaves_no_trace(opened: Opener, database: Database) -> None:
    teacher = opened(role="instructor")
    overview = begin(teacher)
    attempt = overview["attempt"]["id"]
    send(teacher, attempt, one(by_type(overview, "short"), 1, {"text": "qqacceptedqq"}))
    assert teacher.post(f"api/attempts/{attempt}/hand-in", json={}).get_json()["score"] == "1/5"
    teacher.post("api/progress", json={"seen": [slot_of(teacher)]})
    assert opening_of(teacher)["preview"] is True
    with database.reading() as session:
        for table in (Attempt, Response, Progress, CardState):
            assert session.scalar(select(func.count()).select_from(table)) == 0, table


def test_a_link_that_leads_to_nothing_says_so(opened: Opener) -> None:
    unset = opened(course="", lesson="", block="", link="unset").get()
    gone = opened(block="never", link="gone").get()
    assert (unset.status_code, gone.status_code) == (404, 404)
    assert "Nothing was chosen" in unset.text
    assert "not there any more" in gone.text


def test_a_time_limit_is_kept_by_our_clock_alone(opened: Opener, clock: MovableClock) -> None:
    client = opened("mode=exam time=5")
    overview = begin(client)
    attempt, short = overview["attempt"], by_type(overview, "short")
    assert attempt["secondsLeft"] == 300
    send(client, attempt["id"], one(short, 1, {"text": "qqacceptedqq"}))
    clock.move(minutes=6)
    late = send(client, attempt["id"], one(short, 2, {"text": "nobody"}))
    assert late.get_json()["receipts"][0]["late"] is True
    after = client.get(f"api/quizzes/{slot_of(client)}").get_json()
    assert after["attempt"]["open"] is False
    assert after["score"] == "1/5"

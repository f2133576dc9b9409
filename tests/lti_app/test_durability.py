"""Acknowledged is durable: whatever the tool called saved is there after it was killed, and once however often it came.

The tool runs as administrators run it, in processes of its own (`hornbook-lti serve`).
"""

from __future__ import annotations

import contextlib
import json
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import requests
from sqlalchemy import select

from lti_app.demo.lms import StandInLms
from lti_app.storage.models import Response
from tests.lti_app.serving import ServedTool, served_tool
from tests.lti_app.visitor import Visitor
from tests.lti_app.web.test_activity import write_content

KILLS = 20
AT_ONCE = 50


class Page:
    """A page of a quiz that sends answers, and remembers which ones were acknowledged."""

    def __init__(self, lms: StandInLms, tool: ServedTool) -> None:
        custom = {"hornbook_course": "tiny", "hornbook_lesson": "one", "hornbook_block": "check"}
        link = lms.add_link("Quiz", client=tool.registration.client_id, points=10, custom=custom)
        visitor = Visitor(lms)
        opened = visitor.launch(lms.school.learners()[0].id, link)
        self.address = opened.url
        self.cookies = {str(cookie.name): str(cookie.value) for cookie in visitor.http.cookies}
        data = json.loads(opened.text.split('id="hornbook-course">')[1].split("</script>")[0])
        slot = data["lessons"][0]["blocks"][0]["slot"]
        overview = self.post(f"api/quizzes/{slot}/attempts", {}).json()
        self.attempt = overview["attempt"]["id"]
        self.questions = [question["slot"] for question in overview["attempt"]["questions"]]
        self.acknowledged: set[int] = set()

    def post(self, rest: str, body: Any) -> requests.Response:
        headers = {"Sec-Fetch-Site": "same-origin"}
        return requests.post(self.address + rest, json=body, headers=headers, cookies=self.cookies, timeout=60)

    def answer(self, sequence: int) -> None:
        """Send one answer; note it once the tool says that it is saved."""
        question = self.questions[sequence % len(self.questions)]
        one = {"question": question, "sequence": sequence, "answer": {"text": f"answer {sequence}"}}
        reply = self.post(f"api/attempts/{self.attempt}/answers", {"client": "page0001", "answers": [one]})
        if reply.status_code == 200 and reply.json()["receipts"][0]["sequence"] == sequence:
            self.acknowledged.add(sequence)

    def answer_until(self, dead: threading.Event, sequences: Iterator[int]) -> None:
        """One answer after another, until the tool is gone for good."""
        while not dead.is_set():
            with contextlib.suppress(requests.RequestException):
                self.answer(next(sequences))


def _kept(tool: ServedTool) -> Counter[int]:
    with tool.database.reading() as session:
        rows = list(session.scalars(select(Response)))
    assert all(row.answer == {"text": f"answer {row.sequence}"} for row in rows)
    return Counter(row.sequence for row in rows)


def test_every_acknowledged_answer_survives_twenty_kills(platform: StandInLms, tmp_path: Path) -> None:
    chance = random.Random(20)
    with served_tool(platform, tmp_path, content=write_content(tmp_path, "mode=exam"), workers=1) as tool:
        page = Page(platform, tool)
        sequences = iter(range(1, 1_000_000))
        for _ in range(KILLS):
            dead = threading.Event()
            sender = threading.Thread(target=page.answer_until, args=(dead, sequences))
            before = len(page.acknowledged)
            sender.start()
            while len(page.acknowledged) < before + 3:
                assert sender.is_alive()
                time.sleep(0.005)
            time.sleep(chance.uniform(0, 0.1))
            tool.kill()
            dead.set()
            sender.join()
            tool.start()
        kept = _kept(tool)
    assert len(page.acknowledged) >= 3 * KILLS
    assert page.acknowledged - kept.keys() == set()
    assert set(kept.values()) == {1}


def test_fifty_answers_at_once_and_each_of_them_twice_are_kept_once(platform: StandInLms, tmp_path: Path) -> None:
    with served_tool(platform, tmp_path, content=write_content(tmp_path, "mode=exam")) as tool:
        page = Page(platform, tool)
        sequences = [*range(1, AT_ONCE + 1)] * 2
        random.Random(50).shuffle(sequences)
        with ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(page.answer, sequences))
        kept = _kept(tool)
    assert page.acknowledged == set(range(1, AT_ONCE + 1))
    assert kept == Counter(range(1, AT_ONCE + 1))

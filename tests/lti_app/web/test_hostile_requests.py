"""Requests with nonsense in every place that takes something: each is answered in words, and none is a fault of ours.

The addresses come from the application itself, so that a new one cannot be forgotten.
"""

from __future__ import annotations

import copy
import json
import random
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from flask import Flask
from werkzeug.routing import Rule

from lti_app.services.library import Library
from tests.lti_app.launching import LaunchedClient, open_test_launch
from tests.lti_app.web.test_activity import begin, by_type, write_content

#: Requests of one run; each seed draws others.
REQUESTS = 500
WORDS = (
    *("", "0", "-1", "1.5", "NaN", "1e400", "٣", "on", "tiny", "one", "check", "deck", "tiny/one/check"),
    *(str(2**31), str(2**32), str(2**63), str(2**64), "9" * 300),
    *("\0", "a\0b", "a\r\nSet-Cookie: a=b", "\u202eabc", "\ufffe", "🂡" * 50, "x" * 3000),
    *("../../etc/passwd", "..%2f..%2fetc%2fpasswd", "C:\\x", "//evil.example.org", "https://evil.example.org/"),
    *("' OR 1=1 --", "<script>alert(1)</script>", "{{ 7 * 7 }}", "${7*7}", "%s%n%00"),
)
VALUES: tuple[Any, ...] = (
    *(None, True, 0, -1, 1.5, 2**31, 2**63, 2**64, 10**400, 1e300, [], {}, [[]], {"": {}}, [None] * 300),
    *({"keys": [0]}, {"keys": [99]}, {"text": "\0"}, {"list": [-1, 2**40]}, {"gaps": ["\ud800", None]}),
)
FORMS = (
    *("choice", "title-0", "points-0", "attempts-0", "counts-0", "due-0", "due-0-utc", "q", "person", "attempt"),
    *("question", "points", "comment", "state", "id_token", "iss", "login_hint", "target_link_uri", "client_id"),
    *("lti_message_hint", "lti_deployment_id", "lti_storage_target", "invitation", "openid_configuration", "preview"),
)
TYPES = (
    "application/json",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "text/xml",
    ";;;",
    "",
)


class Nonsense:
    """Draws requests from a seed."""

    def __init__(self, seed: int, bodies: list[dict[str, Any]]) -> None:
        self.lot = random.Random(seed)
        self.bodies = bodies

    def path(self, rule: Rule, handle: str) -> str:
        """An address of this rule; mostly of a launch that there is."""
        parts = []
        for is_dynamic, text in rule._trace:
            if not is_dynamic:
                parts.append(text.lstrip("|"))
            elif text == "handle" and self.lot.random() < 0.9:
                parts.append(handle)
            elif self.lot.random() < 0.4:
                parts.append(self.lot.choice(("tiny", "one", "check", "deck", "1", "2", "3")))
            else:
                parts.append(quote(self.lot.choice(WORDS)))
        return "".join(parts)

    def fields(self) -> dict[str, str]:
        """A form with some fields."""
        return {self.lot.choice(FORMS): self.lot.choice(WORDS) for _ in range(self.lot.randint(0, 5))}

    def document(self) -> Any:
        """A body that was right, with one or two places changed."""
        found: Any = copy.deepcopy(self.lot.choice(self.bodies))
        for _ in range(self.lot.randint(1, 2)):
            found = self._change(found)
        return found

    def _change(self, value: Any) -> Any:
        if not value or not isinstance(value, dict | list) or self.lot.random() < 0.2:
            return copy.deepcopy(self.lot.choice((*VALUES, *WORDS)))
        key = self.lot.choice(list(value)) if isinstance(value, dict) else self.lot.randrange(len(value))
        value[key] = self._change(value[key])
        return value

    def body(self) -> dict[str, Any]:
        """Options of a request: a form, JSON, or bytes that are neither."""
        match self.lot.randrange(4):
            case 0:
                return {"data": self.fields()}
            case 1:
                data: bytes = self.lot.choice((b"", b"\xff\xfe", b"{", b"[" * 5000, b"--x\r\n", b"<a/>"))
                return {"data": data, "content_type": self.lot.choice(TYPES)}
            case _:
                return {"data": json.dumps(self.document()), "content_type": "application/json"}


@pytest.fixture
def visitors(app: Flask, tmp_path: Path) -> list[LaunchedClient]:
    """A learner in the middle of a quiz, a teacher, and a teacher who chooses."""
    app.extensions["hornbook.library"] = Library(write_content(tmp_path, "mode=exam"))
    return [
        open_test_launch(app, sub="ada", course="tiny", link="work"),
        open_test_launch(app, sub="tess", role="instructor", course="tiny", link="work"),
        open_test_launch(app, sub="theo", role="instructor", message="deep-linking", course="tiny", link="work"),
    ]


@pytest.mark.parametrize("seed", [1, 2])
def test_nonsense_is_refused_in_words(app: Flask, visitors: list[LaunchedClient], seed: int) -> None:
    overview = begin(visitors[0])
    attempt, question = overview["attempt"]["id"], by_type(overview, "short")["slot"]
    answer = {
        "question": question,
        "sequence": 1,
        "answer": {"text": "x"},
        "certainty": 1,
        "flagged": True,
        "note": "x",
    }
    nonsense = Nonsense(
        seed,
        [
            {"client": "page0001", "answers": [answer]},
            {"cards": {"5": 1}, "seen": [1, 2], "place": [1, 2], "level": 1},
            {"question": question},
            {"anew": True},
        ],
    )
    rules = sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint))
    statuses = set()
    for _ in range(REQUESTS):
        visitor, rule = nonsense.lot.choice(visitors), nonsense.lot.choice(rules)
        path = nonsense.path(rule, visitor.handle).replace("/attempts/1/", f"/attempts/{attempt}/")
        method = nonsense.lot.choice(sorted(rule.methods or {"GET"}))
        query = urlencode(nonsense.fields(), errors="replace") if nonsense.lot.random() < 0.5 else ""
        options = nonsense.body() if method == "POST" else {}
        headers = {
            "Sec-Fetch-Site": "same-origin",
            "Accept": nonsense.lot.choice(("text/html", "application/json", "\x7f")),
        }
        reply = visitor.client.open(
            path, method=method, query_string=query, base_url=visitor.origin, headers=headers, **options
        )
        assert reply.status_code < 500, (method, path, query, options, reply.text[:500])
        statuses.add(reply.status_code)
    assert {200, 400, 404} <= statuses


@pytest.mark.parametrize("number", [str(2**31), str(2**63), "9" * 300, "-1", "٣", " 1"])
def test_a_number_that_no_row_has_is_refused(visitors: list[LaunchedClient], number: str) -> None:
    teacher = visitors[1]
    assert teacher.post("class/send", data={"person": number}).status_code == 400
    mark = {"attempt": number, "question": "1", "points": "1", "comment": ""}
    assert teacher.post("class/learner/1/mark", data=mark).status_code == 404
    assert teacher.post(f"class/learner/{'9' * 300}/mark", data={**mark, "attempt": "1"}).status_code == 404

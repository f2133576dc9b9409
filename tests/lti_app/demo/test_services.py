"""What a tool asks the stand-in LMS for: as strict as Moodle and Canvas, and as odd."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from typing import Any

import jwt
import pytest
import requests

from lti_app.demo.faults import LOGIN_PAGE, answers
from lti_app.demo.keys import Keys
from lti_app.demo.lms import AGS, NRPS, StandInLms, Tool
from lti_app.demo.manners import CANVAS_SUBMISSION, LINE_ITEM, LINE_ITEMS, MEMBERSHIPS, RESULTS, SCORE
from lti_app.demo.school import Entry, Link
from tests.lti_app.grading import TOOL_KEY, publish_key


class ToolAtWork:
    """A tool that speaks to the services by hand."""

    def __init__(self, lms: StandInLms) -> None:
        self.lms = lms
        self.registration: Tool = lms.connect("http://tool.example", client_id="abc")
        self.keys = Keys(TOOL_KEY)
        self.link: Link = lms.add_link("A quiz")

    @property
    def item(self) -> str:
        """The address of the column of the link."""
        return self.lms.url + self.lms.manners.lineitem_path("7", self.link.line_item)

    def assertion(self, **changes: Any) -> str:
        """A signed assertion for the token endpoint."""
        now = int(time.time())
        claims = {
            "iss": "abc",
            "sub": "abc",
            "aud": self.lms.url + "/mod/lti/token.php",
            "iat": now,
            "exp": now + 60,
            "jti": uuid.uuid4().hex,
        }
        return self.keys.sign({**claims, **changes})

    def ask(self, scope: str, **changes: Any) -> requests.Response:
        """Ask for a token."""
        form = {
            "grant_type": "client_credentials",
            "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion": self.assertion(),
            "scope": scope,
        }
        return requests.post(self.lms.url + "/mod/lti/token.php", data={**form, **changes}, timeout=10)

    def token(self, scope: str) -> str:
        """A token."""
        answer: dict[str, str] = self.ask(scope).json()
        return answer["access_token"]

    def request(self, method: str, url: str, scope: str, **headers: str) -> requests.Response:
        """Ask a service; without an Accept header unless one is given."""
        all_headers: dict[str, Any] = {"Authorization": f"Bearer {self.token(scope)}", "Accept": None, **headers}
        return requests.request(method, url, headers=all_headers, timeout=10)

    def score(self, user: str = "11", kind: str = SCORE, url: str = "", **changes: Any) -> requests.Response:
        """Send a score."""
        body = {
            "userId": user,
            "scoreGiven": 8,
            "scoreMaximum": 10,
            "timestamp": "2026-11-25T10:00:00.000Z",
            "activityProgress": "Completed",
            "gradingProgress": "FullyGraded",
        }
        path, _, query = self.item.partition("?")
        return requests.post(
            url or f"{path}/scores" + (f"?{query}" if query else ""),
            json={**body, **changes},
            headers={"Authorization": f"Bearer {self.token(AGS + 'score')}", "Content-Type": kind},
            timeout=10,
        )

    def entry(self, user: str = "11") -> Entry | None:
        """What the gradebook holds."""
        return self.lms.entry(self.link, user)


@pytest.fixture
def tool(platform: StandInLms) -> Iterator[ToolAtWork]:
    at_work = ToolAtWork(platform)
    served = publish_key(at_work.keys, at_work.registration)
    next(served)
    yield at_work
    served.close()


@pytest.fixture
def canvas(platform: StandInLms, tool: ToolAtWork) -> ToolAtWork:
    platform.use("canvas")
    return tool


# --- tokens --------------------------------------------------------------------------------------------------------


def test_a_token_has_the_scopes_that_belong_to_the_tool(tool: ToolAtWork) -> None:
    answer = tool.ask(f"{AGS}score https://example.org/other").json()
    assert (answer["scope"], answer["expires_in"]) == (AGS + "score", 3600)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"aud": "https://elsewhere.example"}, "invalid_client"),
        ({"sub": "xyz"}, "invalid_client"),
        ({"exp": 1}, "invalid_client"),
        ({"iat": 4_000_000_000}, "invalid_client"),
        ({"iss": "nobody"}, "invalid_client"),
    ],
)
def test_a_wrong_assertion_gets_no_token(tool: ToolAtWork, changes: dict[str, Any], error: str) -> None:
    answer = tool.ask(AGS + "score", client_assertion=tool.assertion(**changes))
    assert (answer.status_code, answer.json()["error"]) == (401, error)


def test_an_assertion_is_good_once(tool: ToolAtWork) -> None:
    assertion = tool.assertion()
    statuses = [tool.ask(AGS + "score", client_assertion=assertion).status_code for _ in range(2)]
    assert statuses == [200, 401]


def test_a_key_that_the_tool_does_not_publish_is_not_believed(tool: ToolAtWork) -> None:
    tool.keys = Keys()
    assert tool.ask(AGS + "score").status_code == 401


def test_an_unsigned_assertion_is_not_believed(tool: ToolAtWork) -> None:
    forged = jwt.encode({"iss": "abc", "sub": "abc"}, "x" * 40, algorithm="HS256", headers={"kid": "tool-1"})
    assert tool.ask(AGS + "score", client_assertion=forged).status_code == 401


def test_a_token_opens_what_it_is_for_until_it_ends(tool: ToolAtWork) -> None:
    lms = tool.lms
    memberships = lms.url + lms.manners.memberships_path("7")
    assert tool.request("GET", memberships, AGS + "score").status_code == 403
    assert tool.request("GET", memberships, NRPS).status_code == 200
    lms.token_seconds = -1
    assert tool.request("GET", memberships, NRPS).status_code == 401


# --- scores --------------------------------------------------------------------------------------------------------


def test_moodle_scales_a_score_to_its_column_and_answers_nothing(tool: ToolAtWork) -> None:
    answer = tool.score()
    entry = tool.entry()
    assert (answer.status_code, answer.content) == (200, b"")
    assert entry is not None
    assert entry.score == 80


def test_moodle_refuses_a_score_of_the_same_second(tool: ToolAtWork) -> None:
    stamps = ("10:00:00.000Z", "10:00:00.900Z", "09:59:59Z", "10:00:01Z")
    assert [tool.score(timestamp=f"2026-11-25T{stamp}").status_code for stamp in stamps] == [200, 409, 409, 200]


def test_moodle_empties_a_grade_that_is_not_fully_graded(tool: ToolAtWork) -> None:
    tool.score()
    tool.score(timestamp="2026-11-25T10:00:05Z", gradingProgress="Pending")
    entry = tool.entry()
    assert entry is not None
    assert entry.score is None


@pytest.mark.parametrize("changes", [{"userId": "2"}, {"userId": "99"}, {"timestamp": "today"}, {"scoreGiven": "8"}])
def test_moodle_refuses_what_it_cannot_grade(tool: ToolAtWork, changes: dict[str, Any]) -> None:
    assert tool.score(**changes).status_code == 400


def test_moodle_wants_its_media_type_and_its_type_id(tool: ToolAtWork) -> None:
    path, _, query = tool.item.partition("?")
    assert tool.score(kind="application/json").status_code == 400
    assert tool.score(url=f"{path}?{query}/scores").status_code in (400, 403, 405)
    assert tool.score(url=path + "/scores").status_code == 403


def test_a_column_that_is_gone_or_of_another_tool_takes_no_score(tool: ToolAtWork) -> None:
    column = tool.lms.school.line_items[tool.link.line_item]
    column.client = "another"
    assert tool.score().status_code == 403
    column.gone = True
    assert tool.score().status_code == 404


def test_canvas_counts_submissions_and_stops_at_their_limit(canvas: ToolAtWork) -> None:
    canvas.lms.school.line_items[canvas.link.line_item].allowed_submissions = 2
    same: dict[str, Any] = {CANVAS_SUBMISSION: {"new_submission": False}}
    statuses = [
        canvas.score(timestamp="2026-11-25T10:00:00Z").status_code,
        canvas.score(timestamp="2026-11-25T10:00:00Z", **same).status_code,
        canvas.score(timestamp="2026-11-25T10:00:01Z").status_code,
        canvas.score(timestamp="2026-11-25T10:00:02Z").status_code,
        canvas.score(timestamp="2026-11-25T10:00:03Z", **same).status_code,
    ]
    entry = canvas.entry()
    assert statuses == [200, 200, 200, 422, 200]
    assert entry is not None
    assert entry.submissions == 2


def test_canvas_refuses_an_older_time_a_missing_maximum_and_who_is_no_student(canvas: ToolAtWork) -> None:
    canvas.score()
    older = canvas.score(timestamp="2026-11-25T09:00:00Z")
    assert (older.status_code, "before last updated timestamp" in older.text) == (400, True)
    assert canvas.score("12", scoreMaximum=None).status_code == 422
    assert canvas.score("2").status_code == 422
    future: dict[str, Any] = {CANVAS_SUBMISSION: {"submitted_at": "2126-01-01T00:00:00Z"}}
    assert canvas.score("12", **future).status_code == 400


def test_canvas_collects_comments(canvas: ToolAtWork) -> None:
    for second in (1, 2):
        canvas.score(timestamp=f"2026-11-25T10:00:0{second}Z", comment="Good")
    entry = canvas.entry()
    assert entry is not None
    assert entry.comments == ["Good", "Good"]


def test_results_tell_what_a_teacher_typed(tool: ToolAtWork) -> None:
    tool.score()
    entry = tool.entry()
    assert entry is not None
    entry.override = 12
    path, _, query = tool.item.partition("?")
    rows = tool.request("GET", f"{path}/results?{query}", AGS + "result.readonly", Accept=RESULTS).json()
    assert [(row["userId"], row["resultScore"], row["resultMaximum"]) for row in rows] == [("11", 12, 100)]


# --- columns and roster --------------------------------------------------------------------------------------------


def test_moodle_takes_no_media_type_but_the_exact_one_or_none(tool: ToolAtWork) -> None:
    url = tool.lms.url + tool.lms.manners.lineitems_path("7")
    accepted = [
        tool.request("GET", url, AGS + "lineitem", **headers).status_code
        for headers in ({}, {"Accept": LINE_ITEMS}, {"Accept": "*/*"}, {"Accept": "application/json"})
    ]
    assert accepted == [200, 200, 400, 400]


def test_columns_come_in_pages_and_by_what_they_belong_to(tool: ToolAtWork) -> None:
    for number in range(3):
        tool.lms.add_line_item("7", "abc", f"Column {number}", 10, tag="x" if number else "")
    tool.lms.add_line_item("7", "another", "Not ours", 10)
    tool.lms.page_size = 2
    url = tool.lms.url + tool.lms.manners.lineitems_path("7")
    labels = []
    while url:
        answer = tool.request("GET", url, AGS + "lineitem.readonly")
        labels.append([row["label"] for row in answer.json()])
        url = answer.links.get("next", {}).get("url", "")
    tagged = tool.request("GET", tool.lms.url + tool.lms.manners.lineitems_path("7") + "&tag=x", AGS + "lineitem")
    assert labels == [["A quiz", "Column 0"], ["Column 1", "Column 2"]]
    assert [row["label"] for row in tagged.json()] == ["Column 1", "Column 2"]


def test_a_tool_makes_changes_and_removes_its_column(tool: ToolAtWork) -> None:
    url = tool.lms.url + tool.lms.manners.lineitems_path("7")
    headers = {"Authorization": f"Bearer {tool.token(AGS + 'lineitem')}", "Content-Type": LINE_ITEM}
    made = requests.post(url, json={"label": "New", "scoreMaximum": 5}, headers=headers, timeout=10)
    address = made.json()["id"]
    changed = requests.put(
        address, json={"label": "Newer"}, headers={**headers, "Accept": LINE_ITEM}, timeout=10
    ).json()
    gone = requests.delete(address, headers=headers, timeout=10).status_code
    after = requests.get(address, headers={**headers, "Accept": LINE_ITEM}, timeout=10).status_code
    assert (made.status_code, changed["label"], gone, after) == (201, "Newer", 204, 404)


@pytest.mark.parametrize(("manners", "role"), [("moodle", "Learner"), ("canvas", "membership#Learner")])
def test_the_roster_comes_in_pages_with_the_roles_of_its_platform(tool: ToolAtWork, manners: str, role: str) -> None:
    tool.lms.use(manners)
    url = tool.lms.url + tool.lms.manners.memberships_path("7") + "?limit=3"
    found = []
    while url:
        answer = tool.request("GET", url, NRPS)
        assert answer.headers["Content-Type"] == MEMBERSHIPS
        found += answer.json()["members"]
        url = answer.links.get("next", {}).get("url", "")
    assert [member["user_id"] for member in found] == ["2", "11", "12", "13", "14", "15", "16"]
    assert found[1]["roles"][0].rpartition("/")[2] == role


def test_a_tool_that_did_not_ask_for_names_gets_none(tool: ToolAtWork) -> None:
    tool.registration.claims = ("sub",)
    members = tool.request("GET", tool.lms.url + tool.lms.manners.memberships_path("7"), NRPS).json()["members"]
    assert all(set(member) == {"status", "user_id", "roles"} for member in members)


# --- faults and switches -------------------------------------------------------------------------------------------


def test_scripted_faults_come_once_each_and_in_order(tool: ToolAtWork) -> None:
    tool.lms.faults.script("scores", answers(503), answers(429, retry_after="9"), LOGIN_PAGE)
    told = [tool.score() for _ in range(4)]
    assert [answer.status_code for answer in told] == [503, 429, 200, 200]
    assert told[1].headers["Retry-After"] == "9"
    assert "<form>" in told[2].text
    assert tool.lms.counts["scores"] == 4


def test_a_stopped_lms_ends_connections(tool: ToolAtWork) -> None:
    tool.lms.down = True
    with pytest.raises(requests.ConnectionError):
        tool.ask(AGS + "score")


def test_a_wrong_clock_shows_in_messages_and_answers(tool: ToolAtWork) -> None:
    tool.lms.clock_off = 3600
    answer = requests.get(tool.lms.url + "/mod/lti/certs.php", timeout=10)
    assert parsedate_to_datetime(answer.headers["Date"]).timestamp() - time.time() > 3500


def test_old_keys_go_on_being_published_or_not(platform: StandInLms) -> None:
    def kids() -> list[str]:
        keys = requests.get(platform.url + "/mod/lti/certs.php", timeout=10).json()["keys"]
        return [key["kid"] for key in keys]

    platform.keys.rotate()
    assert kids() == ["lms-1", "lms-2"]
    platform.keys.rotate(keep_old=False)
    assert kids() == ["lms-3"]


def test_the_switches_take_no_orders_from_other_sites(platform: StandInLms) -> None:
    switch = platform.url + "/switch"
    foreign = requests.post(switch, data={"down": "yes"}, headers={"Origin": "http://evil.example"}, timeout=10)
    assert (foreign.status_code, platform.down) == (403, False)
    own = requests.post(
        switch, data={"down": "yes", "back": "//evil.example"}, headers={"Origin": platform.url}, timeout=10
    )
    assert (own.status_code, platform.down, own.url.startswith(platform.url)) == (200, True, True)


# --- registration --------------------------------------------------------------------------------------------------

REGISTRATION = {
    "application_type": "web",
    "response_types": ["id_token"],
    "grant_types": ["implicit", "client_credentials"],
    "initiate_login_uri": "https://tool.example/lti/login",
    "redirect_uris": ["https://tool.example/lti/launch"],
    "client_name": "Tool",
    "jwks_uri": "https://tool.example/lti/jwks",
    "token_endpoint_auth_method": "private_key_jwt",
    "scope": AGS + "score",
    "https://purl.imsglobal.org/spec/lti-tool-configuration": {
        "domain": "tool.example",
        "target_link_uri": "https://tool.example/lti/launch",
        "claims": ["sub", "name"],
        "messages": [{"type": "LtiDeepLinkingRequest"}],
    },
}


def _register(lms: StandInLms, token: str = "once", **changes: Any) -> requests.Response:
    configuration = requests.get(lms.url + "/.well-known/openid-configuration", timeout=10).json()
    return requests.post(
        configuration["registration_endpoint"],
        json={**REGISTRATION, **changes},
        headers={"Authorization": f"Bearer {token}"},
        timeout=10,
    )


def test_a_tool_registers_once_with_a_token(platform: StandInLms) -> None:
    platform.registrations.add("once")
    first, second = _register(platform), _register(platform)
    made = platform.tools[first.json()["client_id"]]
    deployment = first.json()["https://purl.imsglobal.org/spec/lti-tool-configuration"]["deployment_id"]
    assert (made.deployment_id, made.scopes, made.claims) == (deployment, (AGS + "score",), ("sub", "name"))
    assert second.status_code == 401


@pytest.mark.parametrize(
    "changes",
    [
        {"response_types": ["code"]},
        {"redirect_uris": "https://tool.example/lti/launch"},
        {"token_endpoint_auth_method": "client_secret_post"},
        {"jwks_uri": ""},
        {"application_type": "native"},
        {
            "https://purl.imsglobal.org/spec/lti-tool-configuration": {
                "domain": "other.example",
                "target_link_uri": "https://tool.example/",
            }
        },
    ],
)
def test_what_moodle_refuses_is_refused_and_costs_no_token(platform: StandInLms, changes: dict[str, Any]) -> None:
    platform.registrations.add("once")
    assert _register(platform, **changes).status_code == 400
    assert _register(platform).status_code == 200

"""The stand-in LMS itself: its school, its keys, the tools that are connected, and what is wrong with it today."""

from __future__ import annotations

import secrets
import threading
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from lti_app.demo.faults import Faults
from lti_app.demo.keys import Key, Keys
from lti_app.demo.manners import MANNERS, Manners
from lti_app.demo.school import Entry, LineItem, Link, School, sample_school

RESOURCE_LINK = "LtiResourceLinkRequest"
DEEP_LINKING = "LtiDeepLinkingRequest"
SUBMISSION_REVIEW = "LtiSubmissionReviewRequest"
DATA_PRIVACY = "DataPrivacyLaunchRequest"

AGS = "https://purl.imsglobal.org/spec/lti-ags/scope/"
NRPS = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"
SCOPES = (AGS + "lineitem", AGS + "lineitem.readonly", AGS + "result.readonly", AGS + "score", NRPS)


@dataclass
class Tool:
    """A tool that is connected: what its registration said."""

    client_id: str
    deployment_id: str
    name: str
    login_url: str
    target_link_uri: str
    redirect_uris: tuple[str, ...]
    jwks_url: str
    deep_linking_uri: str = ""
    scopes: tuple[str, ...] = SCOPES
    #: `name`, `given_name`, `family_name`, `email`: what it asked for and so is told about people.
    claims: tuple[str, ...] = ("sub", "iss", "name", "given_name", "family_name", "email")
    custom: dict[str, str] = field(default_factory=dict)
    active: bool = True


@dataclass
class Ticket:
    """A launch that was begun: the message hint names it."""

    id: str
    message: str
    person: str
    course: str
    client: str
    target_link_uri: str
    link: str = ""
    #: In a cookie of the LMS: the browser that began the launch must be the one that is authorized.
    browser: str = ""
    #: Whose work is reviewed (submission review).
    for_person: str = ""
    used: bool = False
    framed: bool = True


@dataclass
class Token:
    """An access token that was handed out."""

    client: str
    scopes: frozenset[str]
    expires_at: datetime


class StandInLms:
    """State and switches; the views ask it, tests turn its knobs. `lock` guards every change."""

    def __init__(
        self, url: str, manners: str = "moodle", *, school: School | None = None, key: Key | None = None
    ) -> None:
        self.url = url
        #: The right time.
        self.time: Callable[[], datetime] = lambda: datetime.now(UTC)
        self.manners: Manners = MANNERS[manners]()
        self.school = school or sample_school()
        self.keys = Keys(key)
        self.faults = Faults()
        self.lock = threading.RLock()
        self.tools: dict[str, Tool] = {}
        self.tickets: dict[str, Ticket] = {}
        self.tokens: dict[str, Token] = {}
        #: One-time tokens for dynamic registration.
        self.registrations: set[str] = set()
        self.seen_jti: set[str] = set()
        #: Requests by operation, whatever became of them.
        self.counts: Counter[str] = Counter()
        #: Bodies of scores that were stored, oldest first.
        self.accepted: deque[dict[str, Any]] = deque(maxlen=10_000)
        #: Answers of services, for whoever watches: operation, status, reason.
        self.log: deque[tuple[datetime, str, int, str]] = deque(maxlen=200)
        #: The LMS is stopped: services end the connection, launches meet a page that says so.
        self.down = False
        #: Seconds by which its clock is wrong.
        self.clock_off = 0.0
        #: Seconds that access tokens are good for.
        self.token_seconds = 3600
        #: Members and line items on a page; None = as its kind of platform does.
        self.page_size: int | None = None
        #: Changes the claims of an id_token before it is signed.
        self.alter: Callable[[dict[str, Any]], None] = lambda claims: None
        #: Told when it takes on other manners: `moodle` or `canvas`.
        self.on_manners: Callable[[str], None] = lambda manners: None
        self._numbers = 100

    @property
    def issuer(self) -> str:
        """Its issuer: the address."""
        return self.url

    def now(self) -> datetime:
        """The present moment by its own clock."""
        return self.time() + timedelta(seconds=self.clock_off)

    def number(self) -> str:
        """A new id, small like those of Moodle."""
        with self.lock:
            self._numbers += 1
            return str(self._numbers)

    def use(self, manners: str) -> None:
        """Behave like another kind of platform from now on."""
        self.manners = MANNERS[manners]()
        self.on_manners(manners)

    # --- tools and activities --------------------------------------------------------------------------------------

    def connect(self, tool_url: str, *, client_id: str = "", deployment_id: str = "1", **changes: Any) -> Tool:
        """Register a tool at its fixed addresses, as an administrator would by hand."""
        tool = Tool(
            client_id=client_id or secrets.token_urlsafe(11),
            deployment_id=deployment_id,
            name="Hornbook",
            login_url=tool_url + "/lti/login",
            target_link_uri=tool_url + "/lti/launch",
            redirect_uris=(tool_url + "/lti/launch",),
            jwks_url=tool_url + "/lti/jwks",
            **changes,
        )
        self.tools[tool.client_id] = tool
        return tool

    def add_line_item(self, course: str, client: str, label: str, maximum: float, **more: Any) -> LineItem:
        """A new column."""
        item = LineItem(self.number(), course, label, maximum, client=client, **more)
        with self.lock:
            self.school.line_items[item.id] = item
        return item

    def add_link(
        self,
        title: str,
        *,
        client: str = "",
        course: str = "",
        points: float | None = 100,
        custom: dict[str, str] | None = None,
        **more: Any,
    ) -> Link:
        """A new activity, with a column where `points` says so."""
        client = client or next(iter(self.tools))
        course = course or next(iter(self.school.courses))
        resource_id, tag = more.pop("resource_id", ""), more.pop("tag", "")
        link = Link(self.number(), course, client, title, custom=custom or {}, **more)
        if points is not None:
            item = self.add_line_item(
                course, client, title, points, link=link.id, resource_id=resource_id, tag=tag, ends_at=link.due_at
            )
            link.line_item = item.id
        with self.lock:
            self.school.links[link.id] = link
        return link

    def entry(self, link: Link, person: str) -> Entry | None:
        """What the gradebook holds for a person in the column of an activity."""
        return self.school.line_items[link.line_item].entries.get(person)

    # --- launches --------------------------------------------------------------------------------------------------

    def begin(
        self,
        person: str,
        link: Link | None = None,
        *,
        message: str = "",
        course: str = "",
        client: str = "",
        for_person: str = "",
        framed: bool = True,
    ) -> Ticket:
        """Begin a launch: of an activity, or of deep linking where no link is given."""
        tool = self.tools[link.client if link else client or next(iter(self.tools))]
        message = message or (RESOURCE_LINK if link else DEEP_LINKING)
        target = link.url if link and link.url else tool.target_link_uri
        if message == DEEP_LINKING and tool.deep_linking_uri:
            target = tool.deep_linking_uri
        ticket = Ticket(
            id=secrets.token_urlsafe(12),
            message=message,
            person=person,
            course=link.course if link else course or next(iter(self.school.courses)),
            client=tool.client_id,
            target_link_uri=target,
            link=link.id if link else "",
            browser=secrets.token_urlsafe(12),
            for_person=for_person,
            framed=framed,
        )
        with self.lock:
            self.tickets[ticket.id] = ticket
            while len(self.tickets) > 10_000:
                del self.tickets[next(iter(self.tickets))]
        return ticket

    # --- tokens ----------------------------------------------------------------------------------------------------

    def grant(self, client: str, scopes: frozenset[str]) -> str:
        """A new access token."""
        token = secrets.token_urlsafe(24)
        with self.lock:
            self.tokens[token] = Token(client, scopes, self.time() + timedelta(seconds=self.token_seconds))
        return token

    def revoke_tokens(self) -> None:
        """No access token that was handed out is good any longer."""
        with self.lock:
            self.tokens.clear()

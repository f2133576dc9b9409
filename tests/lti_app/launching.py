"""A launch without a login: rights for tests that are about what comes after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from lti_app.lti.claims import MessageType, Role, read_message
from lti_app.lti.launch import CheckedLaunch
from lti_app.lti.platforms import PlatformFacts
from lti_app.lti.state import LoginState
from lti_app.services.launches import OpenedLaunch, open_launch
from lti_app.storage.database import Database
from lti_app.storage.models import Deployment, Platform
from lti_app.web.session import cookie_name
from tests.lti_app.platforms import MEMBERSHIP, StrictPlatform

ROLES = {
    "instructor": [MEMBERSHIP + "Instructor"],
    "assistant": ["http://purl.imsglobal.org/vocab/lis/v2/membership/Instructor#TeachingAssistant"],
    "learner": [MEMBERSHIP + "Learner"],
}


@dataclass(frozen=True)
class LaunchedClient:
    """A browser in which one launch was opened; requests go to `path` and below."""

    client: FlaskClient
    opened: OpenedLaunch
    origin: str

    @property
    def handle(self) -> str:
        """The handle of the launch."""
        return self.opened.handle

    def path(self, rest: str = "") -> str:
        """The address of a page of this launch, relative to our host."""
        return f"/l/{self.handle}/{rest}"

    def get(self, rest: str = "", **options: Any) -> Any:
        """Ask for a page of this launch."""
        return self.client.get(self.path(rest), base_url=self.origin, **options)

    def post(self, rest: str = "", **options: Any) -> Any:
        """Change something, as a page of ours does."""
        headers = {"Sec-Fetch-Site": "same-origin", **options.pop("headers", {})}
        return self.client.post(self.path(rest), base_url=self.origin, headers=headers, **options)


def _platform(session: Session, issuer: str, now: datetime) -> Platform:
    found = session.scalars(select(Platform).where(Platform.issuer == issuer)).first()
    if found is None:
        found = Platform(
            issuer=issuer,
            client_id="client-1",
            auth_url=f"{issuer}/auth",
            token_url=f"{issuer}/token",
            jwks_url=f"{issuer}/jwks",
            frame_origins=[],
            created_at=now,
        )
        session.add(found)
        session.flush()
        session.add(Deployment(platform_id=found.id, deployment_id="deployment-1"))
    return found


def open_test_launch(
    app: Flask,
    *,
    role: Literal["instructor", "assistant", "learner"] = "learner",
    course: str = "",
    lesson: str = "",
    block: str = "",
    sub: str = "",
    name: str = "",
    context: str = "course-1",
    link: str = "link-1",
    issuer: str = "https://lms.example.org",
    message: Literal["resource-link", "deep-linking", "submission-review"] = "resource-link",
    custom: dict[str, str] | None = None,
    **changes: Any,
) -> LaunchedClient:
    """Open a launch as a checked message would, and give a browser its cookie.

    `custom` are further custom parameters; `changes` are claims by their full names, None takes one out.
    """
    database: Database = app.extensions["hornbook.database"]
    now: datetime = app.extensions["hornbook.clock"]()
    config = app.extensions["hornbook.config"]
    parameters = {"hornbook_course": course, "hornbook_lesson": lesson, "hornbook_block": block, **(custom or {})}
    with database.writing() as session:
        facts = PlatformFacts.of(_platform(session, issuer, now))
        state = LoginState.begin(facts.id, "browser", config.url("/lti/launch"), now)
        sender = StrictPlatform(issuer, facts.client_id, "deployment-1", facts.jwks_url, issuer)
        make = sender.deep_linking_claims if message == "deep-linking" else sender.claims
        claims = make(state.nonce_text, now)
        prefix = "https://purl.imsglobal.org/spec/lti/claim/"
        claims["sub"] = sub or f"{role}-1"
        claims["name"] = name or role.capitalize()
        claims[prefix + "roles"] = ROLES[role]
        claims[prefix + "context"] = {"id": context, "title": "Physics"}
        claims[prefix + "custom"] = {key: value for key, value in parameters.items() if value}
        if message != "deep-linking":
            claims[prefix + "resource_link"] = {"id": link, "title": "Motion"}
        if message == "submission-review":
            claims[prefix + "message_type"] = MessageType.SUBMISSION_REVIEW.value
            claims[prefix + "for_user"] = {"user_id": "learner-1"}
        for claim, value in changes.items():
            claims.pop(claim, None)
            if value is not None:
                claims[claim] = value
        checked = CheckedLaunch(facts, state, read_message(claims))
    opened = open_launch(database, checked, now)
    assert opened.role == Role(role)
    client = app.test_client()
    domain = config.origin.split("://")[1].split(":")[0]
    path = f"{config.root}/l/{opened.handle}/"
    client.set_cookie(cookie_name(opened.handle), opened.secret, domain=domain, path=path)
    return LaunchedClient(client, opened, config.origin)

"""Names and role provisioning services 2.0: who is in a course."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lti_app.lti.connector import Connector, ServicePlatform
from lti_app.lti.paging import pages

SCOPE = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"
MEMBERSHIPS = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json"
#: People that are read of one roster.
MOST_MEMBERS = 20_000

_ROLES = {
    "Instructor": "instructor",
    "TeachingAssistant": "assistant",
    "Learner": "learner",
}
#: Of several roles the first of these counts, as in a launch.
_ORDER = ("instructor", "assistant", "learner")


@dataclass(frozen=True)
class Member:
    """One person on the roster."""

    user_id: str
    name: str
    email: str
    #: `instructor`, `assistant`, `learner`, or empty.
    role: str


def _role(roles: object) -> str:
    found = set()
    for role in roles if isinstance(roles, list) else []:
        # Short names (Moodle), membership#Role, and membership/Role#SubRole.
        if not isinstance(role, str) or ("/" in role and "membership" not in role):
            continue
        head, _, tail = role.rpartition("#")
        principal = head.rpartition("/")[2] if "membership/" in head else tail
        if tail == "TeachingAssistant":
            principal = tail
        found.add(_ROLES.get(principal, ""))
    return next((role for role in _ORDER if role in found), "")


def _text(value: object) -> str:
    return value[:255] if isinstance(value, str) else ""


def _name(row: dict[str, Any]) -> str:
    whole = " ".join(part for part in (_text(row.get("given_name")), _text(row.get("family_name"))) if part)
    return _text(row.get("name")) or whole


def members(connector: Connector, platform: ServicePlatform, scopes: list[str], url: str) -> Iterator[Member]:
    """Everybody who is active in a course, page by page; ServiceError where a page cannot be read."""
    count = 0
    for page in pages(connector, platform, scopes, url, MEMBERSHIPS):
        rows = page.get("members") if isinstance(page, dict) else None
        for row in rows if isinstance(rows, list) else []:
            if not isinstance(row, dict) or not isinstance(row.get("user_id"), str | int):
                continue
            if row.get("status", "Active") != "Active":
                continue
            count += 1
            if count > MOST_MEMBERS:
                return
            yield Member(str(row["user_id"])[:255], _name(row), _text(row.get("email")), _role(row.get("roles")))

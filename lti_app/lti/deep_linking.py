"""The answer to a deep linking request: what was chosen, signed by the tool (deep linking 2.0, 4)."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import jwt

from lti_app.lti.keys import SigningKey
from lti_app.lti.platforms import PlatformFacts

_LTI = "https://purl.imsglobal.org/spec/lti/claim/"
_DL = "https://purl.imsglobal.org/spec/lti-dl/claim/"
#: How long the platform may take to read it.
_LIFETIME = timedelta(minutes=5)
#: In which states of a learner's work there is something to look at, as scores name them.
_REVIEWABLE = ("InProgress", "Completed")


@dataclass(frozen=True)
class ContentItem:
    """One activity that was chosen; `custom` comes back in every launch, texts only, and what is empty is left out.

    `points` 0 means that it has no column in the gradebook.
    """

    title: str
    text: str
    url: str
    icon_url: str
    custom: dict[str, str]
    points: float
    resource_id: str
    due_at: datetime | None

    def claim(self, *, with_line_item: bool) -> dict[str, Any]:
        """The item as the message holds it (4.5.2)."""
        item: dict[str, Any] = {
            "type": "ltiResourceLink",
            "title": self.title,
            "url": self.url,
            "icon": {"url": self.icon_url, "width": 48, "height": 48},
            "custom": {name: value for name, value in self.custom.items() if value},
        }
        if self.text:
            item["text"] = self.text
        if with_line_item and self.points > 0:
            item["lineItem"] = {
                "label": self.title,
                "scoreMaximum": int(self.points) if self.points == int(self.points) else self.points,
                "resourceId": self.resource_id,
                "tag": "grade",
                # A link in the gradebook that opens the learner's work (submission review 1.0, 3.1).
                "submissionReview": {"reviewableStatus": list(_REVIEWABLE)},
            }
            if self.due_at is not None:
                item["submission"] = {"endDateTime": self.due_at.isoformat().replace("+00:00", "Z")}
        return item


def accepts_many(settings: dict[str, Any]) -> bool:
    """Whether the platform takes several items at once; some send texts for yes and no."""
    return _yes(settings.get("accept_multiple"), without=False)


def accepts_line_items(settings: dict[str, Any]) -> bool:
    """Whether the platform makes columns in its gradebook for the items; not saying so means yes."""
    return _yes(settings.get("accept_lineitem"), without=True)


def _yes(value: object, *, without: bool) -> bool:
    if isinstance(value, str):
        return value.strip().lower() in ("true", "1", "yes")
    return without if value is None else bool(value)


def signed_answer(
    platform: PlatformFacts,
    deployment_id: str,
    settings: dict[str, Any],
    items: list[ContentItem],
    key: SigningKey,
    now: datetime,
) -> str:
    """The message as a signed text; `data` of the request comes back as it came."""
    with_line_item = accepts_line_items(settings)
    claims: dict[str, Any] = {
        "iss": platform.client_id,
        "aud": platform.issuer,
        "iat": int(now.timestamp()),
        "exp": int((now + _LIFETIME).timestamp()),
        "nonce": secrets.token_urlsafe(24),
        _LTI + "deployment_id": deployment_id,
        _LTI + "message_type": "LtiDeepLinkingResponse",
        _LTI + "version": "1.3.0",
        _DL + "content_items": [item.claim(with_line_item=with_line_item) for item in items],
    }
    if settings.get("data") is not None:
        claims[_DL + "data"] = settings["data"]
    return jwt.encode(claims, key.private, algorithm="RS256", headers={"kid": key.kid})

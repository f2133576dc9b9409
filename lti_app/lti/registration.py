"""Dynamic registration (1.0): a platform is asked what it is, and told what the tool is. Everything it says is hostile
until it is checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import requests

from lti_app.config import Config
from lti_app.lti.claims import displayable
from lti_app.lti.guard import Forbidden
from lti_app.lti.http import PlatformSession
from lti_app.lti.jws import ALGORITHM
from lti_app.lti.platforms import origin_of
from lti_app.lti.refusals import Refused, loggable
from lti_app.lti.tool_description import PLATFORM_CONFIGURATION, TOOL_CONFIGURATION, registration_document

#: Canvas of the cloud has one issuer for each environment, and serves its configuration from other hosts.
_CANVAS_ISSUERS = tuple(f"https://canvas.{part}instructure.com" for part in ("", "beta.", "test."))
_CANVAS_HOSTS = (".instructure.com", ".canvaslms.com")


@dataclass(frozen=True)
class Registered:
    """A platform that has taken the tool in."""

    issuer: str
    client_id: str
    deployment_id: str
    auth_url: str
    token_url: str
    token_audience: str
    jwks_url: str
    name: str
    family: str


def register(http: PlatformSession, config: Config, configuration_url: str, registration_token: str) -> Registered:
    """Ask for the platform's configuration, check it, and register. Refused with the reason, nothing half done."""
    if len(registration_token) > 8000 or not registration_token.isprintable():
        raise Refused("registration-wrong", detail="registration_token", what="registration_token")
    headers = {"Accept": "application/json"}
    if registration_token:
        headers["Authorization"] = f"Bearer {registration_token}"
    platform = _ask(http, "GET", configuration_url, headers)
    issuer = _text(platform, "issuer")
    _same_platform(issuer, configuration_url)
    auth_url, token_url = _text(platform, "authorization_endpoint"), _text(platform, "token_endpoint")
    jwks_url, endpoint = _text(platform, "jwks_uri"), _text(platform, "registration_endpoint")
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri", "registration_endpoint"):
        _usable(http, _text(platform, name), name)
    algorithms = platform.get("id_token_signing_alg_values_supported")
    if isinstance(algorithms, list) and ALGORITHM not in algorithms:
        raise Refused("registration-wrong", detail="no RS256", what="id_token_signing_alg_values_supported")
    answer = _ask(http, "POST", endpoint, headers, registration_document(config, platform))
    client_id = _text(answer, "client_id")
    tool = answer.get(TOOL_CONFIGURATION)
    deployment_id = tool.get("deployment_id") if isinstance(tool, dict) else None
    about = platform.get(PLATFORM_CONFIGURATION)
    about = about if isinstance(about, dict) else {}
    audience = platform.get("authorization_server")
    return Registered(
        issuer=issuer,
        client_id=client_id,
        deployment_id=_short(deployment_id),
        auth_url=auth_url,
        token_url=token_url,
        # Where a platform names its authorization server, that is the audience of token requests (3.3.2).
        token_audience=_short(audience),
        jwks_url=jwks_url,
        name=_short(about.get("https://canvas.instructure.com/lti/account_name")),
        family=_short(about.get("product_family_code"))[:64],
    )


def _ask(
    http: PlatformSession, method: str, url: str, headers: dict[str, str], body: dict[str, Any] | None = None
) -> dict[str, Any]:
    host = loggable(urlsplit(url).hostname if len(url) < 2000 and "[" not in url else "?", 100)
    try:
        response = http.request(method, url, headers=headers, json=body)
    except Forbidden as error:
        raise Refused("registration-forbidden", detail=loggable(f"{host}: {error}"), why=str(error)) from None
    except (requests.RequestException, ValueError) as error:
        raise Refused("registration-unreachable", status=422, detail=f"{host}: {type(error).__name__}") from None
    if not 200 <= response.status_code < 300:
        raise Refused(
            "registration-refused",
            status=422,
            detail=f"{host}: {method} answered {response.status_code}",
            code=str(response.status_code),
        )
    try:
        found = response.json()
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise Refused("registration-wrong", status=422, detail=f"{host}: no JSON object", what="JSON")
    return found


def _text(document: dict[str, Any], name: str) -> str:
    found = document.get(name)
    if not isinstance(found, str) or not 0 < len(found) <= (2000 if "://" in found else 255) or not found.isprintable():
        raise Refused("registration-wrong", status=422, detail=name, what=name)
    return found


def _short(value: object) -> str:
    # Moodle's ids are texts, and some platforms send numbers.
    return displayable(str(value)) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _usable(http: PlatformSession, url: str, name: str) -> None:
    try:
        http.guard.check_url(url)
    except Forbidden as error:
        raise Refused("registration-forbidden", detail=f"{name}: {error}", why=str(error)) from None


def _same_platform(issuer: str, configuration_url: str) -> None:
    """The configuration of an issuer lies on the issuer's own host (3.3): else anybody could speak for anybody."""
    if len(issuer) > 255 or origin_of(issuer) == "":
        raise Refused("registration-wrong", status=422, detail="issuer", what="issuer")
    if origin_of(issuer) == origin_of(configuration_url):
        return
    host = urlsplit(configuration_url).hostname or ""
    if issuer in _CANVAS_ISSUERS and configuration_url.startswith("https://") and host.endswith(_CANVAS_HOSTS):
        return
    raise Refused("registration-issuer", status=422, detail=f"{loggable(issuer)} by {loggable(host)}")

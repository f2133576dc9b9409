"""The login that an LMS begins (LTI 1.3 core, 4.1; security framework 1.0, 5.1.1): checked, then sent on."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from pylti1p3.cookie import CookieService
from pylti1p3.oidc_login import OIDCLogin
from pylti1p3.redirect import Redirect
from pylti1p3.session import SessionService

from lti_app.config import Config
from lti_app.lti.platforms import FormRequest, KnownPlatform, PlatformBook, PlatformFacts
from lti_app.lti.refusals import Refused, loggable
from lti_app.lti.state import LoginState

LAUNCH_PATH = "/lti/launch"
#: Characters of an address that not everybody reads in the same way: spaces, controls, backslashes.
_READ_DIFFERENTLY = re.compile(r"[\x00-\x20\x7f\\]")
_LONGEST = {"iss": 255, "client_id": 255, "lti_deployment_id": 255, "login_hint": 4000, "lti_message_hint": 20_000}


@dataclass(frozen=True)
class BegunLogin:
    """Where the browser goes, and the secret that it keeps until it comes back."""

    platform: PlatformFacts
    state: LoginState
    #: The state as it travels, and the address at the LMS that it travels in.
    state_text: str
    auth_url: str
    browser: str


def on_our_host(config: Config, url: str) -> bool:
    """Whether an address lies below our public address, read as strictly as the strictest browser does."""
    if _READ_DIFFERENTLY.search(url):
        return False
    try:
        parts = urlsplit(url)
        same = (parts.scheme, parts.hostname, parts.port) == config.place
    except ValueError:
        return False
    inside = parts.path == config.root or parts.path.startswith(config.root.rstrip("/") + "/")
    # A path that climbs, or an address with a user name, is nobody's honest target.
    return same and parts.username is None and inside and ".." not in parts.path.split("/")


class _Nothing(SessionService):
    """The library's memory between requests; ours is the signed state."""

    def save_nonce(self, nonce: str) -> None:
        """Kept in the state."""


class _NoCookie(CookieService):
    """The library's cookie; the view sets ours, which holds the browser's secret."""

    def get_cookie(self, name: str) -> str | None:
        """Never asked."""
        return None

    def set_cookie(self, name: str, value: str | int, exp: int | None = 3600) -> None:
        """Left to the view."""


class _Address(Redirect[str]):
    """A redirect that stays an address."""

    def __init__(self, location: str) -> None:
        self._location = location

    def do_redirect(self) -> str:
        return self._location

    def do_js_redirect(self) -> str:
        return self._location

    def set_redirect_url(self, location: str) -> None:
        self._location = location

    def get_redirect_url(self) -> str:
        return self._location


class _Login(OIDCLogin[FormRequest, KnownPlatform, SessionService, CookieService, str]):
    """The library's login with our state and nonce."""

    state_text: str
    nonce: str

    def get_redirect(self, url: str) -> Redirect[str]:
        # Version 2.0 of the library puts a second question mark into an address that already has one.
        registered = self._registration.get_auth_login_url() or ""
        rest = url.removeprefix(registered)
        return _Address(registered + "&" + rest[1:] if "?" in registered and rest.startswith("?") else url)

    def _get_uuid(self) -> str:
        return self.state_text

    def _generate_nonce(self) -> str:
        return self.nonce


#: What the library puts before its states.
STATE_PREFIX = "state-"


def begin_login(
    config: Config, key: bytes, platforms: PlatformBook, parameters: Mapping[str, str], now: datetime
) -> BegunLogin:
    """Check the parameters of a login and say where to send the browser; Refused if it may not go on."""
    found = {name: parameters.get(name, "") for name in (*_LONGEST, "target_link_uri", "lti_storage_target")}
    # Canvas calls it so.
    found["lti_deployment_id"] = found["lti_deployment_id"] or parameters.get("deployment_id", "")
    for name, most in _LONGEST.items():
        if len(found[name]) > most or "\0" in found[name]:
            raise Refused("login-parameter-wrong", detail=f"{name} of {len(found[name])} characters", parameter=name)
    for name in ("iss", "login_hint", "target_link_uri"):
        if not found[name]:
            raise Refused("login-parameter-missing", detail=name, parameter=name)
    platform = platforms.by_name(found["iss"], found["client_id"], found["lti_deployment_id"])
    try:
        if not on_our_host(config, found["target_link_uri"]):
            raise Refused("target-elsewhere", detail=loggable(found["target_link_uri"]))
        browser = secrets.token_urlsafe(24)
        state = LoginState.begin(platform.id, browser, found["target_link_uri"], now, found["lti_storage_target"])
        request = FormRequest(found, secure=config.secure)
        login = _Login(
            request=request,
            tool_config=KnownPlatform(platform),
            session_service=_Nothing(request),
            cookie_service=_NoCookie(),
        )
        login.state_text, login.nonce = state.signed(key), state.nonce_text
        address = login.redirect(config.url(LAUNCH_PATH))
    except Refused as refused:
        refused.platform_id = platform.id
        raise
    return BegunLogin(platform, state, STATE_PREFIX + login.state_text, address, browser)

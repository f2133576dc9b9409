"""The launch: one signed message, checked by every rule of LTI 1.3 core and the security framework.

The library gives the order of the checks (`MessageLaunch.validate`); each step is ours, because its own ones accept
what they should refuse. Whether the state was used before, and whether the deployment is known, is decided later, in
the transaction that stores the launch (services/launches.py).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from pylti1p3.cookie import CookieService
from pylti1p3.exception import LtiException
from pylti1p3.message_launch import MessageLaunch
from pylti1p3.session import SessionService

from lti_app.config import Config
from lti_app.lti.claims import Message, MessageType, Role, read_message
from lti_app.lti.http import PlatformSession
from lti_app.lti.jws import ALGORITHM, Token, read_token
from lti_app.lti.login import STATE_PREFIX, _NoCookie, _Nothing, on_our_host
from lti_app.lti.platforms import FormRequest, KnownPlatform, PlatformBook, PlatformFacts, refuse_disabled
from lti_app.lti.refusals import Refused, loggable
from lti_app.lti.state import LoginState, read_state

#: Seconds that the clocks of tool and LMS may differ (security framework, 5.1.3; measured need in the field).
LEEWAY = 60
#: The longest that a message may be valid for; honest ones live minutes.
_LONGEST_LIFE = 24 * 3600

#: The key of a platform by its id; Refused if there is none.
FindKey = Callable[[PlatformFacts, str], RSAPublicKey]


@dataclass(frozen=True)
class CheckedLaunch:
    """A message that is right in itself, and the login that it answers."""

    platform: PlatformFacts
    state: LoginState
    message: Message

    @property
    def way_back(self) -> str:
        """The return address that pages may show: on the platform's own pages only, else nothing."""
        wanted = self.message.presentation.return_url
        return wanted if wanted and self.platform.owns(wanted) else ""


class _StrictLaunch(MessageLaunch[FormRequest, KnownPlatform, SessionService, CookieService]):
    """The library's launch; every step of `validate` is replaced by one that can refuse."""

    token: Token
    message: Message
    platform: PlatformFacts
    state: LoginState
    key: RSAPublicKey
    config: Config
    moment: datetime

    def _get_request_param(self, key: str) -> str:
        return self._request.get_param(key)

    def validate_state(self) -> _StrictLaunch:
        """Done before, as only the state tells the platform."""
        return self

    def validate_jwt_format(self) -> _StrictLaunch:
        """Done before, as only the key id tells the key."""
        parts = {"header": {"kid": self.token.key_id, "alg": ALGORITHM}, "body": self.token.claims}
        self._jwt = cast("Any", parts)
        return self

    def validate_nonce(self) -> _StrictLaunch:
        """Looked at after the signature, see `validate_message`."""
        return self

    def validate_registration(self) -> _StrictLaunch:
        """The issuer and the audience are those of the login's platform (security framework, 5.1.3: 2 to 4)."""
        self._registration = self._tool_config.find_registration_by_params(
            self.platform.issuer, self.platform.client_id
        )
        return self

    def validate_jwt_signature(self) -> _StrictLaunch:
        """Signed by the platform's key (5.1.3: 1 and 5)."""
        self.token.verify(self.key)
        return self

    def validate_deployment(self) -> _StrictLaunch:
        """Left to the transaction that stores the launch."""
        return self

    def validate_message(self) -> _StrictLaunch:
        """Types first, then who, when and what, then the library's own rules for each message."""
        self.message = read_message(self.token.claims)
        _check_parties(self.message, self.platform)
        _check_times(self.message, self.moment)
        if self.message.nonce != self.state.nonce_text:
            raise Refused("nonce-wrong")
        _check_content(self.message, self.config, self.state)
        try:
            super().validate_message()
        except LtiException as error:
            raise Refused("message-wrong", detail=loggable(error)) from None
        return self

    def save_launch_data(self) -> _StrictLaunch:
        """Left to the transaction that stores the launch."""
        return self


def _check_parties(message: Message, platform: PlatformFacts) -> None:
    if message.issuer != platform.issuer:
        raise Refused("issuer-wrong", detail=f"iss {loggable(message.issuer)}")
    if platform.client_id not in message.audiences:
        raise Refused("audience-wrong", detail=f"aud {loggable(message.audience)}")
    if message.authorized_party is None and len(message.audiences) > 1:
        raise Refused("audience-wrong", detail="several audiences and no azp")
    if message.authorized_party not in (None, platform.client_id):
        raise Refused("audience-wrong", detail=f"azp {loggable(message.authorized_party)}")


def _check_times(message: Message, now: datetime) -> None:
    moment = now.timestamp()
    early = max(message.issued, message.not_before or 0) - moment
    if early > LEEWAY:
        raise Refused("clock-ahead", detail=f"issued {early:.0f} s from now", seconds=f"{early:.0f}")
    late = moment - message.expires
    if late > LEEWAY:
        raise Refused("token-expired", detail=f"expired {late:.0f} s ago", seconds=f"{late:.0f}")
    if message.expires <= message.issued:
        raise Refused("token-times-wrong", detail="expires before it is issued")
    if message.expires - message.issued > _LONGEST_LIFE:
        raise Refused("token-times-wrong", detail=f"valid for {message.expires - message.issued:.0f} s")
    if moment - message.issued > _LONGEST_LIFE:
        raise Refused("token-times-wrong", detail=f"issued {moment - message.issued:.0f} s ago")


def _check_content(message: Message, config: Config, state: LoginState) -> None:
    if message.version != "1.3.0":
        raise Refused("version-wrong", detail=f"version {loggable(message.version, 40)}")
    if message.message_type not in list(MessageType):
        raise Refused("message-unknown", detail=f"message_type {loggable(message.message_type, 60)}")
    if message.target_link_uri is None:
        if message.message_type in (MessageType.RESOURCE_LINK, MessageType.SUBMISSION_REVIEW):
            raise Refused("claim-missing", detail="target_link_uri", claim="target_link_uri")
    elif not on_our_host(config, message.target_link_uri):
        raise Refused("target-elsewhere", detail=loggable(message.target_link_uri))
    elif not state.is_for(message.target_link_uri):
        # Core, 5.3.4: the same as in the login.
        raise Refused("target-changed", detail=loggable(message.target_link_uri))
    if message.message_type == MessageType.RESOURCE_LINK and message.resource_link is None:
        raise Refused("claim-missing", detail="resource_link", claim="resource_link")
    if message.message_type == MessageType.DEEP_LINKING and message.role is not Role.INSTRUCTOR:
        raise Refused("role-too-low", status=403, detail=f"role {message.role.value or 'none'} chooses content")
    if message.message_type == MessageType.SUBMISSION_REVIEW and message.resource_link is None:
        raise Refused("claim-missing", detail="resource_link", claim="resource_link")


def check_launch(
    parameters: dict[str, str],
    config: Config,
    key: bytes,
    platforms: PlatformBook,
    find_key: FindKey,
    http: PlatformSession,
    now: datetime,
) -> CheckedLaunch:
    """Everything about a posted launch that can be told from itself; Refused with the reason otherwise."""
    if parameters.get("error"):
        raise Refused("platform-error", detail=loggable(parameters["error"], 60))
    text = parameters.get("state", "")
    state = read_state(text.removeprefix(STATE_PREFIX), key, now)
    platform = platforms.by_number(state.platform_id)
    if platform is None:
        raise Refused("state-unknown", detail="its platform is gone")
    launch: _StrictLaunch | None = None
    try:
        refuse_disabled(platform)
        token = read_token(parameters.get("id_token", ""))
        # Who it says it is from is looked at first, so that a message for another platform costs no request.
        issuer = token.claims.get("iss")
        if issuer != platform.issuer:
            raise Refused("issuer-wrong", detail=f"iss {loggable(issuer)}")
        request = FormRequest(parameters, secure=config.secure)
        launch = _StrictLaunch(
            request=request,
            tool_config=KnownPlatform(platform),
            session_service=_Nothing(request),
            cookie_service=_NoCookie(),
            # Never used by our steps; without it the library makes a new one for each launch.
            requests_session=http,
        )
        launch.token, launch.platform, launch.state = token, platform, state
        launch.config, launch.moment = config, now
        launch.key = find_key(platform, token.key_id)
        launch.validate()
    except Refused as refused:
        refused.platform_id = platform.id
        refused.way_back = _way_back(platform, launch)
        raise
    return CheckedLaunch(platform, state, launch.message)


def _way_back(platform: PlatformFacts, launch: _StrictLaunch | None) -> str:
    """The return address of a message whose signature was right, if it is the platform's; else its front page."""
    message: Any = getattr(launch, "message", None)
    wanted = message.presentation.return_url if message is not None else None
    if wanted and platform.owns(wanted):
        return str(wanted)
    return platform.own_origins[0] + "/" if platform.own_origins else ""

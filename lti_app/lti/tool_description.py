"""How the tool describes itself: to platforms that register it, and to administrators of Canvas."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from lti_app.config import Config
from lti_app.lti.claims import MessageType

TOOL_CONFIGURATION = "https://purl.imsglobal.org/spec/lti-tool-configuration"
PLATFORM_CONFIGURATION = "https://purl.imsglobal.org/spec/lti-platform-configuration"
_AGS = "https://purl.imsglobal.org/spec/lti-ags/scope/"
#: Line items are adopted and made, results are read back, scores are sent, and the roster is shown.
SCOPES = (
    _AGS + "lineitem",
    _AGS + "result.readonly",
    _AGS + "score",
    "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly",
)
#: What is asked about people: a name for the gradebook, and an address that tells two of one name apart.
CLAIMS = ("iss", "sub", "name", "given_name", "family_name", "email", "locale")
#: Variables that every launch is asked to fill in, under our names: the due date as teachers set it in the LMS.
VARIABLES = {"hornbook_lms_due": "ResourceLink.submission.endDateTime"}
_CANVAS_PLACEMENTS = ("assignment_selection", "link_selection")
_DESCRIPTION = "Flash cards, quizzes and lessons. Grades go to the gradebook by themselves."


def _domain(config: Config) -> str:
    return urlsplit(config.public_url).netloc


def registration_document(config: Config, platform: dict[str, Any]) -> dict[str, Any]:
    """What is sent to the registration endpoint (dynamic registration 1.0, 3.5.1).

    `platform` is the platform's configuration: what it does not support is not asked for.
    """
    launch = config.url("/lti/launch")
    offered = platform.get(PLATFORM_CONFIGURATION)
    offered = offered if isinstance(offered, dict) else {}
    canvas = offered.get("product_family_code") == "canvas"
    supported = platform.get("scopes_supported")
    scopes = [scope for scope in SCOPES if not isinstance(supported, list) or scope in supported]
    variables = offered.get("variables")
    custom = {
        name: f"${variable}"
        for name, variable in VARIABLES.items()
        if isinstance(variables, list) and variable in variables
    }
    configuration: dict[str, Any] = {
        "domain": _domain(config),
        "description": _DESCRIPTION,
        "target_link_uri": launch,
        "custom_parameters": custom,
        "claims": list(CLAIMS),
        "messages": _messages(config, offered, canvas=canvas),
    }
    if canvas:
        # Without it, Canvas sends neither names nor addresses.
        configuration["https://canvas.instructure.com/lti/privacy_level"] = "public"
    return {
        "application_type": "web",
        "response_types": ["id_token"],
        "grant_types": ["client_credentials", "implicit"],
        "initiate_login_uri": config.url("/lti/login"),
        "redirect_uris": [launch],
        "client_name": config.title,
        "client_uri": config.public_url,
        "jwks_uri": config.url("/lti/jwks"),
        "token_endpoint_auth_method": "private_key_jwt",
        "scope": " ".join(scopes),
        TOOL_CONFIGURATION: configuration,
    }


def _messages(config: Config, offered: dict[str, Any], *, canvas: bool) -> list[dict[str, Any]]:
    launch = config.url("/lti/launch")
    listed = offered.get("messages_supported")
    types = (
        {str(entry.get("type")) for entry in listed if isinstance(entry, dict)}
        if isinstance(listed, list)
        else {MessageType.RESOURCE_LINK.value, MessageType.DEEP_LINKING.value}
    )
    found: list[dict[str, Any]] = []
    # Canvas takes a placement for each message, and activities need none: they come from deep linking.
    for kind in MessageType:
        if kind.value not in types or (canvas and kind is not MessageType.DEEP_LINKING):
            continue
        message: dict[str, Any] = {"type": kind.value, "target_link_uri": launch, "label": config.title}
        if kind is MessageType.DEEP_LINKING:
            message["placements"] = list(_CANVAS_PLACEMENTS) if canvas else ["ContentArea"]
        found.append(message)
    return found


def canvas_configuration(config: Config) -> dict[str, Any]:
    """The JSON that an administrator of Canvas pastes, or names by its address, for an LTI key."""
    launch = config.url("/lti/launch")
    return {
        "title": config.title,
        "description": _DESCRIPTION,
        "oidc_initiation_url": config.url("/lti/login"),
        "target_link_uri": launch,
        "public_jwk_url": config.url("/lti/jwks"),
        "scopes": list(SCOPES),
        "custom_fields": {name: f"${variable}" for name, variable in VARIABLES.items()},
        "extensions": [
            {
                "domain": _domain(config),
                "tool_id": "hornbook",
                "platform": "canvas.instructure.com",
                "privacy_level": "public",
                "settings": {
                    "text": config.title,
                    "placements": [
                        {
                            "placement": placement,
                            "message_type": MessageType.DEEP_LINKING.value,
                            "target_link_uri": launch,
                            "text": config.title,
                        }
                        for placement in _CANVAS_PLACEMENTS
                    ],
                },
            }
        ],
    }

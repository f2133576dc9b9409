"""The claims of a launch as typed values: what is not of its type, too long or missing never comes further than here.

LTI 1.3 core, section 5; deep linking 2.0, 4.4; assignments and grades 2.0, 3.1; names and roles 2.0, 3.6; submission
review 1.0; data privacy launch.
"""

from __future__ import annotations

import json
import re
import unicodedata
from enum import StrEnum
from typing import Annotated, Any, NoReturn

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError

from lti_app.lti.refusals import Refused, loggable

CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
DEEP_LINKING = "https://purl.imsglobal.org/spec/lti-dl/claim/"
GRADES = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
ROSTER = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"
_MEMBERSHIP = "http://purl.imsglobal.org/vocab/lis/v2/membership"
_TEST_USER = "http://purl.imsglobal.org/vocab/lti/system/person#TestUser"

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
# Marks that turn the direction of what follows: a name must not rearrange the page around it.
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


class MessageType(StrEnum):
    """The messages that the tool answers."""

    RESOURCE_LINK = "LtiResourceLinkRequest"
    DEEP_LINKING = "LtiDeepLinkingRequest"
    SUBMISSION_REVIEW = "LtiSubmissionReviewRequest"
    DATA_PRIVACY = "DataPrivacyLaunchRequest"


class Role(StrEnum):
    """What somebody is in the context of a launch."""

    INSTRUCTOR = "instructor"
    ASSISTANT = "assistant"
    LEARNER = "learner"
    NONE = ""


def displayable(text: str, limit: int = 255) -> str:
    """A name or title from outside as one line of at most `limit` characters."""
    line = _DIRECTION.sub("", _CONTROL.sub(" ", text))
    return unicodedata.normalize("NFC", " ".join(line.split()))[:limit].rstrip()


def _no_controls(value: str) -> str:
    if _CONTROL.search(value):
        raise ValueError("holds control characters")
    return value


def _scalar_as_text(value: object) -> object:
    # Some platforms expand variables to numbers and booleans; what is neither stays and fails.
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return ""
    return str(value) if isinstance(value, int | float) else value


def _null_as_empty(value: object) -> object:
    return "" if value is None else value


#: An identifier that a platform chose.
Identifier = Annotated[str, StringConstraints(min_length=1, max_length=255), AfterValidator(_no_controls)]
#: An address; whether it may be used is decided where it is used.
Address = Annotated[str, StringConstraints(min_length=1, max_length=2000), AfterValidator(_no_controls)]
#: Text for people, taken as it comes and shortened.
Words = Annotated[
    str, BeforeValidator(_null_as_empty), StringConstraints(max_length=20_000), AfterValidator(displayable)
]
_Custom = Annotated[str, BeforeValidator(_scalar_as_text), StringConstraints(max_length=4000)]


class _Claims(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, extra="ignore", populate_by_name=True)


class ContextClaim(_Claims):
    """The course of the LMS (core, 5.4.1)."""

    id: Identifier
    label: Words = ""
    title: Words = ""


class ResourceLinkClaim(_Claims):
    """The placement (core, 5.3.5)."""

    id: Identifier
    title: Words = ""


class PresentationClaim(_Claims):
    """How the tool is shown (core, 5.4.4)."""

    document_target: Annotated[str, StringConstraints(max_length=40)] | None = None
    return_url: Address | None = None
    locale: Annotated[str, StringConstraints(max_length=40)] | None = None


class ToolPlatformClaim(_Claims):
    """The installation of the LMS (core, 5.4.2)."""

    name: Words = ""
    product_family_code: Words = ""
    version: Words = ""


class GradesClaim(_Claims):
    """Where grades go (assignments and grades, 3.1)."""

    scope: Annotated[list[Annotated[str, StringConstraints(max_length=255)]], Field(max_length=50)] = []
    lineitems: Address | None = None
    lineitem: Address | None = None


class RosterClaim(_Claims):
    """Where the roster is asked for (names and roles, 3.6.1.1)."""

    context_memberships_url: Address


class ForUserClaim(_Claims):
    """Whose work or data a message is about (submission review, 3.2)."""

    user_id: Identifier
    name: Words = ""
    email: Words = ""


class DeepLinkingClaim(_Claims):
    """What the LMS lets an instructor choose (deep linking, 4.4.1)."""

    deep_link_return_url: Address
    accept_types: Annotated[list[str], Field(max_length=20)]
    accept_presentation_document_targets: Annotated[list[str], Field(max_length=20)]
    accept_multiple: bool | str = False
    accept_lineitem: bool | str = True
    auto_create: bool | str = False
    title: Words = ""
    text: Words = ""
    data: Annotated[str, StringConstraints(max_length=20_000)] | None = None


class Message(_Claims):
    """One launch, as its signed message says."""

    issuer: Identifier = Field(alias="iss")
    audience: Identifier | Annotated[list[Identifier], Field(min_length=1, max_length=20)] = Field(alias="aud")
    authorized_party: Identifier | None = Field(default=None, alias="azp")
    subject: Identifier = Field(alias="sub")
    expires: Annotated[float, Field(ge=0, le=1e11, allow_inf_nan=False)] = Field(alias="exp")
    issued: Annotated[float, Field(ge=0, le=1e11, allow_inf_nan=False)] = Field(alias="iat")
    not_before: Annotated[float, Field(ge=0, le=1e11, allow_inf_nan=False)] | None = Field(default=None, alias="nbf")
    nonce: Identifier
    message_type: Annotated[str, StringConstraints(max_length=100)] = Field(alias=CLAIM + "message_type")
    version: Annotated[str, StringConstraints(max_length=20)] = Field(alias=CLAIM + "version")
    deployment_id: Identifier = Field(alias=CLAIM + "deployment_id")
    target_link_uri: Address | None = Field(default=None, alias=CLAIM + "target_link_uri")
    roles: Annotated[list[Annotated[str, StringConstraints(max_length=500)]], Field(max_length=200)] = Field(
        alias=CLAIM + "roles"
    )
    name: Words = ""
    given_name: Words = ""
    family_name: Words = ""
    email: Words = ""
    locale: Annotated[str, StringConstraints(max_length=40)] | None = None
    context: ContextClaim | None = Field(default=None, alias=CLAIM + "context")
    resource_link: ResourceLinkClaim | None = Field(default=None, alias=CLAIM + "resource_link")
    presentation: PresentationClaim = Field(default=PresentationClaim(), alias=CLAIM + "launch_presentation")
    tool_platform: ToolPlatformClaim = Field(default=ToolPlatformClaim(), alias=CLAIM + "tool_platform")
    custom: Annotated[dict[Annotated[str, StringConstraints(max_length=255)], _Custom], Field(max_length=200)] = Field(
        default={}, alias=CLAIM + "custom"
    )
    for_user: ForUserClaim | None = Field(default=None, alias=CLAIM + "for_user")
    deep_linking: DeepLinkingClaim | None = Field(default=None, alias=DEEP_LINKING + "deep_linking_settings")
    grades: GradesClaim | None = Field(default=None, alias=GRADES)
    roster: RosterClaim | None = Field(default=None, alias=ROSTER)

    @property
    def audiences(self) -> list[str]:
        """All whom the message is meant for."""
        return [self.audience] if isinstance(self.audience, str) else self.audience

    @property
    def person_name(self) -> str:
        """The full name, put together where the LMS sends only its parts."""
        return self.name or displayable(f"{self.given_name} {self.family_name}")

    @property
    def role(self) -> Role:
        """What the person is in the context."""
        return context_role(self.roles)

    @property
    def is_test_user(self) -> bool:
        """A teacher who looks at the course as a student: no real learner (core, A.2.4)."""
        return _TEST_USER in self.roles

    @property
    def language(self) -> str:
        """The language that the LMS shows, as a BCP 47 tag; empty where it says none."""
        chosen = (self.presentation.locale or self.locale or "").replace("_", "-")
        return chosen if re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}", chosen) else ""


def context_role(roles: list[str]) -> Role:
    """The role in the context alone; roles in the institution and the system count for nothing (core, A.2).

    Short names are context roles too (A.2.3). A sub-role of Instructor that is only an assistant's makes an assistant,
    whether its principal role is sent along or not.
    """
    assistant = instructor = learner = False
    for role in roles:
        if role.startswith(_MEMBERSHIP):
            rest = role.removeprefix(_MEMBERSHIP)
            principal, _, sub = (rest[1:], "", "") if rest.startswith("#") else rest.removeprefix("/").partition("#")
        elif ":" in role or "/" in role or "#" in role:
            continue
        else:
            principal, sub = role, ""
        if principal == "Instructor" and sub.startswith("TeachingAssistant"):
            assistant = True
        elif principal in ("Instructor", "ContentDeveloper", "Administrator"):
            # The bare principal role goes along with each sub-role and says no more than it.
            instructor = instructor or bool(sub) or not any("#TeachingAssistant" in other for other in roles)
        elif principal == "TeachingAssistant":
            assistant = True
        elif principal in ("Learner", "Student"):
            learner = True
    if instructor:
        return Role.INSTRUCTOR
    if assistant:
        return Role.ASSISTANT
    return Role.LEARNER if learner else Role.NONE


def _refuse_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return found


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


_STRICT = json.JSONDecoder(object_pairs_hook=_refuse_duplicates, parse_constant=_refuse_constant)


def strict_json(raw: bytes) -> dict[str, Any]:
    """A JSON object in UTF-8: no name twice, no NaN; ValueError otherwise, RecursionError never."""
    try:
        value = _STRICT.decode(raw.decode("utf-8"))
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if isinstance(value, dict):
        return value
    raise ValueError("no object")


def read_message(claims: dict[str, Any]) -> Message:
    """The typed message; Refused with the name of the first claim that is wrong."""
    try:
        return Message.model_validate(claims)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        parts = [str(part) for part in first["loc"] if not str(part).startswith(("constrained-", "function-"))]
        claim = parts[0].rsplit("/", 1)[-1] if parts else "?"
        name = ".".join([claim, *parts[1:2]])
        reason = "claim-missing" if first["type"] == "missing" else "claim-wrong"
        raise Refused(reason, detail=loggable(f"{name}: {first['type']}"), claim=loggable(claim, 60)) from None

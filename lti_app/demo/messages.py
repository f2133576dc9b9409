"""Signed messages: the claims of an id_token (LTI 1.3 core, 5 and 6)."""

from __future__ import annotations

import json
from typing import Any

from lti_app.demo.lms import DATA_PRIVACY, DEEP_LINKING, NRPS, RESOURCE_LINK, SUBMISSION_REVIEW, StandInLms, Ticket

LTI = "https://purl.imsglobal.org/spec/lti/claim/"
DL = "https://purl.imsglobal.org/spec/lti-dl/claim/"
ENDPOINT = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
ROSTER = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"


def message_hint(lms: StandInLms, ticket: Ticket) -> str:
    """The opaque hint that comes back with the authentication request; Moodle's is JSON."""
    if lms.manners.family == "moodle":
        return json.dumps({"cmid": ticket.link or "0", "launchid": ticket.id})
    return ticket.id


def ticket_of_hint(lms: StandInLms, hint: str) -> Ticket | None:
    """The launch that a hint names."""
    try:
        value = json.loads(hint) if hint.startswith("{") else {"launchid": hint}
    except ValueError:
        return None
    return lms.tickets.get(str(value.get("launchid")))


def login_parameters(lms: StandInLms, ticket: Ticket) -> dict[str, str]:
    """Of the third-party initiated login (1EdTech security framework, 5.1.1.1)."""
    parameters = {
        "iss": lms.issuer,
        "target_link_uri": ticket.target_link_uri,
        "login_hint": ticket.person,
        "lti_message_hint": message_hint(lms, ticket),
        "client_id": ticket.client,
        "lti_deployment_id": lms.tools[ticket.client].deployment_id,
    }
    if lms.manners.storage_target and ticket.framed:
        parameters["lti_storage_target"] = lms.manners.storage_target
    return parameters


def id_token_claims(lms: StandInLms, ticket: Ticket, nonce: str) -> dict[str, Any]:
    """Everything that the LMS says to the tool about this launch."""
    tool = lms.tools[ticket.client]
    person = lms.school.people[ticket.person]
    course = lms.school.courses[ticket.course]
    now = int(lms.now().timestamp())
    claims: dict[str, Any] = {
        "iss": lms.issuer,
        "aud": tool.client_id,
        "sub": person.id,
        "nonce": nonce,
        "iat": now,
        "exp": now + lms.manners.token_lifetime,
        LTI + "version": "1.3.0",
        LTI + "message_type": ticket.message,
        LTI + "deployment_id": tool.deployment_id,
        LTI + "target_link_uri": ticket.target_link_uri,
        LTI + "roles": lms.manners.token_roles(person),
        LTI + "context": {
            "id": course.id,
            "label": course.label,
            "title": course.title,
            "type": ["http://purl.imsglobal.org/vocab/lis/v2/course#CourseSection"],
        },
        LTI + "tool_platform": {
            "guid": "stand-in",
            "name": f"Stand-in {lms.manners.name}",
            "product_family_code": lms.manners.family,
            "version": "1",
        },
        LTI + "launch_presentation": {
            "document_target": "iframe" if ticket.framed else "window",
            "return_url": f"{lms.url}/course/{course.id}?as={person.id}",
            "locale": person.locale,
        },
        "locale": person.locale,
    }
    names = {
        "name": person.name,
        "given_name": person.given,
        "family_name": person.family,
        "email": person.email,
    }
    claims |= {name: value for name, value in names.items() if name in tool.claims and value}
    if NRPS in tool.scopes:
        claims[ROSTER] = {
            "context_memberships_url": lms.url + lms.manners.memberships_path(course.id),
            "service_versions": ["2.0"],
        }
    _add_grade_service(lms, ticket, claims)
    if ticket.message in (RESOURCE_LINK, SUBMISSION_REVIEW):
        _add_resource_link(lms, ticket, claims)
    if ticket.message == DEEP_LINKING:
        claims[DL + "deep_linking_settings"] = {
            "accept_types": ["ltiResourceLink"],
            "accept_presentation_document_targets": ["iframe", "window"],
            "accept_multiple": True,
            "accept_lineitem": True,
            "auto_create": False,
            "deep_link_return_url": f"{lms.url}/deep-linking/{ticket.id}",
            "data": f"ticket {ticket.id}",
        }
    if ticket.message in (SUBMISSION_REVIEW, DATA_PRIVACY) and ticket.for_person:
        reviewed = lms.school.people[ticket.for_person]
        claims[LTI + "for_user"] = {"user_id": reviewed.id, "name": reviewed.name, "roles": ["Learner"]}
    if ticket.message == DATA_PRIVACY:
        del claims[LTI + "context"]
    lms.alter(claims)
    return claims


def _add_grade_service(lms: StandInLms, ticket: Ticket, claims: dict[str, Any]) -> None:
    tool = lms.tools[ticket.client]
    granted = [scope for scope in tool.scopes if "lti-ags" in scope]
    if not granted:
        return
    endpoint = {"scope": granted, "lineitems": lms.url + lms.manners.lineitems_path(ticket.course)}
    link = lms.school.links.get(ticket.link)
    if link is not None and link.line_item:
        endpoint["lineitem"] = lms.url + lms.manners.lineitem_path(ticket.course, link.line_item)
    claims[ENDPOINT] = endpoint


def _add_resource_link(lms: StandInLms, ticket: Ticket, claims: dict[str, Any]) -> None:
    link = lms.school.links[ticket.link]
    claims[LTI + "resource_link"] = {"id": link.id, "title": link.title, "description": link.text}
    course = lms.school.courses[ticket.course]
    known = {
        "$ResourceLink.submission.endDateTime": link.due_at,
        "$ResourceLink.id.history": ",".join(link.history),
        "$Context.id.history": ",".join(course.history),
        "$ResourceLink.id": link.id,
    }
    wanted = {**lms.tools[ticket.client].custom, **link.custom}
    # A variable that the platform does not know is passed on as it was written.
    claims[LTI + "custom"] = {name: known.get(value, value) for name, value in wanted.items()}

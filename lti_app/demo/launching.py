"""Launches: the login request, the authentication request, the signed message, and the way back of deep linking."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lti_app.demo.lms import StandInLms, Ticket, Tool
from lti_app.demo.messages import DL, LTI, id_token_claims, login_parameters, ticket_of_hint
from lti_app.demo.school import Link
from lti_app.demo.tool_tokens import BadToken
from lti_app.demo.wiring import lms, tool_keys

blueprint = Blueprint("launching", __name__)


def _cookie(ticket: Ticket) -> str:
    return f"lms_{ticket.id}"


def _error(title: str, text: str, status: int = 400) -> tuple[str, int]:
    return render_template("problem.html", title=title, text=text), status


@blueprint.get("/launch/<ticket_id>")
def start(ticket_id: str) -> AnyResponse | tuple[str, int]:
    """The third-party initiated login: a form that sends itself to the tool."""
    platform = lms()
    if platform.down:
        return _error("The LMS is stopped", "Start it again on its page, and open the activity once more.", 503)
    ticket = platform.tickets.get(ticket_id)
    if ticket is None:
        return _error("This launch is over", "Open the activity again.", 404)
    page = render_template(
        "post.html",
        action=platform.tools[ticket.client].login_url,
        fields=login_parameters(platform, ticket),
        what="Opening the activity",
    )
    response = Response(page)
    # The way leads through the tool's site and back, inside a frame of this one: a Lax cookie would stay behind.
    response.set_cookie(_cookie(ticket), ticket.browser, httponly=True, samesite="None", secure=True, max_age=3600)
    return response


@blueprint.route("/mod/lti/auth.php", methods=["GET", "POST"])
def auth() -> str | tuple[str, int]:
    """The authentication request of OpenID Connect (1EdTech security framework, 5.1.1.2)."""
    platform, values = lms(), request.values
    if platform.down:
        return _error("The LMS is stopped", "Start it again on its page, and open the activity once more.", 503)
    tool = platform.tools.get(values.get("client_id", ""))
    if tool is None or not tool.active:
        return _error("Invalid request", "No tool has this client id.")
    # Nothing is sent to an address that was not registered to the letter, not even an error.
    if values.get("redirect_uri") not in tool.redirect_uris:
        return _error("Invalid request", "This redirect URI is not registered.")
    problem = _request_problem(values)
    ticket = ticket_of_hint(platform, values.get("lti_message_hint", ""))
    if ticket is not None and _cookie(ticket) not in request.cookies and "reposted" not in values:
        # Browsers keep cookies back where another site begins the request inside a frame: so it is begun once more,
        # from a page of our own (Moodle does so, too).
        fields = {**values.to_dict(), "reposted": "1"}
        return render_template("post.html", action=request.base_url, fields=fields, what="Opening the activity")
    if not problem and (
        ticket is None
        or ticket.client != tool.client_id
        or values.get("login_hint") != ticket.person
        or request.cookies.get(_cookie(ticket)) != ticket.browser
        or (ticket.used and platform.manners.hint_once)
    ):
        problem = ("login_required", "This launch is not yours, or is over.")
    fields = {"state": values["state"]} if values.get("state") else {}
    if problem:
        fields |= {"error": problem[0], "error_description": problem[1]}
    elif ticket is not None:
        ticket.used = True
        fields["id_token"] = platform.keys.sign(id_token_claims(platform, ticket, values["nonce"]))
    return render_template("post.html", action=values["redirect_uri"], fields=fields, what="Opening the activity")


def _request_problem(values: Any) -> tuple[str, str] | None:
    if values.get("scope") != "openid":
        return "invalid_scope", "scope is openid"
    if values.get("response_type") != "id_token":
        return "unsupported_response_type", "response_type is id_token"
    if values.get("response_mode") != "form_post":
        return "invalid_request", "response_mode is form_post"
    if values.get("prompt", "none") != "none":
        return "invalid_request", "prompt is none"
    if not values.get("nonce"):
        return "invalid_request", "a nonce is required"
    return None


@blueprint.get("/storage")
def storage() -> str:
    """The frame that keeps values for tools (LTI platform storage)."""
    return render_template("storage.html")


@blueprint.post("/deep-linking/<ticket_id>")
def deep_linking(ticket_id: str) -> AnyResponse | str | tuple[str, int]:
    """The tool's answer to a deep linking request (deep linking 2.0, 4)."""
    platform = lms()
    ticket = platform.tickets.get(ticket_id)
    if ticket is None:
        return _error("Nothing was added", "This selection is over. Choose again.", 404)
    try:
        tool, claims = tool_keys().read(request.form.get("JWT", ""), client=ticket.client, audience=[platform.issuer])
        links = _links(platform, ticket, tool, claims)
    except BadToken as error:
        return _error("Nothing was added", str(error))
    with platform.lock:
        del platform.tickets[ticket_id]
    values: dict[str, Any] = {"course_id": ticket.course, "as": ticket.person}
    course = url_for("pages.course", **values)
    if not ticket.framed:
        return redirect(course)
    return render_template("added.html", links=links, course=course, message=claims.get(DL + "msg", ""))


def _links(platform: StandInLms, ticket: Ticket, tool: Tool, claims: dict[str, Any]) -> list[Link]:
    if claims.get(LTI + "message_type") != "LtiDeepLinkingResponse" or claims.get(LTI + "version") != "1.3.0":
        raise BadToken("This is no answer to a deep linking request.")
    if claims.get(LTI + "deployment_id") != tool.deployment_id:
        raise BadToken("The deployment is another one.")
    nonce = claims.get("nonce")
    with platform.lock:
        if not nonce or nonce in platform.seen_jti:
            raise BadToken("A nonce is used once.")
        platform.seen_jti.add(str(nonce))
    if claims.get(DL + "data") != f"ticket {ticket.id}":
        raise BadToken("The data of the request did not come back.")
    items = claims.get(DL + "content_items", [])
    if not isinstance(items, list):
        raise BadToken("content_items is a list.")
    for item in items:
        _check_item(tool, item)
    return [_link(platform, ticket, tool, item) for item in items]


def _check_item(tool: Tool, item: Any) -> None:
    if not isinstance(item, dict) or item.get("type") != "ltiResourceLink":
        raise BadToken("Only ltiResourceLink items are taken.")
    url = item.get("url", tool.target_link_uri)
    if not isinstance(url, str) or urlsplit(url).netloc != urlsplit(tool.target_link_uri).netloc:
        raise BadToken("An item leads to another host.")
    custom = item.get("custom", {})
    if not isinstance(custom, dict) or not all(isinstance(value, str) for value in custom.values()):
        raise BadToken("Custom parameters are texts.")
    line_item = item.get("lineItem")
    if line_item is not None and (
        not isinstance(line_item, dict) or not isinstance(line_item.get("scoreMaximum"), int | float)
    ):
        raise BadToken("A line item needs its scoreMaximum.")


def _link(platform: StandInLms, ticket: Ticket, tool: Tool, item: dict[str, Any]) -> Link:
    line_item = item.get("lineItem")
    return platform.add_link(
        str(item.get("title") or tool.name),
        client=tool.client_id,
        course=ticket.course,
        points=None if line_item is None else float(line_item["scoreMaximum"]),
        custom=dict(item.get("custom", {})),
        url=str(item.get("url", "")),
        text=str(item.get("text", "")),
        due_at=str((item.get("submission") or {}).get("endDateTime", "")),
        resource_id=str((line_item or {}).get("resourceId", "")),
        tag=str((line_item or {}).get("tag", "")),
    )

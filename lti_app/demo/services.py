"""What a tool asks the LMS for: keys, access tokens, registration, line items, scores, results, the roster."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode, urlsplit

from flask import Blueprint, Response, abort, g, jsonify, request

from lti_app.demo import manners as media
from lti_app.demo.faults import Fault
from lti_app.demo.lms import AGS, DEEP_LINKING, NRPS, RESOURCE_LINK, SCOPES, SUBMISSION_REVIEW, StandInLms, Tool
from lti_app.demo.manners import Refused
from lti_app.demo.school import LineItem
from lti_app.demo.tool_tokens import BadToken
from lti_app.demo.wiring import lms, tool_keys

blueprint = Blueprint("services", __name__)

_TOOL_CONFIGURATION = "https://purl.imsglobal.org/spec/lti-tool-configuration"
_LOGIN_PAGE = "<!doctype html><title>Log in</title><h1>Log in</h1><form><input name=username></form>"


# --- faults --------------------------------------------------------------------------------------------------------


@blueprint.before_request
def _meet_fault() -> Response | None:
    platform = lms()
    operation = (request.endpoint or "").partition(".")[2]
    g.operation = operation
    platform.counts[operation] += 1
    if platform.down:
        _drop()
        return Response(status=503)
    fault = platform.faults.take(operation)
    g.fault = fault
    return None if fault is None else _answer(fault)


def _answer(fault: Fault) -> Response | None:
    if fault.kind in ("hang", "slow"):
        time.sleep(fault.seconds)
    if fault.kind == "status":
        headers = {"Retry-After": fault.retry_after} if fault.retry_after else {}
        return Response(fault.text or f"scripted {fault.status}", fault.status, headers, mimetype="text/plain")
    if fault.kind == "login-page":
        return Response(_LOGIN_PAGE, 200, mimetype="text/html")
    if fault.kind == "drop-before":
        _drop()
    if fault.kind in ("hang", "drop-before"):
        return Response(status=503)
    return None


@blueprint.after_request
def _note(response: Response) -> Response:
    fault: Fault | None = g.get("fault")
    reason = response.get_data(as_text=True)[:120] if response.status_code >= 400 else ""
    with lms().lock:
        lms().log.append((lms().now(), g.get("operation", ""), response.status_code, reason))
    if fault is not None and fault.kind == "drop-after":
        _drop()
    return response


def _drop() -> None:
    """End the connection without an answer."""
    connection = request.environ.get("werkzeug.socket")
    if connection is not None:
        connection.shutdown(socket.SHUT_RDWR)


# --- keys, tokens, registration ------------------------------------------------------------------------------------


@blueprint.get("/mod/lti/certs.php")
def jwks() -> Response:
    """The public keys of the LMS."""
    return jsonify(lms().keys.public_set())


def _oauth_error(error: str, description: str, status: int = 400) -> Response:
    response = jsonify(error=error, error_description=description)
    response.status_code = status
    return response


@blueprint.post("/mod/lti/token.php")
def token() -> Response:
    """Access tokens against a signed assertion (1EdTech security framework, 4.1)."""
    platform, form = lms(), request.form
    if form.get("grant_type") != "client_credentials":
        return _oauth_error("unsupported_grant_type", "client_credentials only")
    if form.get("client_assertion_type") != "urn:ietf:params:oauth:client-assertion-type:jwt-bearer":
        return _oauth_error("invalid_client", "jwt-bearer only", 401)
    try:
        tool, claims = tool_keys().read(
            form.get("client_assertion", ""), client=None, audience=[f"{platform.url}/mod/lti/token.php", platform.url]
        )
    except BadToken as error:
        return _oauth_error("invalid_client", str(error), 401)
    jti = claims.get("jti")
    with platform.lock:
        if claims.get("sub") != tool.client_id or not jti or jti in platform.seen_jti:
            return _oauth_error("invalid_client", "sub is the client id, and a jti is used once", 401)
        platform.seen_jti.add(str(jti))
    scopes = frozenset(form.get("scope", "").split()) & frozenset(tool.scopes)
    if not scopes:
        return _oauth_error("invalid_scope", "none of these scopes belongs to the tool")
    answer = jsonify(
        {
            "access_token": platform.grant(tool.client_id, scopes),
            "token_type": "Bearer",
            "expires_in": platform.token_seconds,
            "scope": " ".join(sorted(scopes)),
        }
    )
    if platform.manners.family == "moodle":
        # Moodle sets no type of its own here, and PHP then says HTML (seen in 4.5.6).
        answer.mimetype = "text/html"
    return answer


@blueprint.get("/.well-known/openid-configuration")
def configuration() -> Response:
    """What dynamic registration reads first (LTI dynamic registration, 3.3)."""
    platform = lms()
    return jsonify(
        {
            "issuer": platform.issuer,
            "token_endpoint": platform.url + "/mod/lti/token.php",
            "token_endpoint_auth_methods_supported": ["private_key_jwt"],
            "token_endpoint_auth_signing_alg_values_supported": ["RS256"],
            "jwks_uri": platform.url + "/mod/lti/certs.php",
            "authorization_endpoint": platform.url + "/mod/lti/auth.php",
            "registration_endpoint": platform.url + "/mod/lti/openid-registration.php",
            "scopes_supported": ["openid", *SCOPES],
            "response_types_supported": ["id_token"],
            "subject_types_supported": ["public", "pairwise"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "claims_supported": ["sub", "iss", "name", "given_name", "family_name", "email"],
            "https://purl.imsglobal.org/spec/lti-platform-configuration": {
                "product_family_code": platform.manners.family,
                "version": "1",
                "messages_supported": [
                    {"type": RESOURCE_LINK},
                    {"type": DEEP_LINKING, "placements": ["ContentArea"]},
                    {"type": SUBMISSION_REVIEW},
                ],
                "variables": ["ResourceLink.submission.endDateTime", "ResourceLink.id.history", "Context.id.history"],
            },
        }
    )


@blueprint.post("/mod/lti/openid-registration.php")
def registration() -> Response:
    """Take a tool in (LTI dynamic registration, 3.5); refuses what Moodle refuses."""
    platform = lms()
    bearer = request.headers.get("Authorization", "").removeprefix("Bearer ")
    with platform.lock:
        if bearer not in platform.registrations:
            return _oauth_error("invalid_token", "This registration token is unknown, or was used.", 401)
    document = request.get_json(silent=True)
    if not isinstance(document, dict):
        return _oauth_error("invalid_client_metadata", "JSON, please")
    problem = _registration_problem(document)
    if problem:
        return _oauth_error("invalid_client_metadata", problem)
    with platform.lock:
        platform.registrations.discard(bearer)
    lti = document[_TOOL_CONFIGURATION]
    deep_linking = [message for message in lti.get("messages", []) if message.get("type") == DEEP_LINKING]
    tool = Tool(
        client_id=f"client-{platform.number()}",
        deployment_id=platform.number(),
        name=document["client_name"],
        login_url=document["initiate_login_uri"],
        target_link_uri=lti["target_link_uri"],
        redirect_uris=tuple(document["redirect_uris"]),
        jwks_url=document["jwks_uri"],
        deep_linking_uri=deep_linking[0].get("target_link_uri", "") if deep_linking else "",
        scopes=tuple(scope for scope in document.get("scope", "").split() if scope in SCOPES),
        claims=tuple(lti.get("claims", [])),
        custom={str(name): str(value) for name, value in (lti.get("custom_parameters") or {}).items()},
    )
    with platform.lock:
        platform.tools[tool.client_id] = tool
    answer = {**document, "client_id": tool.client_id}
    answer[_TOOL_CONFIGURATION] = {**lti, "deployment_id": tool.deployment_id}
    return jsonify(answer)


def _registration_problem(document: dict[str, Any]) -> str:
    required = ("initiate_login_uri", "client_name", "jwks_uri")
    missing = [name for name in required if not isinstance(document.get(name), str) or not document[name]]
    if missing:
        return f"missing: {', '.join(missing)}"
    if "id_token" not in document.get("response_types", []):
        return "response_types needs id_token"
    redirects = document.get("redirect_uris")
    if not isinstance(redirects, list) or not redirects or not all(isinstance(uri, str) for uri in redirects):
        return "redirect_uris is a list of addresses"
    if document.get("token_endpoint_auth_method") != "private_key_jwt":
        return "token_endpoint_auth_method is private_key_jwt"
    if document.get("application_type", "web") != "web":
        return "application_type is web"
    lti = document.get(_TOOL_CONFIGURATION)
    if not isinstance(lti, dict) or not lti.get("domain") or not lti.get("target_link_uri"):
        return "the tool configuration needs domain and target_link_uri"
    if urlsplit(lti["target_link_uri"]).netloc.removeprefix("www.") != str(lti["domain"]).removeprefix("www."):
        return "domain_targetlinkuri_mismatch"
    return ""


# --- what a token opens --------------------------------------------------------------------------------------------


def _tool_with(*scopes: str) -> Tool:
    """The tool whose token this is; 401 or 403 without a good one."""
    platform = lms()
    kind, _, value = request.headers.get("Authorization", "").partition(" ")
    held = platform.tokens.get(value) if kind == "Bearer" else None
    # By the right time: a wrong clock of the LMS moves both ends of a token's life.
    if held is None or held.expires_at <= platform.time():
        abort(Response("Token is unknown or has expired.", 401, mimetype="text/plain"))
    if not held.scopes & set(scopes):
        abort(Response("Token lacks the scope.", 403, mimetype="text/plain"))
    return platform.tools[held.client]


def _typed(body: Any, media_type: str, status: int = 200) -> Response:
    response = jsonify(body)
    response.mimetype = media_type
    response.status_code = status
    return response


def _refuse(status: int, reason: str) -> Response:
    platform = lms()
    if platform.manners.family == "canvas":
        response = jsonify(errors={"type": "error", "message": reason})
    else:
        response = jsonify(status=status, reason=reason)
    response.status_code = status
    return response


def _page(rows: Sequence[Any], path: str, default: int) -> tuple[Sequence[Any], dict[str, str]]:
    platform = lms()
    size = platform.page_size or default
    asked = request.args.get("limit", type=int)
    size = min(asked, size) if asked and asked > 0 else size
    page = max(request.args.get("page", 1, type=int), 1)
    start = (page - 1) * size
    headers = {}
    if start + size < len(rows):
        query = {**request.args.to_dict(), "page": str(page + 1)}
        headers["Link"] = f'<{platform.url}{path.partition("?")[0]}?{urlencode(query)}>; rel="next"'
    return rows[start : start + size], headers


def _of_both(moodle: str, canvas: str, **options: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Route a view under Moodle's path and under Canvas's."""

    def register(view: Callable[..., Any]) -> Callable[..., Any]:
        blueprint.add_url_rule(moodle, view_func=view, **options)
        blueprint.add_url_rule(canvas, view_func=view, **options)
        return view

    return register


def _check_type_id(platform: StandInLms) -> None:
    if platform.manners.family == "moodle" and request.args.get("type_id") != "1":
        abort(_refuse(403, "type_id is missing"))


def _line_item_json(platform: StandInLms, item: LineItem) -> dict[str, Any]:
    body: dict[str, Any] = {
        "id": platform.url + platform.manners.lineitem_path(item.course, item.id),
        "label": item.label,
        "scoreMaximum": item.maximum,
        "resourceId": item.resource_id,
        "tag": item.tag,
    }
    if item.link:
        body |= {"resourceLinkId": item.link, "ltiLinkId": item.link}
    if item.starts_at:
        body["startDateTime"] = item.starts_at
    if item.ends_at:
        body["endDateTime"] = item.ends_at
    return body


def _line_item(platform: StandInLms, tool: Tool, course: str, item: str) -> LineItem:
    found = platform.school.line_items.get(item)
    if found is None or found.gone or found.course != course:
        abort(_refuse(404, f"Not Found: Grade item {item} doesn't exist."))
    if found.client != tool.client_id:
        abort(_refuse(403, "Line item does not exist."))
    return found


@_of_both("/mod/lti/services.php/<course>/lineitems", "/api/lti/courses/<course>/line_items", methods=["GET", "POST"])
def lineitems(course: str) -> Response:
    """The columns of a course that belong to the tool; or a new one."""
    platform = lms()
    if request.method == "POST":
        return _new_line_item(platform, course)
    tool = _tool_with(AGS + "lineitem", AGS + "lineitem.readonly")
    _check_type_id(platform)
    if not platform.manners.accepts(request.headers.get("Accept"), media.LINE_ITEMS):
        return _refuse(400, "Unacceptable media type")
    items = [
        item
        for item in platform.school.line_items.values()
        if item.course == course and item.client == tool.client_id and not item.gone
    ]
    for name, attribute in (("resource_link_id", "link"), ("resource_id", "resource_id"), ("tag", "tag")):
        if name in request.args:
            items = [item for item in items if getattr(item, attribute) == request.args[name]]
    rows, headers = _page(items, platform.manners.lineitems_path(course), platform.manners.page_size)
    response = _typed([_line_item_json(platform, item) for item in rows], media.LINE_ITEMS)
    response.headers.extend(headers)
    return response


def _new_line_item(platform: StandInLms, course: str) -> Response:
    tool = _tool_with(AGS + "lineitem")
    _check_type_id(platform)
    if request.mimetype != media.LINE_ITEM:
        return _refuse(400, "Unacceptable media type")
    body = request.get_json(force=True, silent=True)
    if not isinstance(body, dict) or not body.get("label") or not isinstance(body.get("scoreMaximum"), int | float):
        return _refuse(400, "label and scoreMaximum are required")
    link = str(body.get("resourceLinkId", ""))
    if link and link not in platform.school.links:
        return _refuse(404 if platform.manners.family == "canvas" else 400, "No such resource link")
    item = platform.add_line_item(
        course,
        tool.client_id,
        str(body["label"]),
        float(body["scoreMaximum"]),
        resource_id=str(body.get("resourceId", "")),
        tag=str(body.get("tag", "")),
        link=link,
        ends_at=str(body.get("endDateTime", "")),
    )
    return _typed(_line_item_json(platform, item), media.LINE_ITEM, 201)


@_of_both(
    "/mod/lti/services.php/<course>/lineitems/<item>/lineitem",
    "/api/lti/courses/<course>/line_items/<item>",
    methods=["GET", "PUT", "DELETE"],
)
def lineitem(course: str, item: str) -> Response:
    """One column."""
    platform = lms()
    scopes = [AGS + "lineitem"] + ([AGS + "lineitem.readonly"] if request.method == "GET" else [])
    tool = _tool_with(*scopes)
    _check_type_id(platform)
    found = _line_item(platform, tool, course, item)
    if request.method == "DELETE":
        found.gone = True
        return Response(status=204)
    if request.method == "PUT":
        body = request.get_json(force=True, silent=True)
        if request.mimetype != media.LINE_ITEM or not isinstance(body, dict) or not body.get("label"):
            return _refuse(400, "Unacceptable line item")
        # Moodle clears what a PUT leaves out.
        found.label, found.maximum = str(body["label"]), float(body.get("scoreMaximum", found.maximum))
        found.resource_id, found.tag = str(body.get("resourceId", "")), str(body.get("tag", ""))
    if not platform.manners.accepts(request.headers.get("Accept"), media.LINE_ITEM):
        return _refuse(400, "Unacceptable media type")
    return _typed(_line_item_json(platform, found), media.LINE_ITEM)


@_of_both(
    "/mod/lti/services.php/<course>/lineitems/<item>/lineitem/scores",
    "/api/lti/courses/<course>/line_items/<item>/scores",
    methods=["POST"],
)
def scores(course: str, item: str) -> Response:
    """A score for the gradebook."""
    platform = lms()
    tool = _tool_with(AGS + "score")
    _check_type_id(platform)
    if platform.manners.family == "moodle" and request.mimetype != media.SCORE:
        return _refuse(400, "Unacceptable media type")
    found = _line_item(platform, tool, course, item)
    body = request.get_json(force=True, silent=True)
    if not isinstance(body, dict):
        return _refuse(400, "Incorrect score received")
    person = platform.school.people.get(str(body.get("userId")))
    with platform.lock:
        try:
            platform.manners.store(found, person, body, platform.now())
        except Refused as refused:
            return _refuse(refused.status, refused.reason)
        platform.accepted.append(body)
    if platform.manners.family == "moodle":
        return Response(status=200, mimetype=media.SCORE)
    result = platform.url + platform.manners.lineitem_path(course, item) + "/results/" + str(body["userId"])
    return _typed({"resultUrl": result}, media.SCORE)


@_of_both(
    "/mod/lti/services.php/<course>/lineitems/<item>/lineitem/results",
    "/api/lti/courses/<course>/line_items/<item>/results",
    methods=["GET"],
)
def results(course: str, item: str) -> Response:
    """What the gradebook holds."""
    platform = lms()
    tool = _tool_with(AGS + "result.readonly")
    _check_type_id(platform)
    if not platform.manners.accepts(request.headers.get("Accept"), media.RESULTS):
        return _refuse(400, "Unacceptable media type")
    found = _line_item(platform, tool, course, item)
    base = platform.url + platform.manners.lineitem_path(course, item)
    rows = []
    with platform.lock:
        for person, entry in found.entries.items():
            if "user_id" in request.args and request.args["user_id"] != person:
                continue
            row: dict[str, Any] = {"id": f"{base}/results/{person}", "userId": person, "scoreOf": base}
            shown = entry.score if entry.override is None else entry.override
            if shown is not None:
                row |= {"resultScore": shown, "resultMaximum": entry.maximum}
            if entry.comments:
                row["comment"] = entry.comments[-1]
            rows.append(row)
    page, headers = _page(rows, urlsplit(base).path + "/results", platform.manners.page_size)
    response = _typed(page, media.RESULTS)
    response.headers.extend(headers)
    return response


@_of_both(
    "/mod/lti/services.php/CourseSection/<course>/bindings/1/memberships",
    "/api/lti/courses/<course>/names_and_roles",
    methods=["GET"],
)
def memberships(course: str) -> Response:
    """The roster (names and role provisioning services 2.0)."""
    platform = lms()
    tool = _tool_with(NRPS)
    if course not in platform.school.courses:
        return _refuse(404, "No such course")
    people = [person for person in platform.school.people.values() if person.active]
    role = request.args.get("role", "")
    if role:
        people = [person for person in people if role.rpartition("#")[2] == person.role]
    rows, headers = _page(people, platform.manners.memberships_path(course), platform.manners.page_size)
    members = []
    for person in rows:
        member: dict[str, Any] = {
            "status": "Active",
            "user_id": person.id,
            "roles": platform.manners.roster_roles(person),
        }
        for claim, value in (
            ("name", person.name),
            ("given_name", person.given),
            ("family_name", person.family),
            ("email", person.email),
        ):
            if claim in tool.claims and value:
                member[claim] = value
        members.append(member)
    shown = platform.school.courses[course]
    body = {
        "id": platform.url + platform.manners.memberships_path(course),
        "context": {"id": shown.id, "label": shown.label, "title": shown.title},
        "members": members,
    }
    response = _typed(body, media.MEMBERSHIPS)
    response.headers.extend(headers)
    return response

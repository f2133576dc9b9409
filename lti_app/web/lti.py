"""The addresses that an LMS is told: login, launch, keys."""

from __future__ import annotations

import logging
import time

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from flask import Blueprint, Response, jsonify, request
from werkzeug.wrappers import Response as BaseResponse

from lti_app import metrics
from lti_app.lti import keys
from lti_app.lti.launch import CheckedLaunch, check_launch
from lti_app.lti.login import BegunLogin, begin_login
from lti_app.lti.platforms import PlatformFacts, origin_of
from lti_app.lti.refusals import Refused, loggable
from lti_app.lti.state import LIFETIME, LoginState, digest
from lti_app.services.launches import open_launch
from lti_app.web.pages import Onward, page, static_file
from lti_app.web.security import frames_for_anybody
from lti_app.web.session import clock, give_rights, launch_path, same_origin, set_cookie
from lti_app.web.wiring import app_secret, config, database, key_sets, platform_book, platform_session

blueprint = Blueprint("lti", __name__)
log = logging.getLogger("lti_app.requests")

_FORM = "application/x-www-form-urlencoded"
#: Bytes of a posted login or launch.
_LARGEST_FORM = 250_000


def _parameters() -> dict[str, str]:
    """The form or the query of this request; Refused for another kind of body, or a name that stands twice."""
    request.max_content_length = _LARGEST_FORM
    request.max_form_memory_size = _LARGEST_FORM
    if request.method == "POST" and request.mimetype != _FORM:
        raise Refused("kind-wrong", status=415, detail=loggable(request.mimetype, 60))
    given = request.form if request.method == "POST" else request.args
    found = given.to_dict()
    if sum(map(len, given.listvalues())) > len(found):
        raise Refused("request-wrong", detail="a parameter stands twice")
    return found


def _login_key(state: LoginState) -> str:
    """What cookie and storage call one login: it gives nothing away and parts logins of several tabs."""
    return digest(state.nonce_text)[:16]


def _sure_of_cookies() -> bool:
    """Whether a cookie that is set now comes back: in a window of its own, or with a program that is no browser."""
    destination = request.headers.get("Sec-Fetch-Dest")
    if destination is not None:
        return destination == "document"
    return "Mozilla/" not in request.headers.get("User-Agent", "")


def _set_login_cookie(response: BaseResponse, name: str, value: str, *, script: bool = False) -> None:
    path = f"{config().root}/lti/"
    set_cookie(response, name, value, max_age=LIFETIME if value else 0, path=path, script=script)


@blueprint.route("/lti/login", methods=["GET", "POST"])
def login() -> BaseResponse:
    """The LMS asks us to begin (core, 4.1): to its authorization address, by the surest way for this browser."""
    parameters = _parameters()
    begun = begin_login(config(), app_secret(), platform_book(), parameters, clock()())
    metrics.LOGINS.inc()
    name = _login_key(begun.state)
    response: BaseResponse
    if _sure_of_cookies() and "hornbook_window" not in parameters:
        response = Onward(begun.auth_url, 302)
    else:
        response = _login_page(begun, name, parameters)
    _set_login_cookie(response, f"hb_login_{name}", begun.browser)
    return response


def _login_page(begun: BegunLogin, name: str, parameters: dict[str, str]) -> BaseResponse:
    """In a frame only the browser knows which way works; this page looks, and goes on by itself where one does."""
    frames_for_anybody()
    repeated = {
        key: parameters[key]
        for key in ("iss", "login_hint", "target_link_uri", "client_id", "lti_deployment_id", "lti_message_hint")
        if key in parameters
    }
    response = page(
        "login.html",
        auth_url=begun.auth_url,
        platform_origin=origin_of(begun.platform.auth_url),
        platform_name=begun.platform.name or begun.platform.issuer,
        storage_target=begun.state.storage_target,
        key=f"hornbook_login_{name}",
        browser=begun.browser if begun.state.storage_target else "",
        probe=f"hb_probe_{name}",
        # The window that the button opened; a redirect there would be held against the policy of the page before.
        own_window="hornbook_window" in parameters,
        repeated=repeated,
    )
    _set_login_cookie(response, f"hb_probe_{name}", "1", script=True)
    return response


def _platform_key(platform: PlatformFacts, key_id: str) -> RSAPublicKey:
    return key_sets().key(platform.id, platform.jwks_url, key_id)


@blueprint.post("/lti/launch")
def launch() -> BaseResponse:
    """The signed message arrives (core, 4.1.3): checked, stored once, and answered with the launch's own address."""
    started = time.perf_counter()
    parameters = _parameters()
    now = clock()()
    checked = check_launch(parameters, config(), app_secret(), platform_book(), _platform_key, platform_session(), now)
    try:
        way = _way(checked, parameters)
        if way is None:
            return _storage_page(checked, parameters)
        opened = open_launch(database(), checked, now)
    except Refused as refused:
        refused.platform_id = checked.platform.id
        refused.way_back = refused.way_back or checked.way_back
        raise
    metrics.LAUNCHES.labels(checked.message.message_type, way).inc()
    metrics.LAUNCH_SECONDS.observe(time.perf_counter() - started)
    log.info(
        "launched platform=%d message=%s role=%s way=%s handle=%s",
        checked.platform.id,
        checked.message.message_type,
        opened.role or "none",
        way,
        opened.handle,
    )
    if way == "storage":
        return jsonify(address=launch_path(opened.handle), handle=opened.handle, token=opened.secret)
    response = Onward(launch_path(opened.handle), 303)
    give_rights(response, opened)
    _set_login_cookie(response, f"hb_login_{_login_key(checked.state)}", "")
    return response


def _way(checked: CheckedLaunch, parameters: dict[str, str]) -> str | None:
    """How the browser proved that it is the one that began the login; None if it must be asked by script first."""
    cookie = request.cookies.get(f"hb_login_{_login_key(checked.state)}", "")
    if cookie and checked.state.is_from(cookie):
        return "cookie"
    if "browser" in parameters:
        # Only the script of our own page may bring the secret so, never a form of another site.
        same_origin()
        if checked.state.is_from(parameters["browser"]):
            return "storage"
    elif checked.state.storage_target:
        return None
    raise Refused("browser-unknown" if config().secure else "browser-unknown-http", status=403)


def _storage_page(checked: CheckedLaunch, parameters: dict[str, str]) -> Response:
    """The page that asks the platform's storage for the browser's secret, and posts the message once more with it."""
    frames_for_anybody()
    return page(
        "storage.html",
        platform_origin=origin_of(checked.platform.auth_url),
        platform_name=checked.platform.name or checked.platform.issuer,
        storage_target=checked.state.storage_target,
        key=f"hornbook_login_{_login_key(checked.state)}",
        state=parameters["state"],
        id_token=parameters["id_token"],
        way_back=checked.way_back,
    )


@blueprint.get("/lti/jwks")
def jwks() -> BaseResponse:
    """Our public keys. Kept for an hour at most, so that everybody knows of a rotation long before its overlap ends."""
    with database().reading() as session:
        response: BaseResponse = jsonify(keys.published(session, clock()()))
    response.headers["Cache-Control"] = "public, max-age=3600"
    response.add_etag()
    return response.make_conditional(request)


@blueprint.get("/lti/static/<name>")
def static(name: str) -> BaseResponse:
    """Scripts and styles of these pages."""
    found = static_file(name)
    if found is None:
        raise Refused("page-unknown", status=404)
    content, kind = found
    response: BaseResponse = Response(content, content_type=kind)
    response.headers["Cache-Control"] = "public, max-age=300"
    response.add_etag()
    return response.make_conditional(request)

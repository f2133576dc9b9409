"""The addresses for administrators of an LMS: connect it by a one-time link, or by Canvas's form."""

from __future__ import annotations

import logging

from flask import Blueprint, Response, jsonify, request

from lti_app import metrics
from lti_app.lti.refusals import Refused, loggable
from lti_app.lti.registration import register as register_with
from lti_app.lti.tool_description import canvas_configuration
from lti_app.services import invitations
from lti_app.services.platforms import PlatformDetails, UnusableAddress, connect, is_connected
from lti_app.web.pages import page
from lti_app.web.security import frames_for_anybody
from lti_app.web.session import clock
from lti_app.web.wiring import config, database, platform_session

blueprint = Blueprint("registration", __name__)
log = logging.getLogger("lti_app.requests")

#: Kinds of LMS of which the page knows what comes next.
_KNOWN_FAMILIES = ("moodle", "canvas")


@blueprint.get("/lti/register")
def register() -> Response:
    """An LMS opens the one-time link (dynamic registration 1.0, 3.2), or a person does, by mistake."""
    frames_for_anybody()
    token = request.args.get("invitation", "")
    with database().reading() as session:
        invitations.look(session, token, clock()())
    if "openid_configuration" not in request.args:
        return page("invitation.html")
    with database().writing() as session:
        held = invitations.hold(session, token, clock()())
    try:
        return _register(held)
    except BaseException:
        with database().writing() as session:
            invitations.release(session, held)
        raise


def _register(held: str) -> Response:
    found = register_with(
        platform_session(),
        config(),
        request.args["openid_configuration"],
        request.args.get("registration_token", ""),
    )
    details = PlatformDetails(
        issuer=found.issuer,
        client_id=found.client_id,
        auth_url=found.auth_url,
        token_url=found.token_url,
        jwks_url=found.jwks_url,
        deployment_ids=(found.deployment_id,) if found.deployment_id else (),
        token_audience=found.token_audience,
        name=found.name,
        family=found.family,
    )
    with database().writing() as session:
        if is_connected(session, found.issuer, found.client_id):
            # Whoever answers for this issuer now is not allowed to change what an administrator has agreed to.
            raise Refused("registration-known", status=409, detail=loggable(found.issuer))
        try:
            made = connect(session, details, platform_session().guard, clock()())
        except UnusableAddress as error:
            raise Refused("registration-wrong", status=422, detail=loggable(error), what="issuer") from None
        invitations.finish(session, held, made.number, clock()())
    metrics.REGISTRATIONS.inc()
    log.info("registered platform=%d issuer=%s family=%s", made.number, loggable(found.issuer), loggable(found.family))
    family = found.family if found.family in _KNOWN_FAMILIES else "other"
    return page("registered.html", made=made, platform=found, family=family)


@blueprint.get("/lti/canvas.json")
def canvas() -> Response:
    """What an administrator of Canvas pastes for an LTI key."""
    return jsonify(canvas_configuration(config()))

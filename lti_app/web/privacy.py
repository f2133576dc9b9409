"""What is kept of a person, for a data privacy launch: shown, and to take away."""

from __future__ import annotations

import json

from flask import Blueprint, Response
from sqlalchemy.orm import Session

from lti_app.lti.claims import MessageType
from lti_app.lti.refusals import Refused
from lti_app.services.personal_data import everything_of
from lti_app.storage.models import Launch, Person
from lti_app.web.pages import page
from lti_app.web.session import current_launch, launch_path
from lti_app.web.wiring import database

blueprint = Blueprint("privacy", __name__)


def is_about_privacy(launch: Launch) -> bool:
    """Whether the LMS asks what is kept of somebody."""
    return launch.message_type == MessageType.DATA_PRIVACY


def privacy_address(launch: Launch) -> str:
    """Where that is answered."""
    return f"{launch_path(launch.handle)}privacy"


def _subject(session: Session, launch: Launch) -> Person:
    """Whom it is about: the person that the signed message names, and nobody else."""
    if not is_about_privacy(launch):
        raise Refused("page-unknown", status=404)
    return session.get_one(Person, launch.for_person_id or launch.person_id)


@blueprint.get("/l/<handle>/privacy")
def show(handle: str) -> Response:
    """What kinds of data there are, and how much of each."""
    launch = current_launch(handle)
    with database().reading() as session:
        person = _subject(session, launch)
        found = everything_of(session, person)
    counts = {name: len(rows) for name, rows in found.items()}
    download = f"{privacy_address(launch)}.json"
    return page("privacy.html", person=person, counts=counts, download=download, way_back=launch.return_url)


@blueprint.get("/l/<handle>/privacy.json")
def download(handle: str) -> Response:
    """All of it, as a file."""
    launch = current_launch(handle)
    with database().reading() as session:
        found = everything_of(session, _subject(session, launch))
    text = json.dumps(found, ensure_ascii=False, indent=2)
    response = Response(text, content_type="application/json; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="hornbook-data.json"'
    return response

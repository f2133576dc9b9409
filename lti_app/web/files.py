"""Pictures and other media of an activity."""

from __future__ import annotations

import mimetypes
import re
from pathlib import Path

from flask import Blueprint, Response, jsonify, request, send_file
from werkzeug.wrappers import Response as BaseResponse

from hornbook.files import File
from lti_app.lti.refusals import Refused
from lti_app.services.reports import TEACHES
from lti_app.storage.models import Launch, MediaFile
from lti_app.web.session import current_launch, file_link, link_is_good, link_was_good
from lti_app.web.wiring import database, library

blueprint = Blueprint("files", __name__)

#: A file of the course of the launch, or of another one that is named before it: for who teaches, and by our own links.
_NAME = re.compile(r"(?:(?P<course>[a-z0-9-]{1,64})/)?(?P<name>media/[A-Za-z0-9._-]+)")
#: A drawing is shown and never run, also where somebody opens it by itself.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@blueprint.get("/l/<handle>/files/<path:path>")
def media(handle: str, path: str) -> BaseResponse:
    """A file of the course of this launch; names hold the hash of the content, so each is for good what it is."""
    launch = current_launch(handle, file=path)
    found = _NAME.fullmatch(path)
    if found is None or (found["course"] and not (launch.role in TEACHES or link_is_good(handle, path))):
        raise Refused("page-unknown", status=404)
    response = _answer(launch, found["course"] or "", found["name"])
    response.headers["Content-Security-Policy"] = _POLICY
    response.headers["Cache-Control"] = "private, max-age=86400"
    return response


@blueprint.get("/l/<handle>/api/file-link")
def renew(handle: str) -> Response:
    """A new link in place of one that we made and that is too old, for who still has the rights of the launch.

    A sound that is begun, or a picture that comes into view, long after its page was opened needs it where there are no
    cookies.
    """
    launch = current_launch(handle)
    path = request.args.get("path", "")
    if not _NAME.fullmatch(path) or not link_was_good(handle, path):
        raise Refused("page-unknown", status=404)
    return jsonify(link=file_link(launch, path))


def _answer(launch: Launch, course: str, name: str) -> BaseResponse:
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    file = _in_course(launch, course, name)
    if file is not None and isinstance(file.content, Path) and file.content.is_file():
        return send_file(file.content, mimetype=kind, conditional=True, etag=name)
    content = file.content if file is not None and isinstance(file.content, bytes) else None
    if content is None:
        # The folder has lost it, and an attempt that began before needs it.
        with database().reading() as session:
            kept = session.get(MediaFile, name)
            content = kept.content if kept is not None else None
    if content is None:
        raise Refused("page-unknown", status=404)
    response = Response(content, content_type=kind)
    response.set_etag(name)
    # A player that jumps within a sound asks for a part of it.
    return response.make_conditional(request, accept_ranges=True, complete_length=len(content))


def _in_course(launch: Launch, course: str, name: str) -> File | None:
    link = launch.resource_link
    wanted = course or (link.course if link is not None else "")
    edition = library().course(wanted) if wanted else None
    if edition is None:
        return None
    return next((file for file in edition.folder.media.values() if file.name == name), None)

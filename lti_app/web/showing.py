"""How the pages of an activity are made, and sent to the launch that asks."""

from __future__ import annotations

import hashlib
import re
from typing import Any, Literal

from flask import Response
from markupsafe import escape

from hornbook.media import CourseFolder
from hornbook.profile import Profile
from hornbook.rendering.pages import frame_origins, inert_json, lesson_page, shell_page
from hornbook.rendering.theme import style_source, theme_css
from lti_app.lti.refusals import Refused
from lti_app.services.activities import Activity
from lti_app.storage.models import Launch
from lti_app.web.assets import player_folder
from lti_app.web.security import allow
from lti_app.web.session import file_link
from lti_app.web.wiring import app_secret

_MEDIA = re.compile(r'(?<=")media/[A-Za-z0-9._-]+(?=")')


def profile_of(activity: Activity, *, keys: bool = False) -> Profile:
    """How the pages of an activity are made; with `keys` for whoever may see the answers."""
    scope: Literal["course", "lesson", "block"] = "course"
    if activity.lesson is not None:
        scope = "lesson" if activity.block is None else "block"
    return Profile("lti", 0, keys=keys, assets=player_folder(), script="player-lti.js", scope=scope)


def show_page(launch: Launch, folder: CourseFolder, page: str, *, course: str = "") -> Response:
    """A page of a course; `course` is given where it is not the one that the launch itself leads to."""
    allow("frame-src", *frame_origins(folder.course.lessons))
    if css := theme_css(folder.course.theme):
        allow("style-src", style_source(css))
    response = Response(with_file_links(launch, page, course), content_type="text/html; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response


def with_opening(page: str, opening: dict[str, Any]) -> str:
    """The shell with what is known of the learner (`Opening` in player/src/homes/lti/opening.ts)."""
    data = f'<script type="application/json" id="hornbook-opening">{inert_json(opening)}</script>\n</body>'
    return page.replace("</body>", data, 1)


def journal_name(*parts: object) -> str:
    """A name for what a browser keeps of somebody in some place, that says nothing about either."""
    name = "/".join(map(str, parts)).encode()
    return hashlib.blake2b(name, key=app_secret()[:64], digest_size=12).hexdigest()


def with_file_links(launch: Launch, page: str, course: str = "") -> str:
    """The page with a link for each picture that works with and without cookies."""
    before = f"{course}/" if course else ""
    return _MEDIA.sub(lambda found: str(escape(file_link(launch, before + found.group()))), page)


_pages: dict[tuple[object, ...], str] = {}
_MOST_PAGES = 500


def activity_page(activity: Activity, lesson_id: str) -> str:
    """The shell, or the page of a lesson, without anything of the learner; rendered once."""
    profile = profile_of(activity)
    key = (activity.edition.hash, activity.target, activity.settings, profile, lesson_id)
    found = _pages.get(key)
    if found is None:
        folder = activity.folder
        if lesson_id:
            wanted = next((one for one in folder.course.lessons if one.id == lesson_id), None)
            if wanted is None:
                raise Refused("page-unknown", status=404)
            found = lesson_page(folder, profile, wanted)
        else:
            found = shell_page(folder, profile)
        while len(_pages) >= _MOST_PAGES:
            _pages.pop(next(iter(_pages)), None)
        _pages[key] = found
    return found

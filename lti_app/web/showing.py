"""How the pages of an activity are made, and sent to the launch that asks."""

from __future__ import annotations

import re
from typing import Literal

from flask import Response
from markupsafe import escape

from hornbook.profile import Profile
from hornbook.rendering.pages import frame_origins, lesson_page, shell_page
from lti_app.lti.refusals import Refused
from lti_app.services.activities import Activity
from lti_app.storage.models import Launch
from lti_app.web.assets import player_folder
from lti_app.web.security import allow
from lti_app.web.session import file_link

_MEDIA = re.compile(r'(?<=")media/[A-Za-z0-9._-]+(?=")')


def profile_of(activity: Activity, *, keys: bool = False) -> Profile:
    """How the pages of an activity are made; with `keys` for whoever may see the answers."""
    scope: Literal["course", "lesson", "block"] = "course"
    if activity.lesson is not None:
        scope = "lesson" if activity.block is None else "block"
    return Profile("lti", 0, keys=keys, assets=player_folder(), script="player-lti.js", scope=scope)


def show_page(launch: Launch, activity: Activity, page: str, *, course: str = "") -> Response:
    """A page of an activity; `course` is given where the launch itself leads to no course."""
    allow("frame-src", *frame_origins(activity.folder.course.lessons))
    response = Response(with_file_links(launch, page, course), content_type="text/html; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response


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

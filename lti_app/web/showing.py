"""How the pages of an activity are made, and sent to the launch that asks."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any, Literal

from flask import Response
from markupsafe import escape

from hornbook.course import Lesson
from hornbook.media import CourseFolder
from hornbook.profile import Profile
from hornbook.rendering.pages import frame_origins, inert_json, lesson_page, shell_page
from hornbook.rendering.theme import inline_source, theme_css
from lti_app.lti.refusals import Refused
from lti_app.services.activities import Activity
from lti_app.services.gates import closed_gates, without_closed
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
        allow("style-src", inline_source(css))
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


def shell_of(activity: Activity) -> str:
    """The shell of an activity, without anything of the learner; rendered once."""
    return _rendered(activity, "", frozenset(), lambda: shell_page(activity.folder, profile_of(activity)))


def lesson_of(activity: Activity, lesson_id: str, now: datetime, *, enrolled: bool) -> tuple[Lesson, str]:
    """A lesson of an activity and its page, with what is not closed to everybody like this; rendered once."""
    found = next((one for one in activity.folder.course.lessons if one.id == lesson_id), None)
    if found is None:
        raise Refused("page-unknown", status=404)
    closed = closed_gates(found, now, enrolled=enrolled)
    sent = without_closed(found, closed) if closed else found
    return sent, _rendered(
        activity, lesson_id, closed, lambda: lesson_page(activity.folder, profile_of(activity), sent)
    )


def _rendered(activity: Activity, lesson_id: str, closed: frozenset[str], render: Callable[[], str]) -> str:
    key = (activity.edition.hash, activity.target, activity.settings, profile_of(activity), lesson_id, closed)
    found = _pages.get(key)
    if found is None:
        found = render()
        while len(_pages) >= _MOST_PAGES:
            _pages.pop(next(iter(_pages)), None)
        _pages[key] = found
    return found

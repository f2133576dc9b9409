"""Choosing activities inside the LMS (deep linking): browse, look, pick, set points and dates, and send it back."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request
from markupsafe import escape

from hornbook.rendering.pages import lesson_page, shell_page
from lti_app.lti import deep_linking
from lti_app.lti.deep_linking import ContentItem
from lti_app.lti.keys import signing_key
from lti_app.lti.platforms import PlatformFacts, origin_of
from lti_app.lti.refusals import Refused
from lti_app.services import activities, choices
from lti_app.services.activities import Activity, ActivityMissing, Target
from lti_app.services.choices import Choice, SettingError, Settings
from lti_app.storage.models import Launch
from lti_app.web.pages import page, texts
from lti_app.web.security import allow
from lti_app.web.session import clock, current_launch, launch_path, require
from lti_app.web.showing import profile_of, show_page, with_opening
from lti_app.web.wiring import config, database, library

blueprint = Blueprint("picker", __name__)

#: At most so many activities in one go.
_MOST = 50
_TEACHES = ("instructor", "assistant")


def _choosing(handle: str) -> tuple[Launch, dict[str, Any]]:
    """A launch in which somebody who teaches chooses, and what the platform takes."""
    launch = current_launch(handle)
    require(launch, *_TEACHES)
    if launch.deep_linking is None:
        raise Refused("page-unknown", status=404)
    return launch, launch.deep_linking


def browse(launch: Launch) -> Response:
    """All that can be chosen; the first page of a launch for choosing."""
    require(launch, *_TEACHES)
    settings = launch.deep_linking or {}
    if "ltiResourceLink" not in settings.get("accept_types", []):
        raise Refused("nothing-accepted")
    wanted = request.args.get("q", "")[:200]
    due = choices.due_today(launch.locale)
    return page(
        "choose.html",
        path=launch_path(launch.handle),
        course=launch.context.title,
        wanted=wanted,
        due=due if due.matches(wanted) and library().courses() else None,
        shelves=choices.shelves(library(), wanted),
        unread=library().unread(),
        many=deep_linking.accepts_many(settings),
        chosen=set(request.args.getlist("choice")),
    )


@blueprint.get("/l/<handle>/choose")
def choose(handle: str) -> Response:
    """Browse again, with what was picked before."""
    launch, _ = _choosing(handle)
    return browse(launch)


@blueprint.get("/l/<handle>/choose/settings")
def settle(handle: str) -> Response:
    """Points, attempts and due date of what was picked."""
    launch, settings = _choosing(handle)
    picked = _picked(launch, settings, request.args.getlist("choice"))
    values = {
        f"{name}-{number}": value
        for number, choice in enumerate(picked)
        for name, value in (("title", choice.name), ("points", str(choices.DEFAULT_POINTS)))
    }
    return _settings_page(launch, settings, picked, values, "")


def _picked(launch: Launch, settings: dict[str, Any], keys: list[str]) -> list[Choice]:
    """The choices that a form names: each once, all of them there, and no more than the platform takes."""
    keys = list(dict.fromkeys(keys))
    if not keys:
        raise Refused("nothing-chosen")
    if len(keys) > (_MOST if deep_linking.accepts_many(settings) else 1):
        raise Refused("too-many-chosen")
    try:
        return [choices.choice_named(library(), key, launch.locale) for key in keys]
    except ActivityMissing:
        raise Refused("choice-unknown", status=404) from None


def _settings_page(
    launch: Launch, settings: dict[str, Any], picked: list[Choice], values: dict[str, str], wrong: str
) -> Response:
    return page(
        "choose-settings.html",
        400 if wrong else 200,
        path=launch_path(launch.handle),
        course=launch.context.title,
        picked=picked,
        values=values,
        wrong=wrong,
        wrong_field=wrong.partition("-")[0],
        graded=deep_linking.accepts_line_items(settings),
    )


@blueprint.post("/l/<handle>/choose/send")
def send(handle: str) -> Response:
    """The signed answer, in a form that goes to the LMS by itself."""
    launch, settings = _choosing(handle)
    picked = _picked(launch, settings, request.form.getlist("choice"))
    try:
        wanted = [choices.read_settings(request.form, number, choice) for number, choice in enumerate(picked)]
    except SettingError as error:
        return _settings_page(launch, settings, picked, request.form.to_dict(), str(error))
    deployment = launch.context.deployment
    with database().reading() as session:
        key = signing_key(session)
    answer = deep_linking.signed_answer(
        PlatformFacts.of(deployment.platform),
        deployment.deployment_id,
        settings,
        [_item(choice, one) for choice, one in zip(picked, wanted, strict=True)],
        key,
        clock()(),
    )
    address = str(settings["deep_link_return_url"])
    allow("form-action", origin_of(address))
    return page("choose-send.html", address=address, answer=answer, titles=[one.title for one in wanted])


def _item(choice: Choice, settings: Settings) -> ContentItem:
    words = texts()["choose"]
    return ContentItem(
        title=settings.title,
        text=describe(words, choice),
        url=config().url("/lti/launch"),
        icon_url=config().url("/lti/static/icon.svg"),
        custom=settings.custom(choice.target),
        points=float(settings.points),
        resource_id=choice.key,
        due_at=settings.due_at,
    )


def describe(words: dict[str, Any], choice: Choice) -> str:
    """What it is, in a few words: `Quiz, 8 questions`."""
    amount = words["amount"].get(choice.kind, "")
    if choice.amount == 1:
        amount = words["amount"].get(f"{choice.kind}-one", amount)
    kind: str = words["kind"].get(choice.kind, choice.kind)
    return f"{kind}, {amount.format(n=choice.amount)}" if amount and choice.amount else kind


# --- looking at an activity before choosing it ---------------------------------------------------------------------


def _shown(handle: str, target: Target) -> tuple[Launch, Activity]:
    launch = current_launch(handle)
    require(launch, *_TEACHES)
    try:
        return launch, activities.find(library(), target)
    except ActivityMissing:
        raise Refused("choice-unknown", status=404) from None


@blueprint.get("/l/<handle>/look/<course>/")
@blueprint.get("/l/<handle>/look/<course>/<lesson>/")
@blueprint.get("/l/<handle>/look/<course>/<lesson>/<block>/")
@blueprint.get("/l/<handle>/look/<course>/index.html", defaults={"lesson": "", "block": ""})
@blueprint.get("/l/<handle>/look/<course>/<lesson>/index.html", defaults={"block": ""})
@blueprint.get("/l/<handle>/look/<course>/<lesson>/<block>/index.html")
def look(handle: str, course: str, lesson: str = "", block: str = "") -> Response:
    """An activity as it will be, for trying out; nothing that is done in it is kept anywhere."""
    launch, activity = _shown(handle, Target(course, lesson, block))
    opening = {
        "journal": "",
        "preview": True,
        "progress": {"seen": [], "cards": {}, "place": None, "level": 1},
        "standing": {"quizzes": {}, "grade": None},
        "due": 0,
    }
    words = texts()["choose"]
    back = f'<a class="button quiet bar-back" href="{escape(launch_path(handle))}">{escape(words["back"])}</a>'
    html = shell_page(activity.folder, profile_of(activity, keys=True))
    html = html.replace('<header class="bar">', f'<header class="bar">{back}', 1)
    return show_page(launch, activity.folder, with_opening(html, opening), course=course)


@blueprint.get("/l/<handle>/look/<course>/lesson-<page_id>.html", defaults={"lesson": "", "block": ""})
@blueprint.get("/l/<handle>/look/<course>/<lesson>/lesson-<page_id>.html", defaults={"block": ""})
@blueprint.get("/l/<handle>/look/<course>/<lesson>/<block>/lesson-<page_id>.html")
def look_at_lesson(handle: str, course: str, lesson: str, block: str, page_id: str) -> Response:
    """A lesson of an activity that is tried out."""
    launch, activity = _shown(handle, Target(course, lesson, block))
    wanted = next((one for one in activity.folder.course.lessons if one.id == page_id), None)
    if wanted is None:
        raise Refused("page-unknown", status=404)
    page = lesson_page(activity.folder, profile_of(activity, keys=True), wanted)
    return show_page(launch, activity.folder, page, course=course)

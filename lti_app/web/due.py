"""Cards that are due today, of all activities of a course of the LMS: one page that asks them, and what it sends."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, Response, jsonify, redirect
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as BaseResponse

from hornbook.media import CourseFolder
from hornbook.profile import Profile
from hornbook.rendering.pages import block_title, lesson_page, shell_page
from lti_app.lti.refusals import Refused
from lti_app.services import activities, due, progress
from lti_app.services.activities import Activity
from lti_app.services.due import Pile
from lti_app.services.progress import ProgressError
from lti_app.services.reports import TEACHES
from lti_app.storage.models import Launch, Person
from lti_app.web.assets import player_folder
from lti_app.web.bodies import json_body
from lti_app.web.pages import page
from lti_app.web.session import clock, current_launch, launch_path
from lti_app.web.showing import journal_name, show_page, with_opening
from lti_app.web.wiring import database, library

blueprint = Blueprint("due", __name__)


def learns(launch: Launch) -> bool:
    """Whether what is done in this launch counts; who teaches tries out without a trace, and has no cards."""
    return launch.role == "learner" and not launch.test_user


def _piles(session: Session, launch: Launch) -> list[Pile]:
    return due.piles(session, library(), launch.context_id, launch.person_id) if learns(launch) else []


def _pile(session: Session, launch: Launch, course: str) -> Pile:
    found = next((pile for pile in _piles(session, launch) if pile.edition.id == course), None)
    if found is None:
        raise Refused("page-unknown", status=404)
    return found


def due_elsewhere(session: Session, launch: Launch, activity: Activity, now: datetime) -> int:
    """How many cards of other activities are due today in the course of a launch."""
    decks = due.decks_of(activity)
    return sum(
        pile.count(due.today(now), outside=decks if pile.edition.id == activity.edition.id else ())
        for pile in _piles(session, launch)
    )


@blueprint.get("/l/<handle>/due/")
def overview(handle: str) -> BaseResponse:
    """The courses that have cards due; where there is one, its page. Who teaches reads which decks they come from."""
    launch = current_launch(handle)
    if launch.role in TEACHES:
        with database().reading() as session:
            placed = due.placed_decks(session, library(), launch.context_id)
        return page("due-decks.html", courses=placed, title=block_title)
    now = clock()()
    with database().reading() as session:
        found = _piles(session, launch)
    waiting = [pile for pile in found if pile.cards(due.today(now))]
    if len(waiting) == 1:
        return redirect(_address(launch, waiting[0].edition.id), 303)
    return _list(launch, found, now)


def due_address(launch: Launch) -> str:
    """Where the cards that are due lie for a launch."""
    return f"{launch_path(launch.handle)}due/"


def _address(launch: Launch, course: str) -> str:
    return f"{due_address(launch)}{course}/"


def _leads_back(launch: Launch) -> bool:
    """Whether somebody came here from another activity."""
    return launch.resource_link is not None and not activities.shows_due(launch.resource_link)


def _list(launch: Launch, found: list[Pile], now: datetime) -> Response:
    day = due.today(now)
    waiting = [
        (pile.edition.folder.course.title, _address(launch, pile.edition.id), pile.count(day))
        for pile in found
        if pile.cards(day)
    ]
    following = [following for pile in found if (following := pile.next_day(day)) is not None]
    next_on = now.date() + timedelta(days=min(following) - day) if following and not waiting else None
    back = launch_path(launch.handle) if _leads_back(launch) else ""
    return page("due.html", waiting=waiting, next_on=next_on, any=bool(found), back=back)


def _folder(pile: Pile, now: datetime) -> CourseFolder | None:
    return due.due_folder(pile, due.today(now))


def _profile(launch: Launch) -> Profile:
    return Profile(
        "lti",
        0,
        keys=False,
        assets=player_folder(),
        script="player-lti.js",
        scope="due",
        leads_back=_leads_back(launch),
    )


@blueprint.get("/l/<handle>/due/<course>/")
@blueprint.get("/l/<handle>/due/<course>/index.html")
def shell(handle: str, course: str) -> Response:
    """The page of one course, with how well its cards are known."""
    launch = current_launch(handle)
    now = clock()()
    with database().reading() as session:
        pile = _pile(session, launch, course)
    folder = _folder(pile, now)
    if folder is None:
        return _list(launch, [pile], now)
    opening = {
        "journal": journal_name("due", launch.context_id, course, launch.person_id),
        "preview": False,
        "progress": {
            "seen": [],
            "cards": {str(slot): word for slot, word in sorted(pile.words.items())},
            "place": None,
            "level": progress.STANDARD,
        },
        "standing": _STANDING,
        "due": 0,
    }
    return show_page(launch, folder, with_opening(shell_page(folder, _profile(launch)), opening), course=course)


@blueprint.get("/l/<handle>/due/<course>/lesson-<name>.html")
def cards(handle: str, course: str, name: str) -> Response:
    """The cards themselves, as the shell fetches them."""
    launch = current_launch(handle)
    with database().reading() as session:
        folder = _folder(_pile(session, launch, course), clock()())
    lesson = next((one for one in folder.course.lessons if one.id == name), None) if folder is not None else None
    if folder is None or lesson is None:
        raise Refused("page-unknown", status=404)
    return show_page(launch, folder, lesson_page(folder, _profile(launch), lesson), course=course)


#: There are no quizzes here, and grades are spoken of in their activities.
_STANDING: dict[str, Any] = {"quizzes": {}, "grade": None}


@blueprint.get("/l/<handle>/due/<course>/api/standing")
def standing(handle: str, course: str) -> Response:
    """What the script asks for on all pages."""
    with database().reading() as session:
        _pile(session, current_launch(handle), course)
    return jsonify(_STANDING)


@blueprint.post("/l/<handle>/due/<course>/api/progress")
def keep(handle: str, course: str) -> Response:
    """Keep how cards were rated: what this replies is on the disk."""
    launch = current_launch(handle)
    try:
        changes = progress.parse_changes(json_body())
    except ProgressError as error:
        raise Refused("request-wrong", detail=str(error)) from None
    with database().writing() as session:
        pile = _pile(session, launch, course)
        person = session.get(Person, launch.person_id)
        if person is None:
            raise Refused("launch-ended", status=401)
        due.keep(session, library(), pile, launch.context_id, person, changes, clock()())
    return jsonify(_STANDING)

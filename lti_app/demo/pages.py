"""The pages of the stand-in LMS that people look at, and its switches."""

from __future__ import annotations

import secrets
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, redirect, render_template, request, send_from_directory, url_for
from werkzeug.wrappers import Response as AnyResponse

from hornbook import resources
from lti_app.demo.faults import DROP_AFTER, LOGIN_PAGE, Fault, answers, slow
from lti_app.demo.lms import DATA_PRIVACY, SUBMISSION_REVIEW, StandInLms, Ticket
from lti_app.demo.school import Course, Link, Person
from lti_app.demo.wiring import lms

blueprint = Blueprint("pages", __name__)

#: Faults that the page offers for scores, by the word in the form.
OFFERED: dict[str, tuple[str, Fault | None]] = {
    "none": ("Takes grades as it should", None),
    "unavailable": ("Answers 503, unavailable", answers(503)),
    "too-many": ("Answers 429, come back in 20 seconds", answers(429, retry_after="20")),
    "login-page": ("Shows a login page instead", LOGIN_PAGE),
    "drop-after": ("Stores the grade, then loses the connection", DROP_AFTER),
    "forbidden": ("Answers 403, forbidden", answers(403)),
    "slow": ("Takes 8 seconds for an answer", slow(8)),
}


@blueprint.before_request
def _only_from_here() -> None:
    # The switches belong to the pages of this LMS: another site in the same browser must not turn them.
    if request.method == "POST" and request.headers.get("Origin", lms().url) != lms().url:
        abort(403)


def _course(course_id: str) -> Course:
    return lms().school.courses.get(course_id) or abort(404)


def _person() -> Person:
    people = lms().school.people
    found = people.get(request.args.get("as", ""))
    return found or next(iter(lms().school.teachers()))


def _seen_by(person: Person) -> dict[str, Any]:
    """Of the addresses of these pages: who looks; `as` is a word of Python."""
    return {"as": person.id}


def _activity(link_id: str) -> Link:
    return lms().school.links.get(link_id) or abort(404)


def _switches(platform: StandInLms) -> dict[str, object]:
    current = platform.faults.always.get("scores")
    fault = next((word for word, (_, offered) in OFFERED.items() if offered == current), "none")
    return {"lms": platform, "offered": OFFERED, "fault": fault, "here": request.full_path.rstrip("?")}


@blueprint.get("/")
def home() -> AnyResponse:
    """The one course, seen by its teacher."""
    return redirect(url_for("pages.course", course_id=next(iter(lms().school.courses))))


@blueprint.get("/course/<course_id>")
def course(course_id: str) -> str:
    """The activities of a course."""
    platform, shown, person = lms(), _course(course_id), _person()
    links = [link for link in platform.school.links.values() if link.course == shown.id]
    grades = {link.id: platform.entry(link, person.id) for link in links if link.line_item}
    return render_template(
        "course.html", course=shown, person=person, links=links, grades=grades, **_switches(platform)
    )


@blueprint.get("/course/<course_id>/gradebook")
def gradebook(course_id: str) -> str:
    """What the gradebook holds."""
    platform, shown = lms(), _course(course_id)
    items = [item for item in platform.school.line_items.values() if item.course == shown.id and not item.gone]
    return render_template(
        "gradebook.html",
        course=shown,
        person=_person(),
        items=items,
        learners=platform.school.learners(),
        log=list(reversed(platform.log))[:30],
        **_switches(platform),
    )


@blueprint.get("/course/<course_id>/choose")
def choose(course_id: str) -> AnyResponse | str:
    """Deep linking: the tool's own page for choosing, in a frame."""
    platform, shown, person = lms(), _course(course_id), _person()
    if not platform.tools:
        return redirect(url_for("pages.connect", course_id=course_id, **_seen_by(person)))
    return _tool_frame(shown, person, "Add an activity", platform.begin(person.id, course=shown.id))


@blueprint.get("/course/<course_id>/data")
def data(course_id: str) -> AnyResponse | str:
    """A data privacy launch: what the tool keeps of whoever asks."""
    platform, shown, person = lms(), _course(course_id), _person()
    if not platform.tools:
        return redirect(url_for("pages.connect", course_id=course_id, **_seen_by(person)))
    ticket = platform.begin(person.id, course=shown.id, message=DATA_PRIVACY, for_person=person.id)
    return _tool_frame(shown, person, "What the tool keeps of you", ticket)


def _tool_frame(shown: Course, person: Person, title: str, ticket: Ticket) -> str:
    return render_template(
        "frame.html",
        course=shown,
        person=person,
        title=title,
        source=url_for("launching.start", ticket_id=ticket.id),
        window="",
        **_switches(lms()),
    )


@blueprint.get("/activity/<link_id>")
def activity(link_id: str) -> AnyResponse | str:
    """An activity, in a frame, or in this window where `window` is asked for."""
    platform, person = lms(), _person()
    link = _activity(link_id)
    framed = "window" not in request.args
    review = request.args.get("review", "")
    ticket = platform.begin(
        person.id, link, framed=framed, message=SUBMISSION_REVIEW if review else "", for_person=review
    )
    source = url_for("launching.start", ticket_id=ticket.id)
    if not framed:
        return redirect(source)
    return render_template(
        "frame.html",
        course=_course(link.course),
        person=person,
        title=link.title,
        source=source,
        window=url_for("pages.activity", link_id=link.id, window=1, **_seen_by(person)),
        **_switches(platform),
    )


@blueprint.get("/course/<course_id>/connect")
def connect(course_id: str) -> str:
    """Dynamic registration: an administrator pastes the link that the tool gave out."""
    platform, shown = lms(), _course(course_id)
    address = request.args.get("url", "")
    source = ""
    if address.startswith(("http://", "https://")):
        token = secrets.token_urlsafe(16)
        platform.registrations.add(token)
        mark = "&" if "?" in address else "?"
        query = {
            "openid_configuration": platform.url + "/.well-known/openid-configuration",
            "registration_token": token,
        }
        source = address + mark + urlencode(query)
    return render_template(
        "connect.html", course=shown, person=_person(), source=source, address=address, **_switches(platform)
    )


@blueprint.post("/switch")
def switch() -> AnyResponse:
    """Turn a switch."""
    platform, form = lms(), request.form
    if "down" in form:
        platform.down = form["down"] == "yes"
    if form.get("manners") in ("moodle", "canvas"):
        platform.use(form["manners"])
    if form.get("fault") in OFFERED:
        fault = OFFERED[form["fault"]][1]
        platform.faults.always.pop("scores", None)
        if fault is not None:
            platform.faults.always["scores"] = fault
    if "rotate" in form:
        platform.keys.rotate(keep_old=False)
    back = form.get("back", "/")
    return redirect(back if back.startswith("/") and not back.startswith("//") else "/")


@blueprint.get("/static/<name>")
def static(name: str) -> Response:
    """Style and scripts."""
    return send_from_directory(resources.templates() / "demo" / "static", name)

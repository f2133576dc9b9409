"""The first page of whoever teaches: the class, its grades, the answers of a learner."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, Response, redirect, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as BaseResponse

from lti_app.lti.refusals import Refused
from lti_app.services import activities, gradebook, grades, reports, roster
from lti_app.services.activities import Activity, ActivityMissing
from lti_app.services.reports import ClassReport
from lti_app.storage.models import Launch, Person, ResourceLink
from lti_app.web.fields import whole_number
from lti_app.web.pages import page, texts
from lti_app.web.session import clock, current_launch, launch_path, require
from lti_app.web.wiring import connector, database, library

blueprint = Blueprint("instructor", __name__)

#: Grades that do not arrive by themselves.
ATTENTION = (grades.REFUSED, grades.GIVEN_UP)


def sees_class(launch: Launch) -> bool:
    """Whether the first page of this launch is the class: somebody who teaches opened an activity."""
    link = launch.resource_link
    return launch.role in reports.TEACHES and link is not None and not activities.shows_due(link)


def class_address(launch: Launch) -> str:
    """Where whoever teaches begins: the class, or the learner whose work is to be reviewed."""
    learner_part = "" if launch.for_person_id is None else f"/learner/{launch.for_person_id}"
    return f"{launch_path(launch.handle)}class{learner_part}"


def _teacher_launch(handle: str) -> tuple[Launch, ResourceLink]:
    launch = current_launch(handle)
    require(launch, *reports.TEACHES)
    if launch.resource_link is None:
        raise Refused("page-unknown", status=404)
    return launch, launch.resource_link


def _activity(launch: Launch, link: ResourceLink) -> Activity:
    try:
        return activities.of_link(library(), link)
    except ActivityMissing:
        raise Refused("activity-missing" if link.course else "activity-unset", status=404) from None


def _report(session: Session, launch: Launch, link: ResourceLink) -> tuple[ResourceLink, Activity, ClassReport]:
    # The launch was read in another session; the report needs one that is open.
    link = session.get_one(ResourceLink, link.id)
    activity = _activity(launch, link)
    return link, activity, reports.class_report(session, link, activity)


@blueprint.get("/l/<handle>/class")
def overview(handle: str) -> Response:
    """Everybody's progress, attempts, score and grade."""
    launch, link = _teacher_launch(handle)
    seen = roster.refresh(database(), connector(), link.context_id, clock()())
    gradebook.compare(database(), connector(), link.id, clock()())
    with database().reading() as session:
        link, activity, report = _report(session, launch, link)
        graded = grades.wants_grade(link, link.context)
        context = link.context
    troubled = report.by_state(*ATTENTION)
    attention = [row for row in troubled if row.grade.problem != grades.CHANGED]
    return page(
        "class.html",
        path=launch_path(handle),
        title=link.title or activity.title,
        course=context.title,
        report=report,
        roster=seen,
        graded=graded,
        attention=attention,
        changed=len(troubled) - len(attention),
        waiting=report.by_state(grades.WAITING),
        problems=sorted({(row.grade.problem, row.grade.problem_status or 0) for row in attention if row.grade.problem}),
        sent=request.args.get("sent", type=int),
    )


@blueprint.post("/l/<handle>/class/send")
def send(handle: str) -> BaseResponse:
    """Send one grade, or all, again."""
    _, link = _teacher_launch(handle)
    person_id = whole_number("person")
    if "person" in request.form and person_id is None:
        raise Refused("request-wrong", detail="person is no number")
    with database().writing() as session:
        link = session.get_one(ResourceLink, link.id)
        count = grades.send_again(session, link, clock()(), None if person_id is None else [person_id], anew=True)
    return redirect(f"{launch_path(handle)}class?sent={count}", 303)


@blueprint.post("/l/<handle>/class/roster")
def read_roster(handle: str) -> BaseResponse:
    """Read the class list now."""
    _, link = _teacher_launch(handle)
    roster.refresh(database(), connector(), link.context_id, clock()(), force=True)
    return redirect(f"{launch_path(handle)}class", 303)


@blueprint.get("/l/<handle>/class/learner/<int:person_id>")
def learner(handle: str, person_id: int) -> BaseResponse:
    """Every answer of one learner of this class."""
    launch, link = _teacher_launch(handle)
    with database().reading() as session:
        link, activity, report = _report(session, launch, link)
        row = report.row(person_id)
        if row is None and launch.for_person_id == person_id:
            # The LMS asks for the work of somebody who never came here: the class says so.
            return redirect(f"{launch_path(handle)}class", 303)
        if row is None:
            raise Refused("page-unknown", status=404)
        answers = reports.learner_report(session, link, activity, session.get_one(Person, person_id))
    return page(
        "learner.html",
        path=launch_path(handle),
        title=link.title or activity.title,
        row=row,
        report=answers,
    )


def _attachment(name: str, content: bytes) -> Response:
    response = Response(content, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _stamp(now: datetime) -> str:
    return now.strftime("%Y-%m-%d")


@blueprint.get("/l/<handle>/class/overview.csv")
def overview_csv(handle: str) -> Response:
    """The overview for a spreadsheet."""
    launch, link = _teacher_launch(handle)
    with database().reading() as session:
        _, _, report = _report(session, launch, link)
    words = texts()
    rows = reports.class_rows(report, words["grade"]["state"])
    content = reports.spreadsheet(words["class"]["csv"]["class"], rows)
    return _attachment(f"class-{_stamp(clock()())}.csv", content)


@blueprint.get("/l/<handle>/class/answers.csv")
def answers_csv(handle: str) -> Response:
    """Every answer of everybody, for a spreadsheet."""
    launch, link = _teacher_launch(handle)
    with database().reading() as session:
        link, activity, report = _report(session, launch, link)
        table = [
            cells
            for row in report.rows
            for cells in reports.answer_rows(
                row.name,
                row.sub,
                reports.learner_report(session, link, activity, session.get_one(Person, row.person_id)),
            )
        ]
    content = reports.spreadsheet(texts()["class"]["csv"]["answers"], table)
    return _attachment(f"answers-{_stamp(clock()())}.csv", content)

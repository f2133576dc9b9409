"""The pages of an activity, and what their script asks and tells: attempts, answers, progress."""

from __future__ import annotations

import contextlib
import re
from dataclasses import replace
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, jsonify, redirect, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as BaseResponse

from hornbook.blocks import Quiz
from hornbook.course import Lesson
from hornbook.interface import interface_strings
from hornbook.questions import AnswerError, parse_answer
from hornbook.rendering.data import page_name
from hornbook.rendering.search import search_script
from lti_app.lti.refusals import Refused
from lti_app.services import activities, attempts, gates, papers, progress, quiz_view, scores
from lti_app.services.activities import ActivityMissing
from lti_app.services.attempts import Closed, Given, Seat, TooManyAnswers
from lti_app.services.grades import CHANGED, WAITING, grade_state
from lti_app.services.progress import ProgressError
from lti_app.storage.models import Attempt, Launch, Person, ResourceLink
from lti_app.web.bodies import json_body
from lti_app.web.due import due_address, due_elsewhere, learns
from lti_app.web.fields import HIGHEST
from lti_app.web.instructor import class_address, sees_class
from lti_app.web.picker import browse
from lti_app.web.privacy import is_about_privacy, privacy_address
from lti_app.web.session import clock, current_launch
from lti_app.web.showing import journal_name, lesson_of, shell_of, show_page, with_file_links, with_opening
from lti_app.web.wiring import database, library

blueprint = Blueprint("activity", __name__)

_MOST_ANSWERS = 100
_CLIENT = re.compile(r"[a-z0-9]{8,32}")


def seat_of(launch: Launch) -> Seat:
    """Who sits where: learners work, everybody else only tries it out."""
    link = launch.resource_link
    if link is None:
        raise Refused("page-unknown", status=404)
    try:
        activity = activities.of_link(library(), link)
    except ActivityMissing:
        raise Refused("activity-missing" if link.course else "activity-unset", status=404) from None
    return Seat(link, launch.person, activity, not learns(launch), launch.due_at)


def is_enrolled(launch: Launch) -> bool:
    """Whether this person has a role in the course of the LMS; guests, and those who run a whole site, have none."""
    return launch.role != ""


# --- pages ---------------------------------------------------------------------------------------------------------


@blueprint.get("/l/<handle>/")
@blueprint.get("/l/<handle>/index.html")
def shell(handle: str) -> BaseResponse:
    """The activity: the shell of its pages, with what is known of the learner; for who teaches, first the class."""
    launch = current_launch(handle)
    if launch.deep_linking is not None:
        return browse(launch)
    if is_about_privacy(launch):
        return redirect(privacy_address(launch), 303)
    if launch.resource_link is not None and activities.shows_due(launch.resource_link):
        return redirect(due_address(launch), 303)
    if sees_class(launch) and "preview" not in request.args:
        return redirect(class_address(launch), 303)
    seat = seat_of(launch)
    now = clock()()
    if seat.preview:
        with database().writing() as session:
            attempts.remove_previews(session, seat.link, seat.person)
    with database().reading() as session:
        data = _opening(session, launch, seat, now)
    return show_page(launch, seat.activity.folder, with_opening(shell_of(seat.activity), data))


@blueprint.get("/l/<handle>/lesson-<lesson_id>.html")
def lesson(handle: str, lesson_id: str) -> Response:
    """One lesson of the activity, as the shell fetches it."""
    launch = current_launch(handle)
    activity = seat_of(launch).activity
    _, page = lesson_of(activity, lesson_id, clock()(), enrolled=is_enrolled(launch))
    return show_page(launch, activity.folder, page)


@blueprint.get("/l/<handle>/search.js")
def search(handle: str) -> Response:
    """The words of the activity, which the script fetches for its search."""
    launch = current_launch(handle)
    activity = seat_of(launch).activity
    now = clock()()
    sent = (lesson_of(activity, one.id, now, enrolled=is_enrolled(launch)) for one in activity.folder.course.lessons)
    response = Response(
        search_script((lesson, page_name(lesson), page) for lesson, page in sent),
        content_type="text/javascript; charset=utf-8",
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def _opening(session: Session, launch: Launch, seat: Seat, now: datetime) -> dict[str, Any]:
    """What the page must know of the learner; `Opening` in player/src/homes/lti/opening.ts."""
    course = seat.activity.edition.folder.course
    done = progress.Done() if seat.preview else progress.read(session, seat.person.id, launch.context_id, course)
    return {
        "journal": journal_name(seat.link.id, seat.person.id, seat.preview),
        "preview": seat.preview,
        "progress": {
            "seen": sorted(done.seen),
            "cards": {str(slot): word for slot, word in sorted(done.cards.items())},
            "place": None if done.place is None else list(done.place),
            "level": done.level,
        },
        "standing": _standing(session, seat),
        "due": due_elsewhere(session, launch, seat.activity, now),
    }


def _standing(session: Session, seat: Seat) -> dict[str, Any]:
    """What changes by what the learner does; `Standing` there."""
    states = scores.quiz_states(seat, scores.all_attempts(session, seat))
    return {
        "quizzes": {
            str(slot): {"handedIn": state.handed_in, "best": quiz_view.fraction(state.score), "open": state.open}
            for slot, state in states.items()
        },
        "grade": None if seat.preview else _grade(session, seat),
    }


def _grade(session: Session, seat: Seat) -> dict[str, Any] | None:
    """What became of the score, in the learner's words; nothing where there is no grade to speak of."""
    attached = _attached(session, seat)
    grade = grade_state(session, attached.link, attached.person)
    words = interface_strings(seat.activity.edition.folder.course.interface_language)
    name = f"learner-grade-{grade.state}"
    if grade.problem and f"{name}-problem" in words:
        name = f"{name}-problem"
    if grade.problem == CHANGED:
        name = "learner-grade-changed"
    if name not in words:
        return None
    percent = "" if grade.percent is None else f"{float(grade.percent):.2f}".rstrip("0").rstrip(".")
    return {"state": grade.state, "text": words[name].format(percent=percent), "moving": grade.state == WAITING}


# --- what the script asks and tells --------------------------------------------------------------------------------


def _wrong(detail: str) -> Refused:
    return Refused("request-wrong", detail=detail)


def _quiz_of(seat: Seat, slot: int) -> tuple[Lesson, Quiz]:
    found = seat.activity.quiz(slot)
    if found is None:
        raise Refused("page-unknown", status=404)
    return found


def _attached(session: Session, seat: Seat) -> Seat:
    """The seat with rows of this session."""
    link, person = session.get(ResourceLink, seat.link.id), session.get(Person, seat.person.id)
    if link is None or person is None:
        raise Refused("launch-ended", status=401)
    return replace(seat, link=link, person=person)


def _overview(session: Session, seat: Seat, quiz: Quiz, now: datetime, attempt_id: int | None = None) -> dict[str, Any]:
    limits = attempts.limits_of(seat, quiz)
    made = attempts.attempts_at(session, seat, quiz.slot)
    wanted = next((one for one in made if one.id == attempt_id), None)
    if attempt_id is not None and wanted is None:
        raise Refused("attempt-unknown", status=404)
    data = quiz_view.overview(session, limits, made, now, shown_attempt=wanted)
    data["standing"] = _standing(session, seat)
    return data


def _answered(launch: Launch, data: dict[str, Any]) -> Response:
    """JSON for the page; pictures inside its HTML get their links."""
    for question in [*((data.get("attempt") or {}).get("questions") or []), *(data.get("questions") or [])]:
        question["html"] = with_file_links(launch, question["html"])
    response = jsonify(data)
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("/l/<handle>/api/standing")
def standing(handle: str) -> Response:
    """How the quizzes stand, and what became of the grade."""
    seat = seat_of(current_launch(handle))
    with database().reading() as session:
        return jsonify(_standing(session, seat))


@blueprint.get("/l/<handle>/api/quizzes/<int:slot>")
def quiz(handle: str, slot: int) -> Response:
    """A quiz with all attempts at it; `?attempt=` shows one of those that were handed in."""
    launch = current_launch(handle)
    seat = seat_of(launch)
    _, asked = _quiz_of(seat, slot)
    wanted = request.args.get("attempt", "")
    if wanted and not (wanted.isascii() and wanted.isdigit() and len(wanted) < 10):
        raise _wrong("attempt")
    now = clock()()
    with database().reading() as session:
        over = [one for one in attempts.attempts_at(session, seat, slot) if one.submitted_at is None]
        if not any(attempts.is_late(one, now) for one in over):
            return _answered(launch, _overview(session, seat, asked, now, int(wanted) if wanted else None))
    with database().writing() as session:
        attached = _attached(session, seat)
        for one in attempts.attempts_at(session, attached, slot):
            attempts.close_if_over(session, one, now)
        scores.settle(session, attached, now)
        data = _overview(session, attached, asked, now, int(wanted) if wanted else None)
    return _answered(launch, data)


@blueprint.post("/l/<handle>/api/quizzes/<int:slot>/attempts")
def begin(handle: str, slot: int) -> Response:
    """Begin an attempt, or go on with the open one; `{"anew": true}` ends an open practice first."""
    launch = current_launch(handle)
    seat = seat_of(launch)
    lesson, asked = _quiz_of(seat, slot)
    anew = json_body().get("anew", False)
    if not isinstance(anew, bool):
        raise _wrong("anew")
    now = clock()()
    with database().writing() as session:
        attached = _attached(session, seat)
        state = None if seat.preview else scores.learner_state(session, attached)
        closed = gates.closed_gates(lesson, now, enrolled=is_enrolled(launch))
        if not gates.is_open(lesson, asked, closed, state):
            raise Refused("gate-closed", status=403)
        if anew and asked.mode == "practice":
            for one in attempts.attempts_at(session, attached, slot):
                attempts.hand_in(session, one, now)
        with contextlib.suppress(Closed):  # the overview says why, and shows what there is
            attempts.begin(session, attached, lesson, asked, now)
        scores.settle(session, attached, now)
        data = _overview(session, attached, asked, now)
    return _answered(launch, data)


def _attempt(session: Session, seat: Seat, attempt_id: int) -> Attempt:
    attempt = attempts.attempt_at(session, seat, attempt_id) if attempt_id <= HIGHEST else None
    if attempt is None or seat.activity.quiz(attempt.quiz_slot) is None:
        raise Refused("attempt-unknown", status=404)
    return attempt


def _whole(value: object, least: int, most: int, what: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise _wrong(what)
    return value


def _given(raw: object) -> Given:
    if not isinstance(raw, dict) or raw.keys() - {"question", "sequence", "answer", "certainty", "flagged", "note"}:
        raise _wrong("answer")
    flagged, note = raw.get("flagged", False), raw.get("note", False)
    if not isinstance(flagged, bool) or not isinstance(note, bool):
        raise _wrong("flagged")
    try:
        answer = parse_answer(raw.get("answer"))
    except AnswerError as error:
        raise _wrong(str(error)) from None
    return Given(
        _whole(raw.get("question"), 0, HIGHEST, "question"),
        _whole(raw.get("sequence"), 1, HIGHEST, "sequence"),
        answer,
        _whole(raw.get("certainty", 0), 0, 3, "certainty"),
        flagged,
        note,
    )


@blueprint.post("/l/<handle>/api/attempts/<int:attempt_id>/answers")
def answers(handle: str, attempt_id: int) -> Response:
    """Keep answers: what this replies is on the disk. In modes that mark at once, it says how they were marked."""
    launch = current_launch(handle)
    seat = seat_of(launch)
    body = json_body()
    client, sent = body.get("client"), body.get("answers")
    if not isinstance(client, str) or not _CLIENT.fullmatch(client):
        raise _wrong("client")
    if not isinstance(sent, list) or not 1 <= len(sent) <= _MOST_ANSWERS:
        raise _wrong("answers")
    given = [_given(one) for one in sent]
    now = clock()()
    if attempt_id <= HIGHEST:
        papers.make_ready(database(), attempt_id, seat.person)
    with database().writing() as session:
        attempt = _attempt(session, seat, attempt_id)
        paper = papers.paper_of(session, attempt)
        try:
            receipts = attempts.keep(session, attempt, paper, client, given, now)
        except KeyError:
            raise Refused("attempt-unknown", status=404, detail="question") from None
        except TooManyAnswers:
            raise Refused("too-many-answers", status=409) from None
        data: dict[str, Any] = {
            "receipts": [{"question": one.question, "sequence": one.sequence, "late": one.late} for one in receipts],
            "questions": [],
            "standing": None,
        }
        if paper.quiz.mode != "exam" and attempt.submitted_at is None:
            stands = attempts.note_marks(session, attempt, paper)
            wanted = {one.question for one in receipts if not one.late}
            data["questions"] = [
                quiz_view.running_question(paper, question, number, stands)
                for number, question in enumerate(paper.questions, 1)
                if question.slot in wanted
            ]
            attached = _attached(session, seat)
            scores.settle(session, attached, now)
            data["standing"] = _standing(session, attached)
    return _answered(launch, data)


@blueprint.post("/l/<handle>/api/attempts/<int:attempt_id>/hand-in")
def hand_in(handle: str, attempt_id: int) -> Response:
    """End an attempt; the second time changes nothing."""
    launch = current_launch(handle)
    seat = seat_of(launch)
    json_body()
    now = clock()()
    with database().writing() as session:
        attached = _attached(session, seat)
        attempt = _attempt(session, attached, attempt_id)
        _, asked = _quiz_of(seat, attempt.quiz_slot)
        if asked.mode == "practice":
            raise _wrong("practice is not handed in")
        if attempt.submitted_at is None:
            attempts.hand_in(session, attempt, now)
        scores.settle(session, attached, now)
        data = _overview(session, attached, asked, now, attempt.id)
    return _answered(launch, data)


@blueprint.post("/l/<handle>/api/attempts/<int:attempt_id>/reveal")
def reveal(handle: str, attempt_id: int) -> Response:
    """The answer to a practice question that was tried; what is graded never shows it."""
    launch = current_launch(handle)
    seat = seat_of(launch)
    slot = _whole(json_body().get("question"), 0, HIGHEST, "question")
    with database().reading() as session:
        attempt = _attempt(session, seat, attempt_id)
        paper = papers.paper_of(session, attempt)
        question = paper.question(slot)
        stands = attempts.standing(session, attempt, paper)
        if question is None or paper.quiz.mode != "practice" or not stands.state(slot).tries:
            raise Refused("attempt-unknown", status=404)
        number = paper.questions.index(question) + 1
        data = quiz_view.revealed_question(paper, question, number, stands)
    data["html"] = with_file_links(launch, data["html"])
    return jsonify(data)


@blueprint.post("/l/<handle>/api/progress")
def keep_progress(handle: str) -> Response:
    """Merge what was done on a page."""
    launch = current_launch(handle)
    seat = seat_of(launch)
    try:
        changes = progress.parse_changes(json_body())
    except ProgressError as error:
        raise _wrong(str(error)) from None
    now = clock()()
    if seat.preview:
        with database().reading() as session:
            return jsonify(_standing(session, seat))
    with database().writing() as session:
        attached = _attached(session, seat)
        course = seat.activity.edition.folder.course
        told = progress.told_by_page(changes, course)
        progress.keep(session, seat.person.id, launch.context_id, course, told, now)
        scores.settle(session, attached, now)
        data = _standing(session, attached)
    return jsonify(data)

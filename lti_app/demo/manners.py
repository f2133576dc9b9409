"""How Moodle and Canvas differ: addresses, media types, and what becomes of a score.

Moodle by mod/lti/service/gradebookservices/classes/local/resources/scores.php and by watching Moodle 4.5; Canvas by
app/controllers/lti/ims/scores_controller.rb. No Canvas was at hand: its manners are read, not seen.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from lti_app.demo.school import LEARNER, Entry, LineItem, Person

LINE_ITEM = "application/vnd.ims.lis.v2.lineitem+json"
LINE_ITEMS = "application/vnd.ims.lis.v2.lineitemcontainer+json"
SCORE = "application/vnd.ims.lis.v1.score+json"
RESULTS = "application/vnd.ims.lis.v2.resultcontainer+json"
MEMBERSHIPS = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json"

CANVAS_SUBMISSION = "https://canvas.instructure.com/lti/submission"

_MEMBERSHIP = "http://purl.imsglobal.org/vocab/lis/v2/membership#"
_INSTITUTION = "http://purl.imsglobal.org/vocab/lis/v2/institution/person#"
_SYSTEM = "http://purl.imsglobal.org/vocab/lis/v2/system/person#"


@dataclass(frozen=True)
class Refused(Exception):
    """The platform's answer to a score that it does not take."""

    status: int
    reason: str


class Manners(ABC):
    """What one kind of platform does in its own way."""

    name: str
    family: str
    #: Seconds that an id_token is good for.
    token_lifetime: int
    #: `lti_storage_target` of the login request; empty = no platform storage.
    storage_target: str
    #: A message hint is good for one launch.
    hint_once: bool
    #: Line items and members on one page, unless asked for fewer.
    page_size: int

    @abstractmethod
    def lineitems_path(self, course: str) -> str:
        """Where the line items of a course are."""

    @abstractmethod
    def lineitem_path(self, course: str, item: str) -> str:
        """Where one line item is."""

    @abstractmethod
    def memberships_path(self, course: str) -> str:
        """Where the roster is."""

    @abstractmethod
    def token_roles(self, person: Person) -> list[str]:
        """Roles as an id_token gives them."""

    @abstractmethod
    def roster_roles(self, person: Person) -> list[str]:
        """Roles as the roster gives them."""

    @abstractmethod
    def accepts(self, accept: str | None, wanted: str) -> bool:
        """Whether a request with this Accept header gets `wanted`."""

    @abstractmethod
    def store(self, item: LineItem, person: Person | None, body: dict[str, Any], now: datetime) -> None:
        """Put a score into the gradebook; Refused where the platform would."""


def moment(value: object) -> datetime | None:
    """An ISO 8601 moment with its zone, or None."""
    if not isinstance(value, str):
        return None
    try:
        parsed = datetime.fromisoformat(value)
    except ValueError:
        return None
    return parsed if parsed.tzinfo is not None else None


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


class Moodle(Manners):
    """Moodle 4.5."""

    name = "Moodle"
    family = "moodle"
    token_lifetime = 60
    storage_target = ""
    hint_once = True
    page_size = 100

    def lineitems_path(self, course: str) -> str:
        return f"/mod/lti/services.php/{course}/lineitems?type_id=1"

    def lineitem_path(self, course: str, item: str) -> str:
        return f"/mod/lti/services.php/{course}/lineitems/{item}/lineitem?type_id=1"

    def memberships_path(self, course: str) -> str:
        return f"/mod/lti/services.php/CourseSection/{course}/bindings/1/memberships"

    def token_roles(self, person: Person) -> list[str]:
        roles = [_MEMBERSHIP + person.role]
        if person.administrator:
            roles += [_INSTITUTION + "Administrator", _SYSTEM + "Administrator"]
        return roles

    def roster_roles(self, person: Person) -> list[str]:
        return [person.role]

    def accepts(self, accept: str | None, wanted: str) -> bool:
        return accept is None or accept == wanted

    def store(self, item: LineItem, person: Person | None, body: dict[str, Any], now: datetime) -> None:
        timestamp = moment(body.get("timestamp"))
        given, maximum = _number(body.get("scoreGiven")), _number(body.get("scoreMaximum"))
        if (
            person is None
            or person.role != LEARNER
            or not (person.active and person.gradable)
            or timestamp is None
            or not body.get("gradingProgress")
            or not body.get("activityProgress")
            or ("scoreGiven" in body and given is None)
            or ("scoreMaximum" in body and maximum is None)
        ):
            raise Refused(400, "Incorrect score received")
        entry = item.entries.get(person.id)
        if (
            entry is not None
            and entry.timestamp is not None
            and int(entry.timestamp.timestamp()) >= int(timestamp.timestamp())
        ):
            raise Refused(409, f"Refusing score with an earlier timestamp for item {item.id} and user {person.id}")
        if body["gradingProgress"] != "FullyGraded":
            given = None
        entry = item.entries.setdefault(person.id, Entry())
        entry.maximum = item.maximum
        # Kept with five decimals, as in its database.
        entry.score = None if given is None else round(min(given / (maximum or 1), 1) * item.maximum, 5)
        entry.timestamp = timestamp
        entry.activity_progress, entry.grading_progress = body["activityProgress"], body["gradingProgress"]
        if "comment" in body:
            entry.comments = [str(body["comment"])]
        entry.submitted_at = moment((body.get("submission") or {}).get("submittedAt"))


class Canvas(Manners):
    """Canvas, as its code reads."""

    name = "Canvas"
    family = "canvas"
    token_lifetime = 3600
    storage_target = "post_message_forwarding"
    hint_once = False
    page_size = 10

    def lineitems_path(self, course: str) -> str:
        return f"/api/lti/courses/{course}/line_items"

    def lineitem_path(self, course: str, item: str) -> str:
        return f"/api/lti/courses/{course}/line_items/{item}"

    def memberships_path(self, course: str) -> str:
        return f"/api/lti/courses/{course}/names_and_roles"

    def token_roles(self, person: Person) -> list[str]:
        person_role = "Student" if person.role == LEARNER else "Instructor"
        roles = [_INSTITUTION + person_role, _MEMBERSHIP + person.role, _SYSTEM + "User"]
        if person.administrator:
            roles.insert(0, _INSTITUTION + "Administrator")
        return roles

    def roster_roles(self, person: Person) -> list[str]:
        return [_MEMBERSHIP + person.role]

    def accepts(self, accept: str | None, wanted: str) -> bool:
        return True

    def store(self, item: LineItem, person: Person | None, body: dict[str, Any], now: datetime) -> None:
        if person is None or person.role != LEARNER or not (person.active and person.gradable):
            raise Refused(422, "User not found in course or is not a student")
        for name in ("userId", "activityProgress", "gradingProgress", "timestamp"):
            if not body.get(name):
                raise Refused(400, f"param is missing or the value is empty: {name}")
        entry = item.entries.get(person.id)
        timestamp = moment(body["timestamp"])
        if timestamp is None:
            raise Refused(400, f"Provided timestamp of {body['timestamp']} not a valid timestamp")
        if entry is not None and entry.timestamp is not None and entry.timestamp > timestamp:
            raise Refused(
                400,
                f"Provided timestamp of {body['timestamp']} before last updated timestamp of "
                f"{entry.timestamp.isoformat(timespec='milliseconds')}",
            )
        ignored = body["gradingProgress"] in ("NotReady", "Failed", "Pending")
        given, maximum = _number(body.get("scoreGiven")), _number(body.get("scoreMaximum"))
        if not ignored and maximum is None:
            raise Refused(422, "ScoreMaximum not supplied when ScoreGiven present.")
        if not ignored and maximum is not None and maximum < 0:
            raise Refused(422, "ScoreMaximum must be greater than or equal to 0")
        extension = body.get(CANVAS_SUBMISSION) or {}
        submitted_at = extension.get("submitted_at")
        submitted = moment(submitted_at)
        if submitted_at and submitted is None:
            raise Refused(400, f"Provided submitted_at timestamp of {submitted_at} not a valid timestamp")
        if submitted is not None and submitted > now + timedelta(minutes=1):
            raise Refused(400, f"Provided submitted_at timestamp of {submitted_at} in the future")
        new_submission = extension.get("new_submission", True) is not False
        done = entry.submissions if entry is not None else 0
        if new_submission and item.allowed_submissions is not None and done >= item.allowed_submissions:
            raise Refused(422, "The maximum number of allowed attempts has been reached for this submission")
        entry = item.entries.setdefault(person.id, Entry())
        if new_submission:
            entry.submissions += 1
            entry.submitted_at = submitted or now
        entry.maximum = item.maximum
        entry.score = None if ignored or given is None else round(given / (maximum or 1) * item.maximum, 5)
        entry.timestamp = timestamp
        entry.activity_progress, entry.grading_progress = body["activityProgress"], body["gradingProgress"]
        if body.get("comment"):
            entry.comments.append(str(body["comment"]))


MANNERS: dict[str, type[Manners]] = {"moodle": Moodle, "canvas": Canvas}

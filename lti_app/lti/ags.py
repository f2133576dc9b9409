"""Assignment and grade services 2.0: line items, scores, results."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

from lti_app.lti.connector import Connector, ServicePlatform
from lti_app.lti.paging import pages
from lti_app.lti.service_errors import Kind, ServiceError

SCOPE = "https://purl.imsglobal.org/spec/lti-ags/scope/"
LINE_ITEM = "application/vnd.ims.lis.v2.lineitem+json"
LINE_ITEMS = "application/vnd.ims.lis.v2.lineitemcontainer+json"
SCORE = "application/vnd.ims.lis.v1.score+json"
RESULTS = "application/vnd.ims.lis.v2.resultcontainer+json"
#: Canvas's own field of a score (canvas.instructure.com/doc/api/score.html).
CANVAS_SUBMISSION = "https://canvas.instructure.com/lti/submission"
#: Of the columns that the tool makes itself.
TAG = "hornbook"


@dataclass(frozen=True)
class ScoreMessage:
    """One score as it goes out."""

    user_id: str
    #: Percent of the points, 0 to 100, already rounded.
    percent: Fraction
    points: Fraction
    completed: bool
    #: Whole seconds, later than any that was sent before for this learner and line item.
    timestamp: datetime
    started_at: datetime | None
    submitted_at: datetime | None
    #: None = leave the comment of the LMS as it is.
    comment: str | None
    #: Attempts were handed in that the LMS has not heard of.
    new_submission: bool


def number(value: Fraction) -> int | float:
    """A number for JSON; whole ones without a point."""
    return value.numerator if value.denominator == 1 else float(value)


def iso(moment: datetime) -> str:
    """A moment as services want it: with its zone, and milliseconds."""
    return moment.isoformat(timespec="milliseconds")


def score_body(score: ScoreMessage, family: str) -> dict[str, Any]:
    """The JSON of a score (AGS 2.0, 3.4).

    Always FullyGraded and with scoreGiven: Moodle and Canvas empty the grade on anything else.
    """
    body: dict[str, Any] = {
        "userId": score.user_id,
        "scoreGiven": number(score.percent * score.points / 100),
        "scoreMaximum": number(score.points),
        "timestamp": iso(score.timestamp),
        "activityProgress": "Completed" if score.completed else "InProgress",
        "gradingProgress": "FullyGraded",
    }
    submission = {
        name: iso(moment)
        for name, moment in (("startedAt", score.started_at), ("submittedAt", score.submitted_at))
        if moment is not None
    }
    if submission:
        body["submission"] = submission
    if score.comment is not None:
        body["comment"] = score.comment
    if family == "canvas":
        # Without it Canvas counts every post as a submission, dates it now, and calls it late.
        extension: dict[str, Any] = {"new_submission": score.new_submission}
        if score.submitted_at is not None:
            extension["submitted_at"] = iso(score.submitted_at)
        body[CANVAS_SUBMISSION] = extension
    return body


def below(line_item_url: str, part: str, query: Mapping[str, str] | None = None) -> str:
    """An address below a line item: the path goes before the query (Moodle's line items have one)."""
    pieces = urlsplit(line_item_url)
    more = urlencode(query) if query else ""
    joined = "&".join(text for text in (pieces.query, more) if text)
    return urlunsplit((pieces.scheme, pieces.netloc, pieces.path.rstrip("/") + "/" + part, joined, ""))


def post_score(
    connector: Connector,
    platform: ServicePlatform,
    scopes: Iterable[str],
    line_item_url: str,
    score: ScoreMessage,
) -> None:
    """Send a score; ServiceError where the platform did not store it, or did not say so."""
    connector.request(
        platform,
        scopes,
        "POST",
        below(line_item_url, "scores"),
        content_type=SCORE,
        body=json.dumps(score_body(score, platform.family)).encode("utf-8"),
    )


@dataclass(frozen=True)
class Result:
    """What the gradebook holds for one learner in one column."""

    user_id: str
    #: Percent of the maximum; None = no grade.
    percent: Fraction | None
    comment: str = ""

    def equals(self, percent: Fraction) -> bool:
        """Whether it is this score, as far as platforms keep digits."""
        return self.percent is not None and abs(self.percent - percent) <= Fraction(1, 100)


def _fraction(value: object) -> Fraction | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return Fraction(value)
    except (ValueError, OverflowError):
        return None


def read_result(
    connector: Connector, platform: ServicePlatform, scopes: Iterable[str], line_item_url: str, user_id: str
) -> Result | None:
    """What the gradebook holds for a learner; None = nothing. ServiceError where it cannot be read."""
    url = below(line_item_url, "results", {"user_id": user_id})
    # Platforms that do not know the filter send everybody.
    return next((one for one in _results(connector, platform, scopes, url) if one.user_id == user_id), None)


def read_results(
    connector: Connector, platform: ServicePlatform, scopes: Iterable[str], line_item_url: str
) -> dict[str, Result]:
    """What the gradebook holds for everybody in a column, by user. ServiceError where it cannot be read whole."""
    url = below(line_item_url, "results")
    return {one.user_id: one for one in _results(connector, platform, scopes, url)}


def _results(connector: Connector, platform: ServicePlatform, scopes: Iterable[str], url: str) -> Iterator[Result]:
    for page in pages(connector, platform, scopes, url, RESULTS):
        for row in page if isinstance(page, list) else []:
            if not isinstance(row, dict) or row.get("userId") is None:
                continue
            score, maximum = _fraction(row.get("resultScore")), _fraction(row.get("resultMaximum"))
            # AGS 2.0, 3.3.6: resultMaximum is 1 where it is left out.
            whole = maximum if maximum is not None and maximum > 0 else Fraction(1)
            share = None if score is None else score * 100 / whole
            yield Result(str(row["userId"]), share, str(row.get("comment") or ""))


_CANVAS_MOMENT = re.compile(r"before last updated timestamp of ([0-9T:.+Z-]+)")


def later_than_theirs(error: ServiceError, sent: datetime) -> datetime:
    """A whole second after all that the platform may hold, from its refusal of a score that is not newer."""
    candidates = [sent]
    if error.platform_time is not None:
        candidates.append(error.platform_time)
    found = _CANVAS_MOMENT.search(error.detail)
    if found:
        try:
            told = datetime.fromisoformat(found[1])
        except ValueError:
            told = sent
        # A moment far ahead is a wrong clock that must not become ours.
        if told.tzinfo is not None and told - sent < timedelta(days=1):
            candidates.append(told)
    return max(candidates).replace(microsecond=0) + timedelta(seconds=1)


# --- line items ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class WantedLineItem:
    """The column that an activity should have."""

    resource_link_id: str
    resource_id: str
    label: str
    points: Fraction


def _container(lineitems_url: str, query: Mapping[str, str]) -> str:
    pieces = urlsplit(lineitems_url)
    joined = "&".join(text for text in (pieces.query, urlencode(query)) if text)
    return urlunsplit((pieces.scheme, pieces.netloc, pieces.path, joined, ""))


def _addresses(rows: Any, lineitems_url: str) -> list[tuple[str, dict[str, Any]]]:
    host = urlsplit(lineitems_url).netloc
    found = []
    for row in rows if isinstance(rows, list) else []:
        if isinstance(row, dict) and isinstance(row.get("id"), str) and urlsplit(row["id"]).netloc == host:
            found.append((row["id"], row))
    return found


def find_line_item(
    connector: Connector,
    platform: ServicePlatform,
    scopes: Iterable[str],
    lineitems_url: str,
    wanted: WantedLineItem,
) -> str:
    """The address of the column of an activity, if it has one; empty otherwise.

    First the one that the platform ties to the resource link, then one that the tool made for the same content and
    that belongs to no other link.
    """
    scopes = list(scopes)
    queries = [{"resource_link_id": wanted.resource_link_id}]
    if wanted.resource_id:
        queries.append({"resource_id": wanted.resource_id, "tag": TAG})
    for query in queries:
        for page in pages(connector, platform, scopes, _container(lineitems_url, query), LINE_ITEMS):
            for address, row in _addresses(page, lineitems_url):
                tied = str(row.get("resourceLinkId") or "")
                if tied == wanted.resource_link_id:
                    return address
                if not tied and row.get("tag") == TAG and row.get("resourceId") == wanted.resource_id:
                    return address
    return ""


def create_line_item(
    connector: Connector,
    platform: ServicePlatform,
    scopes: Iterable[str],
    lineitems_url: str,
    wanted: WantedLineItem,
) -> str:
    """Make the column of an activity; its address."""
    body = {
        "label": wanted.label,
        "scoreMaximum": number(wanted.points),
        "resourceLinkId": wanted.resource_link_id,
        "resourceId": wanted.resource_id,
        "tag": TAG,
    }
    response = connector.request(
        platform,
        scopes,
        "POST",
        lineitems_url,
        accept=LINE_ITEM,
        content_type=LINE_ITEM,
        body=json.dumps({name: value for name, value in body.items() if value != ""}).encode("utf-8"),
    )
    try:
        row = response.json()
    except (ValueError, RecursionError) as error:
        raise ServiceError(Kind.LATER, "login-page", status=response.status_code) from error
    found = _addresses([row], lineitems_url)
    if not found:
        raise ServiceError(Kind.REFUSED, "refused", status=response.status_code)
    return found[0][0]


#: Scopes that let a line item be read, one of them is enough.
READS_LINE_ITEMS = (SCOPE + "lineitem", SCOPE + "lineitem.readonly")


def read_due_date(
    connector: Connector, platform: ServicePlatform, scopes: Iterable[str], line_item_url: str
) -> datetime | None:
    """When work for a column ends in the LMS (AGS 2.0, 3.2.4); None where it says nothing, or nothing of sense.

    ServiceError where it cannot be read.
    """
    response = connector.request(platform, scopes, "GET", line_item_url, accept=LINE_ITEM)
    try:
        row = response.json()
        found = datetime.fromisoformat(row["endDateTime"])
    except (ValueError, RecursionError, KeyError, TypeError):
        return None
    return found if found.tzinfo is not None and 2000 <= found.year <= 9000 else None

"""What an answer of a platform's service means: stored, not now, never, or a matter of keys.

The table is that of the grades' promise: an answer that an outage can cause never gives a grade up, and one that
tries cannot change stops at once, with a reason. Each word has its texts in `templates/interface/lti-en.json`.
"""

from __future__ import annotations

import email.utils
import re
import ssl
from datetime import UTC, datetime
from enum import Enum

import requests
import urllib3

#: Seconds that a Retry-After is kept at most; a platform that says more means something else.
LONGEST_RETRY_AFTER = 24 * 3600.0
_DETAIL = 200


class Kind(Enum):
    """What to do about it."""

    #: Not now: try again after a while. The platform as a whole may be down.
    LATER = "later"
    #: This request is not taken; trying again by itself helps only where an outage may be behind it (see `DAILY`).
    REFUSED = "refused"
    #: The platform holds something newer.
    CONFLICT = "conflict"
    #: Key, client or scopes are not accepted: nothing of this platform will go through until somebody mends it.
    KEY = "key"


#: Refusals that an outage or a restored backup can cause.
DAILY = frozenset({"forbidden", "gone"})


class ServiceError(Exception):
    """A request to a platform that did not do what it should."""

    def __init__(
        self,
        kind: Kind,
        problem: str,
        *,
        status: int | None = None,
        detail: str = "",
        retry_after: float | None = None,
        unsure: bool = False,
        platform_time: datetime | None = None,
    ) -> None:
        super().__init__(problem)
        self.kind = kind
        #: A stable word.
        self.problem = problem
        self.status = status
        #: The beginning of the answer, without secrets.
        self.detail = detail
        #: Seconds, where the platform asked for them.
        self.retry_after = retry_after
        #: The request may have been carried out all the same.
        self.unsure = unsure
        #: The platform's clock, where its answer told.
        self.platform_time = platform_time


def printable(text: str) -> str:
    """The beginning of an answer for people: one line, no tokens, nothing that a terminal obeys."""
    text = re.sub(r"[A-Za-z0-9_-]{24,}(?:\.[A-Za-z0-9_-]+)*", "...", text[:2000])
    return "".join(letter if letter.isprintable() else " " for letter in " ".join(text.split()))[:_DETAIL]


def moment_of(header: str | None) -> datetime | None:
    """An HTTP date, or None."""
    if not header:
        return None
    try:
        found = email.utils.parsedate_to_datetime(header)
    except ValueError:
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)


def _retry_after(response: requests.Response) -> float | None:
    value = response.headers.get("Retry-After", "").strip()
    if value.isascii() and value.isdigit():
        return min(float(value[:9]), LONGEST_RETRY_AFTER)
    until = moment_of(value)
    if until is None:
        return None
    now = moment_of(response.headers.get("Date")) or datetime.now(UTC)
    return min(max((until - now).total_seconds(), 0.0), LONGEST_RETRY_AFTER)


def _is_page(response: requests.Response) -> bool:
    """Whether this is a page for people, such as the login page of a proxy.

    Moodle says of its token (mod/lti/token.php), which is JSON, that it is HTML: the text decides before the header.
    """
    body = response.content[:200].lstrip()
    if not body or body.startswith((b"{", b"[")):
        return False
    return body.startswith(b"<") or "html" in response.headers.get("Content-Type", "").lower()


def check(response: requests.Response) -> requests.Response:
    """The answer, if the request was carried out; ServiceError otherwise."""
    status = response.status_code
    if 200 <= status < 300 and not _is_page(response):
        return response
    # Messages are looked at only where platforms have no other way to tell two meanings of one status apart.
    text = response.content[:2000].decode("utf-8", "replace")

    def error(kind: Kind, problem: str) -> ServiceError:
        return ServiceError(
            kind,
            problem,
            status=status,
            detail="" if _is_page(response) else printable(text),
            retry_after=_retry_after(response),
            platform_time=moment_of(response.headers.get("Date")),
        )

    # A redirect or a page in place of an answer: a proxy, or a session that ended.
    if status < 400:
        raise error(Kind.LATER, "login-page")
    # Canvas throttled with 403 (github.com/ucfopen/canvasapi/issues/704).
    if status == 429 or (status == 403 and "rate limit exceeded" in text.lower()):
        raise error(Kind.LATER, "throttled")
    if status >= 500 or status in (408, 425):
        raise error(Kind.LATER, "unavailable")
    if status == 401:
        raise error(Kind.KEY, "unauthorized")
    # Moodle (scores.php) and Canvas (scores_controller.rb) on a score that is not newer than theirs.
    if status == 409 or (status == 400 and "before last updated timestamp" in text):
        raise error(Kind.CONFLICT, "conflict")
    if status == 403:
        raise error(Kind.REFUSED, "forbidden")
    if status in (404, 410):
        raise error(Kind.REFUSED, "gone")
    if status == 422 and "maximum number of allowed attempts" in text:
        raise error(Kind.REFUSED, "attempts-used-up")
    if (status == 422 and "is not a student" in text) or (status == 400 and "Incorrect score received" in text):
        raise error(Kind.REFUSED, "not-gradable")
    raise error(Kind.REFUSED, "refused")


def of_exception(error: Exception) -> ServiceError:
    """The meaning of a request that got no answer."""
    if isinstance(error, ServiceError):
        return error
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError | urllib3.exceptions.SSLError):
            return ServiceError(Kind.LATER, "certificate")
        if isinstance(cause, urllib3.exceptions.NewConnectionError | urllib3.exceptions.ConnectTimeoutError):
            return ServiceError(Kind.LATER, "unreachable")
        inner = getattr(cause, "reason", None)
        cause = inner if isinstance(inner, Exception) else cause.__cause__ or cause.__context__
    if isinstance(error, requests.ConnectTimeout):
        return ServiceError(Kind.LATER, "unreachable")
    return ServiceError(Kind.LATER, "no-answer", unsure=True)

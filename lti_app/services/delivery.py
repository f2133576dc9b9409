"""One send of a parcel to its gradebook: what is asked of the LMS, and in which order."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from lti_app.lti.ags import (
    SCOPE,
    Result,
    ScoreMessage,
    create_line_item,
    find_line_item,
    later_than_theirs,
    post_score,
    read_result,
)
from lti_app.lti.clock import Clock
from lti_app.lti.connector import Connector
from lti_app.lti.service_errors import Kind, ServiceError
from lti_app.services.grades import CHANGED
from lti_app.services.parcels import LEASE, Outcome, Parcel
from lti_app.storage.database import Database
from lti_app.storage.models import ResourceLink

#: A send is begun only if this much of the lease is left: more than its limits of time.
NEEDED = timedelta(seconds=25)


class Courier:
    """Talks to the LMS; of the database it knows the lease of a missing column alone."""

    def __init__(self, database: Database, connector: Connector, clock: Clock) -> None:
        self.database = database
        self.connector = connector
        self.clock = clock

    def deliver(self, parcel: Parcel) -> Outcome:
        """One send, without the database but for the lease of a missing column; never raises for what a platform does.

        A refusal as too old gets one more try with a later timestamp; what may have been stored is looked up first
        where sending it twice would do harm (Canvas counts submissions and collects comments).
        """
        if parcel.leased_until - self.clock() < NEEDED:
            return Outcome(parcel, ServiceError(Kind.LATER, "lease-over"), parcel.message.timestamp)
        line_item, message = parcel.line_item_url, parcel.message
        try:
            if not line_item:
                line_item = self._line_item(parcel)
            harmful = parcel.platform.family == "canvas" and (message.new_submission or message.comment is not None)
            if parcel.unsure and harmful and self._holds(parcel, line_item):
                return Outcome(parcel, None, message.timestamp, line_item)
            try:
                post_score(self.connector, parcel.platform, parcel.scopes, line_item, message)
            except ServiceError as error:
                if error.problem == "gone":
                    line_item = self._other_line_item(parcel, error)
                elif error.kind is Kind.CONFLICT:
                    message = self._after_conflict(parcel, line_item, error)
                else:
                    raise
        except ServiceError as error:
            return Outcome(parcel, error, message.timestamp)
        return Outcome(parcel, None, message.timestamp, line_item)

    def _holds(self, parcel: Parcel, line_item: str) -> bool:
        """Whether the gradebook holds this very score already."""
        if SCOPE + "result.readonly" not in parcel.scopes:
            return False
        found: Result | None = read_result(self.connector, parcel.platform, parcel.scopes, line_item, parcel.user_id)
        return found is not None and found.equals(parcel.message.percent)

    def _after_conflict(self, parcel: Parcel, line_item: str, error: ServiceError) -> ScoreMessage:
        if self._holds(parcel, line_item):
            return parcel.message
        later = later_than_theirs(error, max(parcel.message.timestamp, self.clock()))
        message = replace(parcel.message, timestamp=later)
        try:
            post_score(self.connector, parcel.platform, parcel.scopes, line_item, message)
        except ServiceError as second:
            if second.kind is not Kind.CONFLICT:
                raise
            raise ServiceError(
                Kind.REFUSED,
                CHANGED,
                status=second.status,
                detail=second.detail,
                platform_time=second.platform_time,
            ) from second
        return message

    def _other_line_item(self, parcel: Parcel, error: ServiceError) -> str:
        """The column that the activity has now, with the score in it; the same error where it has none.

        A column that a teacher removed is not made anew by itself.
        """
        if not parcel.lineitems_url or SCOPE + "lineitem" not in parcel.scopes:
            raise error
        found = find_line_item(self.connector, parcel.platform, parcel.scopes, parcel.lineitems_url, parcel.wanted)
        if found in ("", parcel.line_item_url):
            raise error
        post_score(self.connector, parcel.platform, parcel.scopes, found, parcel.message)
        return found

    def _line_item(self, parcel: Parcel) -> str:
        """The column of an activity that the LMS named none for: found, or made by one worker alone."""
        now = self.clock()
        with self.database.writing() as session:
            link = session.get_one(ResourceLink, parcel.link_id, with_for_update=True)
            if link.line_item_url:
                return link.line_item_url
            if link.line_item_leased_until is not None and link.line_item_leased_until > now:
                raise ServiceError(Kind.LATER, "column-in-the-making")
            link.line_item_leased_until = now + LEASE
        found = ""
        try:
            found = find_line_item(
                self.connector, parcel.platform, parcel.scopes, parcel.lineitems_url, parcel.wanted
            ) or create_line_item(self.connector, parcel.platform, parcel.scopes, parcel.lineitems_url, parcel.wanted)
        except ServiceError as error:
            if error.kind is Kind.REFUSED:
                raise ServiceError(Kind.REFUSED, "no-column", status=error.status, detail=error.detail) from error
            raise
        finally:
            with self.database.writing() as session:
                link = session.get_one(ResourceLink, parcel.link_id)
                link.line_item_leased_until = None
                if found:
                    link.line_item_url, link.line_item_problem = found, ""
        return found

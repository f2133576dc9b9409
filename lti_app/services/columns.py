"""What the LMS says of the columns of activities that are in use: when work for them is due.

A launch tells it where the LMS knows the variable `$ResourceLink.submission.endDateTime`; elsewhere the line item
does. It is asked for in the background, so that nobody waits for an LMS.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import exists, or_, select, update

from lti_app.lti.ags import READS_LINE_ITEMS, read_due_date
from lti_app.lti.connector import Connector, ServicePlatform
from lti_app.lti.service_errors import Kind, ServiceError
from lti_app.services.launches import LIFETIME
from lti_app.services.parcels import service_scopes
from lti_app.storage.database import Database
from lti_app.storage.models import Breaker, Context, Deployment, Launch, Platform, ResourceLink

log = logging.getLogger("lti_app.columns")

#: How long an answer is good enough, also where it was a failure.
FRESH = timedelta(hours=1)
#: At most so many in one go: grades need the LMS more.
_MOST = 20


@dataclass(frozen=True)
class _Asked:
    link: int
    url: str
    scopes: tuple[str, ...]
    platform: ServicePlatform

    @property
    def may_read(self) -> bool:
        """Whether the LMS lets the tool look at columns."""
        return any(scope in self.scopes for scope in READS_LINE_ITEMS)


def read_due_dates(database: Database, connector: Connector, now: datetime) -> int:
    """Ask for the due dates of activities that were opened in the last hour; how many were asked for.

    A platform that does not answer at the moment is left alone.
    """
    asked, silent = 0, set[int]()
    for one in _worth_asking(database, now):
        heard: dict[str, datetime | None] = {}
        if one.may_read and one.platform.id not in silent:
            asked += 1
            try:
                heard["line_item_due_at"] = read_due_date(connector, one.platform, one.scopes, one.url)
            except ServiceError as error:
                log.info("no due date of link=%d problem=%s status=%s", one.link, error.problem, error.status)
                if error.kind is Kind.LATER:
                    silent.add(one.platform.id)
        with database.writing() as session:
            still = ResourceLink.id == one.link, ResourceLink.line_item_url == one.url
            session.execute(update(ResourceLink).where(*still).values(line_item_read_at=now, **heard))
    return asked


def _worth_asking(database: Database, now: datetime) -> list[_Asked]:
    opened = exists().where(Launch.resource_link_id == ResourceLink.id, Launch.expires_at > now + LIFETIME - FRESH)
    query = (
        select(ResourceLink, Context, Platform)
        .join(Context, Context.id == ResourceLink.context_id)
        .join(Deployment, Deployment.id == Context.deployment_id)
        .join(Platform, Platform.id == Deployment.platform_id)
        .outerjoin(Breaker, Breaker.platform_id == Platform.id)
        .where(
            ResourceLink.line_item_url != "",
            or_(ResourceLink.line_item_read_at.is_(None), ResourceLink.line_item_read_at < now - FRESH),
            Platform.disabled_at.is_(None),
            or_(Breaker.open_until.is_(None), Breaker.open_until < now),
            opened,
        )
        .order_by(ResourceLink.line_item_read_at.is_not(None), ResourceLink.line_item_read_at, ResourceLink.id)
        .limit(_MOST)
    )
    with database.reading() as session:
        return [
            _Asked(link.id, link.line_item_url, service_scopes(context), ServicePlatform.of(platform))
            for link, context, platform in session.execute(query)
        ]

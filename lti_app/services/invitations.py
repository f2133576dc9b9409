"""One-time links for dynamic registration; the token itself is nowhere but in the link."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from lti_app.lti.refusals import Refused
from lti_app.lti.state import digest
from lti_app.storage.models import Invitation

#: How long a link that is being used is held for whoever uses it.
_HELD = timedelta(minutes=2)


def invite(session: Session, now: datetime, lifetime: timedelta) -> str:
    """The token of a new link."""
    session.execute(delete(Invitation).where(Invitation.expires_at < now - timedelta(days=30)))
    token = secrets.token_urlsafe(24)
    session.add(Invitation(token_hash=digest(token), created_at=now, expires_at=now + lifetime))
    return token


def look(session: Session, token: str, now: datetime) -> None:
    """Refused if the link cannot be used now; changes nothing, so that invented links cost no more than a look."""
    _usable(session, token, now)


def hold(session: Session, token: str, now: datetime) -> str:
    """Take the link for one try; its name for `finish` and `release`. Refused if it cannot be used."""
    row = _usable(session, token, now)
    row.held_until = now + _HELD
    return row.token_hash


def _usable(session: Session, token: str, now: datetime) -> Invitation:
    row = session.scalars(select(Invitation).where(Invitation.token_hash == digest(token)).with_for_update()).first()
    if row is None:
        raise Refused("invitation-unknown", status=403)
    if row.used_at is not None:
        raise Refused("invitation-used", status=403)
    if row.expires_at <= now:
        raise Refused("invitation-old", status=403)
    if row.held_until is not None and row.held_until > now:
        raise Refused("invitation-busy", status=409)
    return row


def release(session: Session, name: str) -> None:
    """The try failed: the link can be used again."""
    session.execute(update(Invitation).where(Invitation.token_hash == name).values(held_until=None))


def finish(session: Session, name: str, platform_id: int, now: datetime) -> None:
    """The link is used up."""
    session.execute(
        update(Invitation).where(Invitation.token_hash == name).values(used_at=now, platform_id=platform_id)
    )

"""The people that LMSs have told of: found by whoever runs the tool, and forgotten when they ask for it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import String, cast, delete, or_, select
from sqlalchemy.orm import Session

from lti_app.storage.models import Person, Platform

#: The most that one search shows.
MOST = 50


@dataclass(frozen=True)
class Found:
    """Somebody, as the LMS named them; `number` is our own."""

    number: int
    platform: str
    sub: str
    name: str
    email: str


def search(session: Session, words: str) -> list[Found]:
    """Up to `MOST` people whose number or id in the LMS is this, or whose name or address holds it; oldest first."""
    query = (
        select(Person, Platform.issuer)
        .join(Platform, Platform.id == Person.platform_id)
        .where(
            or_(
                cast(Person.id, String) == words,
                Person.sub == words,
                Person.name.icontains(words, autoescape=True),
                Person.email.icontains(words, autoescape=True),
            )
        )
        .order_by(Person.id)
        .limit(MOST)
    )
    return [
        Found(person.id, issuer, person.sub, person.name, person.email) for person, issuer in session.execute(query)
    ]


def erase(session: Session, number: int) -> bool:
    """Remove somebody and all that hangs on them, in the caller's transaction; False if there is nobody.

    Marks that they gave to others stay, without their name. A score that is on its way at this moment may still
    arrive; whoever sends it finds no row to note that in.
    """
    erased = session.scalar(delete(Person).where(Person.id == number).returning(Person.id))
    return erased is not None

"""The tables.

Everything that an LMS names is kept under the platform (issuer and client) and deployment that named it: subjects,
contexts and resource links are unique only there.
"""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction
from typing import Any, ClassVar

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, MetaData, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from lti_app.storage.types import WORD, Exact, Moment


class Base(DeclarativeBase):
    """All tables; constraints carry names, so that migrations can speak of them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar = {datetime: Moment, Fraction: Exact, dict[str, Any]: JSON, list[Any]: JSON}


# --- who is connected ----------------------------------------------------------------------------------------------


class Platform(Base):
    """One registration of the tool in an LMS: issuer and client id name it (LTI 1.3 core, 3.1.3)."""

    __tablename__ = "platform"
    __table_args__ = (UniqueConstraint("issuer", "client_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    issuer: Mapped[str] = mapped_column(String(255))
    client_id: Mapped[str] = mapped_column(String(255))
    name: Mapped[str] = mapped_column(String(255), default="")
    #: `product_family_code` of the LMS, such as moodle or canvas; empty where it is not known.
    family: Mapped[str] = mapped_column(String(64), default="")
    auth_url: Mapped[str] = mapped_column(Text)
    token_url: Mapped[str] = mapped_column(Text)
    #: What the token endpoint expects as audience; the token URL itself where empty.
    token_audience: Mapped[str] = mapped_column(Text, default="")
    jwks_url: Mapped[str] = mapped_column(Text)
    #: Origins of pages that show the tool in a frame, besides those of the addresses above (Canvas: the school's own).
    frame_origins: Mapped[list[Any]] = mapped_column(default=list)
    #: Unknown deployments of this client are taken in at their first launch.
    adopts_deployments: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]


class Deployment(Base):
    """A place in the LMS where the tool was deployed."""

    __tablename__ = "deployment"
    __table_args__ = (UniqueConstraint("platform_id", "deployment_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id", ondelete="CASCADE"))
    deployment_id: Mapped[str] = mapped_column(String(255))

    platform: Mapped[Platform] = relationship()


class Invitation(Base):
    """A one-time link for dynamic registration; only the hash of its token is kept."""

    __tablename__ = "invitation"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    #: Somebody is registering with it: nobody else can until then.
    held_until: Mapped[datetime | None]
    used_at: Mapped[datetime | None]
    platform_id: Mapped[int | None] = mapped_column(ForeignKey("platform.id", ondelete="SET NULL"))


# --- keys and tokens -----------------------------------------------------------------------------------------------


class ToolKey(Base):
    """A key pair of the tool; published until `retire_at`, the newest one that is not retiring signs."""

    __tablename__ = "tool_key"

    kid: Mapped[str] = mapped_column(String(64), primary_key=True)
    private_pem: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    retire_at: Mapped[datetime | None]


class AppSecret(Base):
    """What all processes share, made at the first start: the secret that signs states of logins and links to files, and
    the address of the tool."""

    __tablename__ = "app_secret"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    value: Mapped[bytes] = mapped_column(LargeBinary)


class PlatformKeys(Base):
    """A platform's key set as it was fetched last, with the address that it came from."""

    __tablename__ = "platform_keys"

    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id", ondelete="CASCADE"), primary_key=True)
    document: Mapped[dict[str, Any]]
    fetched_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    #: The last try to fetch it: one process tries at a time, and at most once a minute.
    tried_at: Mapped[datetime | None]
    #: When a try failed last.
    failed_at: Mapped[datetime | None]


class AccessToken(Base):
    """A platform's access token for a set of scopes, shared by all processes."""

    __tablename__ = "access_token"

    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id", ondelete="CASCADE"), primary_key=True)
    scopes: Mapped[str] = mapped_column(String(512), primary_key=True)
    #: Empty until the first one has come.
    token: Mapped[str] = mapped_column(Text, default="")
    expires_at: Mapped[datetime]
    #: Somebody is asking for a new one: the others wait until then.
    fetching_until: Mapped[datetime | None]


# --- launching -----------------------------------------------------------------------------------------------------


class Person(Base):
    """A subject of a platform; names are what the last launch or roster said, and may be empty."""

    __tablename__ = "person"
    __table_args__ = (UniqueConstraint("platform_id", "sub"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id", ondelete="CASCADE"))
    sub: Mapped[str] = mapped_column(String(255))
    name: Mapped[str] = mapped_column(String(255), default="")
    email: Mapped[str] = mapped_column(String(255), default="")


class Context(Base):
    """A course of the LMS."""

    __tablename__ = "context"
    __table_args__ = (UniqueConstraint("deployment_id", "lti_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    deployment_id: Mapped[int] = mapped_column(ForeignKey("deployment.id", ondelete="CASCADE"))
    lti_id: Mapped[str] = mapped_column(String(255))
    title: Mapped[str] = mapped_column(String(255), default="")
    #: Where its roster is asked for (NRPS), as the newest launch said; empty = the LMS offers none.
    memberships_url: Mapped[str] = mapped_column(Text, default="")
    #: The container of line items (AGS), likewise.
    lineitems_url: Mapped[str] = mapped_column(Text, default="")
    #: AGS scopes that the newest launch granted.
    scopes: Mapped[list[Any]] = mapped_column(default=list)
    #: When its roster was read last, and why the last try failed (a stable word; empty = it did not).
    roster_read_at: Mapped[datetime | None]
    roster_problem: Mapped[str] = mapped_column(String(64), default="")

    deployment: Mapped[Deployment] = relationship()


class Membership(Base):
    """Somebody on the roster of a course, as the LMS said last; who left it has no row."""

    __tablename__ = "membership"

    context_id: Mapped[int] = mapped_column(ForeignKey("context.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    #: `instructor`, `assistant` or `learner`, as in `Launch`.
    role: Mapped[str] = mapped_column(String(16))


class ResourceLink(Base):
    """A placement in an LMS course and what it shows.

    The content and its settings come from the custom parameters of the deep link in every launch, so that a copied
    course works without this row. `lesson` and `block` are ids; an empty block is the whole lesson, an empty lesson
    the whole course.
    """

    __tablename__ = "resource_link"
    __table_args__ = (UniqueConstraint("context_id", "lti_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    context_id: Mapped[int] = mapped_column(ForeignKey("context.id", ondelete="CASCADE"))
    lti_id: Mapped[str] = mapped_column(String(255))
    title: Mapped[str] = mapped_column(String(255), default="")
    course: Mapped[str] = mapped_column(String(64), default="")
    lesson: Mapped[str] = mapped_column(String(64), default="")
    block: Mapped[str] = mapped_column(String(64), default="")
    #: What the line item is worth; 0 = not graded.
    points: Mapped[Fraction] = mapped_column(default=Fraction(100))
    #: How often it may be handed in, and which attempt counts; None = as the author says.
    attempts: Mapped[int | None]
    counts: Mapped[str] = mapped_column(String(16), default="")
    #: As it was chosen here; dates of the LMS go before it.
    due_at: Mapped[datetime | None]
    #: Line item of AGS; empty = the LMS does not want a grade, or none could be made (see `line_item_problem`).
    line_item_url: Mapped[str] = mapped_column(Text, default="")
    line_item_problem: Mapped[str] = mapped_column(String(64), default="")
    #: Somebody is looking for its line item, or making it: the others wait until then.
    line_item_leased_until: Mapped[datetime | None]
    #: The end that the line item has in the LMS (AGS 2.0, `endDateTime`), and when it was asked for last.
    line_item_due_at: Mapped[datetime | None]
    line_item_read_at: Mapped[datetime | None]
    #: When the grades of its column were looked at last.
    results_read_at: Mapped[datetime | None]

    context: Mapped[Context] = relationship()


class Launch(Base):
    """One accepted launch: exactly the rights of its signed message, for one person in one context.

    `handle` stands in addresses and grants nothing. It comes from the login that became this launch, so that no login
    becomes a second one. The rights come from the secret whose hash is kept here: in the cookie of this launch, or in a
    header. What a login needs to know stands in its signed state (lti/state.py), so that logins that are begun and
    never finished leave nothing behind.
    """

    __tablename__ = "launch"

    handle: Mapped[str] = mapped_column(String(32), primary_key=True)
    secret_hash: Mapped[str] = mapped_column(String(64))
    message_type: Mapped[str] = mapped_column(String(64))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    context_id: Mapped[int] = mapped_column(ForeignKey("context.id", ondelete="CASCADE"))
    resource_link_id: Mapped[int | None] = mapped_column(ForeignKey("resource_link.id", ondelete="CASCADE"))
    #: `instructor`, `assistant` or `learner`, from the roles in the context alone; empty = none of them.
    role: Mapped[str] = mapped_column(String(16))
    #: A teacher who looks at the course as a student (Canvas "student view"): never in a gradebook.
    test_user: Mapped[bool] = mapped_column(default=False)
    #: Of a submission review or a data privacy launch: whose work or data it is about.
    for_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    locale: Mapped[str] = mapped_column(String(35), default="")
    return_url: Mapped[str] = mapped_column(Text, default="")
    #: Of a deep linking request: the settings claim as it came.
    deep_linking: Mapped[dict[str, Any] | None]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    #: When the work of this person is due, as the LMS said in this message: it may give somebody more time.
    due_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    context: Mapped[Context] = relationship()
    resource_link: Mapped[ResourceLink | None] = relationship()


# --- doing ---------------------------------------------------------------------------------------------------------


class Snapshot(Base):
    """A course as it was when somebody began to work with it; named by the hash of what is in it."""

    __tablename__ = "snapshot"

    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    course: Mapped[str] = mapped_column(String(64), index=True)
    #: The course model, its media names and links, compressed.
    data: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]


class MediaFile(Base):
    """A picture of a snapshot; its name holds the hash of what is in it."""

    __tablename__ = "media_file"

    name: Mapped[str] = mapped_column(String(255), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class Attempt(Base):
    """One learner's attempt at one quiz of one resource link."""

    __tablename__ = "attempt"
    __table_args__ = (UniqueConstraint("resource_link_id", "person_id", "quiz_slot", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    resource_link_id: Mapped[int] = mapped_column(ForeignKey("resource_link.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    snapshot_hash: Mapped[str] = mapped_column(ForeignKey("snapshot.hash"))
    quiz_slot: Mapped[int]
    number: Mapped[int]
    seed: Mapped[int] = mapped_column(WORD)
    #: Maps the ids that this attempt shows to lasting keys, so that neither ids nor order give a key away.
    secret: Mapped[str] = mapped_column(String(64))
    started_at: Mapped[datetime]
    #: When the time is up, by our clock and without the grace; None = no limit.
    ends_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]
    #: Part of the points earned, 0 to 1; None = not marked, or not whole yet.
    earned: Mapped[Fraction | None]
    #: An essay waits for a mark by hand.
    pending: Mapped[bool] = mapped_column(default=False)
    #: Made by somebody who teaches here: in no report and in no gradebook.
    preview: Mapped[bool] = mapped_column(default=False)


class Response(Base):
    """One answer, never changed, and removed only where it is a draft of an essay that another followed within the
    minute. In an exam the newest sequence number of a question counts, in the other modes the order of arrival.

    `client` and `sequence` come from the page: the same pair again is the same answer.
    """

    __tablename__ = "response"
    __table_args__ = (UniqueConstraint("attempt_id", "client", "sequence"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id", ondelete="CASCADE"), index=True)
    question_slot: Mapped[int]
    client: Mapped[str] = mapped_column(String(32))
    sequence: Mapped[int]
    #: The answer in its JSON form (hornbook/questions/answer.py), in the keys of its attempt; None = taken back.
    answer: Mapped[dict[str, Any] | None]
    certainty: Mapped[int] = mapped_column(default=0)
    received_at: Mapped[datetime]
    #: Came after the time was up, or after the attempt was handed in: kept, and not counted.
    late: Mapped[bool] = mapped_column(default=False)
    #: Was sent to be marked at once (all modes but the exam); a note of the page is not.
    tried: Mapped[bool] = mapped_column(default=False)
    earned: Mapped[Fraction | None]
    #: The learner wants to come back to the question.
    flagged: Mapped[bool] = mapped_column(default=False)


class HandMark(Base):
    """What somebody who teaches gave for an answer that no program can mark; the newest counts."""

    __tablename__ = "hand_mark"
    __table_args__ = (Index("ix_hand_mark_attempt", "attempt_id", "question_slot"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id", ondelete="CASCADE"))
    question_slot: Mapped[int]
    #: Part of the points, 0 to 1.
    earned: Mapped[Fraction]
    comment: Mapped[str] = mapped_column(Text, default="")
    marked_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    marked_at: Mapped[datetime]


class Progress(Base):
    """What a learner did in a course besides attempts and cards: seen blocks, place, practice answers."""

    __tablename__ = "progress"
    __table_args__ = (UniqueConstraint("person_id", "context_id", "course"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    context_id: Mapped[int] = mapped_column(ForeignKey("context.id", ondelete="CASCADE"))
    course: Mapped[str] = mapped_column(String(64))
    data: Mapped[dict[str, Any]]
    revision: Mapped[int] = mapped_column(default=0)
    updated_at: Mapped[datetime]


class CardState(Base):
    """How well a learner knows one card, wherever it was met."""

    __tablename__ = "card_state"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    course: Mapped[str] = mapped_column(String(64), primary_key=True)
    slot: Mapped[int] = mapped_column(primary_key=True)
    #: The card word of 32 bits (hornbook/cards.py).
    word: Mapped[int] = mapped_column(WORD)
    updated_at: Mapped[datetime]


# --- grades --------------------------------------------------------------------------------------------------------


class Score(Base):
    """The score of one learner in one resource link: what the gradebook should hold."""

    __tablename__ = "score"
    __table_args__ = (UniqueConstraint("resource_link_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    resource_link_id: Mapped[int] = mapped_column(ForeignKey("resource_link.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    #: Part of the points, 0 to 1; None = nothing to tell yet (not begun, or a mark by hand is missing).
    earned: Mapped[Fraction | None]
    #: Raised by every change of what the LMS should hold.
    version: Mapped[int] = mapped_column(default=0)
    completed: Mapped[bool] = mapped_column(default=False)
    comment: Mapped[str] = mapped_column(Text, default="")
    started_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]
    #: Attempts handed in: a platform that counts submissions hears of each once.
    submissions: Mapped[int] = mapped_column(default=0)
    updated_at: Mapped[datetime]


class GradeDelivery(Base):
    """The outbox: one row a score, written in the transaction that changes the score.

    `state` is `waiting`, `sent`, `refused` (tried daily and on demand), `given-up` (30 days) or `none` (there is no
    line item to send to). A row with a lease is being sent by somebody until `leased_until`.
    """

    __tablename__ = "grade_delivery"
    __table_args__ = (Index("ix_grade_delivery_due", "state", "next_try_at"),)

    score_id: Mapped[int] = mapped_column(ForeignKey("score.id", ondelete="CASCADE"), primary_key=True)
    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id", ondelete="CASCADE"), index=True)
    state: Mapped[str] = mapped_column(String(16))
    #: The newest version that the LMS has acknowledged; 0 = none.
    sent_version: Mapped[int] = mapped_column(default=0)
    sent_submissions: Mapped[int] = mapped_column(default=0)
    sent_comment: Mapped[str] = mapped_column(Text, default="")
    #: The `timestamp` that was sent last, acknowledged or not: the next one is later by a whole second.
    sent_timestamp: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    waiting_since: Mapped[datetime | None]
    next_try_at: Mapped[datetime | None]
    leased_until: Mapped[datetime | None]
    lease: Mapped[str] = mapped_column(String(32), default="")
    #: Why the last try failed: a stable word, the HTTP status, and the beginning of the answer without secrets.
    problem: Mapped[str] = mapped_column(String(64), default="")
    problem_status: Mapped[int | None]
    problem_detail: Mapped[str] = mapped_column(String(500), default="")
    #: The last try may have been stored all the same: its answer never came.
    unsure: Mapped[bool] = mapped_column(default=False)

    score: Mapped[Score] = relationship()


class Breaker(Base):
    """A platform that does not answer: until `open_until` only one probe at a time is sent to it."""

    __tablename__ = "breaker"

    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id", ondelete="CASCADE"), primary_key=True)
    failures: Mapped[int] = mapped_column(default=0)
    open_until: Mapped[datetime | None]

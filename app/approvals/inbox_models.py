"""What is kept of waiting and talking: how long a stage waited, what was told, what was said."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    Text,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.approvals.deadlines import Notice
from app.core.db import Identified, names_of


def _of(parent: str, column: str, name: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["agency_id", column], [f"{parent}.agency_id", f"{parent}.id"], name=name
    )


class Wait(Identified):
    """A time during which a stage waited. The database ends it when the request moves on."""

    __tablename__ = "approval_waits"
    __table_args__ = (
        _of("approval_requests", "request_id", "wait_of_request"),
        UniqueConstraint("agency_id", "id", name="wait_in_agency"),
        CheckConstraint("(ended_at is null) = (ended_by is null)", name="wait_ends_for_a_cause"),
        Index(
            "one_open_wait_per_request",
            "request_id",
            unique=True,
            postgresql_where=text("ended_at is null"),
        ),
        Index("ix_approval_waits_request_id", "request_id"),
    )

    agency_id: Mapped[UUID]
    request_id: Mapped[UUID]
    round: Mapped[int]
    stage: Mapped[int]
    began_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    due_on: Mapped[date]
    """The last of its working days, by the calendar as it was known when the wait began."""
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    """Why: `cause`, and what else is known of it."""


class Told(Identified):
    """That people were reminded of a stage that waits, or those above told. Each is told once."""

    __tablename__ = "approval_notices"
    __table_args__ = (
        _of("approval_waits", "wait_id", "notice_of_wait"),
        CheckConstraint("notice in ('due_soon', 'due', 'overdue')", name="notice_known"),
        CheckConstraint("to_role is null or notice = 'overdue'", name="only_overdue_escalates"),
        UniqueConstraint("wait_id", "notice", name="one_notice_per_wait"),
    )

    agency_id: Mapped[UUID]
    wait_id: Mapped[UUID]
    notice: Mapped[Notice] = mapped_column(names_of(Notice))
    to_role: Mapped[str | None] = mapped_column(Text)
    """Who stands above; NULL where nobody does, and for reminders."""
    told_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class Comment(Identified):
    """What somebody said about a request. It is never changed, and no part of the content."""

    __tablename__ = "approval_comments"
    __table_args__ = (
        _of("approval_requests", "request_id", "comment_of_request"),
        UniqueConstraint("agency_id", "id", name="comment_in_agency"),
        CheckConstraint(
            "char_length(btrim(body)) between 1 and 2000", name="comment_says_something"
        ),
        Index("ix_approval_comments_request_id", "request_id", "id"),
    )

    agency_id: Mapped[UUID]
    request_id: Mapped[UUID]
    actor_id: Mapped[UUID]
    actor_name: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    said_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class Mention(Identified):
    """Somebody whom a comment calls; it stays in their inbox until they have seen it."""

    __tablename__ = "approval_mentions"
    __table_args__ = (
        _of("approval_comments", "comment_id", "mention_in_comment"),
        _of("approval_requests", "request_id", "mention_of_request"),
        UniqueConstraint("comment_id", "actor_id", name="one_mention_per_comment"),
        Index(
            "ix_approval_mentions_unseen",
            "request_id",
            "actor_id",
            postgresql_where=text("seen_at is null"),
        ),
    )

    agency_id: Mapped[UUID]
    request_id: Mapped[UUID]
    comment_id: Mapped[UUID]
    actor_id: Mapped[UUID]
    person_id: Mapped[UUID]
    """The civil servant where one is known, else the actor: the same for all their accounts."""
    name: Mapped[str] = mapped_column(Text)
    seen_at: Mapped[datetime | None]

"""What is kept of blind sessions. Migration 0028 holds the rules."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    SmallInteger,
    String,
    UniqueConstraint,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Identified, Model, names_of


class State(StrEnum):
    """How far a session is."""

    OPEN = "open"
    """Its members are blinded."""
    CLOSED = "closed"
    """Rankings, order and register can be read; nothing of it changes any more."""
    CANCELLED = "cancelled"
    """It ranked nobody; its register stays sealed for good."""


def _of_session(name: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["agency_id", "session_id"],
        ["blind_sessions.agency_id", "blind_sessions.id"],
        name=f"{name}_of_blind_session",
    )


def _of_candidate(name: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["session_id", "pseudonym"],
        ["blind_candidates.session_id", "blind_candidates.pseudonym"],
        name=f"{name}_of_blind_candidate",
    )


class BlindSession(Identified):
    """A session over the eligible of a pool for a position."""

    __tablename__ = "blind_sessions"
    __table_args__ = (
        CheckConstraint("quorum between 2 and 99", name="blind_quorum_in_range"),
        CheckConstraint(
            "state in ('open', 'closed', 'cancelled') and (state = 'open') = (ended_at is null)"
            " and (state = 'cancelled') = (cancelled_because is not null)",
            name="an_ended_blind_session_says_how",
        ),
        UniqueConstraint("agency_id", "id", name="blind_session_in_agency"),
        Index(
            "one_open_blind_session_per_pool",
            "pool_id",
            unique=True,
            postgresql_where="state = 'open'",
        ),
    )

    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agencies.id"))
    pool_id: Mapped[UUID] = mapped_column(ForeignKey("talent_pools.id"))
    position_id: Mapped[UUID] = mapped_column(ForeignKey("positions.id"))
    pool_revision: Mapped[int]
    """The revision of the pool when its members were frozen."""
    purpose: Mapped[str] = mapped_column(String(1000))
    post: Mapped[dict[str, Any]] = mapped_column(JSONB)
    """What the position asks, for those who may not read positions while they are blinded."""
    quorum: Mapped[int] = mapped_column(SmallInteger)
    state: Mapped[State] = mapped_column(names_of(State, 16), server_default="open")
    owner_id: Mapped[UUID]
    owner_name: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    ended_at: Mapped[datetime | None]
    cancelled_because: Mapped[str | None] = mapped_column(String(1000))


class Member(Model):
    """Who ranks in a session, and sees nothing about people while `blinded`."""

    __tablename__ = "blind_members"
    __table_args__ = (
        _of_session("members"),
        Index("one_blind_session_per_account", "actor_id", unique=True, postgresql_where="blinded"),
        Index(
            "one_blind_session_per_person", "employee_id", unique=True, postgresql_where="blinded"
        ),
    )

    session_id: Mapped[UUID] = mapped_column(primary_key=True)
    actor_id: Mapped[UUID] = mapped_column(primary_key=True)
    agency_id: Mapped[UUID]
    employee_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("employees.id", ondelete="SET NULL")
    )
    """The civil servant that the member is, where memberships say so; filled by a trigger."""
    name: Mapped[str] = mapped_column(String(200))
    blinded: Mapped[bool] = mapped_column(server_default="true")


class Candidate(Model):
    """A profile under a pseudonym."""

    __tablename__ = "blind_candidates"
    __table_args__ = (_of_session("candidates"),)

    session_id: Mapped[UUID] = mapped_column(primary_key=True)
    pseudonym: Mapped[str] = mapped_column(String(8), primary_key=True)
    agency_id: Mapped[UUID]
    profile: Mapped[dict[str, Any]] = mapped_column(JSONB)


class Identity(Model):
    """Who a pseudonym is; nobody reads it before the session is closed."""

    __tablename__ = "blind_identities"
    __table_args__ = (
        _of_session("identities"),
        _of_candidate("identity"),
        UniqueConstraint("session_id", "employee_id", name="one_pseudonym_per_person"),
        Index("ix_blind_identities_employee_id", "employee_id"),
    )

    session_id: Mapped[UUID] = mapped_column(primary_key=True)
    pseudonym: Mapped[str] = mapped_column(String(8), primary_key=True)
    agency_id: Mapped[UUID]
    employee_id: Mapped[UUID] = mapped_column(ForeignKey("employees.id", ondelete="CASCADE"))
    pool_rank: Mapped[int | None]


class Mark(Model):
    """The place that a member gave to a candidate, and why; sealed until the session is closed."""

    __tablename__ = "blind_marks"
    __table_args__ = (
        CheckConstraint("place >= 1", name="blind_place_from_one"),
        UniqueConstraint("session_id", "actor_id", "place", name="one_candidate_per_place"),
        _of_session("marks"),
        _of_candidate("mark"),
        ForeignKeyConstraint(
            ["session_id", "actor_id"],
            ["blind_members.session_id", "blind_members.actor_id"],
            name="mark_of_a_blind_member",
        ),
    )

    session_id: Mapped[UUID] = mapped_column(primary_key=True)
    actor_id: Mapped[UUID] = mapped_column(primary_key=True)
    pseudonym: Mapped[str] = mapped_column(String(8), primary_key=True)
    agency_id: Mapped[UUID]
    place: Mapped[int] = mapped_column(SmallInteger)
    reason: Mapped[str] = mapped_column(String(1000))
    given_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())

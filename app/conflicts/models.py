"""What is kept of relations, and of what they undid when they became known."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, func
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Identified, names_of


class Kind(StrEnum):
    """How a decider is related to a civil servant."""

    SPOUSE = "spouse"
    FAMILY = "family"
    """By blood or marriage, up to the second degree."""
    BUSINESS = "business"
    DIRECT_SUPERIOR = "direct_superior"
    """The decider is the civil servant's direct superior."""
    DIRECT_SUBORDINATE = "direct_subordinate"
    """The decider is the civil servant's direct subordinate."""
    OTHER = "other"


class Basis(StrEnum):
    """Who said so."""

    DECLARED = "declared"
    """The decider."""
    REPORTED = "reported"
    """Somebody else: an analyst or an auditor."""


class Relation(Identified):
    """A relation that keeps a decider from deciding about a civil servant.

    Once kept only its end may be added (migration 0017).
    """

    __tablename__ = "conflicts"
    __table_args__ = (
        CheckConstraint("until >= since", name="conflict_days_in_order"),
        CheckConstraint(
            "(basis = 'declared') = (declared_by = actor_id)", name="declared_by_the_decider"
        ),
        CheckConstraint(
            "(ended_at is null) = (ended_by is null)"
            " and (ended_at is null) = (ending_reason is null)"
            " and (ended_at is null or until is not null)",
            name="an_ended_conflict_says_who_when_and_why",
        ),
        Index(
            "one_live_conflict_of_a_kind",
            "agency_id",
            "actor_id",
            "employee_id",
            "kind",
            unique=True,
            postgresql_where="ended_at is null",
        ),
        Index("ix_conflicts_employee_id", "employee_id"),
    )

    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agencies.id"))
    actor_id: Mapped[UUID]
    """The decider."""
    actor_name: Mapped[str] = mapped_column(String(200))
    employee_id: Mapped[UUID] = mapped_column(ForeignKey("employees.id"))
    """The civil servant."""
    kind: Mapped[Kind] = mapped_column(names_of(Kind))
    basis: Mapped[Basis] = mapped_column(names_of(Basis, 16))
    reason: Mapped[str] = mapped_column(String(1000))
    since: Mapped[date]
    until: Mapped[date | None]
    declared_by: Mapped[UUID]
    created_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[UUID | None]
    ending_reason: Mapped[str | None] = mapped_column(String(1000))


class Effect(Identified):
    """What the database undid because a relation became known. Written by triggers alone."""

    __tablename__ = "conflict_effects"
    __table_args__ = (Index("ix_conflict_effects_conflict_id", "conflict_id"),)

    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agencies.id"))
    conflict_id: Mapped[UUID] = mapped_column(ForeignKey("conflicts.id", ondelete="CASCADE"))
    what: Mapped[str] = mapped_column(String(64))
    """As an event is named, for example `calibration_vote.voided`."""
    subject_id: Mapped[UUID]
    at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())

"""What is kept of requests about personal data, of breaches and of retention."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, String, func
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Identified, Model, names_of


class Status(StrEnum):
    """How far a request for correction is."""

    OPEN = "open"
    ACCEPTED = "accepted"
    """The record is wrong; it is put right where it comes from."""
    REJECTED = "rejected"


class CorrectionRequest(Identified):
    """A civil servant says that something kept about them is wrong."""

    __tablename__ = "correction_requests"
    __table_args__ = (
        CheckConstraint(
            "(status = 'open') = (decided_at is null)"
            " and (decided_at is null) = (decided_by is null)"
            " and (decided_at is null) = (decision_reason is null)",
            name="a_decided_correction_says_who_and_why",
        ),
        Index("ix_correction_requests_employee_id", "employee_id"),
        Index("ix_correction_requests_status", "agency_id", "status"),
    )

    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agencies.id"))
    employee_id: Mapped[UUID] = mapped_column(ForeignKey("employees.id"))
    about: Mapped[str] = mapped_column(String(32))
    """`record`, or a history."""
    record_id: Mapped[UUID | None]
    """The record of a history that is meant; none for the master record."""
    claim: Mapped[str] = mapped_column(String(2000))
    status: Mapped[Status] = mapped_column(names_of(Status, 16))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None]
    decision_reason: Mapped[str | None] = mapped_column(String(2000))


class Breach(Identified):
    """A failure to protect personal data; the clock of its notification runs from discovery."""

    __tablename__ = "breaches"
    __table_args__ = (
        CheckConstraint(
            "occurred_at is null or occurred_at <= discovered_at", name="found_after_it_happened"
        ),
        CheckConstraint("people_affected >= 0", name="people_affected_not_negative"),
        CheckConstraint(
            "coalesce(authority_notified_at, discovered_at) >= discovered_at"
            " and coalesce(subjects_notified_at, discovered_at) >= discovered_at",
            name="notified_after_discovery",
        ),
        Index("ix_breaches_agency_id", "agency_id"),
    )

    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agencies.id"))
    title: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(String(4000))
    categories: Mapped[list[str]] = mapped_column(ARRAY(String(64)))
    people_affected: Mapped[int | None]
    measures: Mapped[str] = mapped_column(String(4000))
    occurred_at: Mapped[datetime | None]
    discovered_at: Mapped[datetime]
    authority_notified_at: Mapped[datetime | None]
    subjects_notified_at: Mapped[datetime | None]
    created_by: Mapped[UUID]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class RetentionClass(Model):
    """How long one class of data is kept, counted from what `since` of the class says."""

    __tablename__ = "retention_classes"
    __table_args__ = (CheckConstraint("years between minimum and 100", name="kept_long_enough"),)

    code: Mapped[str] = mapped_column(String(32), primary_key=True)
    years: Mapped[int] = mapped_column(SmallInteger)
    minimum: Mapped[int] = mapped_column(SmallInteger)
    """The fewest years that may be set, so that evidence is not destroyed early."""

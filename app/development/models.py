"""What is kept of plans, their activities, what was reported of them, and of retention measures."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Numeric,
    SmallInteger,
    String,
    UniqueConstraint,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Identified, names_of
from app.development.mix import Kind


class Status(StrEnum):
    """Where a plan stands."""

    DRAFT = "draft"
    ACTIVE = "active"
    COMPLETED = "completed"
    ABANDONED = "abandoned"


class Plan(Identified):
    """What one person lacks for one position, as a map knew it, and until when it is worked on."""

    __tablename__ = "development_plans"
    __table_args__ = (
        UniqueConstraint("agency_id", "id", "employee_id", name="plan_of_person"),
        CheckConstraint("starts_on < ends_on", name="plan_ends_after_start"),
        CheckConstraint(
            "status in ('draft', 'active', 'completed', 'abandoned')", name="plan_status_known"
        ),
        CheckConstraint(
            "(status = 'abandoned') = (coalesce(btrim(reason), '') <> '')",
            name="abandoned_with_a_reason",
        ),
        Index(
            "one_open_plan",
            "employee_id",
            "position_id",
            unique=True,
            postgresql_where="status in ('draft', 'active')",
        ),
    )

    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agencies.id"))
    employee_id: Mapped[UUID] = mapped_column(ForeignKey("employees.id"))
    position_id: Mapped[UUID] = mapped_column(ForeignKey("positions.id"))
    map_id: Mapped[UUID] = mapped_column(ForeignKey("talent_maps.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    content: Mapped[dict[str, Any]] = mapped_column(JSONB)
    """Gaps and aspects as they were found; never changed."""
    content_sha256: Mapped[str] = mapped_column(String(64))
    status: Mapped[Status] = mapped_column(names_of(Status, 16), server_default="draft")
    reason: Mapped[str | None] = mapped_column(String(1000))
    created_by: Mapped[UUID]
    created_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class Activity(Identified):
    """One thing to do about a gap."""

    __tablename__ = "development_activities"
    __table_args__ = (
        UniqueConstraint("agency_id", "id", "employee_id", name="activity_of_person"),
        ForeignKeyConstraint(
            ["agency_id", "plan_id", "employee_id"],
            [
                "development_plans.agency_id",
                "development_plans.id",
                "development_plans.employee_id",
            ],
            name="activity_of_plan",
            ondelete="CASCADE",
        ),
        CheckConstraint("hours > 0", name="activity_takes_hours"),
        CheckConstraint(
            "kind in ('experience', 'exposure', 'education')", name="activity_kind_known"
        ),
        Index("ix_development_activities_plan_id", "plan_id"),
    )

    agency_id: Mapped[UUID]
    plan_id: Mapped[UUID]
    employee_id: Mapped[UUID]
    gap: Mapped[str] = mapped_column(String(64))
    kind: Mapped[Kind] = mapped_column(names_of(Kind, 16))
    title: Mapped[str] = mapped_column(String(300))
    hours: Mapped[Decimal] = mapped_column(Numeric)
    due_on: Mapped[date]
    created_by: Mapped[UUID]
    created_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class Progress(Identified):
    """How far an activity was said to be, by whom; nothing of it is ever changed."""

    __tablename__ = "development_progress"
    __table_args__ = (
        ForeignKeyConstraint(
            ["agency_id", "activity_id", "employee_id"],
            [
                "development_activities.agency_id",
                "development_activities.id",
                "development_activities.employee_id",
            ],
            name="progress_of_activity",
            ondelete="CASCADE",
        ),
        CheckConstraint("percent between 0 and 100", name="progress_of_a_hundred"),
        CheckConstraint(
            "(evidence is null) = (evidence_sha256 is null)", name="evidence_with_its_hash"
        ),
        Index("ix_development_progress_activity_id", "activity_id"),
    )

    agency_id: Mapped[UUID]
    activity_id: Mapped[UUID]
    employee_id: Mapped[UUID]
    percent: Mapped[int] = mapped_column(SmallInteger)
    note: Mapped[str | None] = mapped_column(String(1000))
    evidence: Mapped[str | None] = mapped_column(String(500))
    evidence_sha256: Mapped[str | None] = mapped_column(String(64))
    reported_by: Mapped[UUID]
    reported_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class RetentionMeasure(Identified):
    """What was done to keep or further a person, of what their box recommends."""

    __tablename__ = "retention_measures"
    __table_args__ = (
        CheckConstraint("box between 1 and 9", name="measure_box_on_grid"),
        Index("ix_retention_measures_map_id", "map_id", "box"),
        Index("ix_retention_measures_employee_id", "employee_id"),
    )

    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agencies.id"))
    employee_id: Mapped[UUID] = mapped_column(ForeignKey("employees.id"))
    map_id: Mapped[UUID] = mapped_column(ForeignKey("talent_maps.id"))
    box: Mapped[int] = mapped_column(SmallInteger)
    measure: Mapped[str] = mapped_column(String(32))
    note: Mapped[str] = mapped_column(String(1000))
    done_by: Mapped[str] = mapped_column(String(200))
    done_on: Mapped[date]
    recorded_by: Mapped[UUID]
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())

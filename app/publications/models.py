"""What is kept of publications and objections; triggers of migration 0018 guard both."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    SmallInteger,
    String,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Identified, names_of


class Phase(StrEnum):
    """How far a publication is; it follows from its days, nobody sets it."""

    ANNOUNCED = "announced"
    """Inputs are not shown yet."""
    INPUTS_OPEN = "inputs_open"
    """Everybody sees the own inputs."""
    INPUTS_CLOSED = "inputs_closed"
    """The cut-off has passed; the map is computed and attached."""
    PUBLISHED = "published"
    """Everybody sees the own result and may object."""
    CLOSED = "closed"
    """The time for objections is over; results stay visible."""


class Publication(Identified):
    """A round: what will be measured, when people may look, and the map that came of it."""

    __tablename__ = "publications"
    __table_args__ = (
        UniqueConstraint("agency_id", "name", name="one_publication_per_name"),
        UniqueConstraint("agency_id", "id", name="publication_in_agency"),
        UniqueConstraint("map_id", name="one_publication_per_map"),
        CheckConstraint(
            "objection_working_days between 3 and 60 and answer_working_days between 1 and 60",
            name="time_to_object_and_to_answer",
        ),
        CheckConstraint(
            "(published_on is null) = (published_by is null)"
            " and (published_on is null) = (objections_until is null)"
            " and (published_on is null) = (statistics is null)"
            " and (published_on is null or map_id is not null)",
            name="a_published_round_is_complete",
        ),
        CheckConstraint("published_on < objections_until", name="objections_after_publication"),
        CheckConstraint("(map_id is null) = (attached_by is null)", name="a_map_was_attached"),
    )

    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agencies.id"))
    name: Mapped[str] = mapped_column(String(200))
    scheme_id: Mapped[UUID] = mapped_column(ForeignKey("scoring_schemes.id"))
    as_of: Mapped[date]
    """The day D of the map to come."""
    opens_on: Mapped[date]
    """First day on which people see the own inputs."""
    cut_off: Mapped[datetime]
    """Until when; the map has to be computed afterwards."""
    objection_working_days: Mapped[int] = mapped_column(SmallInteger)
    answer_working_days: Mapped[int] = mapped_column(SmallInteger)
    map_id: Mapped[UUID | None] = mapped_column(ForeignKey("talent_maps.id"))
    attached_by: Mapped[UUID | None]
    published_on: Mapped[date | None]
    published_by: Mapped[UUID | None]
    objections_until: Mapped[date | None]
    """Last day, in western Indonesian time, on which one may object."""
    statistics: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    """Counts with small cells suppressed, as they were when it was published."""
    created_by: Mapped[UUID]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Status(StrEnum):
    """What became of an objection."""

    OPEN = "open"
    WITHDRAWN = "withdrawn"
    UPHELD = "upheld"
    PARTLY = "partly"
    """Upheld in part."""
    REJECTED = "rejected"


class Remedy(StrEnum):
    """What follows from an objection that was upheld: the map itself is never overwritten."""

    NEW_MAP = "new_map"
    """The facts are put right where they come from, and a new map is computed."""
    CALIBRATION = "calibration"
    """The committee moves the person in a calibration, beside the computed box."""


class Objection(Identified):
    """What a person says against the own result in a published map."""

    __tablename__ = "objections"
    __table_args__ = (
        UniqueConstraint("agency_id", "id", name="objection_in_agency"),
        CheckConstraint("length(btrim(claim)) >= 50", name="an_objection_says_why"),
        CheckConstraint(
            "(status = 'open') = (closed_at is null) and (status in ('open', 'withdrawn'))"
            " = (answered_by is null) and (answered_by is null) = (reason is null)",
            name="an_answer_says_who_and_why",
        ),
        CheckConstraint(
            "(status in ('upheld', 'partly')) = (remedy is not null)"
            " and (remedy_id is null or remedy is not null)",
            name="what_is_upheld_has_a_remedy",
        ),
        Index(
            "one_open_objection",
            "publication_id",
            "employee_id",
            unique=True,
            postgresql_where=text("status = 'open'"),
        ),
        Index("ix_objections_employee_id", "employee_id"),
        Index("ix_objections_status", "agency_id", "status"),
    )

    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agencies.id"))
    employee_id: Mapped[UUID] = mapped_column(ForeignKey("employees.id"))
    publication_id: Mapped[UUID] = mapped_column(ForeignKey("publications.id"))
    node: Mapped[str | None] = mapped_column(String(100))
    """Code of the scheme's node that is meant; none for the result as a whole."""
    record_id: Mapped[UUID | None]
    """The record that is meant, of those that the result rests on."""
    claim: Mapped[str] = mapped_column(String(4000))
    status: Mapped[Status] = mapped_column(names_of(Status, 16), server_default="open")
    filed_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    due_on: Mapped[date]
    """The day by which it is to be answered."""
    overdue_at: Mapped[datetime | None]
    """When the log was told that it is overdue."""
    closed_at: Mapped[datetime | None]
    answered_by: Mapped[UUID | None]
    reason: Mapped[str | None] = mapped_column(String(4000))
    remedy: Mapped[Remedy | None] = mapped_column(names_of(Remedy, 16))
    remedy_id: Mapped[UUID | None]
    """The new map, or the calibration."""

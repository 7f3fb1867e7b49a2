"""What is kept of pools and members; triggers of migration 0008 count every change of content."""

from datetime import date, datetime
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
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Identified, names_of


class Status(StrEnum):
    """Whether a pool, as it stands, has been approved."""

    DRAFT = "draft"
    APPROVED = "approved"


class Origin(StrEnum):
    """How a member came into a pool."""

    RULE = "rule"
    NOMINATION = "nomination"


class Pool(Identified):
    """A succession group: people of chosen boxes of a finished map.

    `revision` rises with every change of the pool or its members; a change after approval puts
    `status` back to draft. Both are the database's doing.
    """

    __tablename__ = "talent_pools"
    __table_args__ = (
        UniqueConstraint("agency_id", "name", name="one_pool_per_name"),
        UniqueConstraint("agency_id", "id", name="pool_in_agency"),
        CheckConstraint(
            "cardinality(boxes) between 1 and 9 and 1 <= all (boxes) and 9 >= all (boxes)",
            name="pool_boxes_on_grid",
        ),
        CheckConstraint("valid_from < expires_on", name="pool_expires_after_start"),
        CheckConstraint("status in ('draft', 'approved')", name="pool_status_known"),
        CheckConstraint(
            "(status = 'approved') = (approved_request_id is not null)",
            name="pool_approved_by_a_request",
        ),
        Index("ix_talent_pools_map_id", "map_id"),
    )

    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agencies.id"))
    map_id: Mapped[UUID] = mapped_column(ForeignKey("talent_maps.id"))
    name: Mapped[str] = mapped_column(String(200))
    boxes: Mapped[list[int]] = mapped_column(ARRAY(SmallInteger))
    rule: Mapped[dict[str, Any]] = mapped_column(JSONB)
    legal_basis: Mapped[str] = mapped_column(String(500))
    valid_from: Mapped[date]
    expires_on: Mapped[date]
    status: Mapped[Status] = mapped_column(names_of(Status), server_default="draft")
    revision: Mapped[int] = mapped_column(server_default="1")
    approved_request_id: Mapped[UUID | None]
    created_by: Mapped[UUID]
    created_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())

    def shown(self) -> dict[str, Any]:
        """Return the columns by name."""
        return {column.key: getattr(self, column.key) for column in self.__table__.columns}


class Member(Identified):
    """A person's place in a pool. Box, value and rank are those of the pool's map."""

    __tablename__ = "talent_pool_members"
    __table_args__ = (
        UniqueConstraint("pool_id", "employee_id", name="one_place_per_pool"),
        ForeignKeyConstraint(
            ["agency_id", "pool_id"],
            ["talent_pools.agency_id", "talent_pools.id"],
            name="member_of_pool",
        ),
        CheckConstraint("origin in ('rule', 'nomination')", name="member_origin_known"),
        CheckConstraint(
            "(origin = 'nomination') = (coalesce(btrim(reason), '') <> '')",
            name="nomination_has_a_reason",
        ),
        Index("ix_talent_pool_members_employee_id", "employee_id"),
    )

    agency_id: Mapped[UUID]
    pool_id: Mapped[UUID]
    employee_id: Mapped[UUID] = mapped_column(ForeignKey("employees.id"))
    origin: Mapped[Origin] = mapped_column(names_of(Origin))
    reason: Mapped[str | None] = mapped_column(String(1000))
    added_by: Mapped[UUID]
    added_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())

    def shown(self) -> dict[str, Any]:
        """Return how the person came in, as a list of members says it."""
        return {"origin": self.origin, "reason": self.reason, "added_at": self.added_at}

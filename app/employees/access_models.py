"""What is kept of reads: who looked at whose data, when and what for."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, func
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Identified


class PersonAccess(Identified):
    """One read of one person's data by another.

    The service may add to it; it can neither change nor remove a row before its time.
    """

    __tablename__ = "person_accesses"
    __table_args__ = (
        Index("ix_person_accesses_employee_id_id", "employee_id", "id"),
        Index("ix_person_accesses_at", "at"),
    )

    at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agencies.id"))
    employee_id: Mapped[UUID]
    """Without a foreign key: it would lock the person's row at every read."""
    actor_id: Mapped[UUID]
    actor_name: Mapped[str] = mapped_column(String(200))
    roles: Mapped[list[str]] = mapped_column(ARRAY(String(32)))
    what: Mapped[str] = mapped_column(String(64))
    object_id: Mapped[UUID | None]
    """The map, pool or request in which the person was looked at."""
    purpose: Mapped[str | None] = mapped_column(String(32))
    reason: Mapped[str | None] = mapped_column(String(500))
    request_id: Mapped[str | None] = mapped_column(String(64))

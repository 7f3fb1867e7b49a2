"""What is kept of monitoring: what was done about its recommendations."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, func
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Identified


class FollowUp(Identified):
    """Something that was done about a recommendation."""

    __tablename__ = "monitoring_follow_ups"
    __table_args__ = (Index("ix_monitoring_follow_ups_agency_id", "agency_id", "recommendation"),)

    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agencies.id"))
    recommendation: Mapped[str] = mapped_column(String(32))
    what: Mapped[str] = mapped_column(String(1000))
    done_by: Mapped[str] = mapped_column(String(200))
    done_on: Mapped[date]
    recorded_by: Mapped[UUID]
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())

"""What is kept of restrictions: whose data new talent maps leave out."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, func
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Identified


class Restriction(Identified):
    """While it holds, new talent maps leave the person out (UU 27/2022, Pasal 11)."""

    __tablename__ = "processing_restrictions"
    __table_args__ = (
        Index(
            "one_live_restriction",
            "employee_id",
            unique=True,
            postgresql_where="lifted_at is null",
        ),
    )

    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agencies.id"))
    employee_id: Mapped[UUID] = mapped_column(ForeignKey("employees.id"))
    reason: Mapped[str] = mapped_column(String(2000))
    created_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    lifted_at: Mapped[datetime | None]

"""What is kept of names for those who search them."""

from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Model


class EmployeeName(Model):
    """A name without titles and accents; triggers on people keep it, `search_names` reads it."""

    __tablename__ = "employee_names"
    __table_args__ = (
        Index(
            "ix_employee_names_searched",
            "searched",
            postgresql_using="gin",
            postgresql_ops={"searched": "gin_trgm_ops"},
        ),
    )

    employee_id: Mapped[UUID] = mapped_column(
        ForeignKey("employees.id", ondelete="CASCADE"), primary_key=True
    )
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agencies.id"))
    searched: Mapped[str] = mapped_column(String(400))

"""What is kept of a client."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, func, true
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Identified


class Client(Identified):
    """A caller of the API. Its id is its OAuth `client_id`; of its secret only a hash is kept."""

    __tablename__ = "clients"
    __table_args__ = (
        UniqueConstraint(
            "agency_id", "name", name="one_client_per_name", postgresql_nulls_not_distinct=True
        ),
        CheckConstraint("cardinality(roles) > 0", name="client_has_a_role"),
    )

    name: Mapped[str] = mapped_column(String(200))
    roles: Mapped[list[str]] = mapped_column(ARRAY(String(32)))
    agency_id: Mapped[UUID | None] = mapped_column(ForeignKey("agencies.id"))
    """The agency where the roles hold; NULL means every agency."""
    secret_hash: Mapped[str] = mapped_column(String(200))
    active: Mapped[bool] = mapped_column(server_default=true())
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())

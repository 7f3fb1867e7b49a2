"""What is kept of simulations: that they were run, with which weights, and what came of it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Computed, ForeignKey, Index, String, Text, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Identified


class Simulation(Identified):
    """A run of a changed scheme over a map's people. Runs are added and never changed or removed.

    `result` is counts, and says nothing of any one person: who moved can be computed again from map
    and scheme.
    """

    __tablename__ = "scheme_simulations"
    __table_args__ = (
        CheckConstraint("length(btrim(purpose)) >= 20", name="simulation_says_what_for"),
        Index("ix_scheme_simulations_agency_id_actor_id", "agency_id", "actor_id"),
        Index("ix_scheme_simulations_map_id", "map_id"),
    )

    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agencies.id"))
    map_id: Mapped[UUID] = mapped_column(ForeignKey("talent_maps.id"))
    pool_id: Mapped[UUID | None] = mapped_column(ForeignKey("talent_pools.id"))
    canonical: Mapped[str] = mapped_column(Text)
    """The changed scheme in its RFC 8785 form."""
    sha256: Mapped[str] = mapped_column(
        String(64), Computed("scheme_sha256(canonical)", persisted=True)
    )
    purpose: Mapped[str] = mapped_column(String(1000))
    result: Mapped[dict[str, Any]] = mapped_column(JSONB)
    actor_id: Mapped[UUID]
    actor_name: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())

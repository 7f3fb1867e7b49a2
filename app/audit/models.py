"""What is kept of an event."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, String, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Model


class Event(Model):
    """One thing that happened. The service may add events; it can neither change nor remove one."""

    __tablename__ = "audit_events"
    __table_args__ = (Index("ix_audit_events_subject_id", "subject_id"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    at: Mapped[datetime] = mapped_column(server_default=func.now())
    agency_id: Mapped[UUID | None] = mapped_column(ForeignKey("agencies.id"))
    actor_id: Mapped[UUID]
    actor_name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(80))
    subject_id: Mapped[UUID | None]
    request_id: Mapped[str | None] = mapped_column(String(64))
    data: Mapped[dict[str, Any]] = mapped_column(JSONB)

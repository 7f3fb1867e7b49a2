"""What is kept of the examination of requests: files that were sent, steps that were recorded."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, Text, UniqueConstraint, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Identified


class Attachment(Identified):
    """A file that was sent to a request; its bytes are kept by their hash."""

    __tablename__ = "approval_attachments"
    __table_args__ = (
        ForeignKeyConstraint(
            ["agency_id", "request_id"],
            ["approval_requests.agency_id", "approval_requests.id"],
            name="attachment_of_request",
        ),
        CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name="attachment_hash_whole"),
        CheckConstraint("size > 0", name="attachment_not_empty"),
        UniqueConstraint("request_id", "sha256", name="one_attachment_per_file"),
    )

    agency_id: Mapped[UUID]
    request_id: Mapped[UUID]
    sha256: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    """As the sender called it, without what cannot be seen."""
    media_type: Mapped[str] = mapped_column(Text)
    """By its content."""
    size: Mapped[int]
    uploaded_by: Mapped[UUID]
    uploaded_by_name: Mapped[str] = mapped_column(Text)
    uploaded_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class StepRecord(Identified):
    """Something that was recorded on the way of a request; never changed."""

    __tablename__ = "approval_steps"
    __table_args__ = (
        ForeignKeyConstraint(
            ["agency_id", "request_id"],
            ["approval_requests.agency_id", "approval_requests.id"],
            name="step_of_request",
        ),
        Index("ix_approval_steps_request_id_round", "request_id", "round"),
    )

    agency_id: Mapped[UUID]
    request_id: Mapped[UUID]
    round: Mapped[int]
    step: Mapped[str] = mapped_column(Text)
    """Which; what it means, the kind knows."""
    said: Mapped[dict[str, Any]] = mapped_column(JSONB)
    settles: Mapped[bool]
    """Whether the step is done with it; of several, the last one counts."""
    content_sha256: Mapped[str] = mapped_column(Text)
    actor_id: Mapped[UUID]
    actor_name: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())

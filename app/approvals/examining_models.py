"""What is kept of the examination of requests: files that were sent."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Text, UniqueConstraint, func
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

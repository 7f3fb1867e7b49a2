"""What is kept of a POST that named an `Idempotency-Key`."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, SmallInteger, String, func
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Model


class IdempotencyKey(Model):
    """A command that was carried out, under the key of its actor, and its answer.

    The row is written in the command's own transaction: it is there if, and only if, what the
    command did is there. `body` is missing where the answer must not be kept.
    """

    __tablename__ = "idempotency_keys"
    __table_args__ = (
        CheckConstraint("octet_length(fingerprint) = 32", name="fingerprint_is_sha256"),
        CheckConstraint("status between 200 and 399", name="only_what_was_done_is_kept"),
        Index("ix_idempotency_keys_created_at", "created_at"),
    )

    actor_id: Mapped[UUID] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(255), primary_key=True)
    fingerprint: Mapped[bytes]
    status: Mapped[int] = mapped_column(SmallInteger)
    headers: Mapped[str]
    """A JSON list of pairs."""
    body: Mapped[bytes | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())

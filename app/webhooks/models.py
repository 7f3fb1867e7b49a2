"""What is kept of endpoints, their secrets, the messages to them and every attempt."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Identified, names_of
from app.webhooks.messages import Form
from app.webhooks.signing import Method


class State(StrEnum):
    """How far a delivery is."""

    PENDING = "pending"
    """Waits for its first or next attempt."""
    DELIVERED = "delivered"
    FAILED = "failed"
    """Tried for days, or the endpoint is disabled; a replay sends it again."""


def _of_endpoint(name: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["agency_id", "endpoint_id"],
        ["webhook_endpoints.agency_id", "webhook_endpoints.id"],
        name=name,
    )


class Endpoint(Identified):
    """An address that is told what happens in an agency."""

    __tablename__ = "webhook_endpoints"
    __table_args__ = (
        UniqueConstraint("agency_id", "id", name="endpoint_in_agency"),
        CheckConstraint("cardinality(events) between 1 and 50", name="endpoint_asks_for_events"),
        CheckConstraint(
            "(disabled_at is null) = (disabled_because is null)", name="disabled_says_why"
        ),
    )

    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agencies.id"))
    url: Mapped[str] = mapped_column(Text)
    description: Mapped[str | None] = mapped_column(String(300))
    events: Mapped[list[str]] = mapped_column(ARRAY(Text))
    form: Mapped[Form] = mapped_column(names_of(Form, 16))
    method: Mapped[Method] = mapped_column(names_of(Method, 16))
    disabled_at: Mapped[datetime | None]
    disabled_because: Mapped[str | None] = mapped_column(String(64))
    """`asked`, `gone` (it answered 410) or `failing` (nothing was taken for days)."""
    created_by: Mapped[UUID]
    created_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class EndpointSecret(Identified):
    """A secret that signs, sealed; two are live while one follows the other."""

    __tablename__ = "webhook_secrets"
    __table_args__ = (
        _of_endpoint("secret_of_endpoint"),
        Index("ix_webhook_secrets_endpoint_id", "endpoint_id"),
    )

    agency_id: Mapped[UUID]
    endpoint_id: Mapped[UUID]
    sealed: Mapped[str] = mapped_column(Text)
    public_key: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    expires_at: Mapped[datetime | None]


class Delivery(Identified):
    """A message to an endpoint. The database makes it in the transaction of the event itself."""

    __tablename__ = "webhook_deliveries"
    __table_args__ = (
        _of_endpoint("delivery_to_endpoint"),
        UniqueConstraint("agency_id", "id", name="delivery_in_agency"),
        Index("ix_webhook_deliveries_endpoint_id", "endpoint_id", "id"),
        Index("due_webhook_deliveries", "next_at", postgresql_where=text("state = 'pending'")),
        CheckConstraint("(state = 'pending') = (next_at is not null)", name="pending_has_a_time"),
        CheckConstraint("attempts >= 0", name="attempts_counted"),
    )

    agency_id: Mapped[UUID]
    endpoint_id: Mapped[UUID]
    event_id: Mapped[int | None] = mapped_column(BigInteger)
    """The event's number in the log; a test has none."""
    kind: Mapped[str] = mapped_column(String(80))
    subject_id: Mapped[UUID | None]
    request_id: Mapped[str | None] = mapped_column(String(64))
    """By what name the request went that caused the event."""
    occurred_at: Mapped[datetime]
    state: Mapped[State] = mapped_column(names_of(State, 16), server_default="pending")
    attempts: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    """Since it was first sent, or last asked to be sent again."""
    next_at: Mapped[datetime | None] = mapped_column(server_default=func.clock_timestamp())
    finished_at: Mapped[datetime | None]


class Attempt(Identified):
    """One try to deliver, and what came of it."""

    __tablename__ = "webhook_attempts"
    __table_args__ = (
        ForeignKeyConstraint(
            ["agency_id", "delivery_id"],
            ["webhook_deliveries.agency_id", "webhook_deliveries.id"],
            name="attempt_of_delivery",
            ondelete="CASCADE",
        ),
        Index("ix_webhook_attempts_delivery_id", "delivery_id"),
    )

    agency_id: Mapped[UUID]
    delivery_id: Mapped[UUID]
    at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    status: Mapped[int | None] = mapped_column(SmallInteger)
    """The HTTP status of the answer."""
    error: Mapped[str | None] = mapped_column(String(64))
    """Why there was no answer: a code."""
    milliseconds: Mapped[int]

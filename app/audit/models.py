"""What is kept of events, and of the Merkle tree over them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    LargeBinary,
    SmallInteger,
    String,
    Text,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Model


class Event(Model):
    """One thing that happened. The service may add events; it can neither change nor remove one.

    `commitment` is SHA-256 over `salt` and the event's canonical form (`app.audit.events`). An
    erased event has lost its salt and all that it said but when, what and where; its commitment
    stays, and with it the tree.
    """

    __tablename__ = "audit_events"
    __table_args__ = (
        Index("ix_audit_events_subject_id", "subject_id"),
        Index("ix_audit_events_agency_id", "agency_id", "id"),
        Index("ix_audit_events_actor_id", "actor_id", "id"),
        Index("ix_audit_events_kind", "kind", "id"),
        Index("ix_audit_events_at", "at"),
        CheckConstraint("octet_length(commitment) = 32", name="commitment_is_a_hash"),
        CheckConstraint("octet_length(salt) = 32", name="salt_is_long_enough"),
        CheckConstraint(
            "salt is not null or (actor_name = '' and num_nonnulls(on_behalf_of, subject_id,"
            " purpose, request_id, before_sha256, after_sha256) = 0 and data = '{}'::jsonb)",
            name="erased_means_erased",
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    at: Mapped[datetime] = mapped_column(server_default=func.now())
    agency_id: Mapped[UUID | None] = mapped_column(ForeignKey("agencies.id"))
    actor_id: Mapped[UUID]
    actor_name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(80))
    subject_id: Mapped[UUID | None]
    request_id: Mapped[str | None] = mapped_column(String(64))
    data: Mapped[dict[str, Any]] = mapped_column(JSONB)
    on_behalf_of: Mapped[UUID | None]
    purpose: Mapped[str | None] = mapped_column(Text)
    before_sha256: Mapped[str | None] = mapped_column(String(64))
    after_sha256: Mapped[str | None] = mapped_column(String(64))
    salt: Mapped[bytes | None] = mapped_column(LargeBinary)
    commitment: Mapped[bytes] = mapped_column(LargeBinary)


class Pending(Model):
    """An event that has no place in the tree yet. Filled by a trigger, emptied by the sequencer.

    Here and in leaves without a foreign key, whose check would lock every event that is recorded.
    """

    __tablename__ = "audit_pending"

    event_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    commitment: Mapped[bytes] = mapped_column(LargeBinary)


class Leaf(Model):
    """An event's place in the tree, for good. Places are consecutive from 0."""

    __tablename__ = "audit_leaves"
    __table_args__ = (Index("one_leaf_per_event", "event_id", unique=True),)

    index: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    event_id: Mapped[int] = mapped_column(BigInteger)
    commitment: Mapped[bytes] = mapped_column(LargeBinary)


class TreeNode(Model):
    """The root of a complete subtree of `2**level` leaves, level 1 and up; it never changes."""

    __tablename__ = "audit_nodes"

    level: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    place: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    hash: Mapped[bytes] = mapped_column(LargeBinary)


class Checkpoint(Model):
    """A signed statement of the root over the first `size` leaves."""

    __tablename__ = "audit_checkpoints"

    size: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    origin: Mapped[str] = mapped_column(String(200))
    root: Mapped[bytes] = mapped_column(LargeBinary)
    note: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class LogKey(Model):
    """The public half of a key that signs checkpoints, now or earlier."""

    __tablename__ = "audit_keys"

    kid: Mapped[str] = mapped_column(String(8), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    public: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())

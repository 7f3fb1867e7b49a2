"""How the log is worded."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from app.core.schemas import Read


class EventRead(Read):
    """What happened. Exactly these members, in RFC 8785 form, stand behind the commitment."""

    at: datetime
    agency_id: UUID | None
    """The agency where it happened; null for the whole installation."""
    actor_id: UUID
    """Who did it; all zeros is the installation itself."""
    actor_name: str
    on_behalf_of: UUID | None
    """For whom, where somebody acted for another."""
    kind: str
    """What, as `noun.past_participle`."""
    subject_id: UUID | None
    """To what or whom."""
    purpose: str | None
    """What for, where a purpose has to be stated. Auditors alone see it."""
    request_id: str | None
    """The request that caused it; the service's log has the same name."""
    before_sha256: str | None
    """SHA-256 of the record's canonical form as it was. Auditors alone see it."""
    after_sha256: str | None
    """SHA-256 of the record's canonical form as it became. Auditors alone see it."""
    data: dict[str, Any] | None
    """Ids, codes, counts and hashes. Auditors alone see them."""


class EntryRead(Read):
    """An event in the log."""

    id: int
    index: int | None
    """Its place in the tree, counted from 0; null until the next checkpoint."""
    at: datetime
    kind: str
    agency_id: UUID | None
    commitment: str
    """SHA-256 over the salt and the event's RFC 8785 form, in hexadecimal: the leaf."""
    salt: str | None
    """32 bytes in hexadecimal, for auditors; null once the event was erased."""
    erased: bool
    """Whether its content and salt were destroyed; the commitment stays."""
    event: EventRead | None
    """The event; null once it was erased."""


class CheckpointRead(Read):
    """A signed statement of the root over the first `size` leaves."""

    size: int
    origin: str
    """Name of the log."""
    root: str
    """Root of the Merkle tree (RFC 9162), in hexadecimal."""
    note: str
    """The signed note (C2SP tlog-checkpoint). Whoever keeps it will see if the log is rewritten."""
    created_at: datetime


class InclusionProofRead(Read):
    """Proof that a leaf stands in the tree (RFC 9162, section 2.1.3)."""

    index: int
    size: int
    commitment: str
    """The leaf, in hexadecimal."""
    root: str
    """The root that the path leads to: compare it with the checkpoint's."""
    path: list[str]
    """Hashes from the leaf's sibling upwards, in hexadecimal."""


class ConsistencyProofRead(Read):
    """Proof that the log only grew between two sizes (RFC 9162, section 2.1.4)."""

    from_: Annotated[int, Field(alias="from")]
    to: int
    from_root: str
    to_root: str
    path: list[str]
    """Hashes in the order of the RFC, in hexadecimal."""


class LogKeyRead(Read):
    """A key that signs checkpoints, or signed earlier ones."""

    kid: str
    """Its four-byte hash in signatures, in hexadecimal."""
    name: str
    """The log that it signs for."""
    public: str
    """Ed25519 public key, base64."""
    line: str
    """The key as `talenta verify --key` reads it (C2SP signed-note)."""


class LogKeySetRead(Read):
    """The keys of the log."""

    keys: list[LogKeyRead]

"""What a bundle's parts tell of their subject: for the log, and for the page that people read."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID


@dataclass(frozen=True, slots=True)
class About:
    """A subject as its bundle presents it."""

    agency_id: UUID
    agency: str
    title: str
    subjects: tuple[UUID, ...]
    """Whose events belong into the bundle."""
    registered: tuple[UUID, ...] = ()
    """Calibrations and their moves: what became of them belongs into it, and no more."""
    talent_map: dict[str, Any] | None = None
    picture: str | None = None
    """The nine-box as SVG."""
    pool: dict[str, Any] | None = None
    members: int | None = None
    first_members: list[dict[str, Any]] = field(default_factory=list)
    request: dict[str, Any] | None = None
    rounds: list[dict[str, Any]] = field(default_factory=list)


class Seal(NamedTuple):
    """What the log says of a bundle."""

    kind: str
    subject_id: UUID
    agency_id: UUID
    purpose: str
    manifest_sha256: str
    asked: dict[str, Any]
    """What was asked for besides the subject, as the manifest names it."""

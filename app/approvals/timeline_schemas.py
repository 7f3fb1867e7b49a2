"""How the timeline of a request is worded."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from app.approvals.route_schemas import PersonRead
from app.core.schemas import Read

What = Literal[
    "drafted",
    "submitted",
    "stage_began",
    "stage_ended",
    "decided",
    "returned",
    "decision_voided",
    "step_recorded",
    "attached",
    "commented",
    "reminded",
    "escalated",
    "approved",
    "rejected",
]


class HappenedRead(Read):
    """Something that happened to a request."""

    what: What
    """What happened. `stage_ended` says why (`passed`, `returned_to_stage`, `withdrawn`, …)."""
    at: datetime
    """When, by the database's clock."""
    id: UUID
    """The record that it is read from: decision, comment, attachment, step, or the request."""
    round: int | None
    """The submission that it belongs to, counted from 1."""
    stage: int | None
    """The stage, counted from 1."""
    by: PersonRead | None
    """Who did it; null where it happened by itself."""
    data: dict[str, Any]
    """What else is to be said: of a submission its frozen `stages` with their working `days`, of a
    stage that began its `due_on`, of a decision what it was, why and in whose place."""

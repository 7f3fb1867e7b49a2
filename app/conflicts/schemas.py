"""How relations are worded."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import StringConstraints

from app.conflicts.models import Basis, Kind
from app.core.schemas import Body, Read

Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=10, max_length=1000)]


class NewConflict(Body):
    """A relation to be put on record: one's own, or somebody else's."""

    employee_id: UUID
    """The civil servant."""
    kind: Kind
    """`family` is by blood or marriage up to the second degree; `direct_superior` says that the
    decider is the superior."""
    reason: Reason
    """What the relation is, or how it came to be known."""
    since: date
    """Its first day; not later than today."""
    until: date | None = None
    """Its last day, where it has ended already."""
    actor_id: UUID | None = None
    """The decider, if not oneself: the id of a client, or `actor_id` of a membership."""


class Ending(Body):
    """That a relation has ended."""

    until: date
    """Its last day."""
    reason: Reason
    """Why; kept with the relation."""


class EffectRead(Read):
    """What was undone because the relation became known."""

    what: str
    """As an event is named: `calibration_vote.voided`, `calibration_move.fallen`."""
    subject_id: UUID
    """What it happened to, for example a move of a calibration."""
    at: datetime


class ConflictRead(Read):
    """A relation between somebody who decides and a civil servant."""

    id: UUID
    agency_id: UUID
    actor_id: UUID
    """The decider."""
    actor_name: str
    """The decider's name when it was declared."""
    employee_id: UUID
    """The civil servant."""
    kind: Kind
    basis: Basis
    """`declared` by the decider, or `reported` by an analyst or auditor."""
    reason: str
    since: date
    """First day."""
    until: date | None
    """Last day; null while it lasts."""
    declared_by: UUID
    """Who put it on record."""
    created_at: datetime
    ended_at: datetime | None
    """When its end was put on record."""
    ending_reason: str | None
    effects: list[EffectRead]
    """What it undid when it became known, in order."""

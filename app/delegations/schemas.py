"""How delegations, acting officials and absences are worded."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from app.core.schemas import Body, Read
from app.delegations.models import Acting

Delegable = Literal["analyst", "committee", "pyb", "ppk"]
Words200 = Annotated[str, Field(min_length=3, max_length=200)]


class Dated(Body):
    """Where and when it holds."""

    agency_id: UUID | None = None
    """The agency; needed where one's roles hold in several."""
    valid_from: date
    """First day (UTC)."""
    valid_until: date
    """Last day (UTC); it ends with it by itself."""


class NewDelegation(Dated):
    """Let somebody decide in one's own place."""

    role: Delegable
    """The role whose decisions are delegated; one that you hold in your own right."""
    delegate_id: UUID
    """Who is to decide: a person or client with a role over the whole agency."""
    legal_basis: Words200
    """The regulation or decree that it rests on (UU 30/2014, article 13)."""
    reason: Words200
    """Why."""


class DelegationRead(Read):
    """A delegation, whether or not it counts."""

    id: UUID
    agency_id: UUID
    role: str
    """The role whose decisions are delegated."""
    giver_id: UUID
    """For whom."""
    giver_name: str
    delegate_id: UUID
    """Who decides."""
    delegate_name: str
    valid_from: date
    """First day (UTC)."""
    valid_until: date
    """Last day (UTC)."""
    legal_basis: str
    """What it rests on."""
    reason: str
    """Why."""
    created_at: datetime
    """When it was made."""
    accepted: bool | None
    """What the delegate answered; null until then, and it does not count before it is true."""
    answered_at: datetime | None
    """When."""
    withdrawn_at: datetime | None
    """When the giver took it back."""


class NewActingOfficial(Dated):
    """Designate somebody to act in an office."""

    role: Delegable
    """The office."""
    kind: Acting
    """`plt` where the office is vacant, `plh` where its holder is away for a while."""
    actor_id: UUID
    """Who is to act: a person or client with a role over the whole agency."""
    decree_number: Words200
    """Number of the decree or order."""


class ActingOfficialRead(Read):
    """That somebody acts in an office."""

    id: UUID
    agency_id: UUID
    role: str
    """The office."""
    kind: Acting
    """`plt` or `plh`."""
    actor_id: UUID
    """Who acts."""
    name: str
    valid_from: date
    """First day (UTC)."""
    valid_until: date
    """Last day (UTC)."""
    decree_number: str
    """Number of the decree or order."""
    designated_by: UUID
    """The administrator who put it on record."""
    created_at: datetime
    """When it was put on record."""
    ended_at: datetime | None
    """When it was ended before its last day."""


class NewAbsence(Dated):
    """Put on record that somebody who decides is away."""

    actor_id: UUID | None = None
    """Who is away; null is oneself. An administrator names anybody."""


class AbsenceRead(Read):
    """That somebody who decides is away."""

    id: UUID
    agency_id: UUID
    actor_id: UUID
    """Who is away."""
    name: str
    valid_from: date
    """First day (UTC)."""
    valid_until: date
    """Last day (UTC)."""
    recorded_by: UUID
    """Who put it on record."""
    created_at: datetime
    """When."""
    ended_at: datetime | None
    """When they were back before its last day."""

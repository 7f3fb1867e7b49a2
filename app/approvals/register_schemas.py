"""How the register is worded."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from app.core.schemas import Read

State = Literal[
    "submitted",
    "verification",
    "presentation_scheduled",
    "presentation_held",
    "plenary",
    "returned",
    "rejected",
    "approved",
    "approved_with_conditions",
    "in_force",
    "void",
]
Standing = Literal["approved", "approved_with_conditions", "in_force"]


class StageDaysRead(Read):
    """How long a stage of the current round took."""

    stage: int
    """Its place on the route."""
    role: str
    """Who decides there."""
    name: str
    """What it is called."""
    working_days: int | None
    """Working days since the stage before it; of the one that waits, until today; null ahead."""
    passed_on: date | None
    """When it passed."""


class RegisterItem(Read):
    """A body in the register: its approval that stands, else its latest request."""

    agency_id: UUID
    """The body."""
    code: str
    """Its code."""
    name: str
    """Its name."""
    kanreg: str | None
    """Its Kantor Regional."""
    province: str | None
    """Its province."""
    request_id: UUID
    """The request."""
    state: State
    """Where it stands: the step recorded last while it is examined, then what became of it."""
    submitted_at: datetime
    """When it was first submitted."""
    decided_at: datetime | None
    """When it was approved or rejected."""
    letter_number: str | None
    """The letter's number."""
    letter_date: date | None
    """The letter's date."""
    decree_number: str | None
    """The decree by which it is in force."""
    decree_date: date | None
    """The decree's date."""
    conditions: int
    """On how many conditions it was approved."""
    conditions_met: int
    """How many of them are met."""
    evaluated_on: date | None
    """The last evaluation."""
    first_in_region: bool
    """Whether no body of its region whose approval stands was approved earlier."""
    stages: list[StageDaysRead]
    """How long each stage took."""


class RegionCount(Read):
    """Bodies of a Kantor Regional."""

    kanreg: str | None
    """The region; null for bodies that belong to none."""
    bodies: int
    """How many are in the register."""
    states: dict[State, int]
    """How many stand where."""


class RegionCounts(Read):
    """Bodies by Kantor Regional."""

    items: list[RegionCount]
    """Each region that has any."""


class PublicItem(Read):
    """What anybody may know of an approved body."""

    name: str
    """The body."""
    kanreg: str | None
    """Its Kantor Regional."""
    province: str | None
    """Its province."""
    state: Standing
    """How it is approved."""
    approved_on: date
    """The letter's date."""
    letter_number: str
    """The letter's number."""
    decree_number: str | None
    """The decree by which it is in force."""
    decree_date: date | None
    """The decree's date."""
    first_in_region: bool
    """Whether no body of its region whose approval stands was approved earlier."""


class PublicRegister(Read):
    """The public register."""

    items: list[PublicItem]
    """Approved bodies, the earliest first."""

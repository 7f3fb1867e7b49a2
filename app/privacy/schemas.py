"""How requests about personal data are worded."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from app.core.schemas import Body, Read
from app.employees.history_queries import HistoryKind
from app.employees.schemas import EmployeeRead
from app.privacy.models import Status

Reason = Annotated[str, Field(min_length=10, max_length=2000)]


class MeRead(Read):
    """Who is asking, and their own record in full."""

    actor_id: UUID
    name: str
    roles: list[str]
    agencies: list[UUID] | None
    """Where the roles hold; null for every agency."""
    units: list[UUID] | None
    """The roots of the unit subtrees where they hold; null for the whole agency."""
    employee: EmployeeRead | None
    """One's own record, nothing masked; null for whoever is no civil servant."""
    restricted_since: datetime | None
    """Since when new maps leave one out; null when they do not."""


class SectionRead(Read):
    """What one table holds about a person."""

    table: str
    id: str
    """What it is, in Indonesian."""
    en: str
    """What it is, in English."""
    rows: list[dict[str, object]]
    """All of it, as it is kept."""


class PersonExport(Read):
    """Everything that is kept about a person."""

    format: Literal["talenta-person/1"]
    employee_id: UUID
    sections: list[SectionRead]


class NewRestriction(Body):
    """Why new maps shall leave the person out."""

    reason: Annotated[Reason, Field(examples=["Data kinerja saya sedang saya sanggah."])]
    """In a sentence."""


class RestrictionRead(Read):
    """A restriction on the use of a person's data."""

    id: UUID
    employee_id: UUID
    reason: str
    created_at: datetime
    lifted_at: datetime | None
    """Since when it no longer holds."""


class NewCorrection(Body):
    """What is wrong, and what would be right."""

    about: Literal["record"] | HistoryKind
    """`record` for the master record, or the history that is meant."""
    record_id: UUID | None = None
    """The record of that history; leave it out when one is missing altogether."""
    claim: Annotated[Reason, Field(examples=["TMT golongan III/d seharusnya 1 April 2024."])]
    """What is wrong, what is right, and which document shows it."""


class CorrectionDecision(Body):
    """What became of a request for correction."""

    decision: Literal["accepted", "rejected"]
    """`accepted`: the record is wrong, and is put right where it comes from, or where a document
    shows it by an approval request of kind `correction`."""
    reason: Reason
    """Why; the person reads it."""


class CorrectionRead(Read):
    """A request for correction."""

    id: UUID
    employee_id: UUID
    about: str
    """`record`, or the history that is meant."""
    record_id: UUID | None
    claim: str
    status: Status
    created_at: datetime
    due_at: datetime
    """Until when it is to be answered: 3 x 24 hours after it was made."""
    overdue: bool
    """Whether it is still open after that."""
    decided_at: datetime | None
    decision_reason: str | None


class NewBreach(Body):
    """A failure to protect personal data, as far as it is known."""

    title: Annotated[str, Field(min_length=3, max_length=200)]
    """In a few words."""
    description: Annotated[str, Field(min_length=10, max_length=4000)]
    """What happened, and how."""
    categories: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=64)]],
        Field(min_length=1, max_length=20, examples=[["nip", "assessments"]]),
    ]
    """Which data was concerned."""
    people_affected: Annotated[int, Field(ge=0, le=2**31 - 1)] | None = None
    """How many people; leave it out while it is not known."""
    measures: Annotated[str, Field(min_length=3, max_length=4000)]
    """What was done to stop it and to put it right."""
    occurred_at: AwareDatetime | None = None
    """When it happened, where known."""
    discovered_at: AwareDatetime
    """When it was discovered: from then on the 3 x 24 hours run."""
    agency: Annotated[str, Field(max_length=64)] | None = None
    """Code of the agency; needed only by those whose role holds in several."""


class Notified(Body):
    """Who was told of a breach, and when."""

    to: Literal["authority", "subjects"]
    """The authority for personal data, or the people concerned."""
    at: AwareDatetime
    """When."""


class BreachRead(Read):
    """A breach in the register."""

    id: UUID
    agency_id: UUID
    title: str
    description: str
    categories: list[str]
    people_affected: int | None
    measures: str
    occurred_at: datetime | None
    discovered_at: datetime
    notify_by: datetime
    """Until when authority and people must be told: 3 x 24 hours after discovery."""
    authority_notified_at: datetime | None
    subjects_notified_at: datetime | None
    overdue: bool
    """Whether somebody has still not been told after that."""
    late: bool
    """Whether somebody was told after that, or has still not been."""
    created_at: datetime


class RetentionRead(Read):
    """How long one class of data is kept."""

    code: str
    """Its name: `import_rows`, `person_accesses`, `audit_events`, `former_employees`."""
    what: str
    """What it holds, in the language asked for."""
    years: int
    """How long it is kept."""
    minimum: int
    """The fewest years that may be set."""
    due: int
    """How much of it has reached its time and goes with the next destruction."""


class RetentionPatch(Body):
    """How long a class of data shall be kept."""

    years: Annotated[int, Field(ge=1, le=100)]
    """In years."""


class RunRead(Read):
    """A destruction that was asked for."""

    job: str
    """The job that does it; what it destroyed stands in the log as `data.destroyed`."""

"""How plans, activities, reports, needs and measures are worded."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from app.core.schemas import Body, Read, Score
from app.development.mix import Kind
from app.development.models import Status
from app.talent_pools.schemas import Box, Cohort, Reason

Code = Annotated[str, Field(min_length=2, max_length=64, examples=["pengambilanKeputusan"])]
Hours = Annotated[Decimal, Field(gt=0, le=10_000, max_digits=9, decimal_places=4)]
Percent = Annotated[Score, Field(examples=["66.6667"])]
Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
Title = Annotated[str, Field(min_length=3, max_length=300)]
Note = Annotated[str, Field(min_length=3, max_length=1000)]


class NewPlan(Body):
    """A plan for one person and one target position."""

    employee_id: UUID
    position_id: UUID
    """The target position."""
    map_id: UUID
    """The finished map whose day and instant say which facts count; the person must be on it."""
    starts_on: date
    ends_on: date
    """Last day of the plan."""


class PlanChange(Body):
    """Where the plan goes: `active`, `completed` or `abandoned`."""

    status: Literal["active", "completed", "abandoned"]
    reason: Reason | None = None
    """Why; needed to abandon it."""


class NewActivity(Body):
    """One thing to do about a gap."""

    gap: Code
    """What it is meant for: a competency, an aspect of potential or a rule of eligibility."""
    kind: Kind
    """`experience` (70), `exposure` (20) or `education` (10)."""
    title: Title
    hours: Hours
    """Hours or lesson hours (JP) that it takes."""
    due_on: date


class NewProgress(Body):
    """How far an activity is."""

    percent: Annotated[int, Field(ge=0, le=100)]
    note: Note | None = None
    evidence: Annotated[str, Field(min_length=3, max_length=500)] | None = None
    """Where the evidence is: a number, a title, an address."""
    evidence_sha256: Sha256 | None = None
    """SHA-256 of the evidence's file; with `evidence` or not at all."""


class GapRead(Read):
    """What the person lacked when the plan was made."""

    code: str
    kind: Literal["rule", "competency"]
    result: Literal["fail", "unknown"]
    """`unknown`: it could not be judged; finding out comes first."""
    achieved: int | None
    """Level achieved, of a competency."""
    required: int | None
    """Level required, of a competency."""
    datum: str | None
    """What a rule was judged on."""


class AspectRead(Read):
    """An aspect of potential as it was assessed; none has a required level."""

    code: str
    achieved: int


class ActivityRead(Read):
    """An activity and how far it is."""

    id: UUID
    gap: str
    kind: Kind
    title: str
    hours: Score
    due_on: date
    percent: int
    """As last reported; 0 before the first report."""
    reports: int
    """How often it was reported."""
    reported_at: datetime | None


class MixRead(Read):
    """Hours of one kind beside the reference 70-20-10, which binds nobody."""

    kind: Kind
    hours: Score
    hours_done: Score
    """Hours times the percent last reported."""
    percent: Percent | None
    """Share of all hours; null without any."""
    reference_percent: int


class PlanSummary(Read):
    """A development plan in a list."""

    id: UUID
    employee_id: UUID
    nip: str
    """NIP; masked, but for the person."""
    name: str
    position_id: UUID
    map_id: UUID
    starts_on: date
    ends_on: date
    status: Status
    activities: int
    finished: int
    """Activities at 100 per cent."""
    created_at: datetime


class PlanRead(Read):
    """A development plan."""

    id: UUID
    employee_id: UUID
    position_id: UUID
    map_id: UUID
    starts_on: date
    ends_on: date
    status: Status
    reason: str | None
    """Why it was abandoned."""
    gaps: list[GapRead]
    """As they were found; later facts do not change them."""
    aspects: list[AspectRead] | None
    """Null when there was no assessment."""
    content_sha256: str
    """SHA-256 of the canonical form of gaps, aspects and what they were found from."""
    activities: list[ActivityRead]
    mix: list[MixRead]
    created_at: datetime


class ProgressRead(Read):
    """A report, as it was made."""

    id: UUID
    activity_id: UUID
    percent: int
    note: str | None
    evidence: str | None
    evidence_sha256: str | None
    reported_at: datetime


class NeedRead(Read):
    """How many people of a group fall short in one competency."""

    competency: str
    cohort: Cohort | None
    """The group's talent level, where groups are levels."""
    unit_id: UUID | None
    """The group's unit, where groups are units."""
    people: int
    unknown: int
    """Without a valid assessment, or one that says what is required; they are not counted below."""
    below: int
    mean_gap: Percent | None
    """Levels wanting, on average over those below; null when there are none."""
    rows: str
    """Address of the people below."""


class NeedPersonRead(Read):
    """A person who falls short in a competency."""

    employee_id: UUID
    nip: str
    """NIP; masked."""
    name: str
    achieved: int
    required: int
    gap: int


class NewMeasure(Body):
    """What was done to keep or further a person."""

    employee_id: UUID
    map_id: UUID
    """The map whose box recommends it."""
    measure: Annotated[str, Field(min_length=2, max_length=32, examples=["reward"])]
    """A code that the person's box recommends; see the coverage."""
    note: Note
    """What exactly was done."""
    done_by: Annotated[str, Field(min_length=3, max_length=200)]
    """Who did it: an office or official."""
    done_on: date


class MeasureRead(Read):
    """A measure, as recorded."""

    id: UUID
    employee_id: UUID
    map_id: UUID
    box: Box
    measure: str
    note: str
    done_by: str
    done_on: date
    recorded_at: datetime


class MeasureChoice(Read):
    """A measure that a box recommends."""

    code: str
    title: str


class CoverageRead(Read):
    """How many people of a box had at least one measure."""

    box: Box
    people: int
    covered: int
    percent: Percent | None
    """Null when nobody is in the box."""
    measures: list[MeasureChoice]
    """What the annex of PermenPANRB 3/2020 recommends for the box."""
    rows: str
    """Address of the measures recorded."""

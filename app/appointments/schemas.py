"""How proposals, choices, deviations and outcomes are worded."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from app.appointments.choosing import MOST_NAMES, SHORTEST_EXPLANATION, DeviationReason, State
from app.core.schemas import Body, Read

Reason = Annotated[str, StringConstraints(min_length=10, max_length=1000)]
ScoreText = Annotated[str, Field(examples=["92.2500"])]
RateText = Annotated[str, Field(examples=["0.2500"])]
Month = Literal[6, 12]
Predicate = Literal["sangat_baik", "baik", "butuh_perbaikan", "kurang", "sangat_kurang"]


class NewProposal(Body):
    """Up to three names for a post."""

    pool_id: UUID
    """An approved pool that is valid today."""
    position_id: UUID
    """The post to fill."""
    names: Annotated[list[UUID], Field(min_length=1, max_length=MOST_NAMES)]
    """Employees in the order proposed; each passes every rule of eligibility."""
    note: Annotated[str, StringConstraints(min_length=3, max_length=1000)] | None = None
    """What the committee adds, for example its minutes (berita acara)."""


class Deviation(Body):
    """Why somebody else than rank 1."""

    reason_code: DeviationReason
    """The kind of reason."""
    explanation: Annotated[str, StringConstraints(min_length=SHORTEST_EXPLANATION, max_length=4000)]
    """The reason in sentences; kept in the register of deviations."""


class NewChoice(Body):
    """Whom the PPK chooses."""

    employee_id: UUID
    """One of the names."""
    deviation: Deviation | None = None
    """Needed unless the chosen one is of rank 1."""


class Decree(Body):
    """The decree (SK) of an appointment."""

    decree_no: Annotated[str, StringConstraints(min_length=3, max_length=100)]
    """Its number."""
    decree_on: date
    """Its date."""
    effective_on: date
    """TMT: the day it takes effect."""


class Withdrawal(Body):
    """Why a proposal is taken back."""

    reason: Reason


class NewOutcome(Body):
    """How the appointed person does after 6 or 12 months."""

    month: Month
    in_post: bool
    """Whether the person still holds the post."""
    rating: Annotated[Decimal, Field(ge=0, le=100, max_digits=7, decimal_places=4)] | None = None
    """Rating 0..100, where there is one."""
    predicate: Predicate | None = None
    """Performance predicate of the time, where there is one."""
    note: Annotated[str, StringConstraints(min_length=10, max_length=2000)]
    """What was seen."""


class NameRead(Read):
    """One of the names."""

    place: Annotated[int, Field(ge=1, le=MOST_NAMES)]
    """Place in the proposal."""
    employee_id: UUID
    nip: str
    """NIP, masked."""
    name: str
    rank: int
    """Rank among the eligible; equal people share a rank (1, 2, 2, 4)."""
    box: int
    """Box on the pool's map that counted: the calibrated one where a calibration moved the person.
    The ranking shows both."""
    value: ScoreText
    """Talent value on the pool's map."""


class ChoiceRead(Read):
    """Whom the PPK chose."""

    employee_id: UUID
    rank: int
    """Rank of the chosen one among the eligible."""
    reason_code: DeviationReason | None
    """Of a deviation; null for rank 1."""
    explanation: str | None
    """Of a deviation; null for rank 1."""
    chosen_by: UUID
    chosen_by_name: str
    chosen_at: datetime
    signed_by: UUID | None
    """Who signed the deviation; null until then, and for rank 1."""
    signed_by_name: str | None
    signed_at: datetime | None


class OutcomeRead(Read):
    """How the appointed person did."""

    month: Month
    in_post: bool
    rating: ScoreText | None
    predicate: Predicate | None
    note: str
    recorded_by: UUID
    recorded_by_name: str
    recorded_at: datetime


class ProposalRow(Read):
    """A proposal as lists show it."""

    id: UUID
    agency_id: UUID
    pool_id: UUID
    position_id: UUID
    position_code: str
    position_name: str
    state: State
    eligible: int
    """How many candidates passed every rule."""
    ranking_sha256: str
    """SHA-256 of the ranking in its RFC 8785 form (`…/ranking`)."""
    proposed_by: UUID
    proposed_by_name: str
    proposed_at: datetime
    decree_no: str | None
    decree_on: date | None
    effective_on: date | None
    """TMT of the appointment."""
    approved_request_id: UUID | None
    """The request by which committee, PyB and PPK approved the choice; null where none did."""


class ProposalRead(ProposalRow):
    """A proposal with its names, its choice and its outcomes."""

    pool_revision: int
    """The revision of the pool that was ranked."""
    map_id: UUID
    """The map that the pool draws from."""
    scheme_sha256: str
    """Hash of the scheme that the map was computed with."""
    note: str | None
    withdrawn_reason: str | None
    withdrawn_at: datetime | None
    names: list[NameRead]
    """In the order proposed."""
    choice: ChoiceRead | None
    outcomes: list[OutcomeRead]


class DeviationRead(Read):
    """A choice of somebody else than rank 1."""

    proposal_id: UUID
    state: State
    """Where the proposal stands; the deviation holds once it is signed."""
    position_id: UUID
    position_code: str
    position_name: str
    employee_id: UUID
    rank: int
    reason_code: DeviationReason
    explanation: str
    chosen_by: UUID
    chosen_by_name: str
    chosen_at: datetime
    signed_by: UUID | None
    signed_by_name: str | None
    signed_at: datetime | None


class RateRead(Read):
    """How often one who appoints deviated."""

    chosen_by: UUID
    chosen_by_name: str
    choices: int
    """All choices, withdrawn ones included: the denominator."""
    deviations: int
    """Choices of somebody else than rank 1: the rows are `/v1/deviations?chosen_by=`."""
    rate: RateText
    """deviations ÷ choices, four decimals, half up."""


class Rates(Read):
    """Deviations of an agency by who appoints, most choices first."""

    choices: int
    deviations: int
    rate: RateText | None
    """Of all; null when nobody was chosen yet."""
    items: list[RateRead]


class DueRead(Read):
    """An outcome that can be recorded and is not."""

    proposal_id: UUID
    position_id: UUID
    position_code: str
    position_name: str
    employee_id: UUID
    month: Month
    effective_on: date
    due_on: date
    """The first day on which it could be."""

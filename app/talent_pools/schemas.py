"""How pools, members and candidates are worded."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints, field_validator

from app.core.schemas import Body, Read
from app.talent_pools.expiry import Notice
from app.talent_pools.models import Origin, Status
from app.talent_pools.readiness import Readiness

Box = Annotated[int, Field(ge=1, le=9, examples=[9])]
Cohort = Annotated[int, Field(ge=1, le=4, examples=[3])]
ScoreText = Annotated[str, Field(examples=["92.2500"])]
Reason = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=10, max_length=1000),
]
Verdict = Literal["pass", "fail", "unknown"]
Rule = Literal[
    "box", "level", "rank", "education", "training", "experience", "discipline", "retirement"
]
SUCCESSION_BOXES = [7, 8, 9]


class PoolRule(Body):
    """Who of the boxes joins. Without any condition everybody does."""

    minimum_value: (
        Annotated[Decimal, Field(ge=0, le=100, max_digits=7, decimal_places=4)] | None
    ) = None
    """Only people whose talent value is at least this, for example `"80"`."""
    cohorts: Annotated[list[Cohort], Field(min_length=1, max_length=4)] | None = None
    """Only these talent levels: 1 pelaksana … 4 JPT pratama."""
    limit: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    """Only the best so many by rank; those who share the last rank all join."""

    @field_validator("cohorts")
    @classmethod
    def in_order(cls, cohorts: list[int] | None) -> list[int] | None:
        return None if cohorts is None else sorted(set(cohorts))


class NewPool(Body):
    """A succession group to be made from a finished map."""

    name: Annotated[str, Field(min_length=3, max_length=200)]
    """Name, unique within the agency."""
    map_id: UUID
    """The finished talent map that the pool draws from."""
    boxes: Annotated[list[Box], Field(min_length=1, max_length=9)] = SUCCESSION_BOXES
    """Boxes whose people join; 7, 8 and 9 are the succession group of PermenPANRB 3/2020. Whom a
    closed calibration moved stands in the calibrated box."""
    rule: PoolRule = PoolRule()
    """Further conditions."""
    legal_basis: Annotated[str, Field(min_length=3, max_length=500)]
    """The decree or regulation that the pool rests on."""
    valid_from: date
    """First day on which appointments may draw on the pool."""
    expires_on: date
    """First day on which they may no longer."""

    @field_validator("boxes")
    @classmethod
    def in_order(cls, boxes: list[int]) -> list[int]:
        return sorted(set(boxes))


class Nomination(Body):
    """A person to be added to a pool by hand."""

    employee_id: UUID
    """The employee; must stand in one of the pool's boxes on the pool's map: by the calibrated box
    where a closed calibration moved them."""
    reason: Reason
    """Why; kept with the member and in the event log."""


class NewRenewal(Body):
    """That a pool is to follow its rule again."""

    reason: Reason
    """Why; kept in the event log."""


class RenewedRead(Read):
    """Somebody who joins or leaves."""

    employee_id: UUID
    nip: str
    """NIP; masked except for personnel systems."""
    name: str
    box: int | None
    """The computed box."""
    calibrated_box: int | None
    """Where a closed calibration moved them; null where none did."""
    calibration_id: UUID | None
    value: ScoreText | None
    origin: Origin | None
    """How whoever leaves had come in; null for whoever joins."""


class RenewalRead(Read):
    """Who joins a pool and who leaves it by its rule, in the map's order."""

    joining: list[RenewedRead]
    leaving: list[RenewedRead]


class PoolRuleRead(Read):
    """The conditions of a pool, as they were applied."""

    minimum_value: ScoreText | None
    """Lowest talent value that joins."""
    cohorts: list[Cohort] | None
    """Talent levels that join."""
    limit: int | None
    """How many join at most, ties at the end included."""


class PoolRead(Read):
    """A succession group (kelompok rencana suksesi)."""

    id: UUID
    agency_id: UUID
    """The agency whose pool it is."""
    map_id: UUID
    """The talent map it draws from."""
    name: str
    boxes: list[Box]
    """Boxes whose people may join."""
    rule: PoolRuleRead
    """Further conditions at the time it was filled."""
    legal_basis: str
    """The decree or regulation it rests on."""
    valid_from: date
    """First day on which appointments may draw on it."""
    expires_on: date
    """First day on which they may no longer."""
    expires_in_days: int
    """Days until then, by the date in western Indonesia; 0 or less when it has expired."""
    notice: Notice | None
    """What is to be said about its end: from 90, 30 and 7 days before it; the log has the event
    `talent_pool.expiring` for each."""
    status: Status
    """`approved` while the pool stands exactly as it was approved, else `draft`."""
    revision: int
    """Rises with every change of the pool or its members."""
    approved_request_id: UUID | None
    """The approval request that approved this revision."""
    members: int
    """How many people are in it."""
    created_at: datetime


class MemberRead(Read):
    """A person's place in a pool, in the order of the map's scheme."""

    employee_id: UUID
    nip: str
    """NIP; masked except for personnel systems."""
    name: str
    box: Box
    """Box on the pool's map, as computed."""
    calibrated_box: Box | None
    """Box to which a closed calibration moved the person: it counts in place of `box`. Null where
    none did; the move never changes value and rank."""
    calibration_id: UUID | None
    """That calibration."""
    value: ScoreText
    """Talent value on the pool's map."""
    rank: int
    """Rank among the members; equal people share a rank (1, 2, 2, 4)."""
    origin: Origin
    """`rule`: joined when the pool was filled; `nomination`: added by hand."""
    reason: str | None
    """The reason of a nomination."""
    added_at: datetime


class RuleResult(Read):
    """What one rule says of a candidate."""

    rule: Rule
    result: Verdict
    """`unknown` when a fact is missing or cannot be read: it is never a pass."""
    datum: str
    """What was compared with what, in the language of the request."""


class GapRead(Read):
    """A rule that does not pass, and how far it is from passing."""

    rule: Rule
    readiness: Readiness
    """How soon it could pass; `unknown` when a fact is missing, `never` when nothing closes it."""
    closes_on: date | None
    """The first day on which it would pass as the facts stand; null where no day can be computed
    (a course, a degree, another map)."""


class JudgedRead(Read):
    """Somebody held against a target position."""

    employee_id: UUID
    nip: str
    """NIP; masked except for personnel systems."""
    name: str
    box: Box
    """Box on the pool's map, as computed."""
    calibrated_box: Box | None
    """Box to which a closed calibration moved the person: it counts in place of `box`. Null where
    none did; the move never changes value and rank."""
    calibration_id: UUID | None
    """That calibration."""
    value: ScoreText
    """Talent value on the pool's map."""
    rank: int
    """Rank among the members; equal people share a rank (1, 2, 2, 4)."""
    eligible: bool
    """Whether all eight rules pass."""
    readiness: Readiness
    """How soon they could take the position: the worst of the gaps, `now` when there is none."""
    rules: list[RuleResult]
    """The eight rules, in their order."""
    gaps: list[GapRead]
    """The rules that do not pass, in their order."""


class RankBand(Read):
    """Between which ranks somebody stays when the scheme's weights move by 5 %."""

    best: int
    """The best rank of all scenarios, the scheme as it stands among them."""
    worst: int
    """The worst one. Where it is that of `best`, the rank does not hang on the weights."""


class CandidateRead(JudgedRead):
    """A member held against a target position."""

    rank_band: RankBand | None
    """How steady the rank is; null unless asked for with `stability=true`."""

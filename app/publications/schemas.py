"""How publications, own results and objections are worded."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field, StringConstraints

from app.core.schemas import Body, Read
from app.publications.models import Phase, Remedy, Status

ScoreText = Annotated[str, Field(examples=["92.2500"])]
AtLength = Annotated[str, StringConstraints(strip_whitespace=True, min_length=50, max_length=4000)]
"""Text of real length: one sentence at least."""


class NewPublication(Body):
    """A round to announce: what will be measured, and until when people see their inputs."""

    name: Annotated[str, Field(min_length=3, max_length=200)]
    """Name, unique within the agency."""
    scheme: Annotated[str, Field(min_length=1, max_length=100, examples=["bkn-411-2025@1"])]
    """Code of the published scheme, with `@VERSION` or in its newest version."""
    as_of: Annotated[date, Field(examples=["2026-01-01"])]
    """The day D of the map to come: facts dated on or before it will count."""
    opens_on: date | None = None
    """First day on which people see their inputs; today if left out."""
    cut_off: AwareDatetime
    """Until when; what is put right later does not count, and the map is computed afterwards."""
    objection_working_days: Annotated[int, Field(ge=3, le=60)] = 5
    """Working days for objections (masa sanggah) after publication. The number is the agency's:
    what its own rule says."""
    answer_working_days: Annotated[int, Field(ge=1, le=60)] = 10
    """Working days within which an objection is to be answered; the agency's number too."""
    agency: Annotated[str, Field(max_length=64)] | None = None
    """Code of the agency; needed only by those whose role holds in several."""


class AttachedMap(Body):
    """The map that came of an announced round."""

    map_id: UUID
    """A finished map by the announced scheme and day, computed after the cut-off."""


class PublicationRead(Read):
    """A publication and how far it is."""

    id: UUID
    agency_id: UUID
    name: str
    scheme: str
    """`CODE@VERSION`."""
    scheme_sha256: str
    as_of: date
    phase: Phase
    """Where it stands today; it follows from the days below."""
    opens_on: date
    cut_off: datetime
    map_id: UUID | None
    """The map that was computed after the cut-off."""
    published_on: date | None
    objection_working_days: int
    objections_until: date | None
    """Last day for objections, to its end in western Indonesian time."""
    answer_working_days: int
    created_at: datetime


class OwnInputsRead(Read):
    """What a scheme would read of oneself at D, as known now."""

    publication_id: UUID
    name: str
    scheme: str
    scheme_sha256: str
    as_of: date
    """Records dated on or before this day count."""
    cut_off: datetime
    """Until when inputs are open and may be put right."""
    axes: list[dict[str, Any]]
    """For each axis the codes that are `missing` and block it, and its components with `raw`,
    `points`, `weight` and `facts`, the records that would be used (`kind` and `id`). No score."""


class OwnPlacementRead(Read):
    """One's own result in a published map."""

    publication_id: UUID
    map_id: UUID
    name: str
    """Name of the publication."""
    scheme: str
    as_of: date
    performance: ScoreText | None
    potential: ScoreText | None
    value: ScoreText | None
    performance_level: str | None
    """`low`, `mid` or `high`."""
    potential_level: str | None
    box: int | None
    """The number on the computed cell, 1 to 9, in the scheme's numbering; null without a score."""
    calibrated_box: int | None
    """Where a closed calibration of the committee moved oneself: the box that counts then, beside
    the computed one, which stays. Null where none did."""
    cohort: int | None
    rank: int | None
    """Within the map's population; equal keys share a rank."""
    shared_by: int | None
    """How many people have this rank, oneself included."""
    population: int
    """How many people were placed."""
    missing: list[str]
    """Codes of what was missing, for want of which there is no box."""
    published_on: date
    objections_until: date
    """Last day on which one may object, to its end in western Indonesian time."""
    may_object: bool
    """Whether one may object now: in time, and without an open objection."""


class OwnTraceRead(Read):
    """One's own result and why, down to the records that were used."""

    result: OwnPlacementRead
    scheme_sha256: str
    known_at: datetime
    axes: list[dict[str, Any]]
    """For each axis its score, level and nodes with raw value, points, weight, contribution and
    `facts`, the records used; as in `GET /v1/talent-maps/{map_id}/placements/{employee_id}`."""


class NewObjection(Body):
    """What a civil servant says against the own published result."""

    publication_id: UUID
    node: Annotated[str, Field(min_length=1, max_length=100)] | None = None
    """Code of the scheme's component that is meant, as the trace names it."""
    record_id: UUID | None = None
    """The record that is meant, of those that the trace names as `facts`."""
    claim: AtLength
    """What is wrong, and how one knows; 50 characters at least."""


class Answer(Body):
    """What becomes of an objection."""

    verdict: Literal["upheld", "partly", "rejected"]
    reason: AtLength
    """Why; the person reads it. 50 characters at least."""
    remedy: Remedy | None = None
    """What follows; needed unless it is rejected. The map itself stays as it is."""


class Followed(Body):
    """What followed from an objection that was upheld."""

    remedy_id: UUID
    """The new map, or the calibration."""


class ObjectionRead(Read):
    """An objection (sanggah) and what became of it."""

    id: UUID
    publication_id: UUID
    map_id: UUID
    employee_id: UUID
    node: str | None
    """Component of the scheme that is meant."""
    record_id: UUID | None
    claim: str
    status: Status
    filed_at: datetime
    due_on: date
    """Day by which it is to be answered, in working days."""
    overdue: bool
    """Whether that day has passed without an answer."""
    closed_at: datetime | None
    reason: str | None
    """Why it was answered so."""
    remedy: Remedy | None
    """What follows."""
    remedy_id: UUID | None
    """The new map or the calibration, once there is one."""


class BoxCount(Read):
    """People in one box."""

    box: int | None
    """Its number; null for people without a box."""
    people: int | None
    """Null when it is hidden: fewer than the threshold, or another could be told from it."""


class GroupCounts(Read):
    """The people of one group by box."""

    group: str | None
    """Sex `F` or `M`, talent level 1 to 4, or the id of a unit; null where the records say none."""
    name: str | None
    """The name of the unit."""
    people: int | None
    """Everybody of the group; null when it is counted together with other groups only."""
    boxes: list[BoxCount]


class StatisticsRead(Read):
    """The counts of a published map, as they were when it was published."""

    publication_id: UUID
    published_on: date
    population: int
    threshold: int
    """A count below it, other than zero, is hidden."""
    boxes: list[BoxCount]
    """By the box that stood on that day: the calibrated one where there was one."""
    by_sex: list[GroupCounts]
    """Empty, like the two others, when nothing of it can be shown."""
    by_cohort: list[GroupCounts]
    """By talent level."""
    by_unit: list[GroupCounts]
    """By unit of the first level below the top."""

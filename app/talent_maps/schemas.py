"""How talent maps are worded."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from app.core.schemas import Body, Read, Score
from app.talent_maps.models import State, Step


class NewMap(Body):
    """A map to make: whom, by which scheme, at which date."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    """The map's name, unique in its agency."""
    scheme: Annotated[str, Field(min_length=1, max_length=100, examples=["bkn-411-2025@1"])]
    """Code of a published scheme, with `@VERSION` or in its newest version."""
    as_of: Annotated[date, Field(examples=["2026-01-01"])]
    """The date D: only facts dated on or before it count. Not in the future."""
    unit_id: UUID | None = None
    """Only people of this unit and the units below it."""
    cohorts: Annotated[list[Annotated[int, Field(ge=1, le=4)]], Field(min_length=1)] | None = None
    """Only these talent levels, 1 to 4; people are ranked within the population chosen."""
    agency: Annotated[str, Field(max_length=64)] | None = None
    """Code of the agency; needed only by those whose role holds in several."""


class MapRead(Read):
    """A map, and how far it is."""

    id: UUID
    agency_id: UUID
    name: str
    scheme: str
    """`CODE@VERSION`."""
    scheme_sha256: str
    """The scheme's identity: SHA-256 of its RFC 8785 form."""
    as_of: date
    unit_id: UUID | None
    cohorts: list[int] | None
    state: State
    step: Step
    progress: int
    """Percent."""
    known_at: datetime | None
    """Facts count as known at this instant; scheme, date and instant make the map recomputable."""
    population: int | None
    """People placed, with and without a box."""
    restricted: int | None
    """People left out because they restricted the use of their data (UU 27/2022)."""
    failure: str | None
    """Why a failed map failed: a code such as `population-empty`."""
    approved_request_id: UUID | None
    """The request by which committee, PyB and PPK approved the map as it stands; null until then,
    and again once a calibration has closed on it."""
    scheme_approved_request_id: UUID | None
    """The request by which the agency decided to measure by this scheme; null until then."""
    created_at: datetime
    finished_at: datetime | None


class PlacementRead(Read):
    """A person's place in a map."""

    employee_id: UUID
    nip: str
    """Nomor Induk Pegawai; masked except for personnel systems."""
    name: str
    performance: Score | None
    potential: Score | None
    value: Score | None
    performance_level: str | None
    """`low`, `mid` or `high`."""
    potential_level: str | None
    cell: str | None
    """Performance, then potential: `high/mid`."""
    box: int | None
    """The number on the cell, 1 to 9, in the scheme's numbering; null without a score."""
    calibrated_cell: str | None
    """Where a closed calibration moved the person, beside the computed cell; null if none did."""
    calibrated_box: int | None
    """The number on the calibrated cell."""
    rank: int | None
    """Within the map's population; equal keys share a rank."""
    cohort: int | None
    """Talent level, 1 to 4."""
    missing: list[str]
    """Codes of the scheme's leaves for want of which there is no score."""


class TraceRead(Read):
    """Why: the placement with every node of the scheme down to the records that were used."""

    placement: PlacementRead
    scheme: str
    scheme_sha256: str
    as_of: date
    known_at: datetime
    axes: list[dict[str, Any]]
    """For each axis: score, level, weight, contribution, and its nodes with raw value, points,
    weight, contribution and `facts`, the records used (`kind` and `id`)."""


class BoxRead(Read):
    """How many people stand in a box."""

    box: int
    cell: str
    people: int
    """People whose computed box it is."""
    standing: int
    """People who stand there now, those counted whom closed calibrations moved."""
    category: str
    """What the box says, in the language asked for."""
    actions: list[str]
    """What PermenPANRB 3/2020 recommends."""


class NineBoxRead(Read):
    """The nine-box as counts."""

    map_id: UUID
    numbering: str
    population: int
    without_box: int
    """People without a score on an axis."""
    boxes: list[BoxRead]
    """All nine, by their number."""

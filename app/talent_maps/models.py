"""What is kept of talent maps and placements."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    Numeric,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    func,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Identified, Model, names_of


class State(StrEnum):
    """How far a map is."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Step(StrEnum):
    """What the job does at the moment."""

    WAITING = "waiting"
    PEOPLE = "people"
    """Chooses the population."""
    FACTS = "facts"
    """Reads the histories that the scheme asks for."""
    SCORES = "scores"
    """Computes axes, values, cells and ranks, and writes them."""
    COUNTS = "counts"
    DONE = "done"


class TalentMap(Identified):
    """A scheme applied to a population at a date, by what was known at one instant."""

    __tablename__ = "talent_maps"
    __table_args__ = (
        CheckConstraint("progress between 0 and 100", name="progress_in_percent"),
        CheckConstraint(
            "cardinality(numbers) = 9 and (cell_counts is null or cardinality(cell_counts) = 9)",
            name="nine_cells",
        ),
        CheckConstraint(
            "state <> 'done' or (known_at is not null and population is not null"
            " and cell_counts is not null)",
            name="a_finished_map_is_complete",
        ),
        CheckConstraint("(state = 'failed') = (failure is not null)", name="a_failed_map_says_why"),
        Index(
            "one_map_per_name",
            "agency_id",
            "name",
            unique=True,
            postgresql_where="state <> 'failed'",
        ),
    )

    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agencies.id"))
    name: Mapped[str] = mapped_column(String(200))
    scheme_id: Mapped[UUID] = mapped_column(ForeignKey("scoring_schemes.id"))
    as_of: Mapped[date]
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("units.id"))
    cohorts: Mapped[list[int] | None] = mapped_column(ARRAY(SmallInteger))
    numbers: Mapped[list[int]] = mapped_column(ARRAY(SmallInteger))
    """The box number on each cell, by the cell's index: the scheme's numbering profile."""
    state: Mapped[State] = mapped_column(names_of(State, 16))
    step: Mapped[Step] = mapped_column(names_of(Step, 16))
    progress: Mapped[int] = mapped_column(SmallInteger)
    """Percent."""
    known_at: Mapped[datetime | None]
    """Facts count as known at this instant; with the date it makes the map recomputable."""
    population: Mapped[int | None]
    restricted: Mapped[int | None]
    """People of the population who were left out because they restricted the use of their data."""
    cell_counts: Mapped[list[int] | None] = mapped_column(ARRAY(Integer))
    """People in each cell, by the cell's index."""
    failure: Mapped[str | None] = mapped_column(String(64))
    """The code of the problem that the map ended in."""
    created_by: Mapped[UUID]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    finished_at: Mapped[datetime | None]


class Placement(Model):
    """A person's place in a map. `place` numbers the list: by rank, then NIP, the unplaced last.

    Without foreign keys on purpose; see the migration.
    """

    __tablename__ = "talent_map_placements"
    __table_args__ = (
        UniqueConstraint("map_id", "employee_id", name="one_placement_per_map"),
        CheckConstraint("cell between 0 and 8", name="cell_on_grid"),
    )

    map_id: Mapped[UUID] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    agency_id: Mapped[UUID]
    employee_id: Mapped[UUID]
    performance: Mapped[Decimal | None] = mapped_column(Numeric)
    potential: Mapped[Decimal | None] = mapped_column(Numeric)
    value: Mapped[Decimal | None] = mapped_column(Numeric)
    performance_level: Mapped[int | None] = mapped_column(SmallInteger)
    """0 low, 1 mid, 2 high; so is `potential_level`."""
    potential_level: Mapped[int | None] = mapped_column(SmallInteger)
    cell: Mapped[int | None] = mapped_column(SmallInteger)
    """3 x performance level + potential level; the map's `numbers` tell the box."""
    rank: Mapped[int | None]
    cohort: Mapped[int | None] = mapped_column(SmallInteger)
    missing: Mapped[list[str]] = mapped_column(ARRAY(Text))
    """Codes of the leaves for want of which an axis has no score."""

"""What is kept of calibrations. Migrations 0017b, 0017c and 0017 hold the rules."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    SmallInteger,
    String,
    UniqueConstraint,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.calibrations.voting import Choice
from app.core.db import Identified, Model, names_of


class State(StrEnum):
    """How far a session is."""

    OPEN = "open"
    CLOSED = "closed"
    """Its moves stand or do not; nothing of it changes any more."""
    CANCELLED = "cancelled"
    """It moves nobody."""


class ReasonCode(StrEnum):
    """Why a computed box does not do a person justice. The list is closed."""

    EVIDENCE_NOT_ON_FILE = "evidence_not_on_file"
    """Work that is documented but is not in the personnel system yet."""
    RECENT_CHANGE = "recent_change"
    """Something of weight that happened after the day of the map."""
    RATER_SEVERITY = "rater_severity"
    """The person's appraiser is markedly more severe than others."""
    RATER_LENIENCY = "rater_leniency"
    """The person's appraiser is markedly more lenient than others."""
    CONTEXT_OF_POSITION = "context_of_position"
    """A post whose results cannot be compared: new, vacant staff, disaster."""
    INTEGRITY_FINDING = "integrity_finding"
    """A finding of inspection that is not a disciplinary punishment."""


def _of_session(name: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["agency_id", "session_id"],
        ["calibrations.agency_id", "calibrations.id"],
        name=f"{name}_of_calibration",
    )


def _of_member(actor: str, name: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["session_id", actor],
        ["calibration_members.session_id", "calibration_members.actor_id"],
        name=name,
    )


def _of_move(name: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["session_id", "move_id", "employee_id"],
        ["calibration_moves.session_id", "calibration_moves.id", "calibration_moves.employee_id"],
        name=f"{name}_of_move",
        ondelete="CASCADE",
    )


class Calibration(Identified):
    """A session on a finished map."""

    __tablename__ = "calibrations"
    __table_args__ = (
        CheckConstraint("quorum between 2 and 99", name="calibration_quorum_in_range"),
        CheckConstraint(
            "(state = 'open') = (ended_at is null)"
            " and (state = 'cancelled') = (cancelled_because is not null)"
            " and (state = 'closed') = (register_sha256 is not null)"
            " and (state = 'closed') = (move_sha256s is not null)",
            name="an_ended_calibration_says_how",
        ),
        UniqueConstraint("agency_id", "name", name="one_calibration_per_name"),
        UniqueConstraint("agency_id", "id", name="calibration_in_agency"),
        Index("ix_calibrations_map_id", "map_id"),
    )

    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agencies.id"))
    map_id: Mapped[UUID] = mapped_column(ForeignKey("talent_maps.id"))
    name: Mapped[str] = mapped_column(String(200))
    held_on: Mapped[date]
    quorum: Mapped[int] = mapped_column(SmallInteger)
    state: Mapped[State] = mapped_column(names_of(State, 16), server_default="open")
    owner_id: Mapped[UUID]
    owner_name: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    ended_at: Mapped[datetime | None]
    cancelled_because: Mapped[str | None] = mapped_column(String(1000))
    register_sha256: Mapped[str | None] = mapped_column(String(64))
    move_sha256s: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    """SHA-256 of the record of each move at closing, by the move's id."""


class Member(Model):
    """Who may propose, vote and authorise in a session."""

    __tablename__ = "calibration_members"
    __table_args__ = (_of_session("members"),)

    session_id: Mapped[UUID] = mapped_column(primary_key=True)
    actor_id: Mapped[UUID] = mapped_column(primary_key=True)
    agency_id: Mapped[UUID]
    name: Mapped[str] = mapped_column(String(200))
    attended_at: Mapped[datetime | None]


class AgendaItem(Model):
    """A person, or a box, to be discussed."""

    __tablename__ = "calibration_agenda"
    __table_args__ = (
        CheckConstraint("num_nonnulls(employee_id, box) = 1", name="agenda_a_person_or_a_box"),
        CheckConstraint("box between 1 and 9", name="agenda_box_on_grid"),
        _of_session("agenda"),
    )

    session_id: Mapped[UUID] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    agency_id: Mapped[UUID]
    employee_id: Mapped[UUID | None] = mapped_column(ForeignKey("employees.id"))
    box: Mapped[int | None] = mapped_column(SmallInteger)


class Move(Identified):
    """Another box for one person, proposed with reasons. Triggers count and open its votes."""

    __tablename__ = "calibration_moves"
    __table_args__ = (
        CheckConstraint(
            "from_cell between 0 and 8 and to_cell between 0 and 8", name="move_on_the_grid"
        ),
        CheckConstraint("from_cell <> to_cell", name="move_changes_the_box"),
        CheckConstraint("authoriser_id <> proposed_by", name="authoriser_is_another"),
        UniqueConstraint("session_id", "id", "employee_id", name="move_of_a_person"),
        Index(
            "one_live_move_per_person",
            "session_id",
            "employee_id",
            unique=True,
            postgresql_where="void_conflict_id is null",
        ),
        Index("ix_calibration_moves_employee_id", "employee_id"),
        _of_session("move"),
        _of_member("proposed_by", "proposer_is_a_member"),
        _of_member("authoriser_id", "authoriser_is_a_member"),
    )

    agency_id: Mapped[UUID]
    session_id: Mapped[UUID]
    employee_id: Mapped[UUID] = mapped_column(ForeignKey("employees.id"))
    from_cell: Mapped[int] = mapped_column(SmallInteger)
    to_cell: Mapped[int] = mapped_column(SmallInteger)
    reason_code: Mapped[ReasonCode] = mapped_column(names_of(ReasonCode))
    justification: Mapped[str] = mapped_column(String(4000))
    proposed_by: Mapped[UUID]
    authoriser_id: Mapped[UUID]
    created_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    counted: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    """How many votes count, sealed ones included."""
    revealed_at: Mapped[datetime | None]
    void_conflict_id: Mapped[UUID | None]
    """The relation of the proposer or authoriser that undid the move."""


class Vote(Identified):
    """What a member said; row-level security seals it until a quorum of votes is there."""

    __tablename__ = "calibration_votes"
    __table_args__ = (
        CheckConstraint("vote in ('approve', 'reject', 'abstain')", name="vote_known"),
        UniqueConstraint("move_id", "actor_id", name="one_vote_per_member"),
        Index("ix_calibration_votes_employee_id", "employee_id"),
        _of_session("vote"),
        _of_move("vote"),
        _of_member("actor_id", "voter_is_a_member"),
    )

    agency_id: Mapped[UUID]
    session_id: Mapped[UUID]
    move_id: Mapped[UUID]
    employee_id: Mapped[UUID]
    actor_id: Mapped[UUID]
    vote: Mapped[Choice] = mapped_column(names_of(Choice, 16))
    reason: Mapped[str] = mapped_column(String(1000))
    cast_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    revealed_at: Mapped[datetime | None]
    voided_at: Mapped[datetime | None]
    void_conflict_id: Mapped[UUID | None]


class Authorisation(Model):
    """That the one who was named to authorise an approved move did."""

    __tablename__ = "calibration_authorisations"
    __table_args__ = (_of_session("authorisation"), _of_move("authorisation"))

    move_id: Mapped[UUID] = mapped_column(primary_key=True)
    agency_id: Mapped[UUID]
    session_id: Mapped[UUID]
    employee_id: Mapped[UUID]
    actor_id: Mapped[UUID]
    authorised_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class CalibratedPlacement(Model):
    """Where a person of a map stands after calibration. Filled by the closing of a session."""

    __tablename__ = "calibrated_placements"
    __table_args__ = (
        CheckConstraint("cell between 0 and 8", name="calibrated_cell_on_grid"),
        _of_session("calibrated"),
        _of_move("calibrated"),
    )

    map_id: Mapped[UUID] = mapped_column(primary_key=True)
    employee_id: Mapped[UUID] = mapped_column(primary_key=True)
    agency_id: Mapped[UUID]
    session_id: Mapped[UUID]
    move_id: Mapped[UUID]
    cell: Mapped[int] = mapped_column(SmallInteger)

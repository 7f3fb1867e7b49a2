"""What is kept of placement proposals; triggers of migration 0021 hold their rules."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Computed,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Numeric,
    String,
    Text,
    UniqueConstraint,
    func,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.appointments.choosing import DeviationReason, State
from app.core.db import Identified, names_of


class Proposal(Identified):
    """A post, a pool, and the ranking of the eligible as it was when names were put forward."""

    __tablename__ = "placement_proposals"
    __table_args__ = (
        UniqueConstraint("agency_id", "id", name="placement_in_agency"),
        ForeignKeyConstraint(
            ["agency_id", "pool_id"],
            ["talent_pools.agency_id", "talent_pools.id"],
            name="placement_from_pool",
        ),
        CheckConstraint(
            "state in ('proposed', 'deviation_pending', 'chosen', 'appointed', 'withdrawn')",
            name="placement_state_known",
        ),
        CheckConstraint(
            "(state = 'withdrawn') = (withdrawn_at is not null)"
            " and (withdrawn_at is null) = (withdrawn_by is null)"
            " and (withdrawn_at is null) = (coalesce(btrim(withdrawn_reason), '') = '')",
            name="placement_withdrawn_with_a_reason",
        ),
        CheckConstraint(
            "(state = 'appointed') = (appointed_at is not null)"
            " and (appointed_at is null) = (appointed_by is null)"
            " and (appointed_at is null) = (effective_on is null)"
            " and (appointed_at is null) = (decree_on is null)"
            " and (appointed_at is null) = (coalesce(btrim(decree_no), '') = '')",
            name="placement_appointed_by_decree",
        ),
        CheckConstraint("decree_on <= effective_on", name="decree_before_it_takes_effect"),
        Index("ix_placement_proposals_agency_id", "agency_id"),
        Index("ix_placement_proposals_pool_id", "pool_id"),
        Index("ix_placement_proposals_position_id", "position_id"),
    )

    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agencies.id"))
    pool_id: Mapped[UUID]
    pool_revision: Mapped[int]
    position_id: Mapped[UUID] = mapped_column(ForeignKey("positions.id"))
    ranking: Mapped[str] = mapped_column(Text)
    """The eligible in order, in RFC 8785 form."""
    ranking_sha256: Mapped[str] = mapped_column(
        String(64), Computed("scheme_sha256(ranking)", persisted=True)
    )
    eligible: Mapped[int]
    note: Mapped[str | None] = mapped_column(String(1000))
    state: Mapped[State] = mapped_column(names_of(State), server_default="proposed")
    proposed_by: Mapped[UUID]
    proposed_by_name: Mapped[str] = mapped_column(String(200))
    proposed_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    decree_no: Mapped[str | None] = mapped_column(String(100))
    decree_on: Mapped[date | None]
    effective_on: Mapped[date | None]
    appointed_by: Mapped[UUID | None]
    appointed_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[str | None] = mapped_column(String(1000))
    withdrawn_by: Mapped[UUID | None]
    withdrawn_at: Mapped[datetime | None]


class OfProposal:
    """What every record about a person of a proposal has."""

    agency_id: Mapped[UUID]
    proposal_id: Mapped[UUID]


class Name(OfProposal, Identified):
    """One of the up to three people who are put forward, where the proposal places them."""

    __tablename__ = "placement_proposal_names"
    __table_args__ = (
        UniqueConstraint("proposal_id", "employee_id", "rank", name="one_place_per_proposal"),
        UniqueConstraint("proposal_id", "employee_id", name="named_once"),
        UniqueConstraint("proposal_id", "place", name="one_name_per_place"),
        CheckConstraint("place between 1 and 3", name="at_most_three_names"),
        ForeignKeyConstraint(
            ["agency_id", "proposal_id"],
            ["placement_proposals.agency_id", "placement_proposals.id"],
            name="name_of_proposal",
        ),
        Index("ix_placement_proposal_names_employee_id", "employee_id"),
    )

    employee_id: Mapped[UUID] = mapped_column(ForeignKey("employees.id"))
    place: Mapped[int]
    rank: Mapped[int]
    """Among the eligible, from the ranking."""
    box: Mapped[int]
    value: Mapped[Decimal] = mapped_column(Numeric(7, 4))


class Choice(OfProposal, Identified):
    """Whom the PPK chose; below rank 1 with the record of the deviation and its signature."""

    __tablename__ = "placement_choices"
    __table_args__ = (
        UniqueConstraint("proposal_id", name="one_choice_per_proposal"),
        ForeignKeyConstraint(
            ["proposal_id", "employee_id", "rank"],
            [
                "placement_proposal_names.proposal_id",
                "placement_proposal_names.employee_id",
                "placement_proposal_names.rank",
            ],
            name="chosen_among_the_names",
        ),
        CheckConstraint(
            "(rank > 1) = (reason_code is not null)"
            " and (rank > 1) = (length(btrim(coalesce(explanation, ''))) >= 50)",
            name="deviation_has_its_record",
        ),
        CheckConstraint(
            "(signed_by is null) = (signed_at is null)"
            " and (signed_by is null) = (signed_by_name is null)"
            " and (signed_by is null or rank > 1)",
            name="only_a_deviation_is_signed",
        ),
        CheckConstraint("signed_by <> chosen_by", name="signed_by_a_second_person"),
        Index("ix_placement_choices_agency_id_chosen_by", "agency_id", "chosen_by"),
        Index("ix_placement_choices_employee_id", "employee_id"),
    )

    employee_id: Mapped[UUID] = mapped_column(ForeignKey("employees.id"))
    rank: Mapped[int]
    reason_code: Mapped[DeviationReason | None] = mapped_column(names_of(DeviationReason))
    explanation: Mapped[str | None] = mapped_column(String(4000))
    chosen_by: Mapped[UUID]
    chosen_by_name: Mapped[str] = mapped_column(String(200))
    chosen_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    signed_by: Mapped[UUID | None]
    signed_by_name: Mapped[str | None] = mapped_column(String(200))
    signed_at: Mapped[datetime | None]


class Outcome(OfProposal, Identified):
    """How whoever was appointed does after 6 or 12 months."""

    __tablename__ = "placement_outcomes"
    __table_args__ = (
        UniqueConstraint("proposal_id", "month", name="one_outcome_per_month"),
        CheckConstraint("month in (6, 12)", name="outcome_month_known"),
        CheckConstraint(
            "predicate in ('sangat_baik', 'baik', 'butuh_perbaikan', 'kurang', 'sangat_kurang')",
            name="outcome_predicate_known",
        ),
        CheckConstraint("rating between 0 and 100", name="outcome_rating_in_scale"),
        ForeignKeyConstraint(
            ["agency_id", "proposal_id"],
            ["placement_proposals.agency_id", "placement_proposals.id"],
            name="outcome_of_proposal",
        ),
        Index("ix_placement_outcomes_employee_id", "employee_id"),
    )

    employee_id: Mapped[UUID] = mapped_column(ForeignKey("employees.id"))
    month: Mapped[int]
    in_post: Mapped[bool]
    rating: Mapped[Decimal | None] = mapped_column(Numeric(7, 4))
    predicate: Mapped[str | None] = mapped_column(String(32))
    note: Mapped[str] = mapped_column(String(2000))
    recorded_by: Mapped[UUID]
    recorded_by_name: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())

    def shown(self) -> dict[str, Any]:
        """Return the columns by name."""
        return {column.key: getattr(self, column.key) for column in self.__table__.columns}

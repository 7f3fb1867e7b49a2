"""What is kept of delegations, acting officials and absences. Nothing is ever taken out."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint, func, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Identified, Model, names_of

ROLES = "role in ('analyst', 'committee', 'pyb', 'ppk')"
OF_ROLE = ("int4range(hashtext(role), hashtext(role), '[]')",)


class Acting(StrEnum):
    """How somebody acts in an office (UU 30/2014, article 14)."""

    PLT = "plt"
    """Pelaksana tugas: the office is vacant."""
    PLH = "plh"
    """Pelaksana harian: its holder is away for a while."""


def _one_at_a_time(name: str, live: str, who: str, *further: str) -> ExcludeConstraint:
    values = (
        f"uuid_range({who}, {who}, '[]')",
        "uuid_range(agency_id, agency_id, '[]')",
        *further,
        "daterange(valid_from, valid_until, '[]')",
    )
    return ExcludeConstraint(
        *((text(value), "&&") for value in values), name=name, where=text(live)
    )


class Dated(Model):
    """What holds in an agency from one day to another, both of them days on which it does."""

    __abstract__ = True

    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agencies.id"))
    valid_from: Mapped[date]
    valid_until: Mapped[date]
    created_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class Delegation(Identified, Dated):
    """That somebody who holds a role lets another decide in it for them."""

    __tablename__ = "delegations"
    __table_args__ = (
        UniqueConstraint("agency_id", "id", name="delegation_in_agency"),
        CheckConstraint("valid_until >= valid_from", name="delegation_days_in_order"),
        CheckConstraint(ROLES, name="delegated_role_decides"),
        CheckConstraint(
            "(accepted is null) = (answered_at is null)", name="delegation_answer_whole"
        ),
        _one_at_a_time(
            "one_delegate_at_a_time",
            "withdrawn_at is null and accepted is not false",
            "giver_id",
            *OF_ROLE,
        ),
    )

    role: Mapped[str] = mapped_column(String(32))
    giver_id: Mapped[UUID]
    giver_name: Mapped[str] = mapped_column(Text)
    delegate_id: Mapped[UUID]
    delegate_name: Mapped[str] = mapped_column(Text)
    legal_basis: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    accepted: Mapped[bool | None]
    """What the delegate answered; NULL until then."""
    answered_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]


class ActingOfficial(Identified, Dated):
    """That somebody acts in an office by decree."""

    __tablename__ = "acting_officials"
    __table_args__ = (
        UniqueConstraint("agency_id", "id", name="acting_official_in_agency"),
        CheckConstraint("valid_until >= valid_from", name="acting_days_in_order"),
        CheckConstraint(ROLES, name="acting_role_decides"),
        CheckConstraint("kind in ('plt', 'plh')", name="acting_kind_known"),
        _one_at_a_time("one_designation_at_a_time", "ended_at is null", "actor_id", *OF_ROLE),
    )

    role: Mapped[str] = mapped_column(String(32))
    kind: Mapped[Acting] = mapped_column(names_of(Acting, 3))
    actor_id: Mapped[UUID]
    name: Mapped[str] = mapped_column(Text)
    decree_number: Mapped[str] = mapped_column(Text)
    designated_by: Mapped[UUID]
    ended_at: Mapped[datetime | None]


class Absence(Identified, Dated):
    """That somebody who decides is away. Why is nobody's business, and not kept."""

    __tablename__ = "absences"
    __table_args__ = (
        CheckConstraint("valid_until >= valid_from", name="absence_days_in_order"),
        _one_at_a_time("one_absence_at_a_time", "ended_at is null", "actor_id"),
    )

    actor_id: Mapped[UUID]
    name: Mapped[str] = mapped_column(Text)
    recorded_by: Mapped[UUID]
    ended_at: Mapped[datetime | None]

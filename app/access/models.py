"""What is kept of clients and of people."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    Uuid,
    func,
    text,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY, ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Identified


class Client(Identified):
    """A caller of the API. Its id is its OAuth `client_id`; of its secret only a hash is kept."""

    __tablename__ = "clients"
    __table_args__ = (
        UniqueConstraint(
            "agency_id", "name", name="one_client_per_name", postgresql_nulls_not_distinct=True
        ),
        CheckConstraint("cardinality(roles) > 0", name="client_has_a_role"),
    )

    name: Mapped[str] = mapped_column(String(200))
    roles: Mapped[list[str]] = mapped_column(ARRAY(String(32)))
    agency_id: Mapped[UUID | None] = mapped_column(ForeignKey("agencies.id"))
    """The agency where the roles hold; NULL means every agency."""
    secret_hash: Mapped[str] = mapped_column(String(200))
    active: Mapped[bool] = mapped_column(server_default=true())
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Membership(Identified):
    """What a person may do in one agency (NULL: in all), from one day to another.

    The person is who a provider of identities says they are: issuer and subject. `valid_until` is
    the last day. A membership that was ended stays on record.
    """

    __tablename__ = "memberships"
    __table_args__ = (
        CheckConstraint("cardinality(roles) > 0", name="membership_has_a_role"),
        CheckConstraint(
            "units is null or (cardinality(units) > 0 and agency_id is not null)",
            name="membership_units_in_an_agency",
        ),
        CheckConstraint(
            "employee_id is null or agency_id is not null", name="membership_person_in_an_agency"
        ),
        CheckConstraint("valid_until >= valid_from", name="membership_days_in_order"),
        ExcludeConstraint(
            (text("actor_id"), "="),
            (text("coalesce(agency_id, '00000000-0000-0000-0000-000000000000'::uuid)"), "="),
            (text("daterange(valid_from, valid_until, '[]')"), "&&"),
            name="one_membership_per_person_and_agency",
            where=text("ended_at is null"),
        ),
        Index("ix_memberships_employee_id", "employee_id"),
    )

    issuer: Mapped[str] = mapped_column(String(500))
    subject: Mapped[str] = mapped_column(String(255))
    actor_id: Mapped[UUID]
    """The person's id as an actor, `person_id(issuer, subject)`."""
    name: Mapped[str] = mapped_column(String(200))
    roles: Mapped[list[str]] = mapped_column(ARRAY(String(32)))
    agency_id: Mapped[UUID | None] = mapped_column(ForeignKey("agencies.id"))
    units: Mapped[list[UUID] | None] = mapped_column(ARRAY(Uuid))
    """The roots of the unit subtrees where the roles hold; NULL means the whole agency."""
    employee_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("employees.id", ondelete="SET NULL")
    )
    """The civil servant that the person is, where known."""
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    ended_at: Mapped[datetime | None]

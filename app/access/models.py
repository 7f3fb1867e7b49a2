"""What is kept of clients and of people."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    SmallInteger,
    String,
    UniqueConstraint,
    Uuid,
    func,
    text,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Identified, Model

OF_A_REGION = "kanreg is null or ('kanreg' = all (roles) and agency_id is null)"
WHERE = "coalesce(agency_id, '00000000-0000-0000-0000-000000000000'::uuid)"


class Client(Identified):
    """A caller of the API. Its id is its OAuth `client_id`."""

    __tablename__ = "clients"
    __table_args__ = (
        UniqueConstraint(
            "agency_id", "name", name="one_client_per_name", postgresql_nulls_not_distinct=True
        ),
        CheckConstraint("cardinality(roles) > 0", name="client_has_a_role"),
        CheckConstraint(
            "units is null or (cardinality(units) > 0 and agency_id is not null)",
            name="client_units_in_an_agency",
        ),
        CheckConstraint("valid_until >= valid_from", name="client_days_in_order"),
        CheckConstraint(OF_A_REGION, name="client_region_for_kanreg"),
    )

    name: Mapped[str] = mapped_column(String(200))
    roles: Mapped[list[str]] = mapped_column(ARRAY(String(32)))
    agency_id: Mapped[UUID | None] = mapped_column(ForeignKey("agencies.id"))
    """The agency where the roles hold; NULL means every agency."""
    units: Mapped[list[UUID] | None] = mapped_column(ARRAY(Uuid))
    """The roots of the unit subtrees where the roles hold; NULL means the whole agency."""
    kanreg: Mapped[str | None] = mapped_column(ForeignKey("kanreg.code"))
    """The Kantor Regional whose agencies the role `kanreg` holds for; NULL: none."""
    valid_from: Mapped[date] = mapped_column(server_default=func.current_date())
    valid_until: Mapped[date | None]
    active: Mapped[bool] = mapped_column(server_default=true())
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class ClientSecret(Identified):
    """A secret of a client, as its hash. Two are live while a new one takes over."""

    __tablename__ = "client_secrets"
    __table_args__ = (Index("ix_client_secrets_client_id", "client_id"),)

    client_id: Mapped[UUID] = mapped_column(ForeignKey("clients.id"))
    hint: Mapped[str] = mapped_column(String(4))
    """Tells which of two secrets was sent; see `app.access.client_secrets`."""
    hash: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]


class ClientOperation(Model):
    """How it last went when a client called an operation, to the minute (`app.access.activity`)."""

    __tablename__ = "client_operations"

    client_id: Mapped[UUID] = mapped_column(ForeignKey("clients.id"), primary_key=True)
    operation: Mapped[str] = mapped_column(String(200), primary_key=True)
    """Method and address, as the document has them."""
    last_success_at: Mapped[datetime | None]
    last_refused_at: Mapped[datetime | None]
    """When it was last answered with a problem, ours or the client's."""
    last_refused_status: Mapped[int | None] = mapped_column(SmallInteger)
    last_refused_code: Mapped[str | None] = mapped_column(String(64))
    place: Mapped[list[Any] | None] = mapped_column(JSONB)
    """Of the changes feed: from where on it last asked, so that it has all before."""
    hour: Mapped[datetime]
    """The full hour since which the numbers count."""
    requests: Mapped[int]
    refused: Mapped[int]
    """Of them with a status of 4xx."""
    failed: Mapped[int]
    """Of them with a status of 5xx."""


class TokenRevocation(Identified):
    """One token (`jti`), or all of an actor's that were issued until an instant, revoked."""

    __tablename__ = "token_revocations"
    __table_args__ = (
        CheckConstraint("(jti is null) <> (issued_until is null)", name="revokes_one_or_all"),
    )

    jti: Mapped[str | None] = mapped_column(String(64))
    actor_id: Mapped[UUID]
    issued_until: Mapped[datetime | None]
    expires_at: Mapped[datetime]
    """When every token that it covers has run out, so that it can be forgotten."""


class Login(Model):
    """How often whoever names a client from an address failed, and when it last succeeded.

    `client_id` is what was sent, whether or not there is such a client.
    """

    __tablename__ = "logins"
    __table_args__ = (
        CheckConstraint(
            "(failures > 0) = (failing_since is not null)", name="failing_since_the_first_failure"
        ),
        Index("ix_logins_address", "address"),
    )

    client_id: Mapped[UUID] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int] = mapped_column(server_default="0")
    failing_since: Mapped[datetime | None]
    succeeded_at: Mapped[datetime | None]


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
        CheckConstraint(OF_A_REGION, name="membership_region_for_kanreg"),
        ExcludeConstraint(
            (text("uuid_range(actor_id, actor_id, '[]')"), "&&"),
            (text(f"uuid_range({WHERE}, {WHERE}, '[]')"), "&&"),
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
    kanreg: Mapped[str | None] = mapped_column(ForeignKey("kanreg.code"))
    """The Kantor Regional whose agencies these are, for role `kanreg`."""
    employee_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("employees.id", ondelete="SET NULL")
    )
    """The civil servant that the person is, where known."""
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    ended_at: Mapped[datetime | None]

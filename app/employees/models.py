"""What is kept of a person. The histories are in `history_models`."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, func
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from app.core.db import Identified, Model


class PersonColumns:
    """What is known of a person at one time; field names of SIASN in docs/integration.md."""

    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agencies.id"))
    nip: Mapped[str] = mapped_column(String(18))
    pns_id: Mapped[str | None] = mapped_column(String(64))
    old_nip: Mapped[str | None] = mapped_column(String(18))
    name: Mapped[str] = mapped_column(String(200))
    front_title: Mapped[str | None] = mapped_column(String(60))
    back_title: Mapped[str | None] = mapped_column(String(60))
    birth_date: Mapped[date]
    sex: Mapped[str | None] = mapped_column(String(1))
    phone: Mapped[str | None] = mapped_column(String(32))
    email: Mapped[str | None] = mapped_column(String(200))
    employment: Mapped[str] = mapped_column(String(8))
    legal_status: Mapped[str | None] = mapped_column(String(64))
    appointed_on: Mapped[date | None]
    rank_code: Mapped[str | None] = mapped_column(String(8))
    rank_name: Mapped[str | None] = mapped_column(String(16))
    rank_since: Mapped[date | None]
    position_kind: Mapped[str | None] = mapped_column(String(8))
    position_code: Mapped[str | None] = mapped_column(String(64))
    position_name: Mapped[str | None] = mapped_column(String(300))
    position_level: Mapped[str | None] = mapped_column(String(64))
    position_since: Mapped[date | None]
    cohort: Mapped[int | None]
    echelon: Mapped[str | None] = mapped_column(String(16))
    education_level: Mapped[str | None] = mapped_column(String(8))
    education_name: Mapped[str | None] = mapped_column(String(100))
    education_field: Mapped[str | None] = mapped_column(String(200))
    education_relevance: Mapped[str | None] = mapped_column(String(8))
    graduation_year: Mapped[int | None]
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))
    import_id: Mapped[UUID | None]
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class Employee(PersonColumns, Identified):
    """A person, as known now. `recorded_at` says since when the service knows this state."""

    __tablename__ = "employees"
    __table_args__ = (
        UniqueConstraint("agency_id", "nip", name="one_person_per_nip"),
        UniqueConstraint("agency_id", "pns_id", name="one_person_per_pns_id"),
        CheckConstraint("nip ~ '^[0-9]{18}$'", name="nip_of_18_digits"),
        CheckConstraint("sex in ('M', 'F')", name="sex_known"),
        CheckConstraint("employment in ('PNS', 'PPPK')", name="employment_known"),
        CheckConstraint("cohort between 1 and 4", name="employee_cohort_known"),
        Index("ix_employees_unit_id", "unit_id"),
        Index("ix_employees_name_id", "name", "id"),
    )


class EmployeeVersion(PersonColumns, Model):
    """What was known of a person from `recorded_at` until `superseded_at`."""

    __tablename__ = "employee_versions"
    __table_args__ = (Index("ix_employee_versions_agency_id_nip", "agency_id", "nip"),)

    employee_id: Mapped[UUID] = mapped_column(ForeignKey("employees.id"), primary_key=True)
    superseded_at: Mapped[datetime] = mapped_column(primary_key=True)


class FactColumns:
    """What every history record has besides its own columns."""

    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agencies.id"))

    @declared_attr
    def employee_id(cls) -> Mapped[UUID]:  # noqa: N805 - a class-level attribute
        return mapped_column(ForeignKey("employees.id"))

    source_id: Mapped[str] = mapped_column(String(100))
    """The record's key where it comes from: SIASN's id, or the year, decree or date it is about."""
    import_id: Mapped[UUID | None]
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    superseded_at: Mapped[datetime | None]
    corrected_by: Mapped[UUID | None]
    """The approved request that said it; NULL: an import did."""

"""What is kept of agencies, units and positions."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, func
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Identified, Model


class Agency(Identified):
    """A government body that runs talent management (instansi)."""

    __tablename__ = "agencies"
    __table_args__ = (
        UniqueConstraint("code", name="one_agency_per_code"),
        CheckConstraint("province is null or kanreg is not null", name="province_of_a_kanreg"),
    )

    code: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(300))
    kanreg: Mapped[str | None] = mapped_column(ForeignKey("kanreg.code"))
    """The Kantor Regional of BKN that it belongs to."""
    province: Mapped[str | None] = mapped_column(String(100))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Kanreg(Model):
    """A Kantor Regional of BKN with its provinces."""

    __tablename__ = "kanreg"
    __table_args__ = (
        CheckConstraint("code ~ '^[A-Z0-9]{1,8}$'", name="kanreg_code_plain"),
        CheckConstraint("cardinality(provinces) > 0", name="kanreg_has_provinces"),
        UniqueConstraint("number", name="one_kanreg_per_number"),
    )

    code: Mapped[str] = mapped_column(String(8), primary_key=True)
    number: Mapped[int]
    city: Mapped[str] = mapped_column(String(100))
    provinces: Mapped[list[str]] = mapped_column(ARRAY(String(100)))


class Unit(Identified):
    """A unit of an agency (unit organisasi, unor), placed in its tree."""

    __tablename__ = "units"
    __table_args__ = (
        UniqueConstraint("agency_id", "siasn_id", name="one_unit_per_siasn_id"),
        CheckConstraint("parent_id <> id", name="unit_not_its_own_parent"),
        Index("ix_units_parent_id", "parent_id"),
    )

    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agencies.id"))
    siasn_id: Mapped[str] = mapped_column(String(64))
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("units.id"))
    name: Mapped[str] = mapped_column(String(300))
    head_title: Mapped[str | None] = mapped_column(String(300))
    code: Mapped[str | None] = mapped_column(String(64))


class Position(Identified):
    """A position (jabatan) with the profile that it requires."""

    __tablename__ = "positions"
    __table_args__ = (
        UniqueConstraint("agency_id", "code", name="one_position_per_code"),
        CheckConstraint("cohort between 1 and 4", name="position_cohort_known"),
        Index("ix_positions_unit_id", "unit_id"),
    )

    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agencies.id"))
    code: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(300))
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))
    kind: Mapped[str | None] = mapped_column(String(8))
    level: Mapped[str | None] = mapped_column(String(64))
    cohort: Mapped[int | None]
    echelon_id: Mapped[str | None] = mapped_column(String(8))
    echelon: Mapped[str | None] = mapped_column(String(16))
    grade: Mapped[int | None]
    critical: Mapped[bool]
    retirement_age: Mapped[int | None]
    required_rank: Mapped[str | None] = mapped_column(String(16))
    required_education: Mapped[str | None] = mapped_column(String(8))
    required_training: Mapped[str | None] = mapped_column(String(64))
    required_experience_years: Mapped[int | None]
    admits_pppk: Mapped[bool]

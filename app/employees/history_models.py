"""What is kept of a person's histories, one table a kind."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, Computed, Index, Numeric, SmallInteger, String
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Identified
from app.employees.models import FactColumns

SUPERSEDED = "superseded_at is not null"


def rules(table: str, *checks: CheckConstraint) -> tuple[Any, ...]:
    """The indexes and checks of a history table: one current record a person and key.

    The second index is small and serves what was known at an earlier instant.
    """
    return (
        Index(
            f"one_current_{table}",
            "employee_id",
            "source_id",
            unique=True,
            postgresql_where="superseded_at is null",
        ),
        Index(f"ix_{table}_superseded", "employee_id", postgresql_where=SUPERSEDED),
        *checks,
    )


class Performance(FactColumns, Identified):
    """A year's appraisal (SKP): ratings 1 above, 2 as expected, 3 below (PermenPANRB 6/2022)."""

    __tablename__ = "performances"
    __table_args__ = rules(
        "performances",
        CheckConstraint("result between 1 and 3 and conduct between 1 and 3", name="rating_known"),
    )

    year: Mapped[int] = mapped_column(SmallInteger)
    result: Mapped[int] = mapped_column(SmallInteger)
    conduct: Mapped[int] = mapped_column(SmallInteger)
    quadrant: Mapped[int] = mapped_column(SmallInteger)
    predicate: Mapped[str] = mapped_column(String(20))


class PositionHistory(FactColumns, Identified):
    """A position held; `assignment` empty is definitive, else an acting assignment (Plt, Plh)."""

    __tablename__ = "position_histories"
    __table_args__ = rules("position_histories")

    started_on: Mapped[date]
    ended_on: Mapped[date | None]
    kind: Mapped[str | None] = mapped_column(String(8))
    unit_siasn_id: Mapped[str | None] = mapped_column(String(64))
    unit_name: Mapped[str | None] = mapped_column(String(300))
    agency_name: Mapped[str | None] = mapped_column(String(300))
    other_agency: Mapped[bool]
    name: Mapped[str | None] = mapped_column(String(300))
    echelon: Mapped[str | None] = mapped_column(String(16))
    assignment: Mapped[str | None] = mapped_column(String(64))
    decree_no: Mapped[str | None] = mapped_column(String(100))
    decree_on: Mapped[date | None]


class RankHistory(FactColumns, Identified):
    """A rank (golongan) held since a date."""

    __tablename__ = "rank_histories"
    __table_args__ = rules("rank_histories")

    since: Mapped[date]
    rank_code: Mapped[str | None] = mapped_column(String(8))
    rank_name: Mapped[str | None] = mapped_column(String(16))
    decree_no: Mapped[str | None] = mapped_column(String(100))
    decree_on: Mapped[date | None]
    service_years: Mapped[int | None]
    service_months: Mapped[int | None]


class EducationHistory(FactColumns, Identified):
    """A formal education finished."""

    __tablename__ = "education_histories"
    __table_args__ = rules("education_histories")

    graduated_on: Mapped[date | None]
    graduation_year: Mapped[int | None]
    level: Mapped[str | None] = mapped_column(String(8))
    level_name: Mapped[str | None] = mapped_column(String(100))
    field: Mapped[str | None] = mapped_column(String(200))
    school: Mapped[str | None] = mapped_column(String(200))
    diploma_no: Mapped[str | None] = mapped_column(String(100))


class Course(FactColumns, Identified):
    """A course or training with its lesson hours (jam pelajaran, JP)."""

    __tablename__ = "courses"
    __table_args__ = rules("courses", CheckConstraint("hours >= 0", name="hours_not_negative"))

    held_on: Mapped[date | None]
    year: Mapped[int]
    name: Mapped[str | None] = mapped_column(String(300))
    hours: Mapped[Decimal | None] = mapped_column(Numeric)
    certificate_no: Mapped[str | None] = mapped_column(String(100))
    institution: Mapped[str | None] = mapped_column(String(200))


class StructuralTraining(FactColumns, Identified):
    """A leadership training (diklat struktural), under the name that its certificate has."""

    __tablename__ = "structural_trainings"
    __table_args__ = rules("structural_trainings")

    held_on: Mapped[date]
    year: Mapped[int | None]
    name: Mapped[str] = mapped_column(String(300))
    number: Mapped[str | None] = mapped_column(String(100))
    hours: Mapped[Decimal | None] = mapped_column(Numeric)


class Award(FactColumns, Identified):
    """An award (penghargaan) and its scale."""

    __tablename__ = "awards"
    __table_args__ = rules("awards")

    awarded_on: Mapped[date]
    year: Mapped[int | None]
    name: Mapped[str | None] = mapped_column(String(300))
    scale: Mapped[str | None] = mapped_column(String(32))
    decree_no: Mapped[str | None] = mapped_column(String(100))


class Discipline(FactColumns, Identified):
    """A disciplinary punishment (hukuman disiplin, PP 94/2021), from its start to its end."""

    __tablename__ = "disciplines"
    __table_args__ = rules(
        "disciplines",
        CheckConstraint("level in ('light', 'medium', 'heavy')", name="discipline_level_known"),
    )

    started_on: Mapped[date]
    ended_on: Mapped[date | None]
    level: Mapped[str] = mapped_column(String(8))
    kind_name: Mapped[str | None] = mapped_column(String(300))
    decree_no: Mapped[str | None] = mapped_column(String(100))
    decree_on: Mapped[date | None]
    cancelled: Mapped[bool]


class Feedback(FactColumns, Identified):
    """A year's 360-degree feedback, 0..100."""

    __tablename__ = "feedbacks"
    __table_args__ = rules(
        "feedbacks", CheckConstraint("score between 0 and 100", name="feedback_in_scale")
    )

    year: Mapped[int]
    score: Mapped[Decimal] = mapped_column(Numeric)
    raters: Mapped[int | None]


class TeamAssignment(FactColumns, Identified):
    """A seat in a team by decree: role ketua or anggota, scope internal or lintas_instansi."""

    __tablename__ = "team_assignments"
    __table_args__ = rules("team_assignments")

    decree_on: Mapped[date]
    decree_no: Mapped[str] = mapped_column(String(100))
    role: Mapped[str | None] = mapped_column(String(32))
    scope: Mapped[str | None] = mapped_column(String(32))
    team_name: Mapped[str | None] = mapped_column(String(300))


class Assessment(FactColumns, Identified):
    """A competency assessment, each level 0..5.

    Nine competencies (PermenPANRB 38/2017) and eight aspects of potential (PermenPANRB 20/2025,
    article 17), in the order of `app.employees.levels`.
    """

    __tablename__ = "assessments"
    __table_args__ = rules(
        "assessments",
        CheckConstraint(
            "cardinality(achieved) = 9 and cardinality(aspects) = 8"
            " and (required is null or cardinality(required) = 9)",
            name="assessment_complete",
        ),
    )

    assessed_on: Mapped[date]
    purpose: Mapped[str | None] = mapped_column(String(64))
    institution: Mapped[str | None] = mapped_column(String(200))
    assessor: Mapped[str | None] = mapped_column(String(200))
    achieved: Mapped[list[int]] = mapped_column(ARRAY(SmallInteger))
    required: Mapped[list[int] | None] = mapped_column(ARRAY(SmallInteger))
    aspects: Mapped[list[int]] = mapped_column(ARRAY(SmallInteger))
    technical: Mapped[Decimal | None] = mapped_column(Numeric)
    achieved_sum: Mapped[int] = mapped_column(
        Computed("sum_levels(achieved)", persisted=True), nullable=True
    )
    achieved_capped_sum: Mapped[int | None] = mapped_column(
        Computed("sum_capped_levels(achieved, required)", persisted=True)
    )
    required_sum: Mapped[int | None] = mapped_column(
        Computed("sum_levels(required)", persisted=True)
    )
    aspects_sum: Mapped[int] = mapped_column(
        Computed("sum_levels(aspects)", persisted=True), nullable=True
    )

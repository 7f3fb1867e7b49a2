"""People and their histories, with valid time and recorded time."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

from app.core.rls import protect

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

SUMS = (
    """create function sum_levels(levels smallint[]) returns integer
       language sql immutable strict parallel safe
       return (select sum(level)::integer from unnest(levels) level)""",
    # Each achieved level counts at most its required level.
    """create function sum_capped_levels(achieved smallint[], required smallint[]) returns integer
       language sql immutable strict parallel safe
       return (select sum(least(a, r))::integer from unnest(achieved, required) as pair(a, r))""",
)


def person_columns() -> list[sa.Column]:
    """What is known of a person at one time."""
    return [
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("nip", sa.String(length=18), nullable=False),
        sa.Column("pns_id", sa.String(length=64), nullable=True),
        sa.Column("old_nip", sa.String(length=18), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("front_title", sa.String(length=60), nullable=True),
        sa.Column("back_title", sa.String(length=60), nullable=True),
        sa.Column("birth_date", sa.Date(), nullable=False),
        sa.Column("sex", sa.String(length=1), nullable=True),
        sa.Column("phone", sa.String(length=32), nullable=True),
        sa.Column("email", sa.String(length=200), nullable=True),
        sa.Column("employment", sa.String(length=8), nullable=False),
        sa.Column("legal_status", sa.String(length=64), nullable=True),
        sa.Column("appointed_on", sa.Date(), nullable=True),
        sa.Column("rank_code", sa.String(length=8), nullable=True),
        sa.Column("rank_name", sa.String(length=16), nullable=True),
        sa.Column("rank_since", sa.Date(), nullable=True),
        sa.Column("position_kind", sa.String(length=8), nullable=True),
        sa.Column("position_code", sa.String(length=64), nullable=True),
        sa.Column("position_name", sa.String(length=300), nullable=True),
        sa.Column("position_level", sa.String(length=64), nullable=True),
        sa.Column("position_since", sa.Date(), nullable=True),
        sa.Column("cohort", sa.Integer(), nullable=True),
        sa.Column("echelon", sa.String(length=16), nullable=True),
        sa.Column("education_level", sa.String(length=8), nullable=True),
        sa.Column("education_name", sa.String(length=100), nullable=True),
        sa.Column("education_field", sa.String(length=200), nullable=True),
        sa.Column("education_relevance", sa.String(length=8), nullable=True),
        sa.Column("graduation_year", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("import_id", sa.Uuid(), nullable=True),
        sa.Column(
            "recorded_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
    ]


def history(table: str, *parts: sa.Column | sa.CheckConstraint) -> None:
    """A history table: its own columns and those that every fact has."""
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), server_default=sa.func.new_id(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("employee_id", sa.Uuid(), nullable=False),
        *parts,
        sa.Column("source_id", sa.String(100), nullable=False),
        sa.Column("import_id", sa.Uuid(), nullable=True),
        sa.Column(
            "recorded_at",
            sa.DateTime(timezone=True),
            server_default=sa.func.clock_timestamp(),
            nullable=False,
        ),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        *(
            sa.ForeignKeyConstraint([column], [target], name=f"fk_{table}_{column}")
            for column, target in (("agency_id", "agencies.id"), ("employee_id", "employees.id"))
        ),
    )
    current, past = sa.text("superseded_at is null"), sa.text("superseded_at is not null")
    key = ["employee_id", "source_id"]
    op.create_index(f"one_current_{table}", table, key, unique=True, postgresql_where=current)
    op.create_index(f"ix_{table}_superseded", table, ["employee_id"], postgresql_where=past)
    protect(table, may="select, insert, update")


def text(name: str, length: int, *, nullable: bool = True) -> sa.Column:
    return sa.Column(name, sa.String(length), nullable=nullable)


def day(name: str, *, nullable: bool = True) -> sa.Column:
    return sa.Column(name, sa.Date(), nullable=nullable)


def number(name: str, *, nullable: bool = True) -> sa.Column:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def upgrade() -> None:
    for function in SUMS:
        op.execute(function)
    for part in (people, careers, merits, assessments):
        part()


def people() -> None:
    op.create_table(
        "employees",
        sa.Column("id", sa.Uuid(), server_default=sa.func.new_id(), nullable=False),
        *person_columns(),
        sa.CheckConstraint("nip ~ '^[0-9]{18}$'", name="nip_of_18_digits"),
        sa.CheckConstraint("sex in ('M', 'F')", name="sex_known"),
        sa.CheckConstraint("employment in ('PNS', 'PPPK')", name="employment_known"),
        sa.CheckConstraint("cohort between 1 and 4", name="employee_cohort_known"),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_employees_agency_id"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_employees_unit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_employees"),
        sa.UniqueConstraint("agency_id", "nip", name="one_person_per_nip"),
        sa.UniqueConstraint("agency_id", "pns_id", name="one_person_per_pns_id"),
    )
    op.create_index("ix_employees_unit_id", "employees", ["unit_id"])
    op.create_index("ix_employees_name_id", "employees", ["name", "id"])
    protect("employees", may="select, insert, update")
    op.create_table(
        "employee_versions",
        sa.Column("employee_id", sa.Uuid(), nullable=False),
        *person_columns(),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agencies.id"], name="fk_employee_versions_agency_id"
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_employee_versions_unit_id"),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["employees.id"], name="fk_employee_versions_employee_id"
        ),
        sa.PrimaryKeyConstraint("employee_id", "superseded_at", name="pk_employee_versions"),
    )
    op.create_index("ix_employee_versions_agency_id_nip", "employee_versions", ["agency_id", "nip"])
    protect("employee_versions", may="select, insert")


def careers() -> None:
    history(
        "position_histories",
        day("started_on", nullable=False),
        day("ended_on"),
        text("kind", 8),
        text("unit_siasn_id", 64),
        text("unit_name", 300),
        text("agency_name", 300),
        sa.Column("other_agency", sa.Boolean(), nullable=False),
        text("name", 300),
        text("echelon", 16),
        text("assignment", 64),
        text("decree_no", 100),
        day("decree_on"),
    )
    history(
        "rank_histories",
        day("since", nullable=False),
        text("rank_code", 8),
        text("rank_name", 16),
        text("decree_no", 100),
        day("decree_on"),
        number("service_years"),
        number("service_months"),
    )
    history(
        "education_histories",
        day("graduated_on"),
        number("graduation_year"),
        text("level", 8),
        text("level_name", 100),
        text("field", 200),
        text("school", 200),
        text("diploma_no", 100),
    )
    history(
        "courses",
        day("held_on"),
        number("year", nullable=False),
        text("name", 300),
        sa.Column("hours", sa.Numeric(), nullable=True),
        text("certificate_no", 100),
        text("institution", 200),
        sa.CheckConstraint("hours >= 0", name="hours_not_negative"),
    )
    history(
        "structural_trainings",
        day("held_on", nullable=False),
        number("year"),
        text("name", 300, nullable=False),
        text("number", 100),
        sa.Column("hours", sa.Numeric(), nullable=True),
    )


def merits() -> None:
    small = sa.SmallInteger()
    history(
        "performances",
        *(sa.Column(n, small, nullable=False) for n in ("year", "result", "conduct", "quadrant")),
        text("predicate", 20, nullable=False),
        sa.CheckConstraint(
            "result between 1 and 3 and conduct between 1 and 3", name="rating_known"
        ),
    )
    history(
        "awards",
        day("awarded_on", nullable=False),
        number("year"),
        text("name", 300),
        text("scale", 32),
        text("decree_no", 100),
    )
    history(
        "disciplines",
        day("started_on", nullable=False),
        day("ended_on"),
        text("level", 8, nullable=False),
        text("kind_name", 300),
        text("decree_no", 100),
        day("decree_on"),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.CheckConstraint("level in ('light', 'medium', 'heavy')", name="discipline_level_known"),
    )
    history(
        "feedbacks",
        number("year", nullable=False),
        sa.Column("score", sa.Numeric(), nullable=False),
        number("raters"),
        sa.CheckConstraint("score between 0 and 100", name="feedback_in_scale"),
    )
    history(
        "team_assignments",
        day("decree_on", nullable=False),
        text("decree_no", 100, nullable=False),
        text("role", 32),
        text("scope", 32),
        text("team_name", 300),
    )


def assessments() -> None:
    levels = ARRAY(sa.SmallInteger())
    sums = {
        "achieved_sum": "sum_levels(achieved)",
        "achieved_capped_sum": "sum_capped_levels(achieved, required)",
        "required_sum": "sum_levels(required)",
        "aspects_sum": "sum_levels(aspects)",
    }
    history(
        "assessments",
        day("assessed_on", nullable=False),
        text("purpose", 64),
        text("institution", 200),
        text("assessor", 200),
        sa.Column("achieved", levels, nullable=False),
        sa.Column("required", levels, nullable=True),
        sa.Column("aspects", levels, nullable=False),
        sa.Column("technical", sa.Numeric(), nullable=True),
        *(
            sa.Column(n, sa.Integer(), sa.Computed(sql, persisted=True), nullable=True)
            for n, sql in sums.items()
        ),
        sa.CheckConstraint(
            "cardinality(achieved) = 9 and cardinality(aspects) = 8"
            " and (required is null or cardinality(required) = 9)",
            name="assessment_complete",
        ),
    )


TABLES = """assessments team_assignments feedbacks disciplines awards performances courses
structural_trainings education_histories rank_histories position_histories employee_versions
employees"""


def downgrade() -> None:
    for table in TABLES.split():
        op.drop_table(table)
    op.execute("drop function sum_levels(smallint[])")
    op.execute("drop function sum_capped_levels(smallint[], smallint[])")

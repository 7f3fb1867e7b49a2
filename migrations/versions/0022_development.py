"""Talent cards, development plans and reports, retention measures, follow-ups of monitoring."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from app.core.identity import Role
from app.core.rls import protect, protect_person, restrict

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

NOW = sa.func.clock_timestamp()
COLLEAGUES = {Role.SIMPEG, Role.ANALYST, Role.COMMITTEE, Role.PYB, Role.PPK, Role.AUDITOR}
DEVELOPERS = {Role.ANALYST, Role.COMMITTEE}
READERS = DEVELOPERS | {Role.PYB, Role.PPK, Role.AUDITOR}

# For those who hold a card and no login: one code in; out comes nothing about the person. It widens
# the context of row-level security for its one statement and puts it back. A card is superseded by
# a later one of the same map and view, or by a later map that places the person.
VERIFY = """
create function verify_card(wanted text)
returns table (issued_at timestamptz, agency text, status text,
               content_sha256 text, pdf_sha256 text)
language plpgsql volatile as $$
declare
    context text := coalesce(current_setting('app.context', true), '');
begin
    perform set_config('app.context', '*;auditor;;;', true);
    return query
    select c.issued_at, a.name::text,
           case when exists (
             select from talent_cards n where n.employee_id = c.employee_id
               and n.map_id = c.map_id and n.view = c.view and n.issued_at > c.issued_at
           ) or exists (
             select from talent_maps m
             join talent_map_placements p on p.map_id = m.id and p.employee_id = c.employee_id
             where m.agency_id = c.agency_id and m.state = 'done' and m.as_of > used.as_of
           ) then 'superseded' else 'authentic' end,
           c.content_sha256::text, c.pdf_sha256
    from talent_cards c
    join talent_maps used on used.id = c.map_id
    join agencies a on a.id = c.agency_id
    where c.code = wanted;
    perform set_config('app.context', context, true);
end $$
"""


def key() -> sa.Column:
    return sa.Column("id", sa.Uuid(), server_default=sa.func.new_id(), nullable=False)


def uuid(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Uuid(), nullable=nullable)


def text(name: str, length: int, *, nullable: bool = False, **options) -> sa.Column:
    return sa.Column(name, sa.String(length), nullable=nullable, **options)


def instant(name: str) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), server_default=NOW, nullable=False)


def refers(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"fk_{table}_{column}")


def create_cards() -> None:
    op.create_table(
        "talent_cards",
        key(),
        uuid("agency_id"),
        uuid("map_id"),
        uuid("employee_id"),
        text("view", 8),
        text("content_sha256", 64),
        text("code", 24),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.Column(
            "pdf_sha256",
            sa.Text(),
            sa.Computed("encode(sha256(pdf), 'hex')", persisted=True),
            nullable=False,
        ),
        uuid("issued_by"),
        instant("issued_at"),
        sa.CheckConstraint("view in ('masked', 'keyed', 'full')", name="card_view_known"),
        sa.PrimaryKeyConstraint("id", name="pk_talent_cards"),
        sa.UniqueConstraint("code", name="one_card_per_code"),
        sa.UniqueConstraint(
            "map_id", "employee_id", "view", "content_sha256", name="one_card_per_content"
        ),
        refers("talent_cards", "agency_id", "agencies"),
        refers("talent_cards", "map_id", "talent_maps"),
        refers("talent_cards", "employee_id", "employees"),
    )
    op.create_index("ix_talent_cards_employee_id", "talent_cards", ["employee_id"])
    everybody = COLLEAGUES | {Role.ASN}
    protect_person("talent_cards", may="select, insert", readers=everybody, writers=everybody)
    op.execute(VERIFY)


def create_plans() -> None:
    op.create_table(
        "development_plans",
        key(),
        uuid("agency_id"),
        uuid("employee_id"),
        uuid("position_id"),
        uuid("map_id"),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("content", JSONB(), nullable=False),
        text("content_sha256", 64),
        text("status", 16, server_default="draft"),
        text("reason", 1000, nullable=True),
        uuid("created_by"),
        instant("created_at"),
        sa.CheckConstraint("starts_on < ends_on", name="plan_ends_after_start"),
        sa.CheckConstraint(
            "status in ('draft', 'active', 'completed', 'abandoned')", name="plan_status_known"
        ),
        sa.CheckConstraint(
            "(status = 'abandoned') = (coalesce(btrim(reason), '') <> '')",
            name="abandoned_with_a_reason",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_development_plans"),
        sa.UniqueConstraint("agency_id", "id", "employee_id", name="plan_of_person"),
        refers("development_plans", "agency_id", "agencies"),
        refers("development_plans", "employee_id", "employees"),
        refers("development_plans", "position_id", "positions"),
        refers("development_plans", "map_id", "talent_maps"),
    )
    op.create_index(
        "one_open_plan",
        "development_plans",
        ["employee_id", "position_id"],
        unique=True,
        postgresql_where=sa.text("status in ('draft', 'active')"),
    )


def belongs(name: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    """A part of what belongs to the same person in the same agency; it goes with the whole."""
    return sa.ForeignKeyConstraint(
        ["agency_id", column, "employee_id"],
        [f"{target}.agency_id", f"{target}.id", f"{target}.employee_id"],
        name=name,
        ondelete="CASCADE",
    )


def create_activities() -> None:
    op.create_table(
        "development_activities",
        key(),
        uuid("agency_id"),
        uuid("plan_id"),
        uuid("employee_id"),
        text("gap", 64),
        text("kind", 16),
        text("title", 300),
        sa.Column("hours", sa.Numeric(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        uuid("created_by"),
        instant("created_at"),
        sa.CheckConstraint("hours > 0", name="activity_takes_hours"),
        sa.CheckConstraint(
            "kind in ('experience', 'exposure', 'education')", name="activity_kind_known"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_development_activities"),
        sa.UniqueConstraint("agency_id", "id", "employee_id", name="activity_of_person"),
        belongs("activity_of_plan", "plan_id", "development_plans"),
    )
    op.create_index("ix_development_activities_plan_id", "development_activities", ["plan_id"])
    op.create_table(
        "development_progress",
        key(),
        uuid("agency_id"),
        uuid("activity_id"),
        uuid("employee_id"),
        sa.Column("percent", sa.SmallInteger(), nullable=False),
        text("note", 1000, nullable=True),
        text("evidence", 500, nullable=True),
        text("evidence_sha256", 64, nullable=True),
        uuid("reported_by"),
        instant("reported_at"),
        sa.CheckConstraint("percent between 0 and 100", name="progress_of_a_hundred"),
        sa.CheckConstraint(
            "(evidence is null) = (evidence_sha256 is null)", name="evidence_with_its_hash"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_development_progress"),
        belongs("progress_of_activity", "activity_id", "development_activities"),
    )
    op.create_index("ix_development_progress_activity_id", "development_progress", ["activity_id"])


def create_measures() -> None:
    op.create_table(
        "retention_measures",
        key(),
        uuid("agency_id"),
        uuid("employee_id"),
        uuid("map_id"),
        sa.Column("box", sa.SmallInteger(), nullable=False),
        text("measure", 32),
        text("note", 1000),
        text("done_by", 200),
        sa.Column("done_on", sa.Date(), nullable=False),
        uuid("recorded_by"),
        instant("recorded_at"),
        sa.CheckConstraint("box between 1 and 9", name="measure_box_on_grid"),
        sa.PrimaryKeyConstraint("id", name="pk_retention_measures"),
        refers("retention_measures", "agency_id", "agencies"),
        refers("retention_measures", "employee_id", "employees"),
        refers("retention_measures", "map_id", "talent_maps"),
    )
    op.create_index("ix_retention_measures_map_id", "retention_measures", ["map_id", "box"])
    op.create_index("ix_retention_measures_employee_id", "retention_measures", ["employee_id"])


def guard_development() -> None:
    """Plans and what belongs to them: who decides reads, who develops writes, one reports oneself.

    What was found and what was reported is never changed, and a plan keeps to its person.
    """
    seen, done = READERS | {Role.ASN}, DEVELOPERS
    protect_person(
        "development_plans",
        may="select, insert, update (status, reason)",
        readers=seen,
        writers=done,
    )
    protect_person("development_activities", may="select, insert", readers=seen, writers=done)
    protect_person(
        "development_progress", may="select, insert", readers=seen, writers=done | {Role.ASN}
    )
    op.execute(
        "create policy signed on development_progress as restrictive for insert"
        " with check (reported_by = (select context_actor()))"
    )
    protect_person("retention_measures", may="select, insert", readers=READERS, writers=done)


def create_follow_ups() -> None:
    op.create_table(
        "monitoring_follow_ups",
        key(),
        uuid("agency_id"),
        text("recommendation", 32),
        text("what", 1000),
        text("done_by", 200),
        sa.Column("done_on", sa.Date(), nullable=False),
        uuid("recorded_by"),
        instant("recorded_at"),
        sa.PrimaryKeyConstraint("id", name="pk_monitoring_follow_ups"),
        refers("monitoring_follow_ups", "agency_id", "agencies"),
    )
    op.create_index(
        "ix_monitoring_follow_ups_agency_id",
        "monitoring_follow_ups",
        ["agency_id", "recommendation"],
    )
    protect("monitoring_follow_ups", may="select, insert")
    restrict(
        "monitoring_follow_ups",
        readers=DEVELOPERS | {Role.AUDITOR},
        writers=DEVELOPERS,
        whole=True,
    )


def upgrade() -> None:
    create_cards()
    create_plans()
    create_activities()
    create_measures()
    guard_development()
    create_follow_ups()


def downgrade() -> None:
    op.drop_table("monitoring_follow_ups")
    for table in ("retention_measures", "development_progress", "development_activities"):
        op.drop_table(table)
    op.drop_table("development_plans")
    op.execute("drop function verify_card(text)")
    op.drop_table("talent_cards")

"""Publications of maps, and objections (sanggah) against the own result: what is kept of both."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from app.core.identity import Role
from app.core.rls import protect, protect_person, restrict

revision = "0018a"
down_revision = "0017"
branch_labels = None
depends_on = None

PUBLIC = set(Role) - {Role.ADMIN, Role.KANREG, Role.BKN}
ANSWERING = {Role.ANALYST, Role.COMMITTEE}


def key() -> sa.Column:
    return sa.Column("id", sa.Uuid(), server_default=sa.func.new_id(), nullable=False)


def refers(table: str, **targets: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"fk_{table}_{column}")
        for column, target in targets.items()
    ]


def publications() -> None:
    op.create_table(
        "publications",
        key(),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("scheme_id", sa.Uuid(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("cut_off", sa.DateTime(timezone=True), nullable=False),
        sa.Column("objection_working_days", sa.SmallInteger(), nullable=False),
        sa.Column("answer_working_days", sa.SmallInteger(), nullable=False),
        sa.Column("map_id", sa.Uuid(), nullable=True),
        sa.Column("attached_by", sa.Uuid(), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("published_by", sa.Uuid(), nullable=True),
        sa.Column("objections_until", sa.Date(), nullable=True),
        sa.Column("statistics", JSONB(), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column(
            "created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name="pk_publications"),
        sa.UniqueConstraint("agency_id", "name", name="one_publication_per_name"),
        sa.UniqueConstraint("agency_id", "id", name="publication_in_agency"),
        sa.UniqueConstraint("map_id", name="one_publication_per_map"),
        sa.CheckConstraint(
            "objection_working_days between 3 and 60 and answer_working_days between 1 and 60",
            name="time_to_object_and_to_answer",
        ),
        sa.CheckConstraint(
            "(published_on is null) = (published_by is null)"
            " and (published_on is null) = (objections_until is null)"
            " and (published_on is null) = (statistics is null)"
            " and (published_on is null or map_id is not null)",
            name="a_published_round_is_complete",
        ),
        sa.CheckConstraint("published_on < objections_until", name="objections_after_publication"),
        sa.CheckConstraint("(map_id is null) = (attached_by is null)", name="a_map_was_attached"),
        *refers(
            "publications", agency_id="agencies", scheme_id="scoring_schemes", map_id="talent_maps"
        ),
    )
    protect("publications", may="select, insert, update", readers=PUBLIC)
    restrict("publications", writers={Role.ANALYST, Role.PPK}, whole=True)


def objections() -> None:
    op.create_table(
        "objections",
        key(),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("employee_id", sa.Uuid(), nullable=False),
        sa.Column("publication_id", sa.Uuid(), nullable=False),
        sa.Column("node", sa.String(100), nullable=True),
        sa.Column("record_id", sa.Uuid(), nullable=True),
        sa.Column("claim", sa.String(4000), nullable=False),
        sa.Column("status", sa.String(16), server_default="open", nullable=False),
        sa.Column(
            "filed_at",
            sa.DateTime(timezone=True),
            server_default=sa.func.clock_timestamp(),
            nullable=False,
        ),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("overdue_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(4000), nullable=True),
        sa.Column("remedy", sa.String(16), nullable=True),
        sa.Column("remedy_id", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_objections"),
        sa.UniqueConstraint("agency_id", "id", name="objection_in_agency"),
        sa.CheckConstraint("length(btrim(claim)) >= 50", name="an_objection_says_why"),
        sa.CheckConstraint(
            "(status = 'open') = (closed_at is null) and (status in ('open', 'withdrawn'))"
            " = (answered_by is null) and (answered_by is null) = (reason is null)",
            name="an_answer_says_who_and_why",
        ),
        sa.CheckConstraint(
            "(status in ('upheld', 'partly')) = (remedy is not null)"
            " and (remedy_id is null or remedy is not null)",
            name="what_is_upheld_has_a_remedy",
        ),
        *refers(
            "objections",
            agency_id="agencies",
            employee_id="employees",
            publication_id="publications",
        ),
    )
    op.create_index(
        "one_open_objection",
        "objections",
        ["publication_id", "employee_id"],
        unique=True,
        postgresql_where=sa.text("status = 'open'"),
    )
    op.create_index("ix_objections_employee_id", "objections", ["employee_id"])
    op.create_index("ix_objections_status", "objections", ["agency_id", "status"])
    protect_person(
        "objections",
        may="select, insert, update",
        readers={Role.ASN, Role.ANALYST, Role.COMMITTEE, Role.AUDITOR},
    )
    op.execute(
        "create policy own on objections as restrictive for insert"
        " with check (employee_id = (select own_employee()))"
    )
    answering = ", ".join(f"'{role}'" for role in sorted(ANSWERING))
    op.execute(
        "create policy goes_on on objections as restrictive for update using (true) with check"
        f" ((select plays({answering}) and whole_agency())"
        " or employee_id = (select own_employee()))"
    )


def upgrade() -> None:
    publications()
    objections()


def downgrade() -> None:
    op.drop_table("objections")
    op.drop_table("publications")

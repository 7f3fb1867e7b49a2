"""Rotating secrets, revoked tokens, failed logins, memberships of people."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, ExcludeConstraint

from app.core.identity import Role
from app.core.rls import OWN_AGENCY, SERVICE, playing, restrict

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

OWN_SCOPE = f"({OWN_AGENCY} or (agency_id is null and (select context_part(1)) = '*'))"
NOWHERE = "'00000000-0000-0000-0000-000000000000'"


def secured(table: str) -> None:
    op.execute(f"alter table {table} enable row level security")
    op.execute(f"alter table {table} force row level security")


def upgrade() -> None:
    create_memberships()


def create_memberships() -> None:
    op.execute("create extension if not exists btree_gist")
    op.create_table(
        "memberships",
        sa.Column("id", sa.Uuid(), server_default=sa.func.new_id(), nullable=False),
        sa.Column("issuer", sa.String(500), nullable=False),
        sa.Column("subject", sa.String(255), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("roles", ARRAY(sa.String(32)), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=True),
        sa.Column("units", ARRAY(sa.Uuid()), nullable=True),
        sa.Column("employee_id", sa.Uuid(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column(
            "created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False
        ),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("cardinality(roles) > 0", name="membership_has_a_role"),
        sa.CheckConstraint(
            "units is null or (cardinality(units) > 0 and agency_id is not null)",
            name="membership_units_in_an_agency",
        ),
        sa.CheckConstraint(
            "employee_id is null or agency_id is not null", name="membership_person_in_an_agency"
        ),
        sa.CheckConstraint("valid_until >= valid_from", name="membership_days_in_order"),
        sa.PrimaryKeyConstraint("id", name="pk_memberships"),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_memberships_agency_id"),
        sa.ForeignKeyConstraint(
            ["employee_id"],
            ["employees.id"],
            name="fk_memberships_employee_id",
            ondelete="SET NULL",
        ),
        ExcludeConstraint(
            (sa.text("actor_id"), "="),
            (sa.text(f"coalesce(agency_id, {NOWHERE}::uuid)"), "="),
            (sa.text("daterange(valid_from, valid_until, '[]')"), "&&"),
            name="one_membership_per_person_and_agency",
            where=sa.text("ended_at is null"),
        ),
    )
    op.create_index("ix_memberships_employee_id", "memberships", ["employee_id"])
    secured("memberships")
    seen = f"({OWN_SCOPE} and {playing({Role.ADMIN, Role.AUDITOR})})"
    op.execute(f"create policy own_agency on memberships using {seen}")
    # Whoever comes with a proven token may read the rows of that one person, and civil servants
    # what names them.
    op.execute(
        "create policy the_person_named on memberships for select using ("
        "(issuer = (select current_setting('app.issuer', true))"
        " and subject = (select current_setting('app.subject', true)))"
        " or employee_id = (select own_employee()))"
    )
    restrict("memberships", writers={Role.ADMIN})
    op.execute(f"grant select, insert, update on memberships to {SERVICE}")


def downgrade() -> None:
    op.drop_table("memberships")
    op.execute("drop extension btree_gist")

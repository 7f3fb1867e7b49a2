"""Clients of the API."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

from app.core.rls import SERVICE

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "clients",
        sa.Column("id", sa.Uuid(), server_default=sa.func.new_id(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("roles", ARRAY(sa.String(32)), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=True),
        sa.Column("secret_hash", sa.String(200), nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column(
            "created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False
        ),
        sa.CheckConstraint("cardinality(roles) > 0", name="client_has_a_role"),
        sa.PrimaryKeyConstraint("id", name="pk_clients"),
        sa.UniqueConstraint(
            "agency_id", "name", name="one_client_per_name", postgresql_nulls_not_distinct=True
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_clients_agency_id"),
    )
    op.execute("alter table clients enable row level security")
    op.execute("alter table clients force row level security")
    op.execute(
        "create policy own_agency on clients using ("
        "agency_id = any ((select visible_agencies())::uuid[])"
        " or (agency_id is null and (select current_setting('app.agencies', true)) = '*'))"
    )
    # /oauth/token asks before anybody is known: it may read the one client that it names.
    op.execute(
        "create policy the_client_named on clients for select using ("
        "id = (select nullif(current_setting('app.client', true), '')::uuid))"
    )
    op.execute(f"grant select, insert, update on clients to {SERVICE}")


def downgrade() -> None:
    op.drop_table("clients")

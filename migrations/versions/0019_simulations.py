"""Runs of changed schemes over maps: who tried which weights, when and what for.

A ledger: the service adds to it and can neither change nor remove a run, and a run is signed by the
one who acts. Analysts and auditors of the whole agency see each other's.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from app.core.identity import Role
from app.core.rls import protect, restrict

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

TABLE = "scheme_simulations"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Uuid(), server_default=sa.func.new_id(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("map_id", sa.Uuid(), nullable=False),
        sa.Column("pool_id", sa.Uuid(), nullable=True),
        sa.Column("canonical", sa.Text(), nullable=False),
        sa.Column(
            "sha256",
            sa.String(64),
            sa.Computed("scheme_sha256(canonical)", persisted=True),
            nullable=False,
        ),
        sa.Column("purpose", sa.String(1000), nullable=False),
        sa.Column("result", JSONB(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("actor_name", sa.String(200), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.func.clock_timestamp(),
            nullable=False,
        ),
        sa.CheckConstraint("length(btrim(purpose)) >= 20", name="simulation_says_what_for"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{TABLE}"),
        *(
            sa.ForeignKeyConstraint([column], [target], name=f"fk_{TABLE}_{column}")
            for column, target in (
                ("agency_id", "agencies.id"),
                ("map_id", "talent_maps.id"),
                ("pool_id", "talent_pools.id"),
            )
        ),
    )
    op.create_index(f"ix_{TABLE}_agency_id_actor_id", TABLE, ["agency_id", "actor_id"])
    op.create_index(f"ix_{TABLE}_map_id", TABLE, ["map_id"])
    protect(TABLE, may="select, insert")
    restrict(TABLE, readers={Role.ANALYST, Role.AUDITOR}, writers={Role.ANALYST}, whole=True)
    op.execute(
        f"create policy signed on {TABLE} as restrictive for insert"
        " with check (actor_id = (select context_actor()))"
    )


def downgrade() -> None:
    op.drop_table(TABLE)
